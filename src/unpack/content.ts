/** Bytes of members: held, or unpacked whenever they are read. */
import { inflateRaw } from '../formats/codecs.ts';
import { DROPPED_UNPACKED_BYTES } from '../limits.ts';

export interface Content {
  /** Number of bytes. */
  readonly size: number;
  bytes(): Uint8Array;
}

/** Bytes in memory, perhaps a view of their archive. */
export class HeldContent implements Content {
  readonly held: Uint8Array;

  constructor(held: Uint8Array) {
    this.held = held;
  }

  get size(): number {
    return this.held.length;
  }

  bytes(): Uint8Array {
    return this.held;
  }
}

/** Content of entries without any, and of entries that could not be read. */
export const NO_CONTENT = new HeldContent(new Uint8Array(0));

/** The content unpacked last, for whoever reads one member several times in a row. */
export class LastRead {
  content: Content | null = null;
  bytes: Uint8Array = NO_CONTENT.held;
  #dropped = 0;

  /**
   * So many bytes were unpacked that are not held. The engine lets tens of megabytes of them lie, which come out of the
   * C library's memory: that is never given back, for what is in use lies in between.
   */
  drop(bytes: number): void {
    this.#dropped += bytes;
    if (this.#dropped < DROPPED_UNPACKED_BYTES) return;
    this.#dropped = 0;
    globalThis.gc?.({ type: 'minor', execution: 'sync' });
  }
}

/** What was seen of a content when it was unpacked for the first time, so that nobody needs to unpack it for that. */
export interface FirstLook {
  /** Whether it may be an archive. */
  nests: boolean;
  /** Base64url; null when nothing asked for it. */
  sha256: string | null;
}

/** A raw DEFLATE stream that has been unpacked once without any complaint: doing so again yields the same. */
export class DeflatedContent implements Content {
  readonly size: number;
  readonly look: FirstLook;
  /** The archive and where the stream is in it: a view takes as much memory as all else of an entry. */
  readonly #archive: ArrayBufferLike;
  readonly #start: number;
  readonly #length: number;
  readonly #last: LastRead;

  constructor(packed: Uint8Array, size: number, look: FirstLook, last: LastRead) {
    this.#archive = packed.buffer;
    this.#start = packed.byteOffset;
    this.#length = packed.length;
    this.size = size;
    this.look = look;
    this.#last = last;
  }

  bytes(): Uint8Array {
    const last = this.#last;
    if (last.content !== this) {
      // Let go of first: two large members must not be in memory at once.
      Object.assign(last, { content: null, bytes: NO_CONTENT.held });
      last.drop(this.size);
      const packed = new Uint8Array(this.#archive, this.#start, this.#length);
      last.bytes = inflateRaw(packed, this.size, { expected: this.size }).data;
      last.content = this;
    }
    return last.bytes;
  }
}
