/** Who a process is, told so that another process can find out whether it still runs. */
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** A process id alone says little: it is used again after an end, and means another process in another container. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from the start of the machine to that of the process; null where /proc does not tell. */
  started: string | null;
  /** Of this start of the machine; null where /proc does not tell. */
  boot: string | null;
  /** Within which `pid` counts; null where /proc does not tell. */
  namespace: string | null;
  host: string;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => null);
  return {
    pid: process.pid,
    started: (await stateOf(process.pid))?.started ?? null,
    boot: boot?.trim() ?? null,
    namespace: await readlink('/proc/self/ns/pid').catch(() => null),
    host: hostname(),
  };
}

/**
 * Whether a process runs: `unknown` when it is one of another container or another machine, which cannot be seen from
 * here.
 */
export async function fateOf(process: ProcessIdentity): Promise<'runs' | 'ended' | 'unknown'> {
  const own = await ownIdentity();
  if (process.boot !== own.boot) return process.host === own.host ? 'ended' : 'unknown';
  if (process.namespace !== own.namespace || (own.namespace === null && process.host !== own.host)) {
    return 'unknown';
  }
  if (own.started === null) return signalReaches(process.pid) ? 'runs' : 'ended';
  const state = await stateOf(process.pid);
  return state !== null && !state.zombie && state.started === process.started ? 'runs' : 'ended';
}

/** proc(5): the command, in parentheses, may hold anything; the state follows, and the start is the 22nd field. */
async function stateOf(pid: number): Promise<{ zombie: boolean; started: string } | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { zombie: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] ?? '' };
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
