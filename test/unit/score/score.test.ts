import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Phase } from '../../../src/contracts/location.ts';
import type { UnscoredFinding } from '../../../src/contracts/result.ts';
import type { Model } from '../../../src/score/model.ts';
import { MODEL } from '../../../src/score/model.ts';
import { scoreFindings } from '../../../src/score/score.ts';

const TEST_MODEL: Model = {
  version: 'test',
  date: '2026-01-01',
  provenance: 'made for this test',
  bias: -4,
  thresholds: { malicious: 0.9, suspicious: 0.5 },
  weak: { unaskedBelow: 2, askedBelow: 3, ceiling: 3 },
  repeats: { share: 0.2 },
  corroboration: { from: 1, perCategory: 0.5, categories: 2 },
  weights: {
    'a/strong': { import: 6, call: 2.5 },
    'b/weak': { import: 1 },
    'c/weak': { import: 1 },
    'd/weak': { import: 1 },
  },
};

function finding(rule: string, phase: Phase = 'import', path = 'a.py'): UnscoredFinding {
  return { rule, title: '', phase, path, line: 1, column: 1, layer: null, message: '', trail: [] };
}

const logit = (score: number): number => Math.log(score / (1 - score));
const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} ≠ ${expected}`);
const logitOf = (...findings: UnscoredFinding[]) => logit(scoreFindings(findings, TEST_MODEL).score);

suite('scoreFindings', () => {
  test('nothing found: the bias', () => close(logitOf(), -4));

  test('the strongest phase of a rule counts, once', () => {
    close(logitOf(finding('a/strong', 'call'), finding('a/strong')), 2);
    close(logitOf(finding('a/strong', 'call')), -4 + 3 * (1 - Math.exp(-2.5 / 3)));
  });

  test('repeats in other files add a diminishing share', () => {
    close(logitOf(finding('a/strong'), finding('a/strong', 'import', 'b.py')), -4 + 6 * 1.1);
    close(
      logitOf(
        finding('a/strong'),
        finding('a/strong', 'import', 'b.py'),
        finding('a/strong', 'import', 'c.py'),
      ),
      -4 + 6 * 1.15,
    );
  });

  test('weak findings share a pool that saturates, and categories corroborate', () => {
    close(logitOf(finding('b/weak')), -4 + 3 * (1 - Math.exp(-1 / 3)));
    const three = 3 * (1 - Math.exp(-1)) + 2 * 0.5;
    close(logitOf(finding('b/weak'), finding('c/weak'), finding('d/weak')), -4 + three);
  });

  test('rules without a weight, and phases without one, add nothing', () => {
    close(logitOf(finding('x/unknown'), finding('b/weak', 'call')), -4);
  });

  test('contributions lie with the strongest finding of a rule and add up', () => {
    const findings = [finding('a/strong', 'call'), finding('a/strong'), finding('b/weak')];
    const { score, contributions, model, thresholds } = scoreFindings(findings, TEST_MODEL);
    assert.equal(contributions[0], 0);
    close(contributions[1]!, 6);
    close(TEST_MODEL.bias + contributions.reduce((sum, part) => sum + part, 0), logit(score));
    assert.equal(model, 'test');
    assert.deepEqual(thresholds, { malicious: 0.9, suspicious: 0.5 });
  });

  test('does not depend on the order of findings', () => {
    const findings = [finding('b/weak'), finding('a/strong'), finding('c/weak', 'import', 'b.py')];
    close(logitOf(...findings), logitOf(...[...findings].reverse()));
  });
});

suite('the shipped model', () => {
  test('has provenance, ordered thresholds and no negative weight', () => {
    assert.ok(MODEL.provenance.length > 20);
    assert.match(MODEL.date, /^\d{4}-\d\d-\d\d$/);
    assert.ok(0 < MODEL.thresholds.suspicious && MODEL.thresholds.suspicious < MODEL.thresholds.malicious);
    const weights = Object.values(MODEL.weights).flatMap((byPhase) => Object.values(byPhase));
    assert.deepEqual(
      weights.filter((weight) => !(weight >= 0)),
      [],
    );
  });

  test('a call weighs no more than the same unasked', () => {
    for (const [rule, { call = 0, install = 0, import: imported = 0 }] of Object.entries(MODEL.weights)) {
      if (install > 0) assert.ok(call <= Math.max(install, imported), rule);
    }
  });

  test('unmistakable forms convict alone when nobody called anything', () => {
    for (const rule of [
      'execution/decode-then-exec',
      'execution/fetch-then-exec',
      'exfiltration/environment',
      'command/reverse-shell',
    ]) {
      for (const phase of ['startup', 'install', 'import'] as const) {
        assert.ok(
          scoreFindings([finding(rule, phase)]).score >= MODEL.thresholds.malicious,
          `${rule} ${phase}`,
        );
      }
    }
  });
});
