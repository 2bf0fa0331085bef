import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { describe, it } from 'node:test';
import { packExample } from '../../scripts/pack-example.ts';
import { factsOf, scanBytes, scanDirectory } from '../../src/pipeline.ts';
import { unpackBytes } from '../../src/unpack/unpack.ts';

const EXAMPLES = path.join(import.meta.dirname, '../../examples');
const DECODE = path.join(EXAMPLES, 'decode-exec-1.0');

describe('scanBytes', () => {
  const { filename, bytes } = packExample(DECODE);
  const result = scanBytes('dist/decode', filename, bytes);

  it('identifies the distribution by its metadata and hash', () => {
    assert.deepEqual(result.distribution, {
      filename,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.byteLength,
      project: 'decode-exec',
      version: '1.0',
      kind: 'sdist',
    });
    assert.equal(result.target, 'dist/decode');
  });

  it('orders findings by what they add to the score', () => {
    const contributions = result.findings.map(({ contribution }) => contribution);
    assert.deepEqual(
      contributions,
      contributions.toSorted((left, right) => right - left),
    );
    assert.equal(result.findings[0]?.rule, 'execution/decode-then-exec');
    assert.ok(contributions[0]! > 0);
  });

  it('brings the layer, its summary, and excerpts for every finding with a line', () => {
    assert.deepEqual(result.layers, [
      {
        id: 'L1',
        parent: null,
        path: 'decode-exec-1.0/setup.py',
        line: 7,
        chain: ['base64.b64decode', 'zlib.decompress'],
        language: 'python',
        bytes: 19,
      },
    ]);
    for (const { path: file, line, layer } of result.findings) {
      assert.ok(
        result.excerpts.some((one) => one.path === file && one.focus === line && one.layer === layer),
      );
    }
  });

  it('gives the same result for the same bytes', () => {
    const again = scanBytes('dist/decode', filename, bytes);
    assert.deepEqual({ ...again, timings: null }, { ...result, timings: null });
  });

  it('keeps what it has when the time runs out, and says so', () => {
    const late = scanBytes('dist/decode', filename, bytes, { deadline: Date.now() - 1 });
    assert.notEqual(late.verdict, 'no-findings');
    assert.ok(late.limitations.some(({ code, blocking }) => code === 'time-limit' && blocking));
  });
});

describe('scanDirectory', () => {
  it('judges a tree as it judges its distribution, without a hash', () => {
    const result = scanDirectory('tree', 'decode-exec-1.0', DECODE);
    assert.deepEqual(
      [result.verdict, result.distribution.kind, result.distribution.sha256, result.findings[0]?.path],
      ['malicious', 'directory', null, 'setup.py'],
    );
  });
});

describe('factsOf', () => {
  it('gives facts with places, and nothing that is no plain data', () => {
    const { filename, bytes } = packExample(DECODE);
    const { facts, layers } = factsOf(filename, unpackBytes(filename, bytes));
    assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
    assert.equal(layers[0]?.text, 'import os\nprint(1)\n');
    const flow = facts.find(({ kind }) => kind === 'flow');
    assert.deepEqual([flow?.at.path, flow?.at.line, flow?.phase], ['decode-exec-1.0/setup.py', 7, 'install']);
  });
});
