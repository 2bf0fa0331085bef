import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 1000;
const PAGE = 4096;

/** Resident memory of a process and of those that it started, once a second. */
export class MemoryLog {
  readonly #pid: number;
  readonly #own: number[] = [];
  readonly #children: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.#pid = pid;
    this.#timer = setInterval(() => this.#look(), EVERY_MS);
  }

  /** Ends it; a line for each quarter of the time. */
  stop(): string[] {
    clearInterval(this.#timer);
    const quarter = Math.max(1, Math.ceil(this.#own.length / 4));
    const lines = ['', 'MiB resident, median and most:   service          all scan processes'];
    for (let at = 0; at < this.#own.length; at += quarter) {
      const own = this.#own.slice(at, at + quarter);
      const children = this.#children.slice(at, at + quarter);
      lines.push(
        `  seconds ${at}-${at + own.length}: `.padEnd(33) + `${range(own)}`.padEnd(17) + range(children),
      );
    }
    return lines;
  }

  #look(): void {
    let children = 0;
    for (const entry of readdirSync('/proc')) {
      if (/^\d+$/.test(entry) && parentOf(entry) === this.#pid) children += residentOf(entry);
    }
    this.#own.push(residentOf(String(this.#pid)));
    this.#children.push(children);
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

function parentOf(pid: string): number {
  return Number(fieldsOf(pid, 'stat').at(1) ?? 0);
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
