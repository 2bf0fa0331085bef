import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PHASES } from '../../src/contracts/location.ts';
import type { UnscoredFinding } from '../../src/contracts/result.ts';
import { MODEL } from '../../src/score/model.ts';
import { scoreFindings } from '../../src/score/score.ts';

const findings = fc
  .record({
    rule: fc.constantFrom(...Object.keys(MODEL.weights), 'unknown/rule'),
    phase: fc.constantFrom(...PHASES),
    path: fc.constantFrom('a.py', 'b.py', 'c.py', 'setup.py'),
    line: fc.integer({ min: 0, max: 9 }),
  })
  .map((part): UnscoredFinding => ({ ...part, title: '', column: 1, layer: null, message: '', trail: [] }));

const PARAMETERS = { seed: 20261123, numRuns: 2000 };

test('more evidence never lowers a score', () => {
  const property = fc.property(
    fc.array(findings, { maxLength: 30 }),
    findings,
    fc.nat(),
    (before, added, place) => {
      const after = [...before];
      after.splice(place % (before.length + 1), 0, added);
      const change = scoreFindings(after).score - scoreFindings(before).score;
      assert.ok(change >= -1e-12, `lowered by ${-change}`);
    },
  );
  fc.assert(property, PARAMETERS);
});

test('the score lies within 0 and 1 and is explained by its contributions', () => {
  const property = fc.property(fc.array(findings, { maxLength: 30 }), (all) => {
    const { score, contributions } = scoreFindings(all);
    assert.ok(score > 0 && score <= 1);
    assert.ok(contributions.every((part) => part >= 0));
    const logit = MODEL.bias + contributions.reduce((sum, part) => sum + part, 0);
    assert.ok(Math.abs(1 / (1 + Math.exp(-logit)) - score) < 1e-9);
  });
  fc.assert(property, PARAMETERS);
});
