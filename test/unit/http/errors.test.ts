import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InfrastructureError, type InfrastructureErrorCode } from '../../../src/contracts/errors.ts';
import { fetchProblem, problemOf } from '../../../src/http/errors.ts';
import { Problem } from '../../../src/http/problem.ts';

function coded(code: string, message = 'secret inside'): Error {
  return Object.assign(new Error(message), { code });
}

describe('what was thrown becomes an answer', () => {
  const INFRASTRUCTURE: [InfrastructureErrorCode, number][] = [
    ['too-large', 413],
    ['cursor-invalid', 400],
    ['network', 503],
    ['timeout', 503],
    ['busy', 503],
    ['not-found', 404],
    ['config-invalid', 500],
    ['disk-full', 507],
  ];
  /** Where a sender named the address. */
  const FETCH_STATUS: Partial<Record<InfrastructureErrorCode, number>> = { network: 422, timeout: 422 };
  for (const [code, status] of INFRASTRUCTURE) {
    it(`${code}: ${status}`, () => {
      const error = new InfrastructureError(code, 'what happened');
      const problem = problemOf(error);
      assert.equal(problem.status, status);
      if (status === 503) assert.match(problem.headers['retry-after']!, /^\d+$/);
      assert.equal((fetchProblem(error) as Problem).status ?? 0, FETCH_STATUS[code] ?? 0);
      if (status === 500) assert.doesNotMatch(problem.message, /what happened/);
    });
  }

  const AWAY: [string, Error][] = [
    ['a refused connection', new Error('Failed query', { cause: coded('ECONNREFUSED') })],
    ['a server that stops', new Error('Failed query', { cause: coded('57P01') })],
    ['a server that starts', coded('57P03')],
    ['too many connections', coded('53300')],
    [
      'a lost connection',
      new Error('Failed query', { cause: new Error('Connection terminated unexpectedly') }),
    ],
  ];
  for (const [name, error] of AWAY) {
    it(`${name}: 503, to be tried again`, () => {
      const problem = problemOf(error);
      assert.deepEqual([problem.status, problem.headers['retry-after']], [503, '5']);
      assert.doesNotMatch(problem.message, /secret|query/);
    });
  }

  it('a defect: 500, without a word of the inside', () => {
    for (const error of [new TypeError('secret inside'), coded('22P02'), 'text', null, undefined]) {
      const problem = problemOf(error);
      assert.equal(problem.status, 500);
      assert.doesNotMatch(JSON.stringify(problem.document()), /secret/);
    }
  });

  it('an answer that was meant: itself', () => {
    const problem = new Problem(418, 'Teapot', 'Short and stout.', { handle: 1 });
    assert.equal(problemOf(problem), problem);
    assert.deepEqual(problem.document(), {
      type: 'about:blank',
      title: 'Teapot',
      status: 418,
      detail: 'Short and stout.',
      handle: 1,
    });
  });
});
