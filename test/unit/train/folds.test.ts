import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { encode } from '../../../src/train/encode.ts';
import { foldsOf } from '../../../src/train/folds.ts';
import { syntheticCorpus } from './synthetic.ts';

suite('foldsOf', () => {
  const samples = syntheticCorpus()
    .filter(({ questionable }) => !questionable)
    .map(encode);
  const folds = foldsOf(samples, 5);

  test('keeps clusters and projects whole', () => {
    for (const kind of [true, false]) {
      const byGroup = new Map<string, Set<number>>();
      for (const [at, { malicious, group }] of samples.entries()) {
        if (malicious === kind) byGroup.set(group, (byGroup.get(group) ?? new Set()).add(folds[at]!));
      }
      assert.deepEqual(
        [...byGroup].filter(([, parts]) => parts.size !== 1),
        [],
      );
    }
  });

  test('spreads clusters and each stratum evenly', () => {
    const count = (stratum: string) =>
      [0, 1, 2, 3, 4].map(
        (fold) => samples.filter((sample, at) => folds[at] === fold && sample.stratum === stratum).length,
      );
    assert.deepEqual(count(''), [12, 12, 12, 12, 12]);
    assert.deepEqual(count('hard'), [6, 6, 6, 6, 6]);
    assert.deepEqual(count('ordinary'), [6, 6, 6, 6, 6]);
  });

  test('does not depend on the order of samples', () => {
    assert.deepEqual(foldsOf(samples.toReversed(), 5), folds.toReversed());
  });
});
