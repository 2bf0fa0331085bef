import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTokens, TOKENS_KEPT } from '../../../eval/collect/tokens.ts';

const CASES: [what: string, source: string, tokens: Record<string, number>][] = [
  [
    'names and attributes',
    'import os\nos.system(name)\nos.environ',
    { os: 3, '.system': 1, name: 1, '.environ': 1 },
  ],
  ['words of strings, in lower case', "x = 'Send Tokens to'", { x: 1, "'send": 1, "'tokens": 1, "'to": 1 }],
  ['soft keywords are names, hard ones are not', 'if match: print', { match: 1, print: 1 }],
  ['neither numbers nor comments', 'a = 12 # secret words', { a: 1 }],
  ['an f-string as a string', "y = f'get {url!r} now'; z", { y: 1, "'get": 1, "'url": 1, "'now": 1, z: 1 }],
  ['a long f-string', 'f"""one\n{two["k"]}"""\nafter', { "'one": 1, "'two": 1, after: 1 }],
  ['what follows a string that does not end', "bad = 'never\nnext.one", { bad: 1, next: 1, '.one': 1 }],
  ['no data: words of more than 40 characters', `k = '${'A'.repeat(41)}'`, { k: 1 }],
  ['names that objects have', 'a.__proto__ = constructor', { a: 1, '.__proto__': 1, constructor: 1 }],
];

for (const [what, source, tokens] of CASES) {
  test(`countTokens: ${what}`, () => assert.deepEqual(countTokens([source]), tokens));
}

test('countTokens adds sources up and keeps the first tokens of a large distribution', () => {
  const many = Array.from({ length: TOKENS_KEPT }, (_, index) => `n${index}`).join('\n');
  const counts = countTokens(['first', many, 'first\nlate']);
  assert.equal(Object.keys(counts).length, TOKENS_KEPT);
  assert.equal(counts.first, 2);
  assert.equal(counts.late, undefined);
});
