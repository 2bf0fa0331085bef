import { InfrastructureError } from '../contracts/errors.ts';

/** At most so many at a time; the others wait in order, and only so many of those. */
export class Turns {
  readonly #most: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws InfrastructureError `busy` when too many wait already */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new InfrastructureError('busy', `${this.#mostWaiting} wait already`, { retryable: true });
    }
    if (this.#running >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // A turn is handed on, so that nobody who comes later gets before those who wait.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
