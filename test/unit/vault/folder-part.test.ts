import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openFolderVault } from '../../../src/vault/folder.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { stageBytes } from '../../support/service.ts';

const BYTES = Buffer.from('0123456789');
const ABSENT = '0'.repeat(64);

describe('parts of a sample in a folder', () => {
  let folder: string;
  let vault: Vault;
  let sha256: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-vault-'));
    vault = await openFolderVault(folder);
    const staged = await stageBytes(vault, BYTES);
    await staged.keep();
    sha256 = staged.sha256;
  });
  after(() => rm(folder, { recursive: true }));

  const part = async (start: number, end: number, of = sha256): Promise<string> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of vault.readPart(of, { start, end })) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  it('are the bytes asked for', async () => {
    assert.equal(await part(0, 1), '0');
    assert.equal(await part(3, 7), '3456');
    assert.equal(await part(9, 10), '9');
    assert.equal(await part(0, 10), '0123456789');
  });

  it('have the size of the sample, not of its file', async () => {
    assert.equal(await vault.size(sha256), 10);
    assert.equal(await vault.size(ABSENT), null);
  });

  it('of an absent sample are an error', async () => {
    await assert.rejects(part(0, 1, ABSENT), { code: 'not-found' });
  });
});
