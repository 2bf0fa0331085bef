import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { typeOf } from '../../../src/artifacts/member-type.ts';
import type { MemberType } from '../../../src/contracts/fact.ts';
import { elfImage, machOImage, peImage } from '../../builders/native.ts';
import { GOLDEN } from '../../builders/pyc.ts';

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const pyc = Buffer.from(GOLDEN['3.11']!, 'base64');
const zip = latin1('PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.txt');
const png = latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
const pickle = latin1('\x80\x02cbuiltins\nprint\nK\x01\x85R.');
const python = 'import os\n\n\ndef main():\n    print(os.name)\n';
const prose = 'The import of goods from abroad.\nFrom here on, class matters.\n';

/** Path, content, type, whether the suffix agrees. */
const cases: [string, Uint8Array | string, MemberType, boolean][] = [
  ['a/__init__.py', '', 'empty', true],
  ['a.py', python, 'python', true],
  ['a.pyw', 'print(1)', 'python', true],
  ['a.pyi', 'x: int', 'python', true],
  ['a.pyx', 'cdef int x', 'python', true],
  ['a.py', pyc, 'bytecode', false],
  ['a.py', peImage(), 'pe', false],
  ['a.py', zip, 'archive', false],
  ['a.py', latin1('\0\x05\x16\x07\0\x02\0\0Mac OS X'), 'data', true],
  ['a.pyc', pyc, 'bytecode', true],
  ['a.pyc', latin1('\x99\x99\r\n\0\0\0\0'), 'bytecode', true],
  ['a.pyd', peImage({ dll: true }), 'pe', true],
  ['a.so', elfImage(), 'elf', true],
  ['a.so', machOImage(), 'macho', true],
  ['a.so', '/* GNU ld script */\nINPUT(-lz)\n', 'text', true],
  ['a.exe', prose, 'text', true],
  ['a.exe', '#!/bin/sh\necho 1\n', 'shell', false],
  ['run', '#!/usr/bin/env python3\nprint(1)\n', 'python', true],
  ['run', '#!/usr/bin/env -S python3 -u\nprint(1)\n', 'python', true],
  ['run', '#!python\nprint(1)\n', 'python', true],
  ['run', '#!/bin/bash\necho 1\n', 'shell', true],
  ['run', '#!/usr/bin/node\nprint(1)\n', 'javascript', true],
  ['run', '#!/usr/bin/perl\nprint 1;\n', 'text', true],
  ['app', latin1('#!/usr/bin/env python3\nPK\x03\x04rest'), 'archive', true],
  ['a.sh', 'echo 1\n', 'shell', true],
  ['a.ps1', 'Write-Output 1\n', 'powershell', true],
  ['a.bat', 'echo 1\n', 'batch', true],
  ['start', '@echo off\necho 1\n', 'batch', true],
  ['a.vbs', 'WScript.Echo 1\n', 'vbscript', true],
  ['a.js', 'console.log(1)\n', 'javascript', true],
  ['a.html', '<p>1</p>', 'html', true],
  ['a.txt', '<!DOCTYPE html><p>1</p>', 'html', true],
  ['a.ipynb', '{"cells": []}', 'notebook', true],
  ['a.png', png, 'image', true],
  ['a.jpg', png, 'image', true],
  ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image', true],
  ['a.png', python, 'python', false],
  ['a.png', peImage(), 'pe', false],
  ['a.png', zip, 'archive', false],
  ['a.png', pickle, 'pickle', false],
  ['a.png', '#!/bin/sh\necho 1\n', 'shell', false],
  ['a.png', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n', 'text', true],
  ['a.png', latin1('\x01\x02\x03\x04\0\0\0'), 'data', true],
  ['a.ttf', peImage(), 'pe', false],
  ['a.ttf', latin1('\0\x01\0\0\0\x0c\0\x80'), 'font', true],
  ['a.mp3', elfImage(), 'elf', false],
  ['a.txt', prose, 'text', true],
  ['a.txt', python, 'python', true],
  ['a.txt', 'exec(bytes([1]))\n', 'python', true],
  ['a.txt', 'import this\nthen do that.\n', 'text', true],
  ['a.txt', peImage(), 'pe', false],
  ['a.json', zip, 'archive', false],
  ['README.md', `# Use\n\n\`\`\`\n${python}\`\`\`\n`, 'text', true],
  ['a.pdf', '%PDF-1.4\n', 'document', true],
  [
    'a.docx',
    latin1('PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml'),
    'document',
    true,
  ],
  [
    'a.jar',
    latin1('PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x14\0\0\0META-INF/MANIFEST.MF'),
    'jar',
    true,
  ],
  ['A.class', Buffer.from('cafebabe00000034', 'hex'), 'jar', true],
  ['a.whl', zip, 'archive', true],
  ['a.docx', zip, 'archive', true],
  ['a.pdf', zip, 'archive', false],
  ['a.tar', Buffer.concat([Buffer.alloc(257), latin1('ustar\0')]), 'archive', true],
  ['a.gz', latin1('\x1f\x8b\x08\0'), 'archive', true],
  ['a.pkl', pickle, 'pickle', true],
  ['a.pkl', "cbuiltins\nprint\n(S'1'\ntR.", 'pickle', true],
  ['a.conf', "cbuiltins\nprint\n(S'1'\ntR.", 'text', true],
  ['a.pt', zip, 'archive', true],
  ['a.db', latin1('SQLite format 3\0'), 'sqlite', true],
  ['a.wasm', latin1('\0asm\x01\0\0\0'), 'wasm', true],
  ['a.lnk', latin1('\x4c\0\0\0\x01\x14\x02\0\0\0'), 'shortcut', true],
  ['a.url', '[InternetShortcut]\nURL=https://files.example/\n', 'shortcut', true],
  ['PKG-INFO', 'Metadata-Version: 2.1\n', 'metadata', true],
  ['a.dist-info/RECORD', 'a.py,,\n', 'metadata', true],
  ['setup.cfg', '[metadata]\n', 'metadata', true],
  ['a.mo', latin1('\xde\x12\x04\x95\0\0\0\0'), 'data', true],
  ['a.po', 'msgid ""\nmsgstr ""\n', 'text', true],
  ['latin.txt', latin1('caf\xe9 cr\xe8me'), 'text', true],
  ['wide.txt', Buffer.concat([latin1('\xff\xfe'), Buffer.from('text', 'utf16le')]), 'text', true],
  ['blob', latin1('a\0b'), 'data', true],
];

describe('typeOf', () => {
  for (const [path, content, type, agrees] of cases) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const start = JSON.stringify(Buffer.from(bytes.subarray(0, 20)).toString('latin1'));
    test(`${path} starting ${start} is ${type}`, () => {
      const typed = typeOf(path, bytes);
      assert.equal(typed.type, type);
      assert.equal(typed.suffixAgrees, agrees);
    });
  }

  test('measures entropy in bits per byte', () => {
    assert.equal(typeOf('a.txt', Buffer.from('abab')).entropy, 1);
  });

  test('takes random bytes for data, not for text', () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => 32 + ((index * 73) % 224)));
    assert.equal(typeOf('blob', bytes).type, 'data');
  });
});
