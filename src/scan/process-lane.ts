import { type ChildProcess, fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import type { Writable } from 'node:stream';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Limitation } from '../contracts/limitation.ts';
import { MIB, PROCESS_KEPT_MIB, PROCESS_NICENESS, PROCESS_START_MS, PROCESS_TASKS } from '../limits.ts';
import { crashed, timedOut } from './failure.ts';
import type { Outcome } from './lane.ts';
import type { ProcessMessage, ProcessReply, ProcessRequest, ProcessSettings } from './process-protocol.ts';
import { processRights } from './process-rights.ts';
import type { TaskResults } from './protocol.ts';

export interface ProcessLaneOptions extends ProcessSettings {
  /** Module of the process. */
  script: URL;
  /** Milliseconds a process has to say that its time is up, before it is killed. */
  graceMs: number;
}

/**
 * One scan process at a time and one task at a time. A process that failed is replaced, and one that has grown or
 * worked for long as well.
 */
export class ProcessLane {
  readonly #options: ProcessLaneOptions;
  #child: ChildProcess | null = null;
  #ready: Promise<void> = Promise.resolve();
  #tasks = 0;
  #closed = false;
  /** Ends the task under way; does nothing between tasks. */
  #settle: (reply: ProcessReply | { failure: Limitation }) => void = () => {};

  constructor(options: ProcessLaneOptions) {
    this.#options = options;
    this.#start();
  }

  /** The process's id, or null between two. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /**
   * Performs a task. What goes wrong in the process is a blocking limitation.
   * @param content the bytes the request announces
   * @throws whatever `content` throws
   */
  async perform<T extends ProcessRequest['task']>(
    request: ProcessRequest & { task: T },
    content: AsyncIterable<Uint8Array> = nothing(),
  ): Promise<Outcome<T>> {
    if (this.#closed) return { failure: crashed('scans are being stopped') };
    const child = this.#child ?? this.#start();
    let reply: ProcessReply | { failure: Limitation } | null = null;
    try {
      reply = await this.#exchange(child, request, content);
    } finally {
      this.#settle = () => {};
      if (reply === null || 'failure' in reply || 'failure' in reply.outcome) this.#drop(child);
    }
    if ('failure' in reply) return reply;
    this.#tasks += 1;
    if (this.#tasks >= PROCESS_TASKS || reply.rss > PROCESS_KEPT_MIB * MIB) {
      this.#drop(child);
      if (!this.#closed) this.#start();
    }
    return reply.outcome as { value: TaskResults[T] } | { failure: Limitation };
  }

  /** Ends the process; a task under way ends as crashed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#child?.kill('SIGKILL');
  }

  #drop(child: ChildProcess): void {
    if (this.#child === child) this.#child = null;
    child.kill('SIGKILL');
  }

  #start(): ChildProcess {
    const { script, graceMs: _, ...settings } = this.#options;
    const child = fork(script, [JSON.stringify(settings satisfies ProcessSettings)], {
      execArgv: processRights(script, settings.yara),
      // Nothing that the service knows, such as the database's password, is in reach of a scan.
      env: {},
      serialization: 'advanced',
      stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
    });
    const fail = (reason: string): void => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#settle({ failure: crashed(reason) });
    };
    const { promise: ready, resolve: setReady } = Promise.withResolvers<void>();
    child.on('message', (message: ProcessMessage) => {
      if (message === 'ready') setReady();
      else if (this.#child === child) this.#settle(message);
    });
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code, signal) =>
      fail(`its process ended ${signal ? `by ${signal}` : `with code ${code}`}`),
    );
    // Writing to a process that has gone; its exit says the same.
    child.stdin?.on('error', () => {});
    stepBack(child);
    this.#child = child;
    this.#ready = ready;
    this.#tasks = 0;
    return child;
  }

  async #exchange(
    child: ChildProcess,
    request: ProcessRequest,
    content: AsyncIterable<Uint8Array>,
  ): Promise<ProcessReply | { failure: Limitation }> {
    const { timeoutMs, graceMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        this.#settle = resolve;
        timer = setTimeout(
          () => resolve({ failure: crashed('its process does not start') }),
          PROCESS_START_MS,
        );
        // A host that is slow to start programs must not cost a distribution its time.
        this.#ready.then(() => {
          if (this.#child !== child) return;
          clearTimeout(timer);
          timer = setTimeout(() => resolve({ failure: timedOut(timeoutMs) }), timeoutMs + graceMs);
          child.send(request, () => {});
          if (request.task !== 'rescore') feed(child, request.job.bytes, content).catch(reject);
        });
      });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Sends exactly the announced bytes. Rejects for what the source does, not for what the process does. */
async function feed(child: ChildProcess, size: number, content: AsyncIterable<Uint8Array>): Promise<void> {
  // The process's input stays open for the next request.
  const input = child.stdin!;
  let sent = 0;
  for await (const chunk of content) {
    sent += chunk.byteLength;
    if (sent > size || input.destroyed) break;
    if (!input.write(chunk)) await drained(input);
  }
  if (sent !== size && !input.destroyed) {
    throw new InfrastructureError('hash-mismatch', `a sample has other than ${size} bytes`);
  }
}

/** Until there is room again, or nobody reads any more. */
function drained(input: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      input.off('drain', done).off('close', done);
      resolve();
    };
    input.once('drain', done).once('close', done);
  });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A scan gives way to whatever answers requests, and is what the kernel ends first when memory runs out. */
function stepBack({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, PROCESS_NICENESS);
  } catch {
    // Not every host allows it.
  }
  writeFile(`/proc/${pid}/oom_score_adj`, '800').catch(() => {});
}
