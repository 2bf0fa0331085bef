import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'closure',
    `import os
def make(c):
    def run():
        os.system(c)
    return run
make('print(1)')()`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'closure lambda',
    `import os
mk = lambda c: lambda: os.system(c)
mk('print(1)')()`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'generator',
    `import os
def g():
    yield 'print(1)'
    yield 'print(2)'
for c in g():
    os.system(c)`,
    [`own.py:6 import call os.system('print(1)')`],
  ],
  [
    'yield from',
    `import os
def g():
    yield from ['print(1)', 'print(2)']
for c in g(): os.system(c)`,
    [`own.py:4 import call os.system('print(1)')`],
  ],
  [
    'next',
    `import os
c = next(iter(['print(1)']))
os.system(c)`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'recursion',
    `import os
def f(n):
    if n == 0:
        return ''
    return chr(97 + n) + f(n - 1)
os.system(f(3))`,
    [`own.py:6 import call os.system('dcb')`],
  ],
  [
    'star args',
    `import os
def f(*a, **k):
    os.system(a[0] + k['x'])
f('print', x='(1)')`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'kwonly',
    `import os
def f(*, c='print(1)'):
    os.system(c)
f()`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'splat dict',
    `import os, subprocess
o = {'args': ['true'], 'shell': True}
subprocess.Popen(**o)`,
    [`own.py:3 import call subprocess.Popen(args=['true'], shell=True)`],
  ],
  [
    'with own contextmanager',
    `import os
from contextlib import contextmanager
@contextmanager
def cm():
    os.system('print(1)')
    yield
with cm(): pass`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'async',
    `import asyncio, os
async def main():
    os.system('print(1)')
asyncio.run(main())`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'async await chain',
    `import asyncio, os
async def cmd():
    return 'print(1)'
async def main():
    os.system(await cmd())
asyncio.get_event_loop().run_until_complete(main())`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'thread',
    `import threading, os
def run(c): os.system(c)
threading.Thread(target=run, args=('print(1)',)).start()`,
    [
      `own.py:2 import call os.system('print(1)')`,
      `own.py:3 import call threading.Thread(target=run, args=['print(1)'])`,
    ],
  ],
  [
    'thread lambda',
    `import threading, os
threading.Thread(target=lambda: os.system('print(1)')).start()`,
    [`own.py:2 import call os.system('print(1)')`, 'own.py:2 import call threading.Thread(target=<lambda>)'],
  ],
  [
    'timer',
    `import threading, os
threading.Timer(5, os.system, ['print(1)']).start()`,
    [
      `own.py:2 import call os.system('print(1)')`,
      `own.py:2 import call threading.Timer(5, os.system, ['print(1)'])`,
    ],
  ],
  [
    'atexit',
    `import atexit, os
atexit.register(os.system, 'print(1)')`,
    [
      `own.py:2 import call os.system('print(1)')`,
      `own.py:2 import call atexit.register(os.system, 'print(1)')`,
    ],
  ],
  [
    'atexit decorator',
    `import atexit, os
@atexit.register
def bye(): os.system('print(1)')`,
    [`own.py:3 import call os.system('print(1)')`],
  ],
  [
    'signal',
    `import signal, os
signal.signal(signal.SIGALRM, lambda s, f: os.system('print(1)'))`,
    [
      'own.py:2 import call signal.signal(signal.SIGALRM, <lambda>)',
      `own.py:2 import call os.system('print(1)')`,
    ],
  ],
  [
    'executor',
    `from concurrent.futures import ThreadPoolExecutor
import os
with ThreadPoolExecutor() as ex:
    ex.submit(os.system, 'print(1)')
    ex.map(os.system, ['print(2)'])`,
    [`own.py:4 import call os.system('print(1)')`, `own.py:5 import call os.system('print(2)')`],
  ],
  [
    'setattr builtins',
    `import builtins, os
def p(*a): os.system('print(1)')
builtins.print = p`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'type hints default',
    `import os
def f(x=os.system('print(1)')): pass`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'annotations run',
    `import os
x: os.system('print(1)') = 1`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'lambda default',
    `import os
(lambda c='print(1)': os.system(c))()`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'nested func def call',
    `import os
def a():
    def b():
        def c():
            os.system('print(1)')
        c()
    b()
a()`,
    [`own.py:5 import call os.system('print(1)')`],
  ],
  [
    'sorted key',
    `import os
sorted(['print(1)'], key=os.system)`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'reduce',
    `import os, functools
functools.reduce(lambda a, b: os.system(a + b), ['print', '(1)'])`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'filter',
    `import os
list(filter(os.system, ['print(1)']))`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'iter sentinel',
    `import os
list(iter(lambda: os.system('print(1)'), 0))`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'max key',
    `import os
max(['print(1)'], key=os.system)`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'apply',
    `import os
apply(os.system, ('print(1)',))`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
];

describe('calls of own functions', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call'), expected));
  }
});
