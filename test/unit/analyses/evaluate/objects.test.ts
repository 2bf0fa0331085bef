import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commandOf } from '../../../support/evaluated.ts';

/** Name, statements, and what CPython leaves in `r` after them. */
const CASES: [string, string, string][] = [
  [
    'list insert reverse',
    `l = []
for c in 'abc': l.insert(0, c)
r = ''.join(l)`,
    'cba',
  ],
  [
    'defaultdict',
    `import collections
d = collections.defaultdict(list)
d['a'].append('x')
r = d['a'][0]`,
    'x',
  ],
  [
    'global counter',
    `n = 0
def inc():
    global n
    n += 1
    return n
inc(); inc()
r = str(n)`,
    '2',
  ],
  [
    'closure counter',
    `def mk():
    n = 0
    def inc():
        nonlocal n
        n += 1
        return n
    return inc
i = mk(); i(); r = str(i())`,
    '2',
  ],
  [
    'mutable default',
    `def f(x, l=[]):
    l.append(x); return l
f('a'); r = ''.join(f('b'))`,
    'ab',
  ],
  [
    'list in function',
    `def add(l): l.append('y')
a = ['x']; add(a); r = ''.join(a)`,
    'xy',
  ],
  [
    'class state',
    `class D:
    def __init__(self, k): self.k = k; self.out = []
    def step(self, c): self.out.append(chr(ord(c) ^ self.k)); return self
    def done(self): return ''.join(self.out)
d = D(1)
for c in 'abc': d.step(c)
r = d.done()`,
    '`cb',
  ],
  [
    'method chain',
    `class D:
    def __init__(self): self.s = ''
    def a(self, x): self.s += x; return self
r = D().a('x').a('y').s`,
    'xy',
  ],
  [
    'class const',
    `class K:
    A = 'x'
    B = A + 'y'
r = K.B`,
    'xy',
  ],
  [
    'class dict',
    `class K:
    t = {'a': 'b'}
    @staticmethod
    def get(x): return K.t[x]
r = K.get('a')`,
    'b',
  ],
  [
    'getattr self',
    `class K:
    def ab(self): return 'x'
r = getattr(K(), 'a' + 'b')()`,
    'x',
  ],
  [
    'vars instance',
    `class K: pass
k = K(); k.a = 'x'; r = vars(k)['a'] + k.__dict__['a']`,
    'xx',
  ],
  [
    'setattr',
    `class K: pass
setattr(K, 'a', 'x'); r = K().a`,
    'x',
  ],
  [
    'lambda recursion',
    `f = lambda s: '' if not s else f(s[1:]) + s[0]
r = f('abc')`,
    'cba',
  ],
  [
    'generator send',
    `def g():
    for c in 'abc':
        yield c.upper()
r = ''.join(g())`,
    'ABC',
  ],
  [
    'generator expr var',
    `g = (c for c in 'abc')
r = ''.join(g)`,
    'abc',
  ],
  [
    'callable in table',
    `ops = {'+': lambda a, b: a + b}
r = ops['+']('a', 'b')`,
    'ab',
  ],
  [
    'nested function table',
    `def a(): return 'x'
def b(): return 'y'
r = ''.join(f() for f in [a, b])`,
    'xy',
  ],
  [
    'docstring',
    `def f():
    """abc"""
r = f.__doc__`,
    'abc',
  ],
  [
    'func name',
    `def system(): pass
r = system.__name__`,
    'system',
  ],
  [
    'class name',
    `class Exec: pass
r = Exec.__name__ + Exec().__class__.__name__`,
    'ExecExec',
  ],
  [
    'late function',
    `def a(): return b()
def b(): return 'x'
r = a()`,
    'x',
  ],
  [
    'conditional def',
    `if True:
    def f(): return 'x'
else:
    def f(): return 'y'
r = f()`,
    'x',
  ],
  [
    'kwargs build',
    `def f(**k): return k['a'] + k['b']
r = f(**{'a': 'x'}, b='y')`,
    'xy',
  ],
  [
    'default chain',
    `def f(a, b='y', *c, d='z', **e): return a + b + ''.join(c) + d + ''.join(e)
r = f('x', 'q', 'w', d='v', u=1)`,
    'xqwvu',
  ],
  [
    'property',
    `class P:
    @property
    def v(self): return 'x'
r = P().v`,
    'x',
  ],
  [
    'slots inherit',
    `class A:
    def n(self): return 'a'
class B(A):
    def n(self): return super().n() + 'b'
r = B().n()`,
    'ab',
  ],
  [
    'classmethod factory',
    `class A:
    def __init__(self, v): self.v = v
    @classmethod
    def mk(cls, v): return cls(v)
r = A.mk('x').v`,
    'x',
  ],
  [
    'dunder getitem',
    `class A:
    def __getitem__(self, k): return k + 'x'
r = A()['a']`,
    'ax',
  ],
  [
    'dunder call',
    `class A:
    def __init__(self, k): self.k = k
    def __call__(self, x): return x + self.k
r = A('b')('a')`,
    'ab',
  ],
  [
    'dunder add',
    `class A:
    def __init__(self, v): self.v = v
    def __add__(self, o): return A(self.v + o.v)
r = (A('a') + A('b')).v`,
    'ab',
  ],
  [
    'dunder str',
    `class A:
    def __str__(self): return 'x'
r = str(A()) + f'{A()}' + '%s' % A() + '{}'.format(A())`,
    'xxxx',
  ],
  [
    'dunder iter',
    `class A:
    def __iter__(self): return iter(['a', 'b'])
r = ''.join(A())`,
    'ab',
  ],
  [
    'dunder iter gen',
    `class A:
    def __iter__(self):
        yield 'a'
        yield 'b'
r = ''.join(x for x in A())`,
    'ab',
  ],
  [
    'dunder getattr',
    `class A:
    def __getattr__(self, n): return n[::-1]
r = A().abc`,
    'cba',
  ],
  [
    'context',
    `class A:
    def __enter__(self): return 'x'
    def __exit__(self, *a): pass
with A() as v: r = v`,
    'x',
  ],
  [
    'decorator wrap',
    `def up(f):
    def w(*a): return f(*a).upper()
    return w
@up
def g(x): return x
r = g('abc')`,
    'ABC',
  ],
  [
    'decorator class',
    `class up:
    def __init__(self, f): self.f = f
    def __call__(self, x): return self.f(x) + '!'
@up
def g(x): return x
r = g('a')`,
    'a!',
  ],
  [
    'lru cache',
    `import functools
@functools.lru_cache(None)
def g(x): return x + 'b'
r = g('a')`,
    'ab',
  ],
  [
    'wraps',
    `import functools
def d(f):
    @functools.wraps(f)
    def w(*a): return f(*a) + 'z'
    return w
@d
def g(x): return x
r = g('a')`,
    'az',
  ],
  [
    'partial',
    `import functools
r = functools.partial(lambda a, b: a + b, 'x')('y')`,
    'xy',
  ],
];

describe('functions and objects', () => {
  for (const [name, source, value] of CASES) {
    it(name, () => assert.equal(commandOf(`${source}\nimport os as _os\n_os.system(r)`), value));
  }
});
