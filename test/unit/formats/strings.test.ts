import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entropyMeter, shannonEntropy } from '../../../src/formats/entropy.ts';
import { printableStrings } from '../../../src/formats/strings.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

const texts: [string, Uint8Array, string[]][] = [
  ['nothing in nothing', latin1(''), []],
  ['nothing short', latin1('\0abc\0'), []],
  ['ASCII between zeros', latin1('\0print(1)\0\xffhello\x01'), ['print(1)', 'hello']],
  ['ASCII up to the end', latin1('\xfftail'), ['tail']],
  [
    'UTF-16LE',
    Buffer.concat([latin1('\xff\xff'), Buffer.from('wide text', 'utf16le'), latin1('\xff')]),
    ['wide text'],
  ],
  [
    'both, in order',
    Buffer.concat([latin1('first\0\0'), Buffer.from('second', 'utf16le'), latin1('\0\0third')]),
    ['first', 'second', 'third'],
  ],
  ['tabs inside', latin1('\0a\tb c\0'), ['a\tb c']],
];
for (const [what, bytes, expected] of texts) {
  test(`finds ${what}`, () =>
    assert.deepEqual(printableStrings(bytes, { minimum: 4, maximum: 10 }), expected));
}

test('stops at the number of strings asked for', () => {
  assert.deepEqual(printableStrings(latin1('aaaa\0bbbb\0cccc'), { minimum: 4, maximum: 2 }), [
    'aaaa',
    'bbbb',
  ]);
});

test('cuts a string of many characters', () => {
  const [only] = printableStrings(Buffer.alloc(10_000, 'x'), { minimum: 4, maximum: 10 });
  assert.equal(only, 'x'.repeat(4096));
});

const entropies: [string, Uint8Array, number][] = [
  ['nothing', latin1(''), 0],
  ['one value', Buffer.alloc(100, 7), 0],
  ['two values', latin1('abababab'), 1],
  ['every value once', Buffer.from(Array.from({ length: 256 }, (_, index) => index)), 8],
];
for (const [what, bytes, expected] of entropies) {
  test(`entropy of ${what}`, () => assert.equal(shannonEntropy(bytes), expected));
}

test('a meter stops when its bytes are used up', () => {
  const meter = entropyMeter(6);
  assert.equal(meter(latin1('abab')), 1);
  assert.equal(meter(latin1('ccdd')), 0);
  assert.equal(meter(latin1('abab')), 0);
});
