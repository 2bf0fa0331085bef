/** A set of offsets. A `Set` takes some thirty bytes for each, and most are only asked for after a long time or never. */
export class Offsets {
  #added: Set<number> | null = null;
  /** Ascending. */
  #settled: readonly number[] = [];

  add(offset: number): void {
    this.#added ??= new Set();
    this.#added.add(offset);
  }

  has(offset: number): boolean {
    if (this.#added?.has(offset) === true) return true;
    let low = 0;
    let high = this.#settled.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#settled[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return this.#settled[low] === offset;
  }

  /** Packs them, for few are going to follow. */
  settle(): void {
    if (this.#added === null) return;
    this.#settled = [...this.#settled, ...this.#added].sort((left, right) => left - right);
    this.#added = null;
  }
}
