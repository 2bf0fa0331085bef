import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDatabase } from '../../src/store/open.ts';
import { checkBooks } from '../support/crash/check-books.ts';
import { type CrashPlan, runCrashes } from '../support/crash/crash-run.ts';
import { type PostgresServer, postgresAbsent, startPostgres } from '../support/postgres.ts';

/** What bench/crash.ts does with 2,000 distributions, in small. */
const SEED = Number(process.env.LAZARET_SEED ?? 20_261_123);
const RECOVERY_MS = 30_000;

async function survive(plan: Omit<CrashPlan, 'vault' | 'seed'>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lazaret-crash-'));
  try {
    const database = plan.database.replace('FOLDER', folder);
    const said: string[] = [];
    const vault = path.join(folder, 'vault');
    const outcome = await runCrashes({
      ...plan,
      database,
      vault,
      seed: SEED,
      log: (line) => said.push(line),
    }).catch((error: Error) => {
      throw new Error(`seed ${SEED}: ${error.message}\n${said.join('\n')}`);
    });
    assert.equal(outcome.acknowledged.size, plan.count);
    const opened = await openDatabase(database);
    const recovery = await checkBooks(opened, outcome).finally(() => opened.close());
    assert.ok(recovery.takenMs < RECOVERY_MS, `seed ${SEED}: taken again after ${recovery.takenMs} ms`);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

describe('processes that are killed, on PostgreSQL', { skip: postgresAbsent }, () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server.close());

  it('lose nothing and judge nothing twice', { timeout: 500_000 }, async () => {
    await survive({
      database: server.url,
      count: 60,
      workers: 2,
      jobs: 1,
      workerKills: 2,
      serverKills: 1,
      restarts: [() => server.restart()],
      everyMs: 1500,
      withinMs: 400_000,
    });
  });
});

describe('one process that is killed, on the embedded database', () => {
  it('loses nothing and judges nothing twice', { timeout: 500_000 }, async () => {
    await survive({
      database: 'pglite:FOLDER/database',
      count: 40,
      workers: 0,
      jobs: 1,
      workerKills: 0,
      serverKills: 3,
      restarts: [],
      everyMs: 3000,
      withinMs: 400_000,
    });
  });
});
