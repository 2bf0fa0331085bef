/**
 * Load on the whole service over HTTP, on this machine, with a PostgreSQL server of its own: `node bench/load.ts`.
 * First as fast as it takes, then at a steady rate below that: as many uploads again, or for `--minutes N`. Sizes are
 * those of a public index; `--from FOLDER` sends the distributions of a folder instead, `--max-bytes N` only those up to
 * a size, `--jobs N` sets the scan processes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gte, sql } from 'drizzle-orm';
import type { Database } from '../src/store/database.ts';
import { openDatabase } from '../src/store/open.ts';
import { countOverview } from '../src/store/overview.ts';
import { submissions, verdicts } from '../src/store/schema.ts';
import { createToken } from '../src/store/tokens.ts';
import { type InertDistribution, inertDistribution } from '../test/support/inert.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { childrenOf, MemoryLog, processorTime } from './support/process-figures.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    'steady-share': { type: 'string', default: '0.6' },
    minutes: { type: 'string' },
    from: { type: 'string' },
    'max-bytes': { type: 'string', default: '100000000' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    senders: { type: 'string', default: '8' },
  },
});
const COUNT = Number(values.count);
const UPLOADERS = 20;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const perSecond = (count: number, ms: number): string => ((1000 * count) / ms).toFixed(1);

interface Phase {
  name: string;
  accepted: number;
  /** Bytes of each, in order of size. */
  sizes: number[];
  acceptMs: number[];
  sendingMs: number;
  screenedMs: number;
  /** Milliseconds of processor time. */
  spent: Spent;
}

type Spent = Record<'service' | 'scans' | 'database', number>;

const folder = await mkdtemp(path.join(tmpdir(), 'lazaret-load-'));
const server = await startPostgres();
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const args = ['serve', '--database', server.url, '--data', folder, '--port', '0', '--processes', values.jobs];
const service = spawn(process.execPath, [main, ...args], {
  env: { ...process.env, LAZARET_LIMITS_REQUESTS_PER_MINUTE: '1000000', LAZARET_LOG_LEVEL: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let database: Database | null = null;
try {
  const url = await addressOf(service);
  database = await openDatabase(server.url);
  const tokens = await makeTokens(database);
  const samples = distributions();
  say(
    `${values.jobs} scan processes, ${availableParallelism()} cores, load ${loadavg()[0]!.toFixed(1)} at the start`,
  );
  const memory = new MemoryLog(service.pid!);
  const half = Math.ceil(COUNT / 2);
  const flood = await run('as fast as it takes', samples, half, url, tokens, null);
  await show(flood, database);
  const rate = (Number(values['steady-share']) * 1000 * flood.accepted) / flood.screenedMs;
  const count = values.minutes === undefined ? COUNT - half : Math.round(rate * 60 * Number(values.minutes));
  const steady = await run(`at ${rate.toFixed(1)}/s`, samples, count, url, tokens, rate);
  await show(steady, database);
  for (const line of memory.stop()) say(line);
  say(`load ${loadavg()[0]!.toFixed(1)} at the end`);
} finally {
  await database?.close();
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'exit');
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

async function addressOf(child: typeof service): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const found = /listens on (\S+)/.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error('the service does not start');
}

async function makeTokens({ db }: Database): Promise<string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < UPLOADERS; number += 1) {
    const rest = { role: 'ingest', actor: 'setup', expiresAt: null } as const;
    const { secret } = await createToken(db, {
      name: `load ${number}`,
      uploader: `account-${number}`,
      ...rest,
    });
    tokens.push(secret);
  }
  return tokens;
}

/** Each another one: of a folder, or made as they are asked for. */
function* distributions(): Generator<InertDistribution> {
  const most = Number(values['max-bytes']);
  if (values.from === undefined) {
    for (let number = 0; ; number += 1) {
      const sample = inertDistribution(number);
      if (sample.bytes.byteLength <= most) yield sample;
    }
  }
  for (const filename of readdirSync(values.from).sort()) {
    const bytes = readFileSync(path.join(values.from, filename));
    if (bytes.byteLength <= most) yield { filename, bytes };
  }
}

/** Sends everything, by a few senders in turn or at a rate, and waits until all of it is screened. */
async function run(
  name: string,
  samples: Generator<InertDistribution>,
  count: number,
  url: string,
  tokens: readonly string[],
  rate: number | null,
): Promise<Phase> {
  const started = performance.now();
  const before = spent();
  const acceptMs: number[] = [];
  const sizes: number[] = [];
  const one = async (index: number): Promise<void> => {
    const next = samples.next();
    if (next.done === true) return;
    const { filename, bytes } = next.value;
    sizes.push(bytes.byteLength);
    for (;;) {
      const began = performance.now();
      const answer = await fetch(`${url}api/v1/submissions?filename=${encodeURIComponent(filename)}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tokens[index % tokens.length]}`,
          'content-type': 'application/octet-stream',
        },
        body: Buffer.from(bytes),
      });
      await answer.arrayBuffer();
      if (answer.ok) return void acceptMs.push(performance.now() - began);
      if (answer.status !== 503 && answer.status !== 429)
        throw new Error(`the service answered ${answer.status}`);
      await sleep(500);
    }
  };
  if (rate === null) {
    let next = 0;
    const sender = async (): Promise<void> => {
      while (next < count) await one(next++);
    };
    await Promise.all(Array.from({ length: Number(values.senders) }, sender));
  } else {
    const sent: Promise<void>[] = [];
    for (let index = 0; index < count; index += 1) {
      await sleep(Math.max(0, started + (1000 * index) / rate - performance.now()));
      sent.push(one(index));
    }
    await Promise.all(sent);
  }
  const sendingMs = performance.now() - started;
  while ((await countOverview(database!.db)).byVerdict.pending > 0) await sleep(200);
  const screenedMs = performance.now() - started;
  const after = spent();
  const each = { service: 0, scans: 0, database: 0 };
  for (const part of ['service', 'scans', 'database'] as const) each[part] = after[part] - before[part];
  acceptMs.sort((a, b) => a - b);
  sizes.sort((a, b) => a - b);
  return { name, accepted: acceptMs.length, sizes, acceptMs, sendingMs, screenedMs, spent: each };
}

/** Processor time so far, whatever else the machine does. */
function spent(): Spent {
  const { own, children } = processorTime(service.pid!);
  const server = childrenOf(process.pid).find((pid) => pid !== String(service.pid));
  const database = processorTime(Number(server));
  return { service: own, scans: children, database: database.own + database.children };
}

async function show(phase: Phase, { db }: Database): Promise<void> {
  const waits = await db
    .select({
      ms: sql<number>`(extract(epoch from ${verdicts.createdAt} - ${submissions.receivedAt}) * 1000)::float8`,
    })
    .from(submissions)
    .innerJoin(verdicts, sql`${verdicts.sha256} = ${submissions.sha256}`)
    .where(gte(submissions.receivedAt, sql`now() - interval '1 day'`))
    .orderBy(sql`${submissions.receivedAt} desc`)
    .limit(phase.accepted);
  say(`\n${phase.name}: ${phase.accepted} uploads of ${quantiles(phase.sizes)} bytes (p50 p95 p99 max)`);
  say(
    `  accepted  ${perSecond(phase.accepted, phase.sendingMs)}/s; ms until the answer: ${quantiles(phase.acceptMs)}`,
  );
  say(`  screened  ${perSecond(phase.accepted, phase.screenedMs)}/s end to end`);
  const each = Object.entries(phase.spent).map(([part, ms]) => [part, ms / phase.accepted] as const);
  const all = each.reduce((sum, [, ms]) => sum + ms, 0);
  const parts = each.map(([part, ms]) => `${part} ${ms.toFixed(1)}`).join(', ');
  say(
    `  ms of processor an upload: ${parts}; ${((1000 * availableParallelism()) / all).toFixed(0)}/s would use all of it`,
  );
  say(`  ms from acceptance to verdict: ${quantiles(waits.map(({ ms }) => ms).sort((a, b) => a - b))}`);
}

/** p50, p95, p99 and the largest of sorted values. */
function quantiles(sorted: readonly number[]): string {
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return [0.5, 0.95, 0.99, 1].map((share) => Math.round(at(share))).join(' ');
}
