import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'try finally',
    `import os
try:
    c = 'print(1)'
finally:
    os.system(c)`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'match',
    `import os
match 'a':
    case 'a':
        os.system('print(1)')`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'comprehension side',
    `import os
[os.system(c) for c in ['print(1)']]`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'assert',
    `import os
assert os.system('print(1)') == 0`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'walrus in if',
    `import os
if (c := 'print(1)'):
    os.system(c)`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'except star',
    `import os
try:
    1/0
except ZeroDivisionError as e:
    os.system('print(1)')`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'del',
    `import os
c = 'print(1)'
d = c
del c
os.system(d)`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'while else',
    `import os
while False: pass
else: os.system('print(1)')`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'ternary',
    `import os
(os.system if True else print)('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'or',
    `import os
(None or os.system)('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'and',
    `import os
(1 and os.system)('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  ['py2 exec stmt', 'exec "print 1"', [`own.py:1 import call builtins.exec('print 1')`]],
  ['execfile', `execfile('x.py')`, [`own.py:1 import call builtins.execfile('x.py')`]],
];

describe('statements', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call'), expected));
  }
});
