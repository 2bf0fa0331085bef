/** Numbers of any size in places where they count something: nothing is counted up to, and what follows is still seen. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { screenBytes } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';

const NUMBERS = ['10 ** 10', '2 ** 53', '-10 ** 12', '10 ** 300'];

const EXPRESSIONS = [
  '[] * N',
  '() * N',
  "'' * N",
  "'ab' * N",
  '[[]] * N',
  "'a'.ljust(N)",
  "'a'.center(N)",
  "'a'.zfill(N)",
  "'\\t'.expandtabs(N)",
  "'%*d' % (N, 1)",
  "'{:>{}}'.format(1, N)",
  "f'{1:>{N}}'",
  "'{:.999999999f}'.format(1.5)",
  "'%.999999999f' % 1.5",
  'bytes(N)',
  'bytearray(N)',
  '1 << N',
  '(10 ** 1000) ** N',
  'pow(3, N, 7)',
  'list(range(0, N, 3))',
  '[1, 2, 3][::N]',
  '[1][-N:N:1]',
  "'abc'[N:]",
  'list(itertools.repeat(1, N))',
  'list(itertools.islice(itertools.count(), N))',
  'list(itertools.islice(itertools.cycle([1]), N, None))',
  'list(itertools.product([1], repeat=N))',
  'list(itertools.product([], repeat=N))',
  'list(itertools.permutations(range(12), N))',
  'math.factorial(N)',
  'math.comb(N, 7)',
  "(1).to_bytes(N, 'big')",
  "struct.pack('%dx' % N)",
  "struct.calcsize('999999999x')",
  "''.join(chr(i) for i in range(N))",
  'round(1.5, N)',
  'sum(range(N))',
  'random.sample(range(100), N)',
  "list(collections.Counter({'a': N}).elements())",
  'secrets.token_bytes(N)',
];

function seenAfter(expression: string) {
  const modules = 'import collections, itertools, math, os, random, secrets, struct';
  const text = `${modules}\nx = ${expression}\nos.system('echo after')\n`;
  const { result, evidence } = screenBytes(
    'pkg',
    'pkg-1.0-py3-none-any.whl',
    zip([{ name: 'pkg.py', data: text }]),
  );
  const calls = evidence.facts.flatMap((fact) =>
    fact.kind === 'call' && fact.api === 'os.system' ? [`${fact.at.path}:${fact.at.line}`] : [],
  );
  return { calls, crashes: result.limitations.filter(({ code }) => code === 'analysis-crash') };
}

suite('numbers of any size', () => {
  for (const expression of EXPRESSIONS) {
    test(expression, { timeout: 60_000 }, () => {
      for (const number of NUMBERS) {
        const { calls, crashes } = seenAfter(expression.replaceAll(/\bN\b/g, `(${number})`));
        assert.deepEqual(calls, ['pkg.py:3'], number);
        assert.deepEqual(crashes, [], number);
      }
    });
  }
});
