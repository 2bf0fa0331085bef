import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'inheritance super',
    `import os
class A:
    def __init__(self, c):
        self.c = c
    def go(self):
        os.system(self.c)
class B(A):
    def __init__(self, c):
        super().__init__(c)
B('print(1)').go()`,
    [`own.py:6 import call os.system('print(1)')`],
  ],
  [
    'super old',
    `import os
class A(object):
    def __init__(self, c):
        os.system(c)
class B(A):
    def __init__(self):
        super(B, self).__init__('print(1)')
B()`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'init side effect',
    `import os
class A:
    def __init__(self):
        os.system('print(1)')
A()`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'new',
    `import os
class A:
    def __new__(cls):
        os.system('print(1)')
        return object.__new__(cls)
A()`,
    [`own.py:4 import call os.system('print(1)')`, 'own.py:5 import call builtins.object.__new__(A)'],
  ],
  [
    'dunder call',
    `import os
class A:
    def __call__(self, x):
        os.system(x)
A()('print(1)')`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'static and class method',
    `import os
class A:
    @staticmethod
    def s(x): os.system(x)
    @classmethod
    def c(cls, x): os.system(x + ';')
A.s('print(1)')
A.c('print(1)')
A().s('print(2)')
A().c('print(3)')`,
    [`own.py:4 import call os.system('print(1)')`, `own.py:6 import call os.system('print(1);')`],
  ],
  [
    'property',
    `import os
class A:
    @property
    def p(self):
        return os.system('print(1)')
A().p`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'dunders run',
    `import os
class A:
    def __del__(self): os.system('del')
    def __enter__(self): os.system('enter'); return self
    def __exit__(self, *a): os.system('exit')
    def __getattr__(self, n): os.system('getattr')
    def __str__(self): return os.popen('str').read()
    def __add__(self, o): os.system('add')
    def __getitem__(self, k): os.system(k)
    def __iter__(self): os.system('iter'); return iter([])
    def __eq__(self, o): os.system('eq')
with A() as a:
    a.foo
    str(a)
    a + 1
    a['item']
    for x in a: pass
    a == 2
    print(f'{a}')`,
    [
      `own.py:4 import call os.system('enter')`,
      `own.py:6 import call os.system('getattr')`,
      `own.py:7 import call os.popen('str')`,
      `own.py:8 import call os.system('add')`,
      `own.py:9 import call os.system('item')`,
      `own.py:10 import call os.system('iter')`,
      `own.py:11 import call os.system('eq')`,
      `own.py:5 import call os.system('exit')`,
      `own.py:3 import call os.system('del')`,
    ],
  ],
  [
    'metaclass',
    `import os
class M(type):
    def __new__(mcs, n, b, d):
        os.system('print(1)')
        return super().__new__(mcs, n, b, d)
class A(metaclass=M): pass`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'init subclass',
    `import os
class A:
    def __init_subclass__(cls):
        os.system('print(1)')
class B(A): pass`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'set_name',
    `import os
class D:
    def __set_name__(self, o, n):
        os.system('print(1)')
class B:
    x = D()`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'decorator own',
    `import os
def deco(f):
    os.system('print(1)')
    return f
@deco
def g(): pass`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'decorator wrapper',
    `import os
def deco(f):
    def w(*a):
        os.system(*a)
    return w
@deco
def g(x): pass
g('print(1)')`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'decorator exec',
    `@exec
@'print(1)'.format
def x(): pass`,
    [`own.py:1 import call builtins.exec('print(1)')`],
  ],
  [
    'decorator lambda',
    `@lambda f: exec('print(1)')
def x(): pass`,
    [`own.py:1 import call builtins.exec('print(1)')`],
  ],
  [
    'decorator factory',
    `import os
def cmd(c):
    def deco(f):
        os.system(c)
        return f
    return deco
@cmd('print(1)')
def x(): pass`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'class decorator',
    `import os
def deco(cls):
    os.system('print(1)')
    return cls
@deco
class A: pass`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'class body',
    `class A:
    import os
    os.system('print(1)')`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'namedtuple',
    `import os
from collections import namedtuple
P = namedtuple('P', 'a b')
p = P('print(1)', 2)
os.system(p.a)`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'dataclass',
    `import os
from dataclasses import dataclass
@dataclass
class P:
    a: str
p = P('print(1)')
os.system(p.a)`,
    [`own.py:7 import call os.system('print(1)')`],
  ],
  [
    'enum',
    `import os
from enum import Enum
class E(Enum):
    A = 'print(1)'
os.system(E.A.value)`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'thread subclass',
    `import threading, os
class T(threading.Thread):
    def run(self):
        os.system('print(1)')
T().start()`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'getitem trick',
    `import os
class G:
    def __class_getitem__(cls, x): os.system(x)
G['print(1)']`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'matmul trick',
    `import os
class G:
    def __matmul__(self, x): os.system(x)
G() @ 'print(1)'`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'format trick',
    `class F:
    def __format__(self, spec): exec(spec)
f'{F():print(1)}'`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
];

describe('classes and decorators', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call'), expected));
  }
});
