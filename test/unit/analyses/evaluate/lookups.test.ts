import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'dunder import concat',
    `m = __import__('o' + 's')
m.system('print(1)')`,
    [
      'own.py:1 import hidden-name os dynamic-import computed',
      `own.py:1 import call builtins.__import__('os')`,
      'own.py:2 import hidden-name os.system dynamic-import computed',
      `own.py:2 import call os.system('print(1)') dynamic-import`,
    ],
  ],
  [
    'importlib computed',
    `import importlib
importlib.import_module(''.join(['sub', 'process'])).run(['true'])`,
    [
      'own.py:2 import hidden-name subprocess dynamic-import computed',
      `own.py:2 import call importlib.import_module('subprocess')`,
      'own.py:2 import hidden-name subprocess.run dynamic-import computed',
      `own.py:2 import call subprocess.run(['true']) dynamic-import`,
    ],
  ],
  [
    'importlib dotted import',
    `__import__('os.path').system('print(1)')`,
    [
      `own.py:1 import call builtins.__import__('os.path')`,
      'own.py:1 import hidden-name os.system dynamic-import',
      `own.py:1 import call os.system('print(1)') dynamic-import`,
    ],
  ],
  [
    'importlib fromlist',
    `__import__('urllib.request', fromlist=['x']).urlopen('http://a.invalid')`,
    [
      `own.py:1 import call builtins.__import__('urllib.request', fromlist=['x'])`,
      'own.py:1 import hidden-name urllib.request.urlopen dynamic-import',
      `own.py:1 import call urllib.request.urlopen('http://a.invalid') dynamic-import`,
    ],
  ],
  [
    'getattr computed',
    `import os
getattr(os, 'sys' + 'tem')('print(1)')`,
    [
      'own.py:2 import hidden-name os.system computed-attribute computed',
      `own.py:2 import call builtins.getattr(os, 'system')`,
      `own.py:2 import call os.system('print(1)') computed-attribute`,
    ],
  ],
  [
    'getattr literal',
    `import os
getattr(os, 'system')('print(1)')`,
    [
      `own.py:2 import call builtins.getattr(os, 'system')`,
      'own.py:2 import hidden-name os.system computed-attribute',
      `own.py:2 import call os.system('print(1)') computed-attribute`,
    ],
  ],
  [
    'getattr builtins',
    `import builtins
getattr(builtins, 'ex' + 'ec')('print(1)')`,
    [
      'own.py:2 import hidden-name builtins.exec computed-attribute computed',
      `own.py:2 import call builtins.getattr(builtins, 'exec')`,
      `own.py:2 import call builtins.exec('print(1)') computed-attribute`,
    ],
  ],
  [
    'getattr nested',
    `getattr(__import__('o'+'s'), 'metsys'[::-1])('print(1)')`,
    [
      'own.py:1 import hidden-name os dynamic-import computed',
      `own.py:1 import call builtins.__import__('os')`,
      'own.py:1 import hidden-name os.system computed-attribute computed',
      `own.py:1 import call builtins.getattr(os, 'system')`,
      `own.py:1 import call os.system('print(1)') computed-attribute`,
    ],
  ],
  [
    'globals',
    `globals()['__builtins__']['exec']('print(1)')`,
    [
      'own.py:1 import call builtins.globals()',
      'own.py:1 import hidden-name builtins.exec namespace-lookup',
      `own.py:1 import call builtins.exec('print(1)') namespace-lookup`,
    ],
  ],
  [
    'globals2',
    `globals()['__builtins__'].exec('print(1)')`,
    [
      'own.py:1 import call builtins.globals()',
      'own.py:1 import hidden-name builtins.exec namespace-lookup',
      `own.py:1 import call builtins.exec('print(1)') namespace-lookup`,
    ],
  ],
  [
    'vars',
    `import os
vars(os)['sys' + 'tem']('print(1)')`,
    [
      'own.py:2 import call builtins.vars(os)',
      'own.py:2 import hidden-name os.system namespace-lookup computed',
      `own.py:2 import call os.system('print(1)') namespace-lookup`,
    ],
  ],
  [
    'dict',
    `import os
os.__dict__['system']('print(1)')`,
    [
      'own.py:2 import hidden-name os.system namespace-lookup',
      `own.py:2 import call os.system('print(1)') namespace-lookup`,
    ],
  ],
  [
    'builtins dict',
    `__builtins__.__dict__['ev' + 'al']('1+1')`,
    [
      'own.py:1 import hidden-name builtins.eval namespace-lookup computed',
      `own.py:1 import call builtins.eval('1+1') namespace-lookup`,
    ],
  ],
  [
    'builtins get',
    `__builtins__.__dict__.get('exec')('print(1)')`,
    [
      'own.py:1 import hidden-name builtins.exec namespace-lookup',
      `own.py:1 import call builtins.exec('print(1)') namespace-lookup`,
    ],
  ],
  [
    'sys modules',
    `import sys, os
sys.modules['os'].system('print(1)')`,
    [
      'own.py:2 import hidden-name os namespace-lookup',
      'own.py:2 import hidden-name os.system namespace-lookup',
      `own.py:2 import call os.system('print(1)') namespace-lookup`,
    ],
  ],
  [
    'sys modules get',
    `import sys
sys.modules.get('o'+'s').system('print(1)')`,
    [
      'own.py:2 import hidden-name os namespace-lookup computed',
      `own.py:2 import call sys.modules.get('os')`,
      'own.py:2 import hidden-name os.system namespace-lookup computed',
      `own.py:2 import call os.system('print(1)') namespace-lookup`,
    ],
  ],
  [
    'sys modules builtins',
    `import sys
sys.modules['builtins'].exec('print(1)')`,
    [
      'own.py:2 import hidden-name builtins namespace-lookup',
      'own.py:2 import hidden-name builtins.exec namespace-lookup',
      `own.py:2 import call builtins.exec('print(1)') namespace-lookup`,
    ],
  ],
  [
    'locals',
    `import os as x
locals()['x'].system('print(1)')`,
    [
      'own.py:2 import call builtins.locals()',
      'own.py:2 import hidden-name os.system namespace-lookup',
      `own.py:2 import call os.system('print(1)') namespace-lookup`,
    ],
  ],
  [
    'globals setitem',
    `globals()['f'] = exec
f('print(1)')`,
    ['own.py:1 import call builtins.globals()', `own.py:2 import call builtins.exec('print(1)')`],
  ],
  [
    'func attr',
    `def f(): pass
f.__globals__['__builtins__']['exec']('print(1)')`,
    [
      'own.py:2 import hidden-name builtins.exec namespace-lookup',
      `own.py:2 import call builtins.exec('print(1)') namespace-lookup`,
    ],
  ],
  [
    'self chain',
    `print.__self__.exec('print(1)')`,
    [
      'own.py:1 import hidden-name builtins.exec namespace-lookup',
      `own.py:1 import call builtins.exec('print(1)') namespace-lookup`,
    ],
  ],
  [
    'subclasses',
    `().__class__.__base__.__subclasses__()[40]('x')`,
    ['own.py:1 import call builtins.object.__subclasses__()'],
  ],
  [
    'operator attrgetter',
    `import operator, os
operator.attrgetter('system')(os)('print(1)')`,
    [`own.py:2 import call os.system('print(1)')`],
  ],
  [
    'dict dispatch',
    `t = {'a': exec}
t['a']('print(1)')`,
    [`own.py:2 import call builtins.exec('print(1)')`],
  ],
  [
    'getattr getattr',
    `getattr(getattr(__import__('os'), 'path'), 'os')`,
    [
      `own.py:1 import call builtins.__import__('os')`,
      `own.py:1 import call builtins.getattr(os, 'path')`,
      `own.py:1 import call builtins.getattr(os.path, 'os')`,
    ],
  ],
  [
    'eval name',
    `eval('exec')('print(1)')`,
    [`own.py:1 import call builtins.eval('exec')`, `own.py:1 import call builtins.exec('print(1)')`],
  ],
  [
    'eval dotted',
    `import os
eval(('met'+'sys.so')[::-1])('print(1)')`,
    [
      'own.py:2 import hidden-name os.system namespace-lookup computed',
      `own.py:2 import call builtins.eval('os.system')`,
      `own.py:2 import call os.system('print(1)') namespace-lookup`,
    ],
  ],
  [
    'eval import',
    `eval('__import__("os")').system('print(1)')`,
    [
      `own.py:1 import call builtins.__import__('os')`,
      `own.py:1 import call builtins.eval('__import__("os")')`,
      'own.py:1 import hidden-name os.system dynamic-import',
      `own.py:1 import call os.system('print(1)') dynamic-import`,
    ],
  ],
  [
    'setattr',
    `class C: pass
setattr(C, 'run', exec)
C.run('print(1)')`,
    [
      `own.py:2 import call builtins.setattr(C, 'run', builtins.exec)`,
      `own.py:3 import call builtins.exec('print(1)')`,
    ],
  ],
  [
    'importlib util',
    `import importlib.util
spec = importlib.util.find_spec('os')
m = importlib.util.module_from_spec(spec)
m.system('print(1)')`,
    [
      `own.py:2 import call importlib.util.find_spec('os')`,
      'own.py:3 import call importlib.util.module_from_spec(importlib.util.find_spec(…))',
      'own.py:4 import hidden-name os.system dynamic-import',
      `own.py:4 import call os.system('print(1)') dynamic-import`,
    ],
  ],
  [
    '__getattribute__',
    `import os
os.__getattribute__('sys'+'tem')('print(1)')`,
    [
      'own.py:2 import hidden-name os.system computed-attribute computed',
      `own.py:2 import call os.system('print(1)') computed-attribute`,
    ],
  ],
  [
    'object getattribute',
    `import os
object.__getattribute__(os, 'system')('print(1)')`,
    [
      `own.py:2 import call builtins.object.__getattribute__(os, 'system')`,
      'own.py:2 import hidden-name os.system computed-attribute',
      `own.py:2 import call os.system('print(1)') computed-attribute`,
    ],
  ],
  [
    'dir index',
    `import os
getattr(os, [n for n in dir(os) if n.startswith('syst')][0])('print(1)')`,
    ['own.py:2 import call builtins.getattr(os, …)'],
  ],
  [
    'sys.modules __main__',
    `import sys
e = exec
sys.modules['__main__'].e('print(1)')`,
    [
      'own.py:3 import hidden-name builtins.exec rebound',
      `own.py:3 import call builtins.exec('print(1)') rebound`,
    ],
  ],
  [
    '__builtins__ via __import__',
    `__import__('builtins').exec('print(1)')`,
    [
      `own.py:1 import call builtins.__import__('builtins')`,
      'own.py:1 import hidden-name builtins.exec dynamic-import',
      `own.py:1 import call builtins.exec('print(1)') dynamic-import`,
    ],
  ],
  [
    'getattr with default',
    `import os
getattr(os, 'system', None)('print(1)')`,
    [
      `own.py:2 import call builtins.getattr(os, 'system', None)`,
      'own.py:2 import hidden-name os.system computed-attribute',
      `own.py:2 import call os.system('print(1)') computed-attribute`,
    ],
  ],
];

describe('names that are looked up', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'call', 'hidden-name'), expected));
  }
});
