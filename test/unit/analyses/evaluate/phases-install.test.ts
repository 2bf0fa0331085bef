import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'setup body and function',
    {
      'setup.py': `import os
from setuptools import setup
def unused(): os.system('unused')
def used(): os.system('used')
used()
setup(name='own', packages=['own'])
if __name__ == '__main__': os.system('main')`,
      'own/__init__.p': 'own/__init__.py',
    },
    [
      `setup.py:4 install call os.system('used')`,
      `setup.py:6 install call setuptools.setup(name='own', packages=['own'])`,
      `setup.py:7 install call os.system('main')`,
      `setup.py:3 call call os.system('unused')`,
    ],
  ],
  [
    'cmdclass',
    {
      'setup.py': `import os
from setuptools import setup
from setuptools.command.install import install
class I(install):
    def run(self):
        install.run(self)
        self.extra()
    def extra(self): os.system('print(1)')
    def never(self): os.system('never')
setup(name='own', cmdclass={'install': I})`,
    },
    [
      `setup.py:10 install call setuptools.setup(name='own', cmdclass={'install': I})`,
      `setup.py:8 install call os.system('print(1)')`,
      `setup.py:9 call call os.system('never')`,
      'setup.py:5 install behaviour install-hook I',
    ],
  ],
  [
    'cmdclass by name variable',
    {
      'setup.py': `import os
from setuptools import setup
from setuptools.command import build_py
class B(build_py.build_py):
    def finalize_options(self): os.system('print(1)')
c = {}
c['build_py'] = B
setup(name='own', cmdclass=c)`,
    },
    [
      `setup.py:8 install call setuptools.setup(name='own', cmdclass={'build_py': B})`,
      `setup.py:5 install call os.system('print(1)')`,
      'setup.py:5 install behaviour install-hook B',
    ],
  ],
  [
    'cmdclass kwargs splat',
    {
      'setup.py': `import os
from setuptools import setup, Command
class B(Command):
    def run(self): os.system('print(1)')
k = dict(name='own', cmdclass=dict(install=B))
setup(**k)`,
    },
    [
      `setup.py:6 install call setuptools.setup(name='own', cmdclass={'install': B})`,
      `setup.py:4 install call os.system('print(1)')`,
      'setup.py:4 install behaviour install-hook B',
    ],
  ],
  [
    'cmdclass imported',
    {
      'setup.py': `from setuptools import setup
from helper import I
setup(name='own', cmdclass={'install': I})`,
      'helper.py': `import os
from setuptools.command.install import install
class I(install):
    def run(self): os.system('print(1)')`,
    },
    [
      `setup.py:3 install call setuptools.setup(name='own', cmdclass={'install': I})`,
      `helper.py:4 install call os.system('print(1)')`,
      'helper.py:4 install behaviour install-hook I',
    ],
  ],
  [
    'cmdclass function wrapped',
    {
      'setup.py': `import os
from setuptools import setup
from setuptools.command.install import install
def w():
    class I(install):
        def run(self): os.system('print(1)')
    return I
setup(name='own', cmdclass={'install': w()})`,
    },
    [
      `setup.py:8 install call setuptools.setup(name='own', cmdclass={'install': I})`,
      `setup.py:6 install call os.system('print(1)')`,
      'setup.py:6 install behaviour install-hook I',
    ],
  ],
  [
    'cmdclass decorator',
    {
      'setup.py': `import os
from setuptools import setup
from setuptools.command.install import install
from setuptools.command.develop import develop
def friendly(c):
    orig = c.run
    def modified(self):
        os.system('print(1)')
        orig(self)
    c.run = modified
    return c
@friendly
class I(install): pass
@friendly
class D(develop): pass
setup(name='own', cmdclass={'install': I, 'develop': D})`,
    },
    [
      `setup.py:16 install call setuptools.setup(name='own', cmdclass={'install': I, 'develop': D})`,
      `setup.py:8 install call os.system('print(1)')`,
      'setup.py:7 install behaviour install-hook I',
    ],
  ],
  [
    'assigned run',
    {
      'setup.py': `import os
from setuptools import setup
from setuptools.command.install import install
def evil(self): os.system('print(1)')
install.run = evil
setup(name='own')`,
    },
    [
      `setup.py:6 install call setuptools.setup(name='own')`,
      `setup.py:4 install call os.system('print(1)')`,
      'setup.py:4 install behaviour install-hook run',
    ],
  ],
  [
    'setup imports own package',
    {
      'setup.py': `from setuptools import setup
import own
setup(name='own', version=own.V, packages=['own'])`,
      'own/__init__.py': `import os
V = '1'
os.system('print(1)')`,
    },
    [
      `own/__init__.py:3 install call os.system('print(1)')`,
      `setup.py:3 install call setuptools.setup(name='own', version='1', packages=['own'])`,
    ],
  ],
  [
    'setup reads version by exec',
    {
      'setup.py': `from setuptools import setup
ns = {}
exec(open('own/_version.py').read(), ns)
setup(name='own', version=ns['V'], packages=['own'])`,
      'own/__init__.py': '',
      'own/_version.py': `V = '1'
import os
os.system('print(1)')`,
    },
    [
      `setup.py:3 install call builtins.open('own/_version.py')`,
      `setup.py:3@L1 install call os.system('print(1)')`,
      `setup.py:3 install call builtins.exec("V = '1'\\nimport os\\nos.system('print(1)')", {'V': '1', 'os': os})`,
      `setup.py:4 install call setuptools.setup(name='own', version='1', packages=['own'])`,
      `own/_version.py:3 call call os.system('print(1)')`,
    ],
  ],
  [
    'backend in tree',
    {
      'pyproject.toml': `[build-system]
requires = []
build-backend = "be"
backend-path = ["_b"]`,
      '_b/be.py': `import os
def build_wheel(*a, **k): os.system('hook')
def other(): os.system('other')
def get_requires_for_build_wheel(c=None): helper(); return []
def helper(): os.system('helper')
os.system('body')`,
    },
    [
      `_b/be.py:6 install call os.system('body')`,
      `_b/be.py:2 install call os.system('hook')`,
      `_b/be.py:3 call call os.system('other')`,
      `_b/be.py:5 install call os.system('helper')`,
    ],
  ],
  [
    'backend object attr',
    {
      'pyproject.toml': `[build-system]
requires = []
build-backend = "be:B"
backend-path = ["."]`,
      'be.py': `import os
class B:
    @staticmethod
    def build_wheel(*a, **k): os.system('hook')`,
    },
    [`be.py:4 install call os.system('hook')`],
  ],
  [
    'backend reexport',
    {
      'pyproject.toml': `[build-system]
requires = ["setuptools"]
build-backend = "be"
backend-path = ["."]`,
      'be.py': `from setuptools.build_meta import *
from setuptools import build_meta as _o
import os
def build_wheel(d, c=None, m=None):
    os.system('hook')
    return _o.build_wheel(d, c, m)`,
    },
    [`be.py:5 install call os.system('hook')`],
  ],
  [
    'setup.cfg only',
    {
      'setup.cfg': `[metadata]
name = own`,
      'own/__init__.py': `import os
os.system('print(1)')`,
    },
    [`own/__init__.py:2 import call os.system('print(1)')`],
  ],
  [
    'setup helper open exec',
    {
      'setup.py': `exec(compile(open('build_helper.py').read(), 'build_helper.py', 'exec'))`,
      'build_helper.py': `import os
os.system('print(1)')`,
    },
    [
      `setup.py:1 install call builtins.open('build_helper.py')`,
      `setup.py:1 install call builtins.compile("import os\\nos.system('print(1)')", 'build_helper.py', 'exec')`,
      `setup.py:2@L1 install call os.system('print(1)')`,
      'setup.py:1 install call builtins.exec(…)',
      `build_helper.py:2 import call os.system('print(1)')`,
    ],
  ],
  [
    'setup runpy',
    {
      'setup.py': `import runpy
runpy.run_path('helper.py')`,
      'helper.py': `import os
os.system('print(1)')`,
    },
    [`helper.py:2 install call os.system('print(1)')`, `setup.py:2 install call runpy.run_path('helper.py')`],
  ],
  [
    'setup subprocess own script',
    {
      'setup.py': `import subprocess, sys
subprocess.check_call([sys.executable, 'helper.py'])`,
      'helper.py': `import os
os.system('print(1)')`,
    },
    [
      `setup.py:2 install call subprocess.check_call([sys.executable, 'helper.py'])`,
      'setup.py:2 install behaviour runs-own-file own-1.0/helper.py',
      `helper.py:2 install call os.system('print(1)')`,
    ],
  ],
  [
    'setup importlib machinery',
    {
      'setup.py': `from importlib.machinery import SourceFileLoader
v = SourceFileLoader('v', 'own/v.py').load_module()`,
      'own/v.py': `import os
os.system('print(1)')`,
    },
    [
      `setup.py:2 install call importlib.machinery.SourceFileLoader('v', 'own/v.py')`,
      `own/v.py:2 install call os.system('print(1)')`,
      'setup.py:2 install call importlib.machinery.SourceFileLoader.load_module()',
    ],
  ],
  [
    'setup spec_from_file',
    {
      'setup.py': `import importlib.util
s = importlib.util.spec_from_file_location('v', 'own/v.py')
m = importlib.util.module_from_spec(s)
s.loader.exec_module(m)`,
      'own/v.py': `import os
os.system('print(1)')`,
    },
    [
      `setup.py:2 install call importlib.util.spec_from_file_location('v', 'own/v.py')`,
      'setup.py:3 install call importlib.util.module_from_spec(importlib.util.spec_from_file_location(…))',
      `own/v.py:2 install call os.system('print(1)')`,
      'setup.py:4 install call importlib.util.spec_from_file_location.loader.exec_module(importlib.util.module_from_spec(…))',
    ],
  ],
  [
    'setup sys path insert',
    {
      'setup.py': `import sys, os
sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'tools'))
import helper`,
      'tools/helper.py': `import os
os.system('print(1)')`,
    },
    [`tools/helper.py:2 install call os.system('print(1)')`],
  ],
];

describe('what runs while installing', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call', 'behaviour'), expected));
  }
});
