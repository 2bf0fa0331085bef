import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { Database } from '../../../src/store/database.ts';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { knownFile, knownFiles, rememberFiles, rememberHash } from '../../../src/store/index-files.ts';
import { recordSubmission } from '../../../src/store/submissions.ts';
import { onBothKinds } from '../../support/store-kinds.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const FILE = { filename: 'pkg-1.0.tar.gz', url: 'https://index.example/1', sha256: null, bytes: null };

onBothKinds('files of the index behind', (current) => {
  let database: Database;
  before(() => {
    database = current();
  });
  const only = async (project: string) => knownFile(database.db, project, FILE.filename);

  it('keep the hash that a download told, until the index names another', async () => {
    const { db } = database;
    await rememberFiles(db, 'one', [FILE]);
    await rememberHash(db, 'one', FILE.filename, { sha256: A, bytes: 7 });
    await rememberFiles(db, 'one', [{ ...FILE, url: 'https://index.example/2' }]);
    assert.deepEqual(await only('one'), { ...FILE, url: 'https://index.example/2', sha256: A, bytes: 7 });
    await rememberFiles(db, 'one', [{ ...FILE, sha256: A }]);
    assert.deepEqual(await only('one'), { ...FILE, sha256: A, bytes: 7 });
    await rememberHash(db, 'one', FILE.filename, { sha256: B, bytes: 8 });
    assert.equal((await only('one'))?.sha256, A, 'the first download stands');
    const other = { ...FILE, filename: 'pkg-2.0.tar.gz', sha256: A };
    const replaced = await rememberFiles(db, 'one', [other, { ...FILE, sha256: B }]);
    assert.deepEqual(replaced, [{ filename: FILE.filename, before: A, after: B }]);
    assert.deepEqual(await only('one'), { ...FILE, sha256: B, bytes: null });
    assert.deepEqual(await rememberFiles(db, 'one', [other, FILE]), []);
    await rememberFiles(db, 'one', [{ ...FILE, sha256: B, bytes: 9 }]);
    assert.deepEqual(await only('one'), { ...FILE, sha256: B, bytes: 9 });
  });

  it('come with what holds for their bytes', async () => {
    const { db } = database;
    const claims = { uploader: null, url: null, project: null, version: null, source: 'proxy' } as const;
    await recordSubmission(db, { ...claims, sha256: B, bytes: 9, filename: 'x' });
    await rememberFiles(db, 'two', [
      { ...FILE, sha256: B },
      { ...FILE, filename: 'pkg-2.0.tar.gz', sha256: A },
    ]);
    const dispositions = async () =>
      [...(await knownFiles(db, 'two'))].map(([name, file]) => [name, file.disposition]).sort();
    assert.deepEqual(await dispositions(), [
      ['pkg-1.0.tar.gz', null],
      ['pkg-2.0.tar.gz', null],
    ]);
    await recordDisposition(db, B, 'held', 'policy', 'test');
    await recordDisposition(db, B, 'released', 'user:1', 'test');
    assert.deepEqual(await dispositions(), [
      ['pkg-1.0.tar.gz', 'released'],
      ['pkg-2.0.tar.gz', null],
    ]);
    assert.deepEqual(await knownFiles(db, 'three'), new Map());
  });

  it('may be thousands, and have hostile names', async () => {
    const { db } = database;
    const files = Array.from({ length: 4500 }, (_, at) => ({ ...FILE, filename: `pkg-${at}.tar.gz` }));
    await rememberFiles(db, 'many', [...files, { ...FILE, filename: 'a\0b\ud800' }]);
    const names = new Set((await knownFiles(db, 'many')).keys());
    assert.equal(names.size, 4501);
    assert.ok(names.has('pkg-4499.tar.gz') && names.has('a\ufffdb\ufffd'));
    assert.equal((await knownFile(db, 'many', 'a\0b\ud800'))?.url, FILE.url);
  });
});
