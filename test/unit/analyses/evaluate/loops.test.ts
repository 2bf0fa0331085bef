import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf } from '../../../support/evaluated.ts';

/** Name, statements, and what CPython leaves in `r` after them. */
const CASES: [string, string, string][] = [
  [
    'xor for',
    `r = ''
for c in [100, 103, 102]:
    r += chr(c ^ 5)`,
    'abc',
  ],
  [
    'xor bytes index',
    `d = b'dgf'; k = b'\\x05'
r = bytearray()
for i in range(len(d)):
    r.append(d[i] ^ k[i % len(k)])
r = bytes(r).decode()`,
    'abc',
  ],
  [
    'while pop',
    `s = list('cba'); r = ''
while s:
    r += s.pop()`,
    'abc',
  ],
  [
    'while index',
    `s = 'abc'; i = 0; r = ''
while i < len(s):
    r = r + s[i].upper()
    i += 1`,
    'ABC',
  ],
  [
    'while true break',
    `s = 'abc'; i = 0; r = ''
while True:
    if i >= len(s): break
    r += s[i]; i += 1`,
    'abc',
  ],
  [
    'a file read by parts',
    `import io
f = io.BytesIO(b'abcdef'); r = ''
while True:
    part = f.read(4)
    if not part: break
    r = part.decode() + r`,
    'efabcd',
  ],
  [
    'a file read by parts of several lengths',
    `import io
r = ''
for n in [2, 1]:
    f = io.StringIO('ab\\ncd\\n')
    while line := f.read(n):
        r += line + '.'`,
    'ab.\nc.d\n.a.b.\n.c.d.\n.',
  ],
  [
    'a file read from elsewhere',
    `import io
r = ''
for turn in [1]:
    f = io.StringIO('abcd')
    f.read(3); f.seek(0); r += f.read() + '.'
    f.seek(1); r += f.read(2) + '.'
    f.seek(-4, 2); r += f.read()`,
    'abcd.bc.abcd',
  ],
  [
    'a file read by lines',
    `import io
f = io.StringIO('ab\\ncd'); r = ''
while line := f.readline():
    r = line + '.' + r`,
    'cd.ab\n.',
  ],
  [
    'caesar',
    `def dec(s, k):
    out = ''
    for c in s:
        if c.isalpha():
            b = 65 if c.isupper() else 97
            out += chr((ord(c) - b - k) % 26 + b)
        else:
            out += c
    return out
r = dec('Bcd!', 1)`,
    'Abc!',
  ],
  [
    'rc4',
    `def rc4(data, key):
    S = list(range(256)); j = 0
    for i in range(256):
        j = (j + S[i] + key[i % len(key)]) % 256
        S[i], S[j] = S[j], S[i]
    i = j = 0; out = bytearray()
    for b in data:
        i = (i + 1) % 256
        j = (j + S[i]) % 256
        S[i], S[j] = S[j], S[i]
        out.append(b ^ S[(S[i] + S[j]) % 256])
    return bytes(out)
r = rc4(rc4(b'print(1)', b'key'), b'key').decode()`,
    'print(1)',
  ],
  [
    'lcg',
    `x = 7; r = ''
for c in (110, 20, 30):
    x = (x * 1103515245 + 12345) & 0x7fffffff
    r += chr(97 + (c ^ x) % 26)`,
    'udo',
  ],
  [
    'nested loops',
    `r = ''
for a in 'ab':
    for b in 'xy':
        r += a + b`,
    'axaybxby',
  ],
  [
    'continue',
    `r = ''
for c in 'axbx':
    if c == 'x': continue
    r += c`,
    'ab',
  ],
  [
    'for else',
    `for c in 'ab': pass
else: r = 'done' + c`,
    'doneb',
  ],
  [
    'break else',
    `for c in 'ab':
    if c == 'a': break
else: c = 'no'
r = c`,
    'a',
  ],
  [
    'fibonacci',
    `def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
r = str(fib(10))`,
    '55',
  ],
  [
    'while collatz',
    `n = 27; c = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    c += 1
r = str(c)`,
    '111',
  ],
  [
    'zip range step',
    `s = '616263'
r = ''.join(chr(int(a + b, 16)) for a, b in zip(s[::2], s[1::2]))`,
    'abc',
  ],
  [
    'int to text',
    `n = 0x7072696e74
r = ''
while n:
    r = chr(n & 255) + r
    n >>= 8`,
    'print',
  ],
  [
    'bit rotate',
    `def rol(b, n): return ((b << n) | (b >> (8 - n))) & 0xff
r = ''.join(chr(rol(x, 4)) for x in [0x16, 0x26])`,
    'ab',
  ],
  [
    'chunk',
    `s = 'abcdef'
r = ''.join([s[i:i+2][::-1] for i in range(0, len(s), 2)])`,
    'badcfe',
  ],
  [
    'return in loop',
    `def f(s):
    for c in s:
        if c == 'b': return c
    return 'none'
r = f('abc')`,
    'b',
  ],
  [
    'return in while',
    `def f(n):
    while True:
        n += 1
        if n > 5: return str(n)
r = f(0)`,
    '6',
  ],
  [
    'return in try',
    `def f():
    try: return 'a'
    finally: pass
r = f()`,
    'a',
  ],
  [
    'early return unknown',
    `import os
def f(x):
    if os.name == 'zz': return None
    return x + 'b'
r = f('a')`,
    'ab',
  ],
  [
    'zip_longest',
    `import itertools
r = ''.join(a + b for a, b in itertools.zip_longest('abc', 'x', fillvalue='-'))`,
    'axb-c-',
  ],
  [
    'str iteration reversed',
    `r = ''
for c in reversed('abc'): r += c`,
    'cba',
  ],
  [
    'dict iteration order',
    `r = ''
for k in {'b': 1, 'a': 2}: r += k`,
    'ba',
  ],
  [
    'items loop',
    `r = ''
for k, v in {'a': 'x', 'b': 'y'}.items(): r += v`,
    'xy',
  ],
  [
    'sha key xor',
    `import hashlib
k = hashlib.sha256(b'key').digest()
r = bytes(a ^ b for a, b in zip(bytes(a ^ b for a, b in zip(b'abc', k)), k)).decode()`,
    'abc',
  ],
];

describe('loops and returns', () => {
  for (const [name, source, value] of CASES) {
    it(name, () => assert.equal(commandOf(`${source}\nimport os as _os\n_os.system(r)`), value));
  }
});
