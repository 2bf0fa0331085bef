import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { crossValidate, timeSplit, underTransformation } from '../../../eval/cross-validate.ts';
import type { Sample } from '../../../eval/dataset.ts';
import type { Strategy } from '../../../eval/strategies/strategy.ts';
import { sample as training } from '../train/synthetic.ts';

const samples = [
  ...Array.from({ length: 20 }, (_, at) =>
    training(`m${at}`, { label: 'malicious', group: `C${at >> 1}`, stratum: '', questionable: at === 19 }),
  ),
  ...Array.from({ length: 20 }, (_, at) => training(`b${at}`, {})),
].map((one, at): Sample => ({ ...one, firstSeen: `20${10 + at}-05-01` }) as unknown as Sample);

/** Scores 1 for what it was shown, by group: a strategy that could only cheat. */
const MEMORY: Strategy = {
  name: 'memory',
  about: '',
  probability: false,
  thresholds: null,
  fit(train) {
    const groups = new Set(train.map(({ label, group }) => `${label} ${group}`));
    return ({ label, group }) => (groups.has(`${label} ${group}`) ? 1 : 0);
  },
};

/** How many samples it learned from, and how many of them are questionable. */
const COUNT: Strategy = {
  ...MEMORY,
  fit: (train) => () => train.length + 1000 * train.filter(({ questionable }) => questionable).length,
};

suite('crossValidate', () => {
  test('never shows a group that it judges', () => {
    assert.deepEqual(new Set(crossValidate(MEMORY, samples, 5).scores), new Set([0]));
  });

  test('learns from four parts of five, and from nothing questionable', () => {
    for (const shown of crossValidate(COUNT, samples, 5).scores)
      assert.ok(shown >= 31 && shown <= 33, `${shown}`);
  });
});

suite('timeSplit', () => {
  const split = timeSplit(MEMORY, samples, '2020-01-01', 4);

  test('splits families by the day their first member was seen', () => {
    // Clusters have two members in successive years: that of 2018 and 2019 is the last before 2020.
    assert.deepEqual(split.before, { clusters: 5, samples: 10 });
    assert.deepEqual(split.since, { clusters: 5, samples: 9 });
    const later = split.tested.filter(({ label }) => label === 'malicious');
    assert.deepEqual(
      later.map(({ group }) => group),
      ['C5', 'C5', 'C6', 'C6', 'C7', 'C7', 'C8', 'C8', 'C9'],
    );
  });

  test('judges nothing it was shown', () => assert.deepEqual(new Set(split.scores), new Set([0])));
});

test('underTransformation judges changed copies by models that had not seen the originals', () => {
  const run = crossValidate(MEMORY, samples, 5);
  const rename = {
    name: 'takes another group',
    apply: (one: Sample) => (one.label === 'benign' ? null : { ...one, group: 'elsewhere' }),
  };
  const scored = underTransformation(run, samples, rename);
  assert.deepEqual(
    scored.map(({ index }) => index),
    Array.from({ length: 20 }, (_, at) => at),
  );
  assert.deepEqual(new Set(scored.map(({ score }) => score)), new Set([0]));
});
