import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exitCodeOf, type FailOn } from '../../../src/cli/exit-codes.ts';
import type { Verdict } from '../../../src/contracts/result.ts';

describe('exitCodeOf', () => {
  const cases: [verdicts: Verdict[], failOn: FailOn, code: number][] = [
    [[], 'suspicious', 0],
    [['no-findings'], 'suspicious', 0],
    [['incomplete', 'no-findings'], 'suspicious', 3],
    [['incomplete', 'suspicious'], 'suspicious', 2],
    [['incomplete', 'suspicious', 'malicious'], 'suspicious', 1],
    [['suspicious'], 'malicious', 0],
    [['suspicious', 'incomplete'], 'malicious', 3],
    [['suspicious', 'malicious'], 'malicious', 1],
  ];
  for (const [verdicts, failOn, code] of cases) {
    it(`${verdicts.join(', ') || 'nothing'} with --fail-on ${failOn}: ${code}`, () => {
      assert.equal(exitCodeOf(verdicts, failOn), code);
    });
  }
});
