import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { hasEvidence, readEvidence, type SavedEvidence, writeEvidence } from '../../../eval/evidence.ts';
import { sampleOf } from './samples.ts';

test('evidence is known by its code and by who it is', (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazaret-evidence-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const { findings: _, ...saved } = sampleOf('a', { file: `${'long name '.repeat(60)}.zip`, code: 'c1' });
  const full: SavedEvidence = { ...saved, tokens: { __proto__x: 1, ['__proto__']: 2 } };
  writeEvidence(folder, full);
  assert.deepEqual([...readEvidence(folder)], [full]);
  assert.equal(hasEvidence(folder, 'c1', saved), true);
  assert.equal(hasEvidence(folder, 'c2', saved), false);
  assert.equal(hasEvidence(folder, 'c1', { ...saved, group: 'another' }), false);
  assert.equal(hasEvidence(folder, 'c1', { ...saved, sha256: 'b'.repeat(64) }), false);
});
