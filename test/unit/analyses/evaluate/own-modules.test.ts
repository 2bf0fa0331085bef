import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'own module wrapper',
    {
      'pkg/__init__.py': '',
      'pkg/util.py': `import os
def go(x):
    os.system(x)`,
      'pkg/main.py': `from pkg.util import go
go('print(1)')`,
    },
    [`pkg/util.py:3 import call os.system('print(1)')`],
  ],
  [
    'relative',
    {
      'pkg/__init__.py': `from .util import go as g
g('print(1)')`,
      'pkg/util.py': `import os
def go(x):
    return os.system(x)`,
    },
    [`pkg/util.py:3 import call os.system('print(1)')`],
  ],
  [
    'relative deep',
    {
      'pkg/__init__.py': '',
      'pkg/a/__init__.py': '',
      'pkg/a/b.py': `from ..c.d import run
run('print(1)')`,
      'pkg/c/__init__.py': '',
      'pkg/c/d.py': 'from subprocess import getoutput as run',
    },
    [`pkg/a/b.py:2 import call subprocess.getoutput('print(1)')`],
  ],
  [
    'relative module',
    {
      'pkg/__init__.py': `from . import util
util.go('print(1)')`,
      'pkg/util.py': 'from os import system as go',
    },
    [`pkg/__init__.py:2 import call os.system('print(1)')`],
  ],
  [
    'reexport chain',
    {
      'pkg/__init__.py': 'from .a import *',
      'pkg/a.py': 'from .b import *',
      'pkg/b.py': 'from os import system',
      'other.py': `import pkg
pkg.system('print(1)')`,
    },
    [`other.py:2 import call os.system('print(1)')`],
  ],
  [
    'import as own',
    {
      'pkg/__init__.py': '',
      'pkg/deep/__init__.py': '',
      'pkg/deep/x.py': 'run = exec',
      'other.py': `import pkg.deep.x as y
y.run('print(1)')`,
    },
    [`other.py:2 import call builtins.exec('print(1)') rebound`],
  ],
  [
    'import own attr chain',
    {
      'pkg/__init__.py': '',
      'pkg/deep/__init__.py': '',
      'pkg/deep/x.py': 'run = exec',
      'other.py': `import pkg.deep.x
pkg.deep.x.run('print(1)')`,
    },
    [`other.py:2 import call builtins.exec('print(1)') rebound`],
  ],
  [
    'circular',
    {
      'pkg/__init__.py': 'from . import a',
      'pkg/a.py': `from . import b
def f(x): exec(x)`,
      'pkg/b.py': `from . import a
def g():
    a.f('print(1)')`,
    },
    [`pkg/a.py:2 call call builtins.exec('print(1)')`],
  ],
  [
    'constants across',
    {
      'pkg/__init__.py': `from .const import A, B
import os
getattr(os, A + B)('print(1)')`,
      'pkg/const.py': `A = 'sys'
B = 'tem'`,
    },
    [
      `pkg/__init__.py:3 import call builtins.getattr(os, 'system')`,
      `pkg/__init__.py:3 import call os.system('print(1)') computed-attribute`,
    ],
  ],
  [
    'class across',
    {
      'pkg/__init__.py': `from .base import Base
class Sub(Base):
    cmd = 'print(1)'
Sub().go()`,
      'pkg/base.py': `import os
class Base:
    cmd = ''
    def go(self):
        os.system(self.cmd)`,
    },
    [`pkg/base.py:5 import call os.system('print(1)')`],
  ],
  [
    'package by the name of its file, from a neighbour',
    {
      'scripts/__init__.py': 'from os import system as go',
      'scripts/tool.py': `import __init__
__init__.go('print(1)')`,
    },
    [`scripts/tool.py:2 import call os.system('print(1)')`],
  ],
  [
    'module getattr',
    {
      'pkg/__init__.py': `import os
def __getattr__(n):
    os.system('print(1)')`,
    },
    [`pkg/__init__.py:3 call call os.system('print(1)')`],
  ],
];

describe('names of own modules', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call'), expected));
  }
});
