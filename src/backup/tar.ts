/** Just enough of POSIX ustar: regular files, of which this project's own backups consist, written and read as streams. */
import { createHash } from 'node:crypto';
import { InfrastructureError } from '../contracts/errors.ts';

const BLOCK = 512;
/** What 11 octal digits hold. */
const MOST_BYTES = 8 ** 11 - 1;
const NAME = /^[a-z0-9][a-z0-9._/-]{0,99}$/;

/** Where a written archive goes. */
export type Sink = (bytes: Uint8Array) => Promise<void>;

export class TarWriter {
  readonly #sink: Sink;
  readonly #hash = createHash('sha256');

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** SHA-256 of everything written so far, hex. */
  get sha256(): string {
    return this.#hash.copy().digest('hex');
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    await this.#sink(bytes);
  }

  /** @param size of all of `content` together, in bytes */
  async add(
    name: string,
    size: number,
    content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<void> {
    await this.#write(headerOf(name, size));
    let written = 0;
    for await (const bytes of content) {
      written += bytes.byteLength;
      if (written > size) break;
      await this.#write(bytes);
    }
    if (written !== size) throw new Error(`${name} has not the ${size} bytes it was said to have`);
    await this.#write(new Uint8Array(-size & (BLOCK - 1)));
  }

  async end(): Promise<void> {
    await this.#write(new Uint8Array(2 * BLOCK));
  }
}

function headerOf(name: string, size: number): Buffer {
  if (!NAME.test(name) || size > MOST_BYTES) throw new Error(`${name} cannot be in an archive`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 'latin1');
  // Mode, owner, group, size, time: octal digits, each ended by NUL.
  for (const [offset, width, value] of [
    [100, 7, 0o600],
    [108, 7, 0],
    [116, 7, 0],
    [124, 11, size],
    [136, 11, 0],
  ] as const) {
    header.write(value.toString(8).padStart(width, '0'), offset, 'latin1');
  }
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  header.write(`${checksumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** Sum of all bytes, those of the sum itself counted as blanks. */
function checksumOf(header: Buffer): number {
  let sum = 8 * 0x20;
  for (let index = 0; index < BLOCK; index += 1) {
    if (index < 148 || index >= 156) sum += header[index]!;
  }
  return sum;
}

export interface TarEntry {
  name: string;
  size: number;
  /** SHA-256 of everything before this entry, hex. */
  before: string;
}

/** Reads an archive from its beginning to its end, with memory for one piece of the source. */
export class TarReader {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #hash = createHash('sha256');
  #piece: Uint8Array = new Uint8Array(0);
  #left = 0;
  #padding = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next entry; null at the end of the archive. What was not read of the one before is an error. */
  async next(): Promise<TarEntry | null> {
    if (this.#left > 0) throw damaged('an entry was not read');
    await this.#take(this.#padding);
    const before = this.#hash.copy().digest('hex');
    const header = await this.#take(BLOCK);
    if (header.every((byte) => byte === 0)) return null;
    const { name, size } = parseHeader(header);
    this.#left = size;
    this.#padding = -size & (BLOCK - 1);
    return { name, size, before };
  }

  /** The content of the entry, in pieces. */
  async *content(): AsyncGenerator<Uint8Array> {
    while (this.#left > 0) {
      const bytes = await this.#some(this.#left);
      this.#left -= bytes.byteLength;
      yield bytes;
    }
  }

  /** The content of the entry, whole. @param most bytes */
  async whole(most: number): Promise<Buffer> {
    if (this.#left > most) throw damaged(`an entry has more than ${most} bytes`);
    const pieces: Uint8Array[] = [];
    for await (const piece of this.content()) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #take(size: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for (let left = size; left > 0; ) {
      const bytes = await this.#some(left);
      left -= bytes.byteLength;
      pieces.push(bytes);
    }
    return Buffer.concat(pieces);
  }

  /** At least one byte, at most so many. */
  async #some(most: number): Promise<Uint8Array> {
    while (this.#piece.byteLength === 0) {
      const { done, value } = await this.#source.next();
      if (done) throw damaged('it ends early');
      this.#piece = value;
    }
    const bytes = this.#piece.subarray(0, most);
    this.#piece = this.#piece.subarray(bytes.byteLength);
    this.#hash.update(bytes);
    return bytes;
  }
}

function parseHeader(header: Buffer): { name: string; size: number } {
  const text = (offset: number, length: number): string =>
    header.toString('latin1', offset, offset + length).replace(/\0.*$/s, '');
  const number = (offset: number, length: number): number => {
    const digits = text(offset, length).trim();
    return /^[0-7]{1,11}$/.test(digits) ? Number.parseInt(digits, 8) : -1;
  };
  const [name, size] = [text(0, 100), number(124, 12)];
  const ours = text(257, 6) === 'ustar' && header[156] === 0x30 && number(148, 8) === checksumOf(header);
  if (!ours || size < 0) throw damaged('it is no archive, or no longer');
  if (!NAME.test(name) || name.includes('..')) throw damaged('an entry has a name that no backup has');
  return { name, size };
}

export function damaged(what: string): InfrastructureError {
  return new InfrastructureError('backup-invalid', `this backup cannot be used: ${what}`);
}
