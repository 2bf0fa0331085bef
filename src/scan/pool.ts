/** Worker threads for scans, at most one distribution in each. */
import { createHash } from 'node:crypto';
import type { ScanResult } from '../contracts/result.ts';
import { SCAN_MS } from '../limits.ts';
import { failedResult } from './failed-result.ts';
import { Lane, type LaneOptions, type Outcome } from './lane.ts';
import type { ScanJob, Task, TaskResults } from './protocol.ts';

export interface PoolOptions extends Partial<Omit<LaneOptions, 'script'>> {
  /** Workers, at least 1. */
  jobs: number;
  /** Module of the workers, for tests of what happens when one fails. */
  script?: URL;
}

/** Share of a scan's time after which analyses end by themselves, so that what they found is not lost. */
const OWN_TIME = 0.8;

const SELF = import.meta.url;
const WORKER = new URL(SELF.endsWith('.ts') ? './worker.ts' : './worker.js', SELF);

export class ScanPool {
  readonly #options: LaneOptions;
  readonly #jobs: number;
  readonly #idle: Lane[] = [];
  readonly #lanes: Lane[] = [];
  readonly #waiting: ((lane: Lane) => void)[] = [];

  constructor({ jobs, timeoutMs = SCAN_MS, yara = null, script = WORKER, ...rest }: PoolOptions) {
    this.#options = { timeoutMs, yara, script, ...rest };
    this.#jobs = jobs;
    this.#idle.push(this.#addLane());
  }

  /** Scans one distribution. A worker that fails yields an `incomplete` result, never a rejection. */
  async scan(job: ScanJob): Promise<ScanResult> {
    const started = performance.now();
    const sha256 =
      'bytes' in job.content ? createHash('sha256').update(job.content.bytes).digest('hex') : null;
    const bytes = 'bytes' in job.content ? job.content.bytes.byteLength : 0;
    const outcome = await this.#run('scan', job);
    if ('value' in outcome) return outcome.value;
    const { target, filename } = job;
    return failedResult(
      { target, filename, sha256, bytes, totalMs: performance.now() - started },
      outcome.failure,
    );
  }

  /** The facts of one distribution; a worker that fails yields none and says why. */
  async facts(job: ScanJob): Promise<TaskResults['facts']> {
    const outcome = await this.#run('facts', job);
    return 'value' in outcome ? outcome.value : { facts: [], limitations: [outcome.failure] };
  }

  /** Ends every worker at once, whatever it is doing. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  async #run<T extends Task>(task: T, job: ScanJob): Promise<Outcome<T>> {
    const lane = await this.#acquire();
    try {
      const deadline = Date.now() + this.#options.timeoutMs * OWN_TIME;
      return await lane.perform({ task, job, deadline });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(lane);
      else next(lane);
    }
  }

  async #acquire(): Promise<Lane> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#lanes.length < this.#jobs) return this.#addLane();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #addLane(): Lane {
    const lane = new Lane(this.#options);
    this.#lanes.push(lane);
    return lane;
  }
}
