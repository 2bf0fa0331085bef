import { createHash, type Hash } from 'node:crypto';
import { createBLAKE2b, type IHasher } from 'hash-wasm';

/** The digests that uploads and indexes name, over bytes that come in pieces. Hex. */
export interface Digests {
  readonly sha256: string;
  readonly md5: string;
  readonly blake2b256: string;
  readonly bytes: number;
}

export class Digester {
  readonly #sha256: Hash = createHash('sha256');
  readonly #md5: Hash = createHash('md5');
  readonly #blake2b: IHasher;
  bytes = 0;

  constructor(blake2b: IHasher) {
    this.#blake2b = blake2b;
  }

  static async create(): Promise<Digester> {
    const blake2b = await createBLAKE2b(256);
    blake2b.init();
    return new Digester(blake2b);
  }

  update(chunk: Uint8Array): void {
    this.bytes += chunk.byteLength;
    this.#sha256.update(chunk);
    this.#md5.update(chunk);
    this.#blake2b.update(chunk);
  }

  /** May be asked once. */
  finish(): Digests {
    return {
      sha256: this.#sha256.digest('hex'),
      md5: this.#md5.digest('hex'),
      blake2b256: this.#blake2b.digest('hex'),
      bytes: this.bytes,
    };
  }
}
