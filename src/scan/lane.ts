import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Limitation } from '../contracts/limitation.ts';
import { WORKER_HEAP_MIB, WORKER_STACK_MIB, WORKER_YOUNG_MIB } from '../limits.ts';
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

/** One worker at a time and one task at a time; a worker that failed is replaced with the next task. */
export class Lane {
  readonly #options: LaneOptions;
  #worker: Worker | null = null;
  /** Ends the task under way; does nothing between tasks. */
  #settle: (outcome: Outcome<Task>) => void = () => {};

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#start();
  }

  /** Performs a task. Never rejects: what goes wrong in the worker is a blocking limitation. */
  async perform<T extends Task>(request: WorkerRequest<T>): Promise<Outcome<T>> {
    const worker = this.#worker ?? this.#start();
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

  #start(): Worker {
    const { yara, heapMib = WORKER_HEAP_MIB, script } = this.#options;
    const settings: WorkerSettings = { yara };
    // For contexts made from here on: what is left of a large distribution is collected in time.
    setFlagsFromString('--expose-gc');
    const worker = new Worker(script, {
      workerData: settings,
      resourceLimits: {
        maxOldGenerationSizeMb: heapMib,
        maxYoungGenerationSizeMb: WORKER_YOUNG_MIB,
        stackSizeMb: WORKER_STACK_MIB,
      },
    });
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
