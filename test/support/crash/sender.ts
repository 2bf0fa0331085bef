/** Uploads over HTTP to a server that is killed now and then: what got no answer is sent again. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { crashSample } from './samples.ts';

/** Uploads under way at a time. */
const LANES = 3;
const AGAIN_MS = 300;

export class Sender {
  /** By number of the distribution: its SHA-256, once the server has said that it is kept. */
  readonly acknowledged = new Map<number, string>();
  readonly #log: (line: string) => void;
  readonly #count: number;
  #next = 0;
  #server: { url: string; token: string } | null = null;

  /** @param count distributions, by numbers from nought */
  constructor(count: number, log: (line: string) => void) {
    this.#count = count;
    this.#log = log;
  }

  /** From now on the server is there. */
  found(url: string, token: string): void {
    this.#server = { url, token };
  }

  /** Resolves when everything has been acknowledged. */
  async send(signal: AbortSignal): Promise<void> {
    const lane = async (): Promise<void> => {
      while (this.#next < this.#count) await this.#untilKept(this.#next++, signal);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** Files without a verdict; null while the server does not answer. */
  async pending(): Promise<number | null> {
    const answer = await this.#ask('overview').catch(() => null);
    if (answer?.ok !== true) return null;
    const { byVerdict } = (await answer.json()) as { byVerdict: { pending: number } };
    return byVerdict.pending;
  }

  async #untilKept(number: number, signal: AbortSignal): Promise<void> {
    const { filename, bytes } = crashSample(number);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = `submissions?filename=${encodeURIComponent(filename)}`;
    for (;;) {
      signal.throwIfAborted();
      const told = await this.#ask(path, Buffer.from(bytes)).then(
        async (answer) => {
          const { sha256: kept } = (await answer.json()) as { sha256?: string };
          if (answer.ok && kept === sha256) return null;
          if (answer.status < 500 && answer.status !== 429)
            throw new Error(`${filename}: answered ${answer.status}`);
          return String(answer.status);
        },
        // No answer, or half of one: whether it is kept is not known.
        (error: Error) => String((error.cause as Error | undefined)?.message ?? error.message),
      );
      if (told === null) return void this.acknowledged.set(number, sha256);
      this.#log(`${filename} again: ${told}`);
      await sleep(AGAIN_MS);
    }
  }

  async #ask(path: string, body?: Buffer<ArrayBuffer>): Promise<Response> {
    if (this.#server === null) throw new Error('there is no server yet');
    const { url, token } = this.#server;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
    return fetch(
      `${url}api/v1/${path}`,
      body === undefined ? { headers } : { method: 'POST', headers, body },
    );
  }
}
