import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../src/store/open.ts';
import { recordSubmission } from '../../src/store/submissions.ts';
import { openFolderVault } from '../../src/vault/folder.ts';
import { stageBytes } from '../support/service.ts';
import { lazaret } from './lazaret.ts';

describe('lazaret backup, restore and migrate', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-cli-'));
    const database = await openDatabase(`pglite:${folder}/data/database`);
    const staged = await stageBytes(await openFolderVault(`${folder}/data/vault`), Buffer.from('a sample'));
    await staged.keep();
    await recordSubmission(database.db, {
      sha256: staged.sha256,
      bytes: staged.bytes,
      filename: 'demo-1.0.tar.gz',
      source: 'api',
      uploader: null,
      url: null,
      project: null,
      version: null,
    });
    await database.close();
  });
  after(() => rm(folder, { recursive: true }));

  it('take everything from one place to another', async () => {
    const file = path.join(folder, 'first.tar');
    const made = await lazaret(['backup', file, '--data', `${folder}/data`, '--samples']);
    assert.equal(made.stderr, '');
    assert.match(made.stdout, /^2 rows of \d+ tables and 1 samples written to /);
    assert.equal((await stat(file)).mode & 0o777, 0o600);

    const again = await lazaret(['backup', file, '--data', `${folder}/data`]);
    assert.deepEqual([again.code, again.stderr], [64, `lazaret: ${file} exists already\n`]);

    const restored = await lazaret(['restore', file, '--data', `${folder}/other`]);
    assert.equal(restored.stderr, '');
    assert.match(restored.stdout, /^2 rows of \d+ tables and 1 samples restored from /);
    const database = await openDatabase(`pglite:${folder}/other/database`);
    await database.close();

    const twice = await lazaret(['restore', file, '--data', `${folder}/other`]);
    assert.equal(twice.code, 64);
    assert.match(twice.stderr, /^lazaret: the database is not empty: table distributions has rows\n$/);

    const migrated = await lazaret(['migrate', '--data', `${folder}/other`]);
    assert.deepEqual([migrated.code, migrated.stdout], [0, 'the schema is that of this version\n']);
    assert.deepEqual((await readdir(folder)).sort(), ['data', 'first.tar', 'other']);
  });

  it('leave nothing half done when the file is no backup', async () => {
    const file = path.join(folder, 'no-backup.tar');
    await writeFile(file, (await readFile(path.join(folder, 'first.tar'))).subarray(0, 900));
    const run = await lazaret(['restore', file, '--data', `${folder}/other`]);
    assert.equal(run.code, 64);
    assert.match(run.stderr, /^lazaret: this backup cannot be used: it ends early\n$/);
    const absent = await lazaret(['restore', `${folder}/absent`, '--data', `${folder}/other`]);
    assert.match(absent.stderr, /absent cannot be read \(ENOENT\)\n$/);
  });
});
