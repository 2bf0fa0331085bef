/** Takes scans from the queue and performs them, as many at a time as there are scan processes. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Policy } from '../actions/policy.ts';
import type { VersionSet } from '../contracts/service.ts';
import { ProcessPool, type ProcessPoolOptions } from '../scan/process-pool.ts';
import { HEARTBEAT_MS, STOP_GRACE_MS, WORKER_ERROR_MS, WORKER_POLL_MS } from '../service-limits.ts';
import type { Database } from '../store/database.ts';
import type { Vault } from '../vault/vault.ts';
import { SCAN_CHANNEL, type ScanJob, type ScanQueue } from './queue.ts';
import { performScan, type ScanContext, type ScanReport } from './scan-job.ts';
import { startSweep } from './sweep.ts';

/** What a worker needs of a service. */
export interface WorkerParts {
  database: Database;
  vault: Vault;
  queue: ScanQueue;
  policy: Policy;
  versions: VersionSet;
}

export interface WorkerOptions extends Omit<ProcessPoolOptions, 'jobs'> {
  /** Scan processes, at least 1. */
  jobs: number;
  /** For the record of attempts; the host's name and a few letters unless given. */
  name?: string;
  /** Told of everything that happens. */
  report?: (event: WorkerEvent) => void;
}

export type WorkerEvent =
  | { kind: 'scan'; sha256: string; ms: number; outcome: ScanReport }
  | { kind: 'error'; error: unknown };

export interface RunningWorker {
  readonly name: string;
  /** Scans under way. */
  readonly inFlight: number;
  /**
   * Takes nothing more, waits for what is under way, and hands back what has not ended in time.
   * @param graceMs `STOP_GRACE_MS` unless given
   */
  stop(graceMs?: number): Promise<void>;
}

/** @throws InfrastructureError `config-invalid` where scan processes cannot run */
export async function startWorker(parts: WorkerParts, options: WorkerOptions): Promise<RunningWorker> {
  const { jobs, name = workerName(), report = () => {}, ...limits } = options;
  const pool = new ProcessPool({ jobs, ...limits });
  try {
    await pool.check();
    const loop = new WorkLoop(parts, pool, jobs, name, report);
    const unlisten = await parts.database.listen(SCAN_CHANNEL, () => loop.wake());
    const stopSweep = startSweep(parts, (error) => report({ kind: 'error', error }));
    const ended = loop.run();
    return {
      name,
      get inFlight() {
        return loop.inFlight;
      },
      stop: async (graceMs = STOP_GRACE_MS) => {
        await stopSweep();
        await loop.stop(graceMs);
        await ended;
        await unlisten();
        await pool.close();
      },
    };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function workerName(): string {
  return `${hostname().slice(0, 60)}:${process.pid}:${randomBytes(3).toString('hex')}`;
}

class WorkLoop {
  readonly #queue: ScanQueue;
  readonly #context: ScanContext;
  readonly #pool: ProcessPool;
  readonly #jobs: number;
  readonly #report: (event: WorkerEvent) => void;
  readonly #running = new Map<ScanJob, Promise<void>>();
  #stopping = false;
  #aborted = false;
  /** A notification came while the loop was busy. */
  #heard = false;
  #wake: () => void = () => {};

  constructor(
    parts: WorkerParts,
    pool: ProcessPool,
    jobs: number,
    worker: string,
    report: (event: WorkerEvent) => void,
  ) {
    this.#queue = parts.queue;
    this.#pool = pool;
    this.#jobs = jobs;
    this.#report = report;
    const { boss } = parts.queue;
    this.#context = { ...parts, boss, pool, worker, isStopping: () => this.#aborted };
  }

  get inFlight(): number {
    return this.#running.size;
  }

  wake(): void {
    this.#heard = true;
    this.#wake();
  }

  async run(): Promise<void> {
    const heartbeat = setInterval(() => void this.#touch(), HEARTBEAT_MS);
    while (!this.#stopping) {
      const free = this.#jobs - this.#running.size;
      this.#heard = false;
      const taken = free > 0 ? await this.#take(free) : [];
      for (const job of taken ?? []) this.#begin(job);
      if (taken === null) await this.#rest(WORKER_ERROR_MS);
      else if (taken.length === free || free === 0) await this.#rest(null);
      else await this.#rest(WORKER_POLL_MS);
    }
    await Promise.all(this.#running.values());
    clearInterval(heartbeat);
  }

  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#wake();
    const timer = setTimeout(() => {
      this.#aborted = true;
      void this.#pool.close();
    }, graceMs);
    await Promise.all(this.#running.values());
    clearTimeout(timer);
  }

  /** Null when the queue cannot be asked. */
  async #take(count: number): Promise<ScanJob[] | null> {
    try {
      return await this.#queue.take(count);
    } catch (error) {
      this.#report({ kind: 'error', error });
      return null;
    }
  }

  #begin(job: ScanJob): void {
    const started = performance.now();
    const work = performScan(this.#context, job)
      .then(
        (outcome) => {
          const ms = performance.now() - started;
          this.#report({ kind: 'scan', sha256: job.data.sha256, ms, outcome });
        },
        // The job stays taken: when its heartbeat is missed, somebody takes it again.
        (error: unknown) => this.#report({ kind: 'error', error }),
      )
      .finally(() => {
        this.#running.delete(job);
        this.wake();
      });
    this.#running.set(job, work);
  }

  /** Until a scan ends, one is asked for, or time has passed. @param ms null: while every process is busy */
  async #rest(ms: number | null): Promise<void> {
    if (this.#stopping || this.#heard) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (ms !== null) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }

  async #touch(): Promise<void> {
    const jobs = [...this.#running.keys()];
    if (jobs.length === 0) return;
    await this.#queue.touch(jobs).catch((error: unknown) => this.#report({ kind: 'error', error }));
  }
}
