/** Worker threads for scans, at most one distribution in each. */
import { createHash } from 'node:crypto';
import type { ScanResult } from '../contracts/result.ts';
import { SCAN_MS, SCAN_OWN_TIME } from '../limits.ts';
import { failedResult } from './failed-result.ts';
import { Lane, type LaneOptions, type Outcome } from './lane.ts';
import { LanePool } from './lane-pool.ts';
import type { ScanJob, TaskResults } from './protocol.ts';

export interface PoolOptions extends Partial<Omit<LaneOptions, 'script'>> {
  /** Workers, at least 1. */
  jobs: number;
  /** Module of the workers, for tests of what happens when one fails. */
  script?: URL;
}

const SELF = import.meta.url;
export const WORKER = new URL(SELF.endsWith('.ts') ? './worker.ts' : './worker.js', SELF);

export class ScanPool {
  readonly #timeoutMs: number;
  readonly #lanes: LanePool<Lane>;

  constructor({ jobs, timeoutMs = SCAN_MS, yara = null, script = WORKER, ...rest }: PoolOptions) {
    this.#timeoutMs = timeoutMs;
    this.#lanes = new LanePool(jobs, () => new Lane({ timeoutMs, yara, script, ...rest }));
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
  close(): Promise<void> {
    return this.#lanes.close();
  }

  #run<T extends 'scan' | 'facts'>(task: T, job: ScanJob): Promise<Outcome<T>> {
    return this.#lanes.use((lane) => {
      const deadline = Date.now() + this.#timeoutMs * SCAN_OWN_TIME;
      return lane.perform({ task, job, deadline });
    });
  }
}
