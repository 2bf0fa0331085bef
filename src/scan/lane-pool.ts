/** Lends workers out, one to a task at a time, and starts them when they are first needed. */
export class LanePool<L extends { close(): Promise<void> }> {
  readonly #start: () => L;
  readonly #size: number;
  readonly #idle: L[] = [];
  readonly #lanes: L[] = [];
  readonly #waiting: ((lane: L) => void)[] = [];

  /** @param size workers at most, at least 1 */
  constructor(size: number, start: () => L) {
    this.#size = size;
    this.#start = start;
    this.#idle.push(this.#add());
  }

  async use<T>(work: (lane: L) => Promise<T>): Promise<T> {
    const lane = await this.#acquire();
    try {
      return await work(lane);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(lane);
      else next(lane);
    }
  }

  /** Ends every worker at once, whatever it is doing. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  async #acquire(): Promise<L> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#lanes.length < this.#size) return this.#add();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #add(): L {
    const lane = this.#start();
    this.#lanes.push(lane);
    return lane;
  }
}
