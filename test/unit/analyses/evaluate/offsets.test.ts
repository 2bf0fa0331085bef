import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Offsets } from '../../../../src/analyses/evaluate/offsets.ts';

const held = (offsets: Offsets): number[] =>
  Array.from({ length: 30 }, (_, i) => i).filter((i) => offsets.has(i));

describe('offsets', () => {
  it('are the same before and after they settle, and when more come', () => {
    const offsets = new Offsets();
    assert.deepEqual(held(offsets), []);
    for (const offset of [9, 0, 21, 9, 4]) offsets.add(offset);
    assert.deepEqual(held(offsets), [0, 4, 9, 21]);
    offsets.settle();
    assert.deepEqual(held(offsets), [0, 4, 9, 21]);
    for (const offset of [29, 2, 4]) offsets.add(offset);
    assert.deepEqual(held(offsets), [0, 2, 4, 9, 21, 29]);
    offsets.settle();
    offsets.settle();
    assert.deepEqual(held(offsets), [0, 2, 4, 9, 21, 29]);
  });
});
