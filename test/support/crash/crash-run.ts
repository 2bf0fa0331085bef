/** Many distributions through a service whose processes are killed all the time; then the books are checked. */
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../inert.ts';
import { KilledProcess } from './killed-process.ts';
import { isMalicious, isPoison } from './samples.ts';

export interface CrashPlan {
  database: string;
  vault: string;
  count: number;
  /** Worker processes beside the one that submits; 0: one process does both. */
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
  /** By number of the distribution: what its submitter was told. */
  acknowledged: Map<number, string>;
  kills: { what: string; at: Date }[];
  ms: number;
}

type Event = 'worker' | 'server' | 'restart';

export async function runCrashes(plan: CrashPlan): Promise<CrashOutcome> {
  const started = performance.now();
  const log = (line: string): void =>
    plan.log?.(`${((performance.now() - started) / 1000).toFixed(1)} s: ${line}`);
  const next = random(plan.seed);
  const acknowledged = new Map<number, string>();
  let pending = Number.POSITIVE_INFINITY;
  const heard = (line: string): void => {
    const [word, number, sha256] = line.split(' ');
    if (word === 'ack') acknowledged.set(Number(number), sha256!);
    else if (word === 'pending') pending = Number(number);
    else if (word !== 'event') log(line);
  };
  const { database, vault, jobs } = plan;
  const single = plan.workers === 0;
  const server = new KilledProcess({ database, vault, jobs: single ? jobs : 0, name: 'server' }, heard);
  const workers = Array.from({ length: plan.workers }, (_, index) => {
    return new KilledProcess({ database, vault, jobs, name: `worker-${index}` }, heard);
  });
  const kills: CrashOutcome['kills'] = [];
  const all = [server, ...workers];
  const submitRest = (): void => {
    for (const [from, to] of gaps(acknowledged, plan.count)) server.tell(`submit ${from} ${to}`);
  };
  const kill = async (process: KilledProcess, what: string): Promise<void> => {
    kills.push({ what, at: new Date() });
    log(`kill ${what}, ${acknowledged.size} acknowledged`);
    await process.kill();
    await process.start();
  };
  try {
    // The first brings the schema up to date.
    await server.start();
    await Promise.all(workers.map((worker) => worker.start()));
    log('every process is ready');
    submitRest();
    for (const event of shuffled(eventsOf(plan), next)) {
      await sleep(plan.everyMs * (0.5 + next()));
      if (event === 'restart') await plan.restarts.pop()!().then(() => log('the database was started again'));
      else if (event === 'worker') await kill(workers[Math.floor(next() * workers.length)]!, 'worker');
      else {
        await kill(server, 'server');
        submitRest();
      }
      for (const process of all) if (process.hasEnded) throw new Error(`a process ended: ${process.errors}`);
    }
    const until = started + plan.withinMs;
    while (acknowledged.size < plan.count) await patience(until, `${acknowledged.size} acknowledged`);
    while (pending > 0) {
      server.tell('pending');
      await patience(until, `${pending} without a verdict`);
      log(`${pending} without a verdict`);
    }
    const ms = performance.now() - started;
    await Promise.all(all.map((process) => process.stop()));
    return { acknowledged, kills, ms };
  } finally {
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

/** Ranges of numbers below `count` that are missing. */
function gaps(known: ReadonlyMap<number, unknown>, count: number): [from: number, to: number][] {
  const found: [number, number][] = [];
  for (let number = 0; number < count; number += 1) {
    if (known.has(number)) continue;
    const last = found.at(-1);
    if (last !== undefined && last[1] === number) last[1] = number + 1;
    else found.push([number, number + 1]);
  }
  return found;
}

/** What the verdict on a number has to be. */
export function expectedVerdict(number: number): string {
  if (isPoison(number)) return 'incomplete';
  return isMalicious(number) ? 'malicious' : 'no-findings';
}
