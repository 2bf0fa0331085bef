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
    isFresh(REGISTRY_FILE, registryText(ruleFolders()));
  });

  test('texts are those of rule.md: run `npm run generate`', () => {
    isFresh(TEXTS_FILE, ruleTexts(ruleFolders()));
  });

  test('ids equal the folders', () => {
    assert.deepEqual(
      RULES.map((rule) => rule.id),
      ruleFolders(),
    );
  });

  test('enforced rules and no others have weights to train from', () => {
    const enforced = RULES.filter((rule) => rule.state === 'enforced').map((rule) => rule.id);
    assert.deepEqual(
      Object.keys(HAND_MODEL.weights).sort(),
      enforced.sort(),
      'weights of src/train/hand-model.json (actual) against enforced rules (expected)',
    );
  });
});

for (const { rule, document, examples } of loadRuleFolders()) {
  suite(rule.id, () => {
    test('has examples that fire, stay silent and evade', () => {
      const kinds = new Set<ExampleKind>(examples.map((example) => example.kind));
      assert.deepEqual([...kinds].sort(), ['evades', 'fires', 'silent'], 'one example of each kind at least');
    });

    test('document has the headings in order and lists every evasion', () => {
      const headings = document.split('\n').filter((line) => line.startsWith('#'));
      assert.deepEqual(headings, HEADINGS);
      for (const { name, kind, caughtBy } of examples) {
        if (kind !== 'evades') continue;
        const row = document.split('\n').find((line) => line.split(/\s*\|\s*/).includes(name));
        assert.ok(caughtBy !== null, `${name} does not begin with \`# evades: caught by other/rule\``);
        assert.ok(row?.includes(caughtBy), `no row of rule.md names ${name} and ${caughtBy}`);
      }
    });

    for (const example of examples) test(example.name, () => verify(rule.id, example));
  });
}

/** Without the difference, which would be the whole file. */
function isFresh(file: string, text: string): void {
  assert.ok(readFileSync(file, 'utf8') === text, `${file} is stale: run \`npm run generate\``);
}

function verify(rule: string, { kind, distribution, expected, caughtBy }: Example): void {
  const { findings, score, thresholds } = scanned(distribution);
  const others = () => [...new Set(findings.map((finding) => finding.rule))].sort();
  const seen = () => `Rules that fire here: ${others().join(' ') || 'none'}`;
  if (kind === 'fires') {
    assert.notDeepEqual(expected, [], 'no line is marked `fires: <phase>`');
    assert.deepEqual(places(findings, rule), expected, `places (+) differ from marks (-). ${seen()}`);
    return;
  }
  assert.deepEqual(places(findings, rule), [], `${rule} must not fire here`);
  if (kind === 'silent') {
    assert.ok(score < thresholds.suspicious, `benign, but suspicious (${score}). ${seen()}`);
    return;
  }
  if (caughtBy === 'NOT COVERED') assert.deepEqual(others(), [], 'covered now: name the rule');
  else
    assert.ok(
      others().includes(caughtBy ?? ''),
      `${caughtBy ?? 'the rule in the first line'} is silent. ${seen()}`,
    );
}
