/** Scan processes: hostile bytes are opened in them and nowhere else in the service. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { ScanResult } from '../contracts/result.ts';
import { PROCESS_GRACE_MS, PROCESS_RSS_MIB, SCAN_MS, WORKER_HEAP_MIB } from '../limits.ts';
import { failedResult } from './failed-result.ts';
import type { Inspection } from './inspect.ts';
import { LanePool } from './lane-pool.ts';
import { ProcessLane, type ProcessLaneOptions } from './process-lane.ts';
import type { RescoreJob } from './protocol.ts';

export interface ProcessPoolOptions extends Partial<ProcessLaneOptions> {
  /** Processes, at least 1. */
  jobs: number;
}

/** One distribution to screen. */
export interface Sample {
  filename: string;
  /** Hex. */
  sha256: string;
  bytes: number;
  content: AsyncIterable<Uint8Array>;
}

export interface ScreenedSample {
  result: ScanResult;
  /** As `packEvidence` writes it; null when there is none or too much. */
  evidence: Uint8Array | null;
  /** Why the scan came to nothing, when it did; the result says so too. */
  failure: Limitation | null;
}

const SELF = import.meta.url;
const SCRIPT = new URL(SELF.endsWith('.ts') ? './process.ts' : './process.js', SELF);

export class ProcessPool {
  readonly #lanes: LanePool<ProcessLane>;

  constructor({ jobs, ...options }: ProcessPoolOptions) {
    const { timeoutMs = SCAN_MS, rssMib = PROCESS_RSS_MIB, heapMib = WORKER_HEAP_MIB } = options;
    const { yara = null, script = SCRIPT, graceMs = PROCESS_GRACE_MS } = options;
    this.#lanes = new LanePool(
      jobs,
      () => new ProcessLane({ timeoutMs, rssMib, heapMib, yara, script, graceMs }),
    );
  }

  /**
   * Scans one distribution, its bytes passing through. A process that fails yields an `incomplete` result.
   * @throws whatever `content` throws
   */
  async screen({ filename, sha256, bytes, content }: Sample): Promise<ScreenedSample> {
    const started = performance.now();
    const job = { target: filename, filename, bytes };
    const outcome = await this.#lanes.use((lane) => lane.perform({ task: 'screen', job }, content));
    if ('value' in outcome) return { ...outcome.value, failure: null };
    const { failure } = outcome;
    const known = { target: filename, filename, sha256, bytes, totalMs: performance.now() - started };
    return { result: await failedResult(known, failure), evidence: null, failure };
  }

  /** Judges saved evidence anew; a limitation when the process failed. */
  async rescore(job: RescoreJob): Promise<ScanResult | Limitation> {
    const outcome = await this.#lanes.use((lane) => lane.perform({ task: 'rescore', job }));
    return 'value' in outcome ? outcome.value : outcome.failure;
  }

  /** Looks into one distribution; a limitation when the process failed. @throws whatever `content` throws */
  async inspect({ filename, bytes, content }: Sample, path: string | null): Promise<Inspection | Limitation> {
    const job = { target: filename, filename, bytes, path };
    const outcome = await this.#lanes.use((lane) => lane.perform({ task: 'inspect', job }, content));
    return 'value' in outcome ? outcome.value : outcome.failure;
  }

  /**
   * Screens nothing at all, so that a host on which scan processes cannot run is noticed before uploads suffer for it.
   * @throws InfrastructureError `config-invalid`
   */
  async check(): Promise<void> {
    const filename = 'check-0.tar.gz';
    const { failure } = await this.screen({ filename, sha256: '', bytes: 0, content: none() });
    if (failure !== null) {
      throw new InfrastructureError('config-invalid', `scan processes do not run here: ${failure.detail}`);
    }
  }

  /** Ends every process at once, whatever it is doing. */
  close(): Promise<void> {
    return this.#lanes.close();
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}
