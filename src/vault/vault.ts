/** Where samples are kept, by the hash of their bytes. Nothing in it is ever opened as what it is. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { Digests } from './digests.ts';

/** Bytes that have arrived and are not yet kept: whoever received them looks at the digests first. */
export interface Staged extends Digests {
  /**
   * Keeps them under their hash; once this has resolved they survive a loss of power. Calling it again does nothing,
   * unless it has failed: then it tries again.
   */
  keep(): Promise<void>;
  /** Forgets them. Does nothing after `keep`. */
  discard(): Promise<void>;
}

export interface Vault {
  /**
   * Takes in a stream with flat memory.
   * @throws InfrastructureError `too-large` when more than `maxBytes` come, `disk-full`; and whatever `source` throws
   */
  stage(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Staged>;
  has(sha256: string): Promise<boolean>;
  /** The bytes as they came, in pieces. @throws InfrastructureError `not-found`; `hash-mismatch` at the end */
  read(sha256: string): AsyncIterable<Uint8Array>;
  /** How many bytes it has, or null when it is not here. */
  size(sha256: string): Promise<number | null>;
  /** Some of its bytes, in pieces; a part cannot be verified. @throws InfrastructureError `not-found` */
  readPart(sha256: string, part: Part): AsyncIterable<Uint8Array>;
  /** Removes what was received more than a day ago and neither kept nor discarded: the process ended meanwhile. */
  tidy(): Promise<void>;
}

/** Bytes from `start` up to, not including, `end`. Not empty. */
export interface Part {
  start: number;
  end: number;
}

/** @throws InfrastructureError `not-found` for what is no SHA-256 in hex, and would name another file */
export function checkHash(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new InfrastructureError('not-found', 'not a SHA-256');
}
