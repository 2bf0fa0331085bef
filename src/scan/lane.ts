import { setFlagsFromString } from 'node:v8';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Limitation } from '../contracts/limitation.ts';
import {
  LARGE_BYTES,
  WORKER_HEAP_MIB,
  WORKER_STACK_MIB,
  WORKER_YOUNG_MIB,
  WORKER_YOUNG_SPARE_MIB,
} from '../limits.ts';
import { crashed, outOfMemory, timedOut } from './failure.ts';
import type { Task, TaskResults, WorkerReply, WorkerRequest, WorkerSettings } from './protocol.ts';

export interface LaneOptions extends WorkerSettings {
  /** Milliseconds for one task, start of the worker included. */
  timeoutMs: number;
  /** MiB of V8 heap; `WORKER_HEAP_MIB` when absent. */
  heapMib?: number;
  /** Module of the worker. */
  script: URL;
}

export type Outcome<T extends Task> = { value: TaskResults[T] } | { failure: Limitation };

/**
 * One worker at a time and one task at a time. A worker that failed is replaced with the next task; so is one whose
 * bounds of memory suit other distributions.
 */
export class Lane {
  readonly #options: LaneOptions;
  #worker: Worker | null = null;
  /** Whether the worker is for distributions that take much memory themselves. */
  #isForLarge = false;
  /** Ends the task under way; does nothing between tasks. */
  #settle: (outcome: Outcome<Task>) => void = () => {};

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#start();
  }

  /** Performs a task. Never rejects: what goes wrong in the worker is a blocking limitation. */
  async perform<T extends Task>(request: WorkerRequest<T>): Promise<Outcome<T>> {
    const worker = this.#workerFor(isLarge(request));
    const outcome = await this.#exchange(worker, request);
    this.#settle = () => {};
    if ('failure' in outcome) {
      this.#worker = null;
      await worker.terminate();
    }
    return outcome as Outcome<T>;
  }

  /** Ends the worker; a task under way ends as crashed. */
  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #workerFor(large: boolean): Worker {
    const worker = this.#worker;
    if (worker !== null && this.#isForLarge === large) return worker;
    void worker?.terminate();
    return this.#start(large);
  }

  #start(large = false): Worker {
    const { yara, heapMib, script } = this.#options;
    const settings: WorkerSettings = { yara };
    prepareEngine();
    const resourceLimits = workerLimits(large, heapMib);
    const worker = new Worker(script, { workerData: settings, resourceLimits });
    this.#isForLarge = large;
    const fail = (failure: Limitation): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#settle({ failure });
    };
    worker.on('message', (reply: WorkerReply) => {
      if (this.#worker !== worker) return;
      this.#settle('crash' in reply ? { failure: crashed(reply.crash) } : reply);
    });
    worker.on('messageerror', (error) => fail(crashed(error.message)));
    worker.on('error', (error) => fail(failureOf(error)));
    worker.on('exit', (code) => fail(crashed(`its worker ended with code ${code}`)));
    this.#worker = worker;
    return worker;
  }

  async #exchange(worker: Worker, request: WorkerRequest): Promise<Outcome<Task>> {
    const { timeoutMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve) => {
        this.#settle = resolve;
        timer = setTimeout(() => resolve({ failure: timedOut(timeoutMs) }), timeoutMs);
        post(worker, request);
      });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Sets what V8 is to do in workers that are started from here on. */
export function prepareEngine(): void {
  // What is left of a large distribution is collected in time.
  setFlagsFromString('--expose-gc');
  // Smaller pieces of code are compiled, and later: less is compiled again once a value has another shape.
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  setFlagsFromString('--invocation-count-for-turbofan=10000');
  // Trees outlive many collections of the young space, and all die with their distribution: those made in the old space
  // from the beginning, as V8 then would, make parsing three times as slow.
  setFlagsFromString('--no-allocation-site-pretenuring');
}

export const workerLimits = (large: boolean, heapMib = WORKER_HEAP_MIB): ResourceLimits => ({
  maxOldGenerationSizeMb: heapMib,
  maxYoungGenerationSizeMb: large ? WORKER_YOUNG_SPARE_MIB : WORKER_YOUNG_MIB,
  stackSizeMb: WORKER_STACK_MIB,
});

/** A distribution that takes much memory itself. */
function isLarge({ job }: WorkerRequest): boolean {
  return 'content' in job && 'bytes' in job.content && job.content.bytes.byteLength > LARGE_BYTES;
}

function post(worker: Worker, request: WorkerRequest): void {
  const { job } = request;
  if ('content' in job && 'bytes' in job.content) {
    const bytes = transferable(job.content.bytes);
    worker.postMessage({ ...request, job: { ...job, content: { bytes } } }, [bytes.buffer]);
  } else worker.postMessage(request);
}

/** Bytes that own their buffer: Node's small buffers share one, which cannot be given away. */
function transferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  const owned = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
  return owned ? new Uint8Array(buffer) : new Uint8Array(bytes);
}

function failureOf(error: Error & { code?: string }): Limitation {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory() : crashed(error.message);
}
