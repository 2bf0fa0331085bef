import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServiceProcessSettings } from './service-process.ts';

const SCRIPT = fileURLToPath(new URL('./service-process.ts', import.meta.url));

/** A process of the service that is killed now and then, and started again. */
export class KilledProcess {
  readonly #settings: ServiceProcessSettings;
  readonly #heard: (line: string) => void;
  #child: ChildProcess | null = null;
  #ready: Promise<void> = Promise.resolve();
  #errors = '';
  generation = 0;

  constructor(settings: ServiceProcessSettings, heard: (line: string) => void) {
    this.#settings = settings;
    this.#heard = heard;
  }

  /** Resolves when it works; rejects when it ends before. */
  async start(): Promise<void> {
    this.generation += 1;
    const name = `${this.#settings.name}.${this.generation}`;
    const child = spawn(process.execPath, [SCRIPT, JSON.stringify({ ...this.#settings, name })], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-2000);
    });
    this.#ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'ready') resolve();
        else this.#heard(line);
      });
      child.once('exit', (code, signal) =>
        reject(new Error(`${name} ended (${code ?? signal}): ${this.#errors}`)),
      );
    });
    this.#ready.catch(() => {});
    await this.#ready;
  }

  /** As a crash: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  get hasEnded(): boolean {
    return this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get errors(): string {
    return this.#errors;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
