import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { forgetting } from '../../../eval/blindness.ts';
import type { Sample } from '../../../eval/dataset.ts';
import { finding } from '../../support/sample-result.ts';

const rules = Array.from({ length: 200 }, (_, at) => `a/r${at}`);
const sample = { findings: rules.map((rule) => finding({ rule })), facts: [] } as unknown as Sample;
const left = (kept: number, draw: string): string[] =>
  forgetting(kept, draw)
    .apply(sample)!
    .findings.map(({ rule }) => rule);

suite('forgetting', () => {
  test('leaves about the share, the same rules each time', () => {
    assert.ok(Math.abs(left(0.6, 'a').length - 120) < 25, String(left(0.6, 'a').length));
    assert.deepEqual(left(0.6, 'a'), left(0.6, 'a'));
    assert.notDeepEqual(left(0.6, 'a'), left(0.6, 'b'));
  });

  test('leaves all at 1 and none at 0, and the original as it was', () => {
    assert.deepEqual(left(1, ''), rules);
    assert.deepEqual(left(0, ''), []);
    assert.equal(sample.findings.length, 200);
  });
});
