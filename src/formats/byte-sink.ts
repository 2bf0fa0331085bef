import { MIB } from '../limits.ts';

/** Bytes of the first buffer when nothing better is known. */
const FIRST = 4096;
/** From here on the whole allowance is reserved at once: untouched pages cost nothing, copies would. */
const RESERVE_FROM = 32 * MIB;

/**
 * Growing output buffer with a hard limit, which is also the sliding window of the LZ decoders.
 * `ensure` answers false when the limit would be passed; callers then write what still fits and stop.
 */
export class ByteSink {
  bytes: Uint8Array;
  length = 0;
  readonly limit: number;

  constructor(limit: number, expected = FIRST) {
    this.limit = Math.max(0, limit);
    this.bytes = new Uint8Array(Math.min(this.limit, Math.max(FIRST, Math.min(expected, RESERVE_FROM))));
  }

  /** Makes room for `extra` bytes if the limit allows; otherwise makes room up to the limit. */
  ensure(extra: number): boolean {
    const need = this.length + extra;
    if (need <= this.bytes.length) return true;
    const fits = need <= this.limit;
    const target = fits ? need : this.limit;
    if (target > this.bytes.length) {
      const doubled = Math.max(target, this.bytes.length * 2);
      const capacity = doubled > RESERVE_FROM ? this.limit : Math.min(this.limit, doubled);
      const grown = new Uint8Array(capacity);
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    return fits;
  }

  /** Appends as much as fits; false when something was left out. */
  write(part: Uint8Array): boolean {
    const fits = this.ensure(part.length);
    const room = Math.min(part.length, this.bytes.length - this.length);
    this.bytes.set(room === part.length ? part : part.subarray(0, room), this.length);
    this.length += room;
    return fits;
  }

  /** The output. Copied when the buffer is much larger, so that the rest can be freed. */
  result(keep = this.length): Uint8Array {
    const size = Math.min(keep, this.length);
    const view = this.bytes.subarray(0, size);
    return size * 2 < this.bytes.length && this.bytes.length <= RESERVE_FROM * 2 ? view.slice() : view;
  }
}
