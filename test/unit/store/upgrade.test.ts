import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Database } from '../../../src/store/database.ts';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { viewDistribution } from '../../../src/store/distribution-view.ts';
import { countApplied, readMigrations } from '../../../src/store/migrate.ts';
import { openAsIs, openDatabase } from '../../../src/store/open.ts';
import { searchDistributions } from '../../../src/store/search.ts';
import { recordVerdict } from '../../../src/store/verdicts.ts';
import { columnNamesOf, contentsOf } from '../../support/every-table.ts';
import { type PostgresServer, postgresAbsent, startPostgres } from '../../support/postgres.ts';
import { sampleResult } from '../../support/sample-result.ts';

/** Written by the first migration and the version that came with it. */
const FIRST = readFileSync(
  fileURLToPath(new URL('../../fixtures/database-0000.sql', import.meta.url)),
  'utf8',
);
const hashOf = (letter: string): string => letter.repeat(64);

/** @param make makes the database as it was and returns its address */
function upgrades(make: () => Promise<string>): void {
  let address: string;
  let database: Database;
  let before_: Record<string, string[]>;
  let columns: Record<string, string[]>;
  before(async () => {
    address = await make();
    const old = await openAsIs(address);
    assert.equal(await countApplied(old.db, readMigrations()), 1);
    columns = await columnNamesOf(old.db);
    before_ = await contentsOf(old.db);
    await old.close();
    database = await openDatabase(address);
  });
  after(() => database.close());

  it('has every row that it had', async () => {
    assert.ok(Object.values(before_).every((rows) => rows.length > 0));
    assert.deepEqual(await contentsOf(database.db, columns), before_);
  });

  it('is of this version, and opening it again changes nothing', async () => {
    assert.equal(await countApplied(database.db, readMigrations()), readMigrations().length);
    const now = await contentsOf(database.db);
    await database.close();
    database = await openDatabase(address);
    assert.deepEqual(await contentsOf(database.db), now);
  });

  it('lists what holds now, which was not beside the distributions before', async () => {
    const { hits } = await searchDistributions(database.db, {}, { limit: 10, order: 'oldest' });
    assert.deepEqual(
      hits.map(({ filename, project, verdict, disposition }) => [
        filename,
        project,
        verdict?.verdict,
        verdict?.score,
        disposition,
      ]),
      [
        ['demo_project-1.0.tar.gz', 'demo-project', 'malicious', 0.97, 'held'],
        ['demo_project-1.0-py3-none-any.whl', 'demo-project', 'no-findings', 0.01, 'released'],
        ['other-2.0.tar.gz', null, 'incomplete', 0, 'held'],
        ['waiting-0.1.tar.gz', null, undefined, undefined, null],
      ],
    );
    const filter = { rule: 'execution/decode-then-exec', disposition: 'held', verdict: 'malicious' } as const;
    const { hits: queue } = await searchDistributions(database.db, filter, { limit: 10, order: 'score' });
    assert.deepEqual(
      queue.map(({ sha256 }) => sha256),
      [hashOf('a')],
    );
  });

  it('is written to as before', async () => {
    const { db } = database;
    const verdict = await recordVerdict(db, hashOf('d'), sampleResult({ verdict: 'suspicious' }), null);
    await recordDisposition(db, hashOf('d'), 'held', 'policy', 'because');
    const view = (await viewDistribution(db, hashOf('d')))!;
    assert.equal(view.distribution.verdict?.id, verdict!.id);
    assert.equal(verdict!.id, 5);
    assert.equal(view.distribution.disposition, 'held');
    assert.equal(view.distribution.project, 'demo');
  });
}

describe('a database of the first version, embedded', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-upgrade-'));
  });
  after(() => rm(folder, { recursive: true }));
  upgrades(async () => {
    const address = `pglite:${folder}`;
    const pglite = await PGlite.create(path.join(folder, 'data'));
    await pglite.exec(FIRST);
    await pglite.close();
    return address;
  });
});

describe('a database of the first version, PostgreSQL', { skip: postgresAbsent }, () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres({ fsync: false });
  });
  after(() => server.close());
  upgrades(async () => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(FIRST).finally(() => client.end());
    return server.url;
  });
});
