import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

const PRINTS_1 = "import os\nos.system('print(1)')";

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'pth',
    { 'x.pth': `import os; os.system('print(1)')`, 'own/__init__.p': 'own/__init__.py' },
    [`x.pth:1 startup call os.system('print(1)')`],
  ],
  [
    'pth imports module',
    {
      'x.pth': 'import own.start',
      'own/__init__.py': '',
      'own/start.py': `import os
os.system('print(1)')
def f(): os.system('f')`,
    },
    [`own/start.py:2 startup call os.system('print(1)')`, `own/start.py:3 call call os.system('f')`],
  ],
  [
    'private modules run when somebody imports them',
    {
      'own/__init__.py': 'from ._used import x',
      'own/_used.py': "import os\nx = os.system('used')",
      'own/_child.py': "import os\nos.system('child')",
      '_alone.py': "import os\nos.system('alone')",
    },
    [
      `own/_used.py:2 import call os.system('used')`,
      `own/_child.py:2 call call os.system('child')`,
      `_alone.py:2 import call os.system('alone')`,
    ],
  ],
  [
    'decorators see each function, however many they have seen',
    `import os
def quiet(fn):
    def inner(*args): return fn(*args)
    return inner
def noisy(fn):
    fn()
    return fn
${Array.from({ length: 20 }, (_, i) => `@quiet\ndef f${i}(): os.system('${i}')\n@noisy\ndef g${i}(): return ${i}`).join('\n')}
@noisy
def last(): os.system('last')`,
    [
      `own.py:89 import call os.system('last')`,
      ...Array.from({ length: 20 }, (_, i) => `own.py:${9 + 4 * i} call call os.system('${i}')`),
    ],
  ],
  [
    'sitecustomize',
    {
      'sitecustomize.py': `import os
os.system('print(1)')
def f(): os.system('f')
f()`,
    },
    [
      `sitecustomize.py:2 startup call os.system('print(1)')`,
      `sitecustomize.py:3 startup call os.system('f')`,
    ],
  ],
  [
    'entry points',
    {
      'own-1.0.dist-info/METADATA': `Metadata-Version: 2.1
Name: own
Version: 1.0`,
      'own-1.0.dist-info/entry_points.txt': `[console_scripts]
own = own.cli:main
[gui_scripts]
g = own.cli:App.start`,
      'own/__init__.py': '',
      'own/cli.py': `import os
def main(): os.system('main'); helper()
def helper(): os.system('helper')
def other(): os.system('other')
class App:
    @classmethod
    def start(cls): os.system('gui')`,
    },
    [
      `own/cli.py:2 entry-point call os.system('main')`,
      `own/cli.py:3 entry-point call os.system('helper')`,
      `own/cli.py:4 call call os.system('other')`,
      `own/cli.py:7 entry-point call os.system('gui')`,
    ],
  ],
  [
    'dunder main',
    {
      'own/__init__.py': '',
      'own/__main__.py': `import os
os.system('body')
if __name__ == '__main__': os.system('main')`,
    },
    [
      `own/__main__.py:2 entry-point call os.system('body')`,
      `own/__main__.py:3 entry-point call os.system('main')`,
    ],
  ],
  [
    'main block in module',
    {
      'own/__init__.py': `import os
if __name__ == '__main__':
    os.system('main')
else:
    os.system('else')`,
    },
    [`own/__init__.py:3 call call os.system('main')`, `own/__init__.py:5 import call os.system('else')`],
  ],
  [
    'tests',
    {
      'setup.py': `from setuptools import setup
setup(name='own', packages=['own'])`,
      'own/__init__.py': '',
      'tests/test_x.py': PRINTS_1,
      'docs/conf.py': "import os\nos.system('print(2)')",
      'examples/x.py': "import os\nos.system('print(3)')",
      'own/tests/test_y.py': "import os\nos.system('print(4)')",
    },
    [
      `setup.py:2 install call setuptools.setup(name='own', packages=['own'])`,
      `own/tests/test_y.py:2 development call os.system('print(4)')`,
      `tests/test_x.py:2 development call os.system('print(1)')`,
      `docs/conf.py:2 development call os.system('print(2)')`,
      `examples/x.py:2 development call os.system('print(3)')`,
    ],
  ],
  [
    'what a test makes the distribution do happens in the test',
    {
      'own/__init__.py': `import requests
def tell(host, what):
    requests.post(host, data=what)`,
      'tests/test_x.py': `import os
from own import tell
tell('http://a.invalid', open('/etc/passwd').read())`,
    },
    [
      `own/__init__.py:3 call call requests.post(…, data=…)`,
      `tests/test_x.py:3 development call builtins.open('/etc/passwd')`,
    ],
  ],
  [
    'a lambda that is returned, and one that is handed over',
    {
      'own/__init__.py': `import os, threading
def make():
    return lambda: os.system('print(1)')
later = make()
def use(fn):
    pass
use(lambda: os.system('print(2)'))`,
    },
    [
      `own/__init__.py:3 call call os.system('print(1)')`,
      `own/__init__.py:7 import call os.system('print(2)')`,
    ],
  ],
  [
    'a partial that is kept, and one that is handed over',
    {
      'own/__init__.py': `import os, functools, other
def act(what):
    os.system(what)
def start(what):
    os.system(what + '!')
later = functools.partial(act, 'print(1)')
other.run(functools.partial(start, 'print(2)'))`,
    },
    [`own/__init__.py:3 call call os.system(…)`, `own/__init__.py:5 import call os.system('…!')`],
  ],
  [
    'tools beside the packages of a source tree',
    {
      'own/__init__.py': PRINTS_1,
      'tools/release.py': "import os\nos.system('print(2)')",
    },
    [
      `own/__init__.py:2 import call os.system('print(1)')`,
      `tools/release.py:2 development call os.system('print(2)')`,
    ],
  ],
  [
    'scripts in a folder of a package',
    {
      'own/__init__.py': 'from .used import run',
      'own/used/run.py': PRINTS_1,
      'own/extra/run.py': "import os\nos.system('print(2)')",
    },
    [
      `own/used/run.py:2 import call os.system('print(1)')`,
      `own/extra/run.py:2 call call os.system('print(2)')`,
    ],
  ],
  [
    'what is handed over is called by whom it is handed over',
    {
      'own/__init__.py': `import os
def run(fn):
    fn()
def one():
    os.system('print(1)')
def two():
    os.system('print(2)')
run(one)
def later():
    run(two)`,
    },
    [
      `own/__init__.py:5 import call os.system('print(1)')`,
      `own/__init__.py:7 call call os.system('print(2)')`,
    ],
  ],
  [
    'import from tests',
    {
      'own/__init__.py': 'from .tests import evil',
      'own/tests/__init__.py': '',
      'own/tests/evil.py': PRINTS_1,
    },
    [`own/tests/evil.py:2 import call os.system('print(1)')`],
  ],
  [
    'script',
    {
      'setup.py': `from setuptools import setup
setup(name='own', scripts=['bin/own'])`,
      'bin/own': `#!/usr/bin/env python
import os
os.system('print(1)')`,
    },
    [
      `setup.py:2 install call setuptools.setup(name='own', scripts=['bin/own'])`,
      `bin/own:3 entry-point call os.system('print(1)')`,
    ],
  ],
  [
    'chain import function',
    {
      'own/__init__.py': `from .a import f
f()`,
      'own/a.py': `from .b import g
def f(): g()
def unused(): g2()`,
      'own/b.py': `import os
def g(): os.system('g')
def g2(): os.system('g2')`,
    },
    [`own/b.py:2 import call os.system('g')`, `own/b.py:3 call call os.system('g2')`],
  ],
  [
    'wheel data scripts',
    {
      'own-1.0.data/scripts/x.py': `#!python
import os
os.system('print(1)')`,
      'own/__init__.p': 'own/__init__.py',
    },
    [`own-1.0.data/scripts/x.py:3 entry-point call os.system('print(1)')`],
  ],
  [
    'function in list called',
    {
      'own/__init__.py': `import os
def f(): os.system('f')
hooks = [f]
for h in hooks: h()`,
    },
    [`own/__init__.py:2 import call os.system('f')`],
  ],
  [
    'dict dispatch phase',
    {
      'own/__init__.py': `import os
def f(): os.system('f')
T = {'f': f}
T['f']()`,
    },
    [`own/__init__.py:2 import call os.system('f')`],
  ],
  [
    'instance method phase',
    {
      'own/__init__.py': `import os
class A:
    def go(self): os.system('go')
a = A()
a.go()`,
    },
    [`own/__init__.py:3 import call os.system('go')`],
  ],
  [
    'via attribute instance',
    {
      'own/__init__.py': `import os
class B:
    def go(self): os.system('go')
class A:
    def __init__(self): self.b = B()
    def run(self): self.b.go()
A().run()`,
    },
    [`own/__init__.py:3 import call os.system('go')`],
  ],
  [
    'callback registered',
    {
      'own/__init__.py': `import os, sys
def f(*a): os.system('f')
sys.settrace(f)
sys.excepthook = f`,
    },
    [
      'own/__init__.py:3 import call sys.settrace(f)',
      `own/__init__.py:2 import call os.system('f')`,
      'own/__init__.py:4 import behaviour hook-installed sys.excepthook',
    ],
  ],
  [
    'meta path',
    {
      'own/__init__.py': `import os, sys
class F:
    def find_spec(self, *a): os.system('f')
sys.meta_path.insert(0, F())`,
    },
    [
      'own/__init__.py:4 import behaviour hook-installed sys.meta_path',
      `own/__init__.py:3 import call os.system('f')`,
    ],
  ],
  [
    'lazy module class',
    {
      'own/__init__.py': `import sys, types, os
class M(types.ModuleType):
    def __getattr__(self, n): os.system('lazy')
sys.modules[__name__] = M(__name__)`,
    },
    [`own/__init__.py:3 import call os.system('lazy')`],
  ],
  [
    'unknown flag branch',
    {
      'own/__init__.py': `import os, sys
if sys.platform == 'win32':
    os.system('win')
else:
    os.system('nix')`,
    },
    [`own/__init__.py:3 import call os.system('win')`, `own/__init__.py:5 import call os.system('nix')`],
  ],
  [
    'nested main guard function',
    {
      'own/__init__.py': `import os
def main(): os.system('main')
if __name__ == '__main__': main()`,
    },
    [`own/__init__.py:2 call call os.system('main')`],
  ],
  [
    'setup.cfg only',
    {
      'setup.cfg': '[metadata]\nname = own',
      'own/__init__.py': PRINTS_1,
    },
    [`own/__init__.py:2 import call os.system('print(1)')`],
  ],
  [
    'conditional entry',
    {
      'own/__init__.py': `import os
def f(): os.system('f')
x = f if True else None
x and x()`,
    },
    [`own/__init__.py:2 import call os.system('f')`],
  ],
];

describe('what runs at start, at import and when called', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call', 'behaviour'), expected));
  }
});
