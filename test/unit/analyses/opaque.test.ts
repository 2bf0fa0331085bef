import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { literalOpacity } from '../../../src/analyses/opaque.ts';

/** 640 bytes that look random and are the same every time. */
const noise = Buffer.concat(
  Array.from({ length: 20 }, (_, i) => createHash('sha256').update(String(i)).digest()),
);

/** RFC 4648 base32. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}

describe('opaque', () => {
  const program = 'import os\nfor name in os.listdir("."):\n    print(name, len(name))\n'.repeat(8);
  const CASES: [string, string, string][] = [
    ['base64 of noise', noise.toString('base64'), 'base64'],
    ['base64 of a program', Buffer.from(program).toString('base64'), 'base64'],
    ['wrapped base64', noise.toString('base64').replace(/(.{76})/g, '$1\n'), 'base64'],
    ['base64url', noise.toString('base64url'), 'base64url'],
    ['hex', noise.toString('hex'), 'hex'],
    ['base32', base32(noise), 'base32'],
    ['compressed bytes', deflateSync(noise).toString('latin1'), 'binary'],
    ['escapes as text', [...noise].map((b) => `\\x${b.toString(16).padStart(2, '0')}`).join(''), 'escaped'],
  ];
  for (const [name, value, alphabet] of CASES) {
    test(name, () => {
      const reading = literalOpacity(value);
      assert.deepEqual([reading.opaque, reading.alphabet], [true, alphabet]);
    });
  }
  test('a shifted text', () => {
    const shifted = program.replace(/[a-z]/g, (ch) =>
      String.fromCharCode(((ch.charCodeAt(0) - 84) % 26) + 97),
    );
    assert.equal(literalOpacity(shifted.repeat(2)).opaque, true);
  });
});

describe('clear', () => {
  const CASES: [string, string][] = [
    ['prose', 'The quick brown fox jumps over the lazy dog and runs away from it. '.repeat(6)],
    ['program text', 'def f(x):\n    return [y for y in x if y % 2 == 0]\n'.repeat(8)],
    ['a word list', 'apple\nbanana\ncherry\nelderberry\nfig\ngrape\n'.repeat(12)],
    ['a path list', '/usr/share/doc/python3/examples/readme.txt:/usr/lib/python3/dist-packages:'.repeat(5)],
    ['one letter', 'a'.repeat(400)],
    ['a sequence', 'ACGTTGCAACGGTTACCAGT'.repeat(20)],
    ['minified script', 'function(a,b){return a.filter(function(c){return c.id===b.id})};'.repeat(8)],
    ['a character table', Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('')],
    ['a short token', noise.toString('base64').slice(0, 40)],
    ['nothing', ''],
  ];
  for (const [name, value] of CASES) test(name, () => assert.equal(literalOpacity(value).opaque, false));
});

test('entropy is in bits per character', () => {
  assert.equal(literalOpacity('ab'.repeat(100)).entropy, 1);
  assert.equal(literalOpacity('').entropy, 0);
});
