import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InfrastructureError, type InfrastructureErrorCode } from '../../../src/contracts/errors.ts';
import { delay, upstreamProblem } from '../../../src/proxy/refusal.ts';

describe('failures of the index behind, to a client', () => {
  for (const [code, status, retryAfter] of [
    ['not-found', 404, undefined],
    ['busy', 503, '5'],
    ['too-large', 403, undefined],
    ['timeout', 504, undefined],
    ['network', 502, undefined],
    ['http-status', 502, undefined],
    ['protocol', 502, undefined],
    ['hash-mismatch', 502, undefined],
    ['address-refused', 502, undefined],
    ['redirect-refused', 502, undefined],
  ] as [InfrastructureErrorCode, number, string | undefined][]) {
    it(`${code} is ${status}`, () => {
      const problem = upstreamProblem(new InfrastructureError(code, 'why'), 'the file');
      assert.deepEqual([problem.status, problem.headers['retry-after']], [status, retryAfter]);
      assert.match(problem.message, /the file/i);
    });
  }

  it('leave alone what is a problem already, or none of theirs', () => {
    const problem = delay('later');
    assert.equal(upstreamProblem(problem, 'x'), problem);
    const broken = new TypeError('broken');
    assert.throws(() => upstreamProblem(broken, 'x'), broken);
  });
});
