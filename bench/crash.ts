/**
 * Kills the service's processes all the time and checks its books afterwards: `node bench/crash.ts [postgres|pglite]`.
 * Full size unless told otherwise: 2,000 distributions sent over HTTP, three workers killed 20 times, the server twice,
 * the database server started again once. LAZARET_SEED gives another course of events.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../src/store/open.ts';
import { checkBooks } from '../test/support/crash/check-books.ts';
import { type CrashPlan, runCrashes } from '../test/support/crash/crash-run.ts';
import { type PostgresServer, postgresAbsent, startPostgres } from '../test/support/postgres.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '20' },
    'server-kills': { type: 'string', default: '2' },
    'every-ms': { type: 'string', default: '8000' },
    seed: { type: 'string', default: process.env.LAZARET_SEED ?? '1' },
  },
});
const kind = positionals[0] ?? 'postgres';
const say = (line: string): void => void process.stdout.write(`${line}\n`);
if (kind === 'postgres' && postgresAbsent) throw new Error(postgresAbsent);

const folder = await mkdtemp(path.join(tmpdir(), 'lazaret-crash-'));
const server: PostgresServer | null = kind === 'postgres' ? await startPostgres() : null;
const shared = {
  vault: path.join(folder, 'vault'),
  count: Number(values.count),
  everyMs: Number(values['every-ms']),
  seed: Number(values.seed),
  withinMs: 3_600_000,
  jobs: 1,
  log: say,
};
const plan: CrashPlan =
  server === null
    ? {
        ...shared,
        database: `pglite:${path.join(folder, 'database')}`,
        workers: 0,
        workerKills: 0,
        serverKills: Number(values.kills),
        restarts: [],
      }
    : {
        ...shared,
        database: server.url,
        workers: 3,
        workerKills: Number(values.kills),
        serverKills: Number(values['server-kills']),
        restarts: [() => server.restart()],
      };
try {
  say(`${kind}: ${plan.count} distributions, seed ${plan.seed}, load ${loadavg()[0]!.toFixed(1)}`);
  const outcome = await runCrashes(plan);
  const database = await openDatabase(plan.database);
  const { attempts, takenMs, judgedMs } = await checkBooks(database, outcome).finally(() => database.close());
  const seconds = Math.round(outcome.ms / 1000);
  const each = outcome.kills.map(({ what }) => what);
  say(`${seconds} s for ${plan.count}; killed: ${each.filter((what) => what === 'worker').length} workers,`);
  say(
    `${each.filter((what) => what === 'server').length} servers; the database was started again ${server === null ? 0 : 1} times`,
  );
  say(
    `${attempts} attempts died with their process; after the kill taken again within ${takenMs} ms, judged within ${judgedMs} ms`,
  );
  say('exactly one verdict each, the right one; nothing lost, nothing left over');
  process.exitCode = takenMs < 30_000 ? 0 : 1;
} finally {
  await server?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
