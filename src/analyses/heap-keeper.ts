/** Keeps the garbage of large distributions small. */
import { getHeapStatistics } from 'node:v8';
import { HEAP_EASY_BYTES, HEAP_GROWTH, HEAP_KEPT_CHARACTERS, HEAP_LOOK_CHARACTERS } from '../limits.ts';

/**
 * Has garbage collected once a heap of some size has grown by a quarter, where the process lets us (`--expose-gc`). The
 * engine by itself waits for half as much again and hands no memory back, so that the peak of a scan would depend on how
 * busy the machine is. Only for large distributions: memory that is handed back has to be fetched again, and a worker
 * that does so after each of its scans takes half as long again for them.
 */
export class HeapKeeper {
  /** Undefined where the process does not let us, or nothing large is to come. */
  readonly #collect: NodeJS.GCFunction | undefined;
  #unseen = 0;
  #most = HEAP_EASY_BYTES;

  /** @param characters of source in the whole distribution. */
  constructor(characters: number) {
    this.#collect = characters < HEAP_KEPT_CHARACTERS ? undefined : globalThis.gc;
  }

  /** So many more characters of source were evaluated. */
  note(characters: number): void {
    this.#unseen += characters;
    if (this.#collect === undefined || this.#unseen < HEAP_LOOK_CHARACTERS) return;
    this.#unseen = 0;
    if (usedBytes() < this.#most) return;
    this.#collect({ type: 'major', execution: 'sync' });
    this.#most = Math.max(HEAP_EASY_BYTES, usedBytes() * HEAP_GROWTH);
  }

  /** Most of what was in memory is not needed any more. */
  release(): void {
    if (usedBytes() > HEAP_EASY_BYTES) this.#collect?.({ type: 'major', execution: 'sync' });
  }
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;
