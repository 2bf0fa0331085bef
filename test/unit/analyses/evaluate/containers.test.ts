import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf } from '../../../support/evaluated.ts';

/** Name, statements, and what CPython leaves in `r` after them. */
const CASES: [string, string, string][] = [
  [
    'table lookup',
    `t = {'a': 'x', 'b': 'y'}
r = ''.join(t.get(c, c) for c in 'abc')`,
    'xyc',
  ],
  [
    'dict decode loop',
    `t = {}
for i, c in enumerate('abc'): t[c] = i
r = ''.join(str(t[c]) for c in 'cab')`,
    '201',
  ],
  [
    'shuffle index',
    `p = [2, 0, 1]; s = 'bca'; r = ['']*3
for i, c in zip(p, s): r[i] = c
r = ''.join(r)`,
    'cab',
  ],
  [
    'setdefault append',
    `d = {}
d.setdefault('a', []).append('x')
r = d['a'][0]`,
    'x',
  ],
  [
    'deque',
    `import collections
q = collections.deque('abc'); r = q.popleft() + q.pop()`,
    'ac',
  ],
  [
    'swap',
    `a, b = 'x', 'y'
a, b = b, a
r = a + b`,
    'yx',
  ],
  [
    'try index',
    `try:
    r = [][0]
except IndexError:
    r = 'b'`,
    'b',
  ],
  [
    'finally',
    `try: x = 'a'
finally: y = 'b'
r = x + y`,
    'ab',
  ],
  [
    'reduce xor',
    `from functools import reduce
r = reduce(lambda a, c: a + chr(ord(c) ^ 1), 'abc', '')`,
    '`cb',
  ],
  [
    'match',
    `match ('a', 'b'):
    case (x, 'c'): r = 'no'
    case (x, 'b'): r = x
    case _: r = 'def'`,
    'a',
  ],
  [
    'ifs',
    `k = 3
if k > 2 and k < 5: r = 'in'
elif k == 2: r = 'two'
else: r = 'out'`,
    'in',
  ],
  [
    'not known',
    `import time
r = 'a'
if time.time() > 0: r = r`,
    'a',
  ],
  [
    'fstring loop',
    `r = ''
for i in range(3): r = f'{r}{i}'`,
    '012',
  ],
  [
    'percent loop',
    `r = ''
for i in range(3): r = '%s%d' % (r, i)`,
    '012',
  ],
  [
    'eval in loop',
    `r = ''
for e in ['chr(97)', '"b"']: r += eval(e)`,
    'ab',
  ],
  [
    'exec in dict',
    `d = {}
exec('x = "a"', d)
r = d['x']`,
    'a',
  ],
  [
    'exec with globals',
    `exec('r = y', {'y': 'a'}, globals()) if False else None
r = 'a'`,
    'a',
  ],
  [
    'bytes translate table',
    `t = bytes((i ^ 1) & 255 for i in range(256))
r = b'abc'.translate(t).decode()`,
    '`cb',
  ],
  [
    'morse',
    `M = {'.-': 'a', '-...': 'b'}
r = ''.join(M[x] for x in '.- -...'.split(' '))`,
    'ab',
  ],
  [
    'whitespace steg',
    `w = ' \\t\\t    \\t'
r = chr(int(w.replace(' ', '0').replace('\\t', '1'), 2))`,
    'a',
  ],
  [
    'zero width',
    `z = '\\u200b\\u200c\\u200c\\u200b\\u200b\\u200b\\u200b\\u200c'
r = chr(int(''.join('1' if c == '\\u200c' else '0' for c in z), 2))`,
    'a',
  ],
  [
    'emoji map',
    `m = {'😀': 'a', '😁': 'b'}
r = ''.join(m[c] for c in '😀😁')`,
    'ab',
  ],
  [
    'unicode len index',
    `s = '😀b'
r = s[1] + str(len(s)) + s[::-1][0]`,
    'b2b',
  ],
  [
    'dict comp swap',
    `t = {v: k for k, v in {'a': 'b'}.items()}
r = t['b']`,
    'a',
  ],
  [
    'bound method var',
    `j = ''.join
r = j(['a', 'b'])`,
    'ab',
  ],
  [
    'bound decode',
    `d = b'abc'.decode
r = d()`,
    'abc',
  ],
  [
    'append var',
    `l = []; p = l.append
p('a'); p('b')
r = ''.join(l)`,
    'ab',
  ],
  [
    'io',
    `import io
b = io.StringIO(); b.write('a'); b.write('b'); r = b.getvalue()`,
    'ab',
  ],
  [
    'bytesio',
    `import io
r = io.BytesIO(b'abc').read().decode()`,
    'abc',
  ],
  [
    'base64 multi',
    `import base64
r = base64.b64decode(base64.b64decode('WVdKag==')).decode()`,
    'abc',
  ],
  [
    'base64 reversed',
    `import base64
r = base64.b64decode('jJWY'[::-1]).decode()`,
    'abc',
  ],
  [
    'uuid bytes',
    `import uuid
r = ''.join(uuid.UUID(u).bytes.decode() for u in ['61626364-6566-6768-696a-6b6c6d6e6f70'])`,
    'abcdefghijklmnop',
  ],
  [
    'long ifexp',
    `n = 5
r = 'neg' if n < 0 else 'zero' if n == 0 else 'pos'`,
    'pos',
  ],
  [
    'multiline str',
    `r = ('a'
     'b' +
     'c')`,
    'abc',
  ],
  [
    'string module',
    `import string
r = string.ascii_lowercase[18] + string.ascii_lowercase[24]`,
    'sy',
  ],
  [
    'random seed',
    `import random
random.seed(1)
r = 'x'`,
    'x',
  ],
  [
    'matrix transpose',
    `rows = ['ab', 'cd']
r = ''.join(''.join(c) for c in zip(*rows))`,
    'acbd',
  ],
  [
    'rail join',
    `s = 'acbd'
r = ''.join(s[i::2] for i in range(2))`,
    'abcd',
  ],
  [
    'try import',
    `try:
    import json as j
except ImportError:
    j = None
r = j.loads('"a"')`,
    'a',
  ],
  [
    'operator',
    `import operator
r = operator.add('a', 'b') + operator.itemgetter(1)('xy') + operator.methodcaller('upper')('q')`,
    'abyQ',
  ],
  [
    'starmap',
    `import itertools
r = ''.join(itertools.starmap(lambda a, b: a + b, [('a', 'b')]))`,
    'ab',
  ],
  [
    'accumulate',
    `import itertools
r = list(itertools.accumulate('abc'))[-1]`,
    'abc',
  ],
  [
    'islice',
    `import itertools
r = ''.join(itertools.islice('abcdef', 1, 4))`,
    'bcd',
  ],
  [
    'product',
    `import itertools
r = ''.join(a + b for a, b in itertools.product('ab', 'xy'))`,
    'axaybxby',
  ],
  [
    'str.format nested attr',
    `class A: v = 'x'
r = '{0.v}'.format(A)`,
    'x',
  ],
  [
    're sub callback',
    `import re
r = re.sub(r'%(\\d\\d)', lambda m: chr(int(m.group(1), 16)), '%61%62')`,
    'ab',
  ],
  [
    're sub const',
    `import re
r = re.sub('[0-9]+', '-', 'a12b3')`,
    'a-b-',
  ],
  [
    'nested data',
    `d = {'x': [{'y': ('a', 'b')}]}
r = d['x'][0]['y'][1]`,
    'b',
  ],
  [
    'base64 alias attr',
    `import base64
f = base64.b64decode
r = f('YWJj').decode()`,
    'abc',
  ],
  [
    'crc check',
    `import zlib
r = str(zlib.crc32(b'abc'))`,
    '891568578',
  ],
  [
    'md5 index',
    `import hashlib
r = hashlib.md5(b'abc').hexdigest()[:4]`,
    '9001',
  ],
  [
    'hashlib update',
    `import hashlib
h = hashlib.md5(); h.update(b'a'); h.update(b'b'); r = h.hexdigest()`,
    '187ef4436122d1cc2f40dc2b92f0eba0',
  ],
  [
    'struct unpack',
    `import struct
r = str(struct.unpack('>I', b'\\x00\\x00\\x00\\x61')[0])`,
    '97',
  ],
  [
    'time format',
    `import datetime
r = datetime.date(2020, 1, 2).isoformat() if False else 'a'`,
    'a',
  ],
];

describe('containers and texts', () => {
  for (const [name, source, value] of CASES) {
    it(name, () => assert.equal(commandOf(`${source}\nimport os as _os\n_os.system(r)`), value));
  }
});
