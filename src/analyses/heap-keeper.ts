/** Keeps the garbage of large distributions small. */
import { getHeapStatistics } from 'node:v8';
import { HEAP_EASY_BYTES, HEAP_GROWTH, HEAP_LOOK_CHARACTERS } from '../limits.ts';

/**
 * Has garbage collected once a heap of some size has grown by a quarter, where the process lets us (`--expose-gc`). The
 * engine by itself waits for half as much again and hands no memory back, so that the peak of a scan would depend on how
 * busy the machine is.
 */
export class HeapKeeper {
  #unseen = 0;
  #most = HEAP_EASY_BYTES;

  /** So many more characters of source were evaluated. */
  note(characters: number): void {
    const { gc } = globalThis;
    this.#unseen += characters;
    if (gc === undefined || this.#unseen < HEAP_LOOK_CHARACTERS) return;
    this.#unseen = 0;
    if (usedBytes() < this.#most) return;
    gc({ type: 'major', execution: 'sync' });
    this.#most = Math.max(HEAP_EASY_BYTES, usedBytes() * HEAP_GROWTH);
  }

  /** Most of what was in memory is not needed any more. */
  release(): void {
    if (usedBytes() > HEAP_EASY_BYTES) globalThis.gc?.({ type: 'major', execution: 'sync' });
  }
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;
