import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import {
  REGISTRY_FILE,
  registryText,
  ruleFolders,
  ruleTexts,
  TEXTS_FILE,
} from '../../scripts/generate-registry.ts';
import { RULES } from '../../src/rules/registry.generated.ts';
import HAND_MODEL from '../../src/train/hand-model.json' with { type: 'json' };
import type { Example, ExampleKind } from './support/examples.ts';
import { loadRuleFolders, places, scanned } from './support/examples.ts';

const HEADINGS = [
  '## Why it matters',
  '## Fires when',
  '## Benign look-alikes',
  '## What the author can change',
  '## Known evasions',
];

suite('registry', () => {
  test('is fresh: run `npm run generate`', () => {
    assert.equal(readFileSync(REGISTRY_FILE, 'utf8'), registryText(ruleFolders()));
  });

  test('texts are those of rule.md: run `npm run generate`', () => {
    assert.equal(readFileSync(TEXTS_FILE, 'utf8'), ruleTexts(ruleFolders()));
  });

  test('ids equal the folders', () => {
    assert.deepEqual(
      RULES.map((rule) => rule.id),
      ruleFolders(),
    );
  });

  test('enforced rules and no others have weights to train from', () => {
    const enforced = RULES.filter((rule) => rule.state === 'enforced').map((rule) => rule.id);
    assert.deepEqual(Object.keys(HAND_MODEL.weights).sort(), enforced.sort());
  });
});

for (const { rule, document, examples } of loadRuleFolders()) {
  suite(rule.id, () => {
    test('has examples that fire, stay silent and evade', () => {
      const kinds = new Set<ExampleKind>(examples.map((example) => example.kind));
      assert.deepEqual([...kinds].sort(), ['evades', 'fires', 'silent']);
    });

    test('document has the headings in order and lists every evasion', () => {
      const headings = document.split('\n').filter((line) => line.startsWith('#'));
      assert.deepEqual(headings, HEADINGS);
      for (const { name, kind, caughtBy } of examples) {
        if (kind !== 'evades') continue;
        const row = document.split('\n').find((line) => line.split(/\s*\|\s*/).includes(name));
        assert.ok(row?.includes(caughtBy ?? '?'), `${name} is missing from rule.md`);
      }
    });

    for (const example of examples) test(example.name, () => verify(rule.id, example));
  });
}

function verify(rule: string, { kind, distribution, expected, caughtBy }: Example): void {
  const { findings, score, thresholds } = scanned(distribution);
  const others = () => [...new Set(findings.map((finding) => finding.rule))].sort();
  if (kind === 'fires') {
    assert.notDeepEqual(expected, [], 'the example expects nothing');
    assert.deepEqual(places(findings, rule), expected, `also: ${others().join(' ')}`);
    return;
  }
  assert.deepEqual(places(findings, rule), []);
  if (kind === 'silent') {
    assert.ok(score < thresholds.suspicious, `benign, but scores ${score}: ${others().join(' ')}`);
    return;
  }
  if (caughtBy === 'NOT COVERED') assert.deepEqual(others(), [], 'covered now: name the rule');
  else assert.ok(others().includes(caughtBy ?? ''), `${caughtBy} is silent; instead: ${others().join(' ')}`);
}
