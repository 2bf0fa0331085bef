import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fact } from '../../src/contracts/fact.ts';
import { PHASES } from '../../src/contracts/location.ts';
import type { UnscoredFinding } from '../../src/contracts/result.ts';
import { MODEL } from '../../src/score/model.ts';
import { scoreEvidence } from '../../src/score/score.ts';

const paths = fc.constantFrom('a.py', 'b.py', 'c.py', 'setup.py');
const phases = fc.constantFrom(...PHASES);

const findings = fc
  .record({
    rule: fc.constantFrom(...Object.keys(MODEL.rules), 'unknown/rule', '__proto__'),
    phase: phases,
    path: paths,
    line: fc.integer({ min: 0, max: 9 }),
  })
  .map((part): UnscoredFinding => ({ ...part, title: '', column: 1, layer: null, message: '', trail: [] }));

/** Facts of the kinds that the model knows, and one that it does not. */
const facts = fc
  .record({
    path: paths,
    phase: phases,
    shape: fc.oneof(
      fc.record({
        kind: fc.constant('behaviour' as const),
        behaviour: fc.constantFrom(
          'silent-failure' as const,
          'self-delete' as const,
          'install-hook' as const,
        ),
        detail: fc.constant(''),
      }),
      fc.record({
        kind: fc.constant('text-form' as const),
        form: fc.constantFrom('long-line' as const, 'far-right-code' as const, 'opaque-identifiers' as const),
        amount: fc.integer({ min: 0, max: 1000 }),
        detail: fc.constant(''),
      }),
      fc.record({
        kind: fc.constant('indicator' as const),
        type: fc.constantFrom('url' as const, 'discord-webhook' as const, 'ip' as const),
        value: fc.constant('x'),
        hidden: fc.boolean(),
      }),
      fc.record({
        kind: fc.constant('import' as const),
        module: fc.constantFrom('os', '__proto__'),
        own: fc.boolean(),
      }),
    ),
  })
  .map(
    ({ path, phase, shape }): Fact => ({ ...shape, phase, at: { path, line: 1, column: 1, layer: null } }),
  );

const evidence = fc.record({
  findings: fc.array(findings, { maxLength: 30 }),
  facts: fc.array(facts, { maxLength: 30 }),
});

const PARAMETERS = { seed: 20261123, numRuns: 2000 };

function inserted<T>(list: readonly T[], one: T, place: number): T[] {
  const after = [...list];
  after.splice(place % (list.length + 1), 0, one);
  return after;
}

test('a further finding never lowers a score', () => {
  const property = fc.property(evidence, findings, fc.nat(), (before, added, place) => {
    const after = scoreEvidence(inserted(before.findings, added, place), before.facts).score;
    const change = after - scoreEvidence(before.findings, before.facts).score;
    assert.ok(change >= -1e-12, `lowered by ${-change}`);
  });
  fc.assert(property, PARAMETERS);
});

test('a further fact never lowers a score', () => {
  const property = fc.property(evidence, facts, fc.nat(), (before, added, place) => {
    const after = scoreEvidence(before.findings, inserted(before.facts, added, place)).score;
    const change = after - scoreEvidence(before.findings, before.facts).score;
    assert.ok(change >= -1e-12, `lowered by ${-change}`);
  });
  fc.assert(property, PARAMETERS);
});

test('the score does not depend on the order of evidence', () => {
  const property = fc.property(evidence, ({ findings, facts }) => {
    const backwards = scoreEvidence(findings.toReversed(), facts.toReversed());
    assert.equal(scoreEvidence(findings, facts).score.toFixed(12), backwards.score.toFixed(12));
  });
  fc.assert(property, PARAMETERS);
});

test('the score lies within 0 and 1 and is explained by its contributions', () => {
  const property = fc.property(evidence, ({ findings, facts }) => {
    const { score, contributions, traits } = scoreEvidence(findings, facts);
    assert.ok(score > 0 && score <= 1);
    assert.ok(contributions.every((part) => part >= 0));
    const parts = [...contributions, ...traits.map(({ contribution }) => contribution)];
    const logit = MODEL.bias + parts.reduce((sum, part) => sum + part, 0);
    assert.ok(Math.abs(1 / (1 + Math.exp(-logit)) - score) < 1e-9);
  });
  fc.assert(property, PARAMETERS);
});
