import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packWheel } from '../../../scripts/pack-example.ts';
import { INSPECTED_HEX_BYTES } from '../../../src/limits.ts';
import { inspectBytes } from '../../../src/scan/inspect.ts';
import { ProcessPool } from '../../../src/scan/process-pool.ts';

const binary = new Uint8Array(INSPECTED_HEX_BYTES + 10);
const bytes = packWheel(
  Object.entries({
    'a/__init__.py': Buffer.from('# coding: latin-1\nname = "\u00e9"\n', 'latin1'),
    'a/native.so': binary,
    'a-1.0.dist-info/METADATA': Buffer.from('Name: a\nVersion: 1.0\n'),
  }).map(([path, content]) => ({ path, bytes: content })),
);
const later = () => Date.now() + 10_000;

describe('a look into a distribution', () => {
  it('lists what is in it', () => {
    const { members, content } = inspectBytes('a-1.0-py3-none-any.whl', bytes, null, later());
    assert.deepEqual(members.map(({ path, type, size }) => [path, type, size]).slice(0, 2), [
      ['a/__init__.py', 'file', 29],
      ['a/native.so', 'file', binary.byteLength],
    ]);
    assert.equal(content, null);
  });

  it('shows text as Python would read it, and the beginning of what is none', () => {
    const text = inspectBytes('a-1.0-py3-none-any.whl', bytes, 'a/__init__.py', later()).content;
    assert.deepEqual(
      [text?.text, text?.bytes, text?.truncated],
      ['# coding: latin-1\nname = "é"\n', null, false],
    );
    const hex = inspectBytes('a-1.0-py3-none-any.whl', bytes, 'a/native.so', later()).content;
    assert.deepEqual([hex?.text, hex?.truncated, hex?.size], [null, true, binary.byteLength]);
    assert.equal(Buffer.from(hex!.bytes!, 'base64').byteLength, INSPECTED_HEX_BYTES);
    assert.equal(inspectBytes('a-1.0-py3-none-any.whl', bytes, 'a/none.py', later()).content, null);
  });

  it('is done in a scan process', async () => {
    const pool = new ProcessPool({ jobs: 1 });
    try {
      const content = (async function* () {
        yield bytes;
      })();
      const sample = { filename: 'a-1.0-py3-none-any.whl', sha256: '', bytes: bytes.byteLength, content };
      const found = await pool.inspect(sample, 'a/__init__.py');
      assert.equal('content' in found ? found.content?.path : found.detail, 'a/__init__.py');
    } finally {
      await pool.close();
    }
  });
});
