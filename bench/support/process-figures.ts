/** Memory and processor time of a process and of those that it started, as Linux counts them. */
import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 1000;
const PAGE = 4096;
/** Milliseconds of one tick of the kernel's clock (`getconf CLK_TCK`). */
const TICK_MS = 10;

export interface ProcessorTime {
  /** Milliseconds of the process itself. */
  own: number;
  /** Milliseconds of those that it started, those that have ended included. */
  children: number;
}

export function processorTime(pid: number): ProcessorTime {
  const [own, ended] = ticksOf(String(pid));
  const alive = childrenOf(pid).reduce((sum, child) => sum + ticksOf(child).reduce((a, b) => a + b), 0);
  return { own: own * TICK_MS, children: (ended + alive) * TICK_MS };
}

/** Ids of the processes that a process has started and that are alive. */
export function childrenOf(pid: number): string[] {
  return readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && fieldsOf(entry, 'stat')[1] === String(pid),
  );
}

/** Resident memory, once a second. */
export class MemoryLog {
  readonly #pid: number;
  readonly #own: number[] = [];
  readonly #children: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** Ends it; a line for each sixth of the time. */
  stop(): string[] {
    clearInterval(this.#timer);
    const sixth = Math.max(1, Math.ceil(this.#own.length / 6));
    const lines = ['', 'MiB resident, median and most:   service          all scan processes'];
    for (let at = 0; at < this.#own.length; at += sixth) {
      const own = this.#own.slice(at, at + sixth);
      const children = this.#children.slice(at, at + sixth);
      lines.push(
        `  seconds ${at}-${at + own.length}: `.padEnd(33) + `${range(own)}`.padEnd(17) + range(children),
      );
    }
    return lines;
  }

  #look(): void {
    this.#own.push(residentOf(String(this.#pid)));
    this.#children.push(childrenOf(this.#pid).reduce((sum, child) => sum + residentOf(child), 0));
  }
}

function range(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const mib = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  return `${mib(sorted[Math.floor(sorted.length / 2)] ?? 0)} ${mib(sorted.at(-1) ?? 0)}`;
}

function residentOf(pid: string): number {
  return Number(fieldsOf(pid, 'statm')[1] ?? 0) * PAGE;
}

/** Of a process, and of its children that have ended. */
function ticksOf(pid: string): [own: number, ended: number] {
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fieldsOf(pid, 'stat')
    .slice(11, 15)
    .map(Number);
  return [user + system, endedUser + endedSystem];
}

/** Fields after the program's name, which may hold spaces. */
function fieldsOf(pid: string, file: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 1)
      .trim()
      .split(' ');
  } catch {
    return [];
  }
}
