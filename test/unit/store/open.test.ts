import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { Database } from '../../../src/store/database.ts';
import { countApplied, readMigrations } from '../../../src/store/migrate.ts';
import { openDatabase } from '../../../src/store/open.ts';
import { checkServerVersion } from '../../../src/store/postgres.ts';
import { type PostgresServer, postgresAbsent, startPostgres } from '../../support/postgres.ts';

const OPENER = fileURLToPath(new URL('../../support/store-opener.ts', import.meta.url));

/** What another process says that opens the same database. */
async function opened(address: string): Promise<string> {
  const child = spawn(process.execPath, [OPENER, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  return (await text(child.stdout)).trim();
}

async function addMigration({ db }: Database, hash: string): Promise<void> {
  await db.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${Date.now() * 2})`,
  );
}

describe('opening an address', () => {
  for (const address of ['', 'mysql://x', 'pglite:', '/var/lib/x']) {
    it(`refuses ${address}`, () => assert.rejects(openDatabase(address), { code: 'target-invalid' }));
  }
});

describe('opening the embedded database', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-open-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is for one process at a time, and refuses what a newer version wrote', async () => {
    const address = `pglite:${folder}/below/database`;
    const database = await openDatabase(address);
    assert.match(
      await opened(address),
      new RegExp(`^database-held: .* in use by process ${process.pid} on `),
    );
    await addMigration(database, 'of a later version');
    await database.close();
    await assert.rejects(openDatabase(address), {
      code: 'database-version',
      message: /probably a newer one/,
    });
    assert.deepEqual(await readdir(`${folder}/below/database`), ['data']);
  });
});

describe('opening a PostgreSQL database', { skip: postgresAbsent }, () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres({ fsync: false });
  });
  after(() => server.close());

  it('migrates once when several processes start at once', async () => {
    const url = await server.createDatabase();
    const said = await Promise.all([1, 2, 3, 4].map(() => opened(url)));
    assert.deepEqual(said, ['opened', 'opened', 'opened', 'opened']);
    const database = await openDatabase(url);
    assert.equal(await countApplied(database.db, readMigrations()), readMigrations().length);
    await database.close();
  });

  it('refuses what a newer version wrote', async () => {
    const url = await server.createDatabase();
    const database = await openDatabase(url);
    await addMigration(database, 'of a later version');
    await database.close();
    await assert.rejects(openDatabase(url), { code: 'database-version', message: /probably a newer one/ });
  });

  it('says when there is no server', async () => {
    const url = server.url.replace(/:\d+\//, ':1/');
    await assert.rejects(openDatabase(url), {
      code: 'network',
      retryable: true,
      message: /cannot be reached/,
    });
  });

  it('ends statements that take too long, except on a dedicated connection', async () => {
    const database = await openDatabase(server.url);
    const limit = sql`select current_setting('statement_timeout') as limit`;
    assert.deepEqual((await database.db.execute(limit)).rows, [{ limit: '1min' }]);
    const own = await database.dedicated(async (db) => (await db.execute(limit)).rows);
    assert.deepEqual(own, [{ limit: '0' }]);
    await database.close();
  });

  for (const [version, message] of [
    [120_022, /PostgreSQL 12; Lazaret needs 13/],
    [90_624, /PostgreSQL 9; /],
  ] as const) {
    it(`refuses version ${version}`, () => {
      assert.throws(() => checkServerVersion(version), { code: 'database-version', message });
    });
  }
  it('takes version 13', () => checkServerVersion(130_000));

  it('goes on after the server has been restarted, and hears again', async () => {
    const database = await openDatabase(server.url);
    const heard: (string | null)[] = [];
    const { promise: again, resolve } = Promise.withResolvers<void>();
    const stop = await database.listen('test', (payload) => {
      heard.push(payload);
      if (payload === null) resolve();
    });
    await server.restart();
    await again;
    await database.db.execute(sql`select pg_notify('test', 'after')`);
    while (!heard.includes('after')) await new Promise((next) => setTimeout(next, 10));
    assert.deepEqual(heard, [null, 'after']);
    await stop();
    await database.close();
  });
});
