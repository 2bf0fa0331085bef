import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Fact } from '../../../src/contracts/fact.ts';
import type { Phase } from '../../../src/contracts/location.ts';
import type { UnscoredFinding } from '../../../src/contracts/result.ts';
import { RULES } from '../../../src/rules/registry.generated.ts';
import type { Model } from '../../../src/score/model.ts';
import { MODEL } from '../../../src/score/model.ts';
import { LADDER } from '../../../src/score/reach.ts';
import { scoreEvidence } from '../../../src/score/score.ts';

const TEST_MODEL: Model = {
  version: 'test',
  date: '2026-01-01',
  provenance: {
    text: 'made for this test',
    code: { version: '0', ruleset: '0' },
    corpus: { sha256: '0', malicious: 0, clusters: 0, benign: {} },
    metrics: {},
  },
  bias: -4,
  thresholds: { malicious: 0.9, suspicious: 0.5 },
  rules: {
    'a/strong': { call: 2.5, 'entry-point': 2.5, import: 6, install: 6.5 },
    'b/weak': { import: 1, install: 1 },
    'c/weak': { import: 1, install: 1, none: 0.5 },
    'd/trial': {},
    'e/called': { call: 1, 'entry-point': 3, import: 3, install: 3 },
  },
  askedCeiling: 5,
  otherRules: { import: 1.5, install: 1.5 },
  facts: {
    'behaviour:self-delete': { call: 1, 'entry-point': 1, import: 1, install: 1 },
    packer: { import: 3, install: 3 },
  },
  factCeiling: 2,
};

function finding(rule: string, phase: Phase = 'import', path = 'a.py'): UnscoredFinding {
  return { rule, title: '', phase, path, line: 1, column: 1, layer: null, message: '', trail: [] };
}

function behaviour(phase: Phase, path = 'a.py', line = 7): Fact {
  const at = { path, line, column: 2, layer: null };
  return { kind: 'behaviour', at, phase, behaviour: 'self-delete', detail: '' };
}

const packer: Fact = {
  kind: 'packer',
  at: { path: 'a.py', line: 1, column: 1, layer: null },
  phase: 'import',
  name: 'x',
  detail: '',
};

const logit = (score: number): number => Math.log(score / (1 - score));
const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} ≠ ${expected}`);
const askedUpTo = (sum: number): number => 5 * (1 - Math.exp(-sum / 5));
const logitOf = (findings: UnscoredFinding[], facts: Fact[] = []) =>
  logit(scoreEvidence(findings, facts, TEST_MODEL).score);

suite('scoreEvidence', () => {
  test('nothing known: the bias', () => close(logitOf([]), -4));

  test('the nearest reach of a rule in a member counts, once', () => {
    close(logitOf([finding('a/strong', 'call'), finding('a/strong')]), 2);
    close(logitOf([finding('a/strong', 'call'), finding('a/strong', 'call')]), -4 + askedUpTo(2.5));
    close(logitOf([finding('a/strong', 'startup')]), 2.5);
    close(logitOf([finding('c/weak', 'none')]), -3.5);
  });

  test('what asks for a call saturates, what does not is left alone', () => {
    const called = [finding('a/strong', 'call'), finding('e/called', 'entry-point')];
    close(logitOf(called), -4 + askedUpTo(5.5));
    close(logitOf([...called, finding('b/weak')]), -4 + 1 + askedUpTo(5.5));
    close(logitOf([...called, finding('a/strong')]), -4 + 6 + askedUpTo(3));
  });

  test('rules that meet in one member add up; members do not', () => {
    close(logitOf([finding('b/weak'), finding('c/weak')]), -2);
    close(logitOf([finding('b/weak'), finding('c/weak', 'import', 'b.py')]), -3);
    const spread = Array.from({ length: 50 }, (_, at) => finding('b/weak', 'import', `m${at}.py`));
    close(logitOf(spread), -3);
  });

  test('a rule that training never saw has a weight of its own, one in evaluation none', () => {
    close(logitOf([finding('x/private')]), -2.5);
    close(logitOf([finding('toString')]), -2.5);
    close(logitOf([finding('d/trial')]), -4);
  });

  test('fact features saturate at the ceiling', () => {
    close(logitOf([], [behaviour('import')]), -4 + 2 * (1 - Math.exp(-1 / 2)));
    close(logitOf([], [behaviour('import'), packer]), -4 + 2 * (1 - Math.exp(-4 / 2)));
    close(logitOf([], [behaviour('import', 'b.py'), packer]), -4 + 2 * (1 - Math.exp(-3 / 2)));
  });

  test('contributions lie with the heaviest finding of the deciding member, and with traits', () => {
    const findings = [
      finding('a/strong', 'call'),
      finding('a/strong'),
      finding('b/weak'),
      finding('b/weak', 'install', 'b.py'),
    ];
    const scored = scoreEvidence(findings, [behaviour('call'), behaviour('import', 'b.py')], TEST_MODEL);
    assert.deepEqual(scored.contributions, [0, 6, 1, 0]);
    const [trait] = scored.traits;
    assert.deepEqual(
      { ...trait, contribution: 0 },
      {
        feature: 'behaviour:self-delete',
        text: 'shows a behaviour: self delete',
        phase: 'call',
        path: 'a.py',
        line: 7,
        column: 2,
        layer: null,
        contribution: 0,
      },
    );
    close(TEST_MODEL.bias + 7 + trait!.contribution, logit(scored.score));
    assert.equal(scored.model, 'test');
    assert.deepEqual(scored.thresholds, { malicious: 0.9, suspicious: 0.5 });
  });

  test('of members that weigh the same the first by name decides', () => {
    const findings = [finding('b/weak', 'import', 'z.py'), finding('c/weak', 'import', 'b.py')];
    assert.deepEqual(scoreEvidence(findings, [], TEST_MODEL).contributions, [0, 1]);
    assert.deepEqual(scoreEvidence([...findings].reverse(), [], TEST_MODEL).contributions, [1, 0]);
  });
});

suite('the shipped model', () => {
  test('says where it comes from and what it was worth on what it had not seen', () => {
    const { date, version, provenance } = MODEL;
    assert.match(date, /^\d{4}-\d\d-\d\d$/);
    assert.match(version, new RegExp(`^${date}-[0-9a-f]{8}$`));
    assert.match(provenance.code.ruleset, /^[0-9a-f]{12}$/);
    assert.match(provenance.corpus.sha256, /^[0-9a-f]{64}$/);
    assert.ok(provenance.text.length > 20);
    assert.ok(provenance.corpus.clusters >= 400 && provenance.corpus.malicious >= 700);
    assert.deepEqual(Object.keys(provenance.corpus.benign), [
      'hard',
      'ordinary',
      'popular',
      'site-packages',
      'stdlib',
    ]);
    assert.equal(provenance.metrics.benignJudgedMalicious, 0);
  });

  test('has ordered thresholds', () => {
    const { suspicious, malicious } = MODEL.thresholds;
    assert.ok(0 < suspicious && suspicious < malicious && malicious < 1);
  });

  test('has no negative weight, and none falls as a victim comes nearer', () => {
    for (const [name, weights] of Object.entries({
      ...MODEL.rules,
      ...MODEL.facts,
      other: MODEL.otherRules,
    })) {
      assert.ok(
        Object.values(weights).every((weight) => weight >= 0),
        name,
      );
      const climb = LADDER.map((reach) => weights[reach] ?? 0);
      assert.deepEqual(
        climb,
        climb.toSorted((a, b) => a - b),
        name,
      );
    }
  });

  test('gives rules in evaluation no weight', () => {
    for (const { id, state } of RULES) {
      if (state !== 'evaluation') continue;
      assert.deepEqual(MODEL.rules[id], {}, `src/score/model.json needs the entry "${id}": {} under rules`);
    }
  });

  test('facts without any finding leave a distribution unsuspected', () => {
    assert.ok(1 / (1 + Math.exp(-(MODEL.bias + MODEL.factCeiling))) < MODEL.thresholds.suspicious);
  });

  test('unmistakable forms convict alone when nobody called anything', () => {
    for (const rule of [
      'execution/decode-then-exec',
      'execution/fetch-then-exec',
      'exfiltration/environment',
      'command/reverse-shell',
    ]) {
      for (const phase of ['startup', 'install'] as const) {
        const { score } = scoreEvidence([finding(rule, phase)], []);
        assert.ok(score >= MODEL.thresholds.suspicious, `${rule} ${phase} ${score}`);
      }
    }
  });
});
