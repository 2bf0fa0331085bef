import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import type { BackupManifest } from '../../../src/backup/format.ts';
import { readBackup } from '../../../src/backup/read.ts';
import { writeBackup } from '../../../src/backup/write.ts';
import { recordAudit } from '../../../src/store/audit.ts';
import type { Database } from '../../../src/store/database.ts';
import { countApplied, readMigrations } from '../../../src/store/migrate.ts';
import { openAsIs, openDatabase } from '../../../src/store/open.ts';
import { searchDistributions } from '../../../src/store/search.ts';
import { recordSubmission } from '../../../src/store/submissions.ts';
import { tableNames } from '../../../src/store/tables.ts';
import { openFolderVault } from '../../../src/vault/folder.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { openTemplateDatabase } from '../../support/database.ts';
import { contentsOf, fillEveryTable } from '../../support/every-table.ts';
import { type PostgresServer, postgresAbsent, startPostgres } from '../../support/postgres.ts';
import { stageBytes } from '../../support/service.ts';

async function backupOf(database: Database, vault: Vault | null = null) {
  const pieces: Uint8Array[] = [];
  const manifest = await writeBackup(
    database,
    vault,
    async (bytes) => void pieces.push(Uint8Array.from(bytes)),
  );
  return { manifest, bytes: Buffer.concat(pieces) };
}

/** In pieces of a length that fits nothing. */
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 7777) yield bytes.subarray(at, at + 7777);
}

function rowsOf({ rows }: BackupManifest): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0);
}

/** Every table, and one with enough in it for several parts and several fetches. */
async function fill({ db }: Database): Promise<void> {
  const order = await fillEveryTable(db);
  assert.deepEqual(order.sort(), tableNames().sort());
  await db.execute(sql`insert into audit_log (actor, action, subject, detail)
    select 'policy', 'test', n::text, jsonb_build_object('text', (select string_agg(md5((n * m)::text), '')
    from generate_series(1, 100) m)) from generate_series(1, 1500) n`);
}

describe('a backup', { skip: postgresAbsent }, () => {
  let server: PostgresServer;
  const made: Record<string, Awaited<ReturnType<typeof backupOf>> & { contents: Record<string, string[]> }> =
    {};
  const target = {
    pglite: () => openTemplateDatabase(),
    postgres: async () => openAsIs(await server.createDatabase()),
  };
  before(async () => {
    server = await startPostgres({ fsync: false });
    for (const kind of ['pglite', 'postgres'] as const) {
      const database = kind === 'pglite' ? await openTemplateDatabase() : await openDatabase(server.url);
      await fill(database);
      made[kind] = { ...(await backupOf(database)), contents: await contentsOf(database.db) };
      await database.close();
    }
  });
  after(() => server.close());

  for (const [from, to] of [
    ['pglite', 'pglite'],
    ['pglite', 'postgres'],
    ['postgres', 'pglite'],
    ['postgres', 'postgres'],
  ] as const) {
    it(`has everything, from ${from} to ${to}`, async () => {
      const { bytes, manifest, contents } = made[from]!;
      assert.equal(manifest.rows.audit_log, 1502);
      assert.equal(rowsOf(manifest), 2 * tableNames().length + 1500);
      const database = await target[to]();
      assert.deepEqual(await readBackup(database, null, piecesOf(bytes)), manifest);
      assert.deepEqual(await contentsOf(database.db), contents);
      assert.equal(await countApplied(database.db, readMigrations()), readMigrations().length);
      await recordAudit(database.db, 'setup', 'next', 'x');
      const { rows } = await database.db.execute(sql`select id from audit_log where action = 'next'`);
      assert.equal(Number((rows as { id: string }[])[0]!.id), 1503);
      await assert.rejects(readBackup(database, null, piecesOf(bytes)), { code: 'not-empty' });
      await database.close();
    });
  }

  it('is in parts', () => {
    const names = made.postgres!.bytes.toString('latin1').match(/tables\/audit_log\/\d{6}\.ndjson\.gz/g);
    assert.deepEqual(
      names,
      [0, 1].map((part) => `tables/audit_log/00000${part}.ndjson.gz`),
    );
  });

  it('of an earlier version is brought up to date', async () => {
    const url = await server.createDatabase();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const first = fileURLToPath(new URL('../../fixtures/database-0000.sql', import.meta.url));
    await client.query(readFileSync(first, 'utf8')).finally(() => client.end());
    const old = await openAsIs(url);
    const { bytes } = await backupOf(old);
    await old.close();
    const newer = await openTemplateDatabase();
    await assert.rejects(readBackup(newer, null, piecesOf(bytes)), {
      code: 'not-empty',
      message: /newer schema/,
    });
    await newer.close();
    const database = await openAsIs('memory:');
    await readBackup(database, null, piecesOf(bytes));
    const { hits } = await searchDistributions(
      database.db,
      { disposition: 'held' },
      { limit: 9, order: 'oldest' },
    );
    assert.deepEqual(
      hits.map(({ filename, verdict }) => [filename, verdict?.verdict]),
      [
        ['demo_project-1.0.tar.gz', 'malicious'],
        ['other-2.0.tar.gz', 'incomplete'],
      ],
    );
    await database.close();
  });

  it('is of one moment, while others write', async () => {
    const database = await openDatabase(await server.createDatabase());
    const others = await openAsIs(server.url.replace(/[^/]+$/, (await nameOf(database))!));
    await recordAudit(database.db, 'setup', 'before', 'x');
    let wrote = false;
    const pieces: Uint8Array[] = [];
    const manifest = await writeBackup(database, null, async (bytes) => {
      if (!wrote) await recordAudit(others.db, 'setup', 'meanwhile', 'x');
      wrote = true;
      pieces.push(bytes);
    });
    assert.equal(manifest.rows.audit_log, 1);
    await database.close();
    await others.close();
  });

  async function nameOf({ db }: Database): Promise<string | undefined> {
    const { rows } = await db.execute(sql`select current_database() as name`);
    return (rows as { name: string }[])[0]?.name;
  }
});

describe('a backup with samples', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-backup-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('brings them into another vault, and says which are not there', async () => {
    const [one, other] = [await openFolderVault(`${folder}/one`), await openFolderVault(`${folder}/other`)];
    const database = await openTemplateDatabase();
    const samples = [Buffer.from('of the first sample'), Buffer.alloc(300_000, 7), Buffer.alloc(0)];
    const hashes: string[] = [];
    for (const bytes of samples) {
      const staged = await stageBytes(one, bytes);
      await staged.keep();
      hashes.push(staged.sha256);
    }
    for (const sha256 of [...hashes, 'e'.repeat(64)]) {
      const claimed = { uploader: null, url: null, project: null, version: null };
      await recordSubmission(database.db, { sha256, bytes: 1, filename: 'x', source: 'api', ...claimed });
    }
    const { bytes, manifest } = await backupOf(database, one);
    assert.deepEqual([manifest.samples, manifest.missing], [3, 1]);
    assert.equal(bytes.includes('of the first'), false, 'samples are masked');
    await database.close();
    const restored = await openTemplateDatabase();
    await readBackup(restored, other, piecesOf(bytes));
    await restored.close();
    for (const [index, sha256] of hashes.entries()) {
      assert.deepEqual(Buffer.from(await buffer(other.read(sha256))), samples[index]);
    }
    const without = await openTemplateDatabase();
    assert.equal((await readBackup(without, null, piecesOf(bytes))).samples, 3);
    await without.close();
  });
});
