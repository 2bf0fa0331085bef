import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type SavedEvidence, writeEvidence } from '../evidence.ts';
import { codeVersion } from './code-version.ts';
import type { Unit } from './corpora.ts';
import { readUnit } from './observe.ts';
import type { Reply, Settings } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** MiB; the largest distributions of the corpora stay well below. */
const HEAP = 6144;

export interface CollectOptions {
  /** Folder that evidence is saved in, one file a distribution. */
  out: string;
  /** Processes at a time. */
  jobs: number;
  /** Milliseconds of wall time for one distribution. */
  milliseconds: number;
  again?: boolean;
  /** Told after each distribution. */
  progress?: (done: number, all: number) => void;
}

export interface Collected {
  /** SHA-256 of all units that could be read, in no order. */
  sha256: string[];
  collected: number;
  /** Over how many a process died: saved without facts, with `worker-crash`, and counted above. */
  crashed: number;
  /** Already there, made by the same code. */
  known: number;
  failures: { file: string; reason: string }[];
}

/** Saves evidence of all units, largest first; those that the same code has seen already are left as they are. */
export async function collect(units: readonly Unit[], options: CollectOptions): Promise<Collected> {
  mkdirSync(options.out, { recursive: true });
  const { out, milliseconds, again = false } = options;
  const settings: Settings = { out, code: codeVersion(), milliseconds, again };
  const result: Collected = { sha256: [], collected: 0, crashed: 0, known: 0, failures: [] };
  let done = 0;
  const queue = [...units].sort((a, b) => b.bytes - a.bytes).values();
  const lane = async (): Promise<void> => {
    let child: ChildProcess | null = null;
    for (const unit of queue) {
      child ??= await start(settings);
      const reply = await exchange(child, unit);
      if (reply === null) child = null;
      note(result, unit, reply ?? saveCrash(unit, settings));
      if (reply === null) result.crashed += 1;
      options.progress?.(++done, units.length);
    }
    child?.kill();
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  return result;
}

function note(result: Collected, unit: Unit, { sha256, done }: Reply): void {
  if (typeof done === 'object') {
    result.failures.push({ file: unit.identity.file, reason: done.failed });
    return;
  }
  result.sha256.push(sha256);
  if (done === 'collected') result.collected += 1;
  else result.known += 1;
}

/** A distribution that kills its process is one in which nothing is found: leaving it out would flatter. */
function saveCrash(unit: Unit, { out, code }: Settings): Reply {
  const { identity } = readUnit(unit);
  const detail = 'the process that analysed it ended';
  const crashed: SavedEvidence = {
    code,
    ...identity,
    bytes: unit.bytes,
    sourceBytes: 0,
    ms: 0,
    facts: [],
    limitations: [{ code: 'worker-crash', where: '', detail, blocking: true }],
    yara: null,
    tokens: {},
  };
  writeEvidence(out, crashed);
  return { sha256: identity.sha256, done: 'collected' };
}

async function start(settings: Settings): Promise<ChildProcess> {
  const child = fork(WORKER, { execArgv: [`--max-old-space-size=${HEAP}`] });
  await new Promise((resolve) => child.once('message', resolve));
  child.send(settings);
  return child;
}

/** The child's reply, or null when it died over the unit. */
function exchange(child: ChildProcess, unit: Unit): Promise<Reply | null> {
  return new Promise((resolve) => {
    const died = (): void => resolve(null);
    child.once('exit', died);
    child.once('message', (reply: Reply) => {
      child.off('exit', died);
      resolve(reply);
    });
    child.send(unit);
  });
}
