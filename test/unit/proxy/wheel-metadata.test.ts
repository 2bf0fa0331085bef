import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readWheelMetadata } from '../../../src/proxy/wheel-metadata.ts';
import { openFolderVault } from '../../../src/vault/folder.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { stageBytes } from '../../support/service.ts';
import { type ZipEntrySpec, type ZipSpec, zip } from '../../support/zip-writer.ts';

const TEXT = 'Metadata-Version: 2.1\nName: My.Pkg\nVersion: 1.0\n\nLong text. Long text. Long text.\n';
const NAME = 'my_pkg-1.0.dist-info/METADATA';
const entry = (more: Partial<ZipEntrySpec> = {}): ZipEntrySpec => ({
  name: NAME,
  data: TEXT,
  method: 8,
  ...more,
});
const code: ZipEntrySpec = { name: 'my_pkg.py', data: 'x = 1\n'.repeat(20_000) };

const CASES: [string, ZipSpec | ZipEntrySpec[], string | null][] = [
  ['deflated', [code, entry()], TEXT],
  ['stored', [code, entry({ method: 0 }), code], TEXT],
  ['empty', [entry({ data: '', method: 0 })], ''],
  ['behind bytes in front', { entries: [code, entry()], prefix: Buffer.alloc(99, 1) }, TEXT],
  ['with a long comment', { entries: [entry()], comment: Buffer.alloc(65_000, 1) }, TEXT],
  ['with zip64 records', { entries: [code, entry()], zip64: {} }, TEXT],
  ['with a descriptor', [entry({ descriptor: 'signed' })], TEXT],
  ['nothing in it', [], null],
  ['no metadata', [code], null],
  ['one deeper', [entry({ name: `x/${NAME}` })], null],
  ["another project's", [entry({ name: 'other-1.0.dist-info/METADATA' })], null],
  ['two folders', [entry(), entry({ name: 'my_pkg-2.0.dist-info/METADATA' })], null],
  ['the same name twice', [entry(), entry()], null],
  ['another case', [entry({ name: 'my_pkg-1.0.dist-info/metadata' })], null],
  ['encrypted', [entry({ flags: 1 })], null],
  ['another method', [entry({ method: 12, packed: Buffer.from('BZh9') })], null],
  ['a wrong checksum', [entry({ central: { crc: 1 } })], null],
  ['a wrong size', [entry({ central: { size: 5 } })], null],
  ['a size beyond the limit', [entry({ central: { size: 9 << 20 } })], null],
  ['packed beyond the end', [entry({ central: { compressedSize: 1 << 20 } })], null],
  ['broken data', [entry({ packed: Buffer.from('nonsense') })], null],
  ['an offset beyond the end', [entry({ central: { offset: 1 << 24 } })], null],
  ['another name in place', [entry({ local: { name: 'my_pkg-1.0.dist-info/METADAT_' } })], null],
  ['a directory larger than the file', { entries: [entry()], end: { size: 1 << 24 } }, null],
];

describe('metadata of a wheel in the vault', () => {
  let folder: string;
  let vault: Vault;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-vault-'));
    vault = await openFolderVault(folder);
  });
  after(() => rm(folder, { recursive: true }));

  async function metadataOf(bytes: Uint8Array): Promise<string | null> {
    const staged = await stageBytes(vault, bytes);
    await staged.keep();
    const found = await readWheelMetadata(vault, staged.sha256, 'my-pkg');
    return found === null ? null : Buffer.from(found).toString();
  }

  for (const [title, spec, expected] of CASES) {
    it(`${title}: ${expected === null ? 'none' : 'found'}`, async () => {
      assert.equal(await metadataOf(zip(spec)), expected);
    });
  }

  it('of what is no zip, and of an absent sample: none', async () => {
    assert.equal(await metadataOf(Buffer.from('no zip at all, though long enough for its end')), null);
    assert.equal(await metadataOf(new Uint8Array(0)), null);
    assert.equal(await readWheelMetadata(vault, '0'.repeat(64), 'my-pkg'), null);
  });

  it('of truncated and altered wheels: none, or the same text', async () => {
    const whole = zip([code, entry()]);
    for (let index = 0; index < 60; index += 1) {
      const altered = Buffer.from(whole);
      const at = whole.length - 1 - index * 3;
      altered[at] = altered[at]! ^ 0x55;
      const found = await metadataOf(altered);
      assert.ok(found === null || found === TEXT, `byte ${at}`);
      assert.equal(await metadataOf(whole.subarray(0, at)), null, `cut at ${at}`);
    }
  });
});
