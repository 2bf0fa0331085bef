/** Many distributions through a service whose processes are killed all the time; then the books are checked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../inert.ts';
import { KilledProcess } from './killed-process.ts';
import { isMalicious, isPoison } from './samples.ts';
import { Sender } from './sender.ts';

export interface CrashPlan {
  database: string;
  vault: string;
  count: number;
  /** Worker processes beside the server; 0: the server scans as well. */
  workers: number;
  /** Scan processes of each worker. */
  jobs: number;
  workerKills: number;
  serverKills: number;
  /** Starts the database server again, as often as there are functions; at a random time each. */
  restarts: (() => Promise<void>)[];
  /** Milliseconds between two events on average. */
  everyMs: number;
  /** Milliseconds for everything. */
  withinMs: number;
  seed: number;
  log?: (line: string) => void;
}

export interface CrashOutcome {
  /** By number of the distribution: what its sender was told. */
  acknowledged: ReadonlyMap<number, string>;
  kills: { what: string; at: Date }[];
  ms: number;
}

type Event = 'worker' | 'server' | 'restart';

export async function runCrashes(plan: CrashPlan): Promise<CrashOutcome> {
  const started = performance.now();
  const log = (line: string): void =>
    plan.log?.(`${((performance.now() - started) / 1000).toFixed(1)} s: ${line}`);
  const next = random(plan.seed);
  const sender = new Sender(plan.count, log);
  const { acknowledged } = sender;
  const { database, vault, jobs } = plan;
  const heard = (line: string): void => {
    const [word, url, token] = line.split(' ');
    if (word === 'serves') sender.found(url!, token!);
    else log(line);
  };
  const single = plan.workers === 0;
  const shared = { database, vault };
  const server = new KilledProcess(
    { ...shared, role: 'server', jobs: single ? jobs : 0, name: 'server' },
    heard,
  );
  const workers = Array.from(
    { length: plan.workers },
    (_, index) => new KilledProcess({ ...shared, role: 'worker', jobs, name: `worker-${index}` }, heard),
  );
  const kills: CrashOutcome['kills'] = [];
  const all = [server, ...workers];
  const kill = async (process: KilledProcess, what: string): Promise<void> => {
    kills.push({ what, at: new Date() });
    log(`kill ${what}, ${acknowledged.size} acknowledged`);
    await process.kill();
    await process.start();
  };
  const ended = new AbortController();
  try {
    // The first brings the schema up to date.
    await server.start();
    await Promise.all(workers.map((worker) => worker.start()));
    log('every process is ready');
    const sent = sender.send(ended.signal);
    sent.catch(() => {});
    for (const event of shuffled(eventsOf(plan), next)) {
      await sleep(plan.everyMs * (0.5 + next()));
      if (event === 'restart') await plan.restarts.pop()!().then(() => log('the database was started again'));
      else if (event === 'worker') await kill(workers[Math.floor(next() * workers.length)]!, 'worker');
      else await kill(server, 'server');
      for (const process of all) if (process.hasEnded) throw new Error(`a process ended: ${process.errors}`);
    }
    const until = started + plan.withinMs;
    while (acknowledged.size < plan.count) await patience(until, `${acknowledged.size} acknowledged`);
    await sent;
    for (let pending: number | null = null; pending !== 0; pending = await sender.pending()) {
      await patience(until, `${pending} without a verdict`);
      if (pending !== null) log(`${pending} without a verdict`);
    }
    const ms = performance.now() - started;
    await Promise.all(all.map((process) => process.stop()));
    return { acknowledged, kills, ms };
  } finally {
    ended.abort();
    await Promise.all(all.map((process) => process.kill()));
  }
}

async function patience(until: number, state: string): Promise<void> {
  if (performance.now() > until) throw new Error(`it takes too long: ${state}`);
  await sleep(500);
}

function eventsOf(plan: CrashPlan): Event[] {
  return [
    ...Array<Event>(plan.workerKills).fill('worker'),
    ...Array<Event>(plan.serverKills).fill('server'),
    ...Array<Event>(plan.restarts.length).fill('restart'),
  ];
}

function shuffled<T>(items: T[], next: () => number): T[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}

/** What the verdict on a number has to be. */
export function expectedVerdict(number: number): string {
  if (isPoison(number)) return 'incomplete';
  return isMalicious(number) ? 'malicious' : 'no-findings';
}
