import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { packExample } from '../../../scripts/pack-example.ts';
import type { Layer } from '../../../src/contracts/location.ts';
import { judgeAgain, screenBytes } from '../../../src/pipeline.ts';
import { packEvidence, unpackEvidence } from '../../../src/scan/saved-evidence.ts';
import { inertDistribution } from '../../support/inert.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const folders = readdirSync(EXAMPLES).filter((name) => statSync(path.join(EXAMPLES, name)).isDirectory());
const samples = [
  ...folders.map((name) => packExample(path.join(EXAMPLES, name))),
  ...[0, 1, 2].map((number) => inertDistribution(number)),
];

describe('kept evidence', () => {
  for (const { filename, bytes } of samples) {
    it(`gives the same verdict, score, findings and document again: ${filename}`, () => {
      const { result, evidence } = screenBytes(filename, filename, bytes);
      const kept = unpackEvidence(packEvidence(evidence)!);
      assert.deepEqual(kept, JSON.parse(JSON.stringify(evidence)));
      // As a document is read back, so is what is made of it again.
      const old = JSON.parse(JSON.stringify(result));
      assert.deepEqual(JSON.parse(JSON.stringify(judgeAgain(kept, old))), old);
    });
  }

  it('shows again what was shown, and of other places only layers', () => {
    const { filename, bytes } = packExample(path.join(EXAMPLES, 'decode-exec-1.0'));
    const { result, evidence } = screenBytes(filename, filename, bytes);
    const again = judgeAgain(evidence, { ...result, excerpts: [] });
    assert.ok(result.excerpts.some(({ layer }) => layer === null));
    assert.deepEqual(
      again.excerpts,
      result.excerpts.filter(({ layer }) => layer !== null),
    );
    assert.deepEqual([again.verdict, again.score], [result.verdict, result.score]);
  });

  it('holds the text of a layer once', () => {
    const layer: Layer = {
      id: 'L1',
      parent: null,
      at: { path: 'a.py', line: 1, column: 1, layer: null },
      chain: ['base64'],
      language: 'python',
      bytes: 7,
      text: 'print(1)',
    };
    const fact = { kind: 'layer', phase: 'import', at: layer.at, layer, usedBy: null } as const;
    const evidence = { facts: [fact], layers: [layer], limitations: [] };
    const kept = unpackEvidence(packEvidence(evidence)!);
    assert.deepEqual(kept, evidence);
    assert.equal(kept.facts[0]?.kind === 'layer' && kept.facts[0].layer, kept.layers[0]);
  });

  it('is refused when it is none', () => {
    assert.throws(() => unpackEvidence(Buffer.from('no gzip')));
    assert.throws(() => unpackEvidence(gzipSync('{"schema":99}')), /schema 99/);
  });
});
