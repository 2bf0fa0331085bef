/** One 512-byte tar header, read field by field as CPython's `tarfile.TarInfo.frombuf` reads it. */

export const BLOCK = 512;

/** Rounds up to whole blocks. */
export const blocks = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

export interface TarHeader {
  name: Uint8Array;
  mode: number;
  size: number;
  mtime: number;
  /** The type flag as a character; NUL (old regular file) is `'0'`, and `'5'` for a name that ends in `/`. */
  type: string;
  link: Uint8Array;
  /** POSIX `ustar\0` or GNU `ustar  \0`; false for old V7 headers. */
  ustar: boolean;
}

export type HeaderProblem = 'zeros' | 'checksum' | 'number';

function cstring(bytes: Uint8Array): Uint8Array {
  const zero = bytes.indexOf(0);
  return zero < 0 ? bytes : bytes.subarray(0, zero);
}

function base256(field: Uint8Array): number {
  const negative = field[0] === 0xff;
  let value = 0;
  // Negative numbers by their complement: a double holds -2, not 2^88 - 2.
  for (let i = 1; i < field.length; i++) value = value * 256 + (negative ? 255 - field[i]! : field[i]!);
  return negative ? -(value + 1) : value;
}

/** Python's `int(text.strip() or "0", 8)`; NaN where that raises. Also takes `0o17` and `1_7`, as Python does. */
function octal(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  const match = /^([+-]?)(?:0[oO]_?)?([0-7]+(?:_[0-7]+)*)$/.exec(trimmed);
  if (match === null) return Number.NaN;
  const value = Number.parseInt(match[2]!.replaceAll('_', ''), 8);
  return match[1] === '-' ? -value : value;
}

/** A number field: base-256 when its first byte says so, else octal text. NaN when it is neither. */
export function readNumber(field: Uint8Array): number {
  if (field[0] === 0x80 || field[0] === 0xff) return base256(field);
  const text = cstring(field);
  for (const byte of text) if (byte > 127) return Number.NaN;
  return octal(String.fromCharCode(...text));
}

/** Sums over all bytes with the checksum field as spaces: unsigned, and signed as old Sun tars had it. */
function checksums(block: Uint8Array): [number, number] {
  let unsigned = 256;
  let signed = 256;
  for (let i = 0; i < BLOCK; i++) {
    if (i >= 148 && i < 156) continue;
    const byte = block[i]!;
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return [unsigned, signed];
}

export function isZeroBlock(bytes: Uint8Array, at: number): boolean {
  const end = Math.min(at + BLOCK, bytes.length);
  for (let i = at; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** Reads the header at `at` (a whole block must be there). */
export function readTarHeader(bytes: Uint8Array, at: number): TarHeader | HeaderProblem {
  const block = bytes.subarray(at, at + BLOCK);
  if (block[0] === 0 && isZeroBlock(block, 0)) return 'zeros';
  const stored = readNumber(block.subarray(148, 156));
  if (Number.isNaN(stored)) return 'number';
  if (!checksums(block).includes(stored)) return 'checksum';
  const numbers = [100, 108, 116, 124, 136, 329, 337].map((start) =>
    readNumber(block.subarray(start, start + (start === 124 || start === 136 ? 12 : 8))),
  );
  if (numbers.some(Number.isNaN)) return 'number';
  const [mode, , , size, mtime] = numbers as [number, number, number, number, number];
  let type = block[156] === 0 ? '0' : String.fromCharCode(block[156]!);
  let name = cstring(block.subarray(0, 100));
  if (block[156] === 0 && name.at(-1) === 0x2f) type = '5';
  const prefix = cstring(block.subarray(345, 500));
  if (prefix.length > 0 && !'LKS'.includes(type)) name = Buffer.concat([prefix, Buffer.from('/'), name]);
  const ustar = String.fromCharCode(...block.subarray(257, 262)) === 'ustar';
  return { name, mode, size, mtime, type, link: cstring(block.subarray(157, 257)), ustar };
}

/** Whether an archive starts here: a header that is not all zeros, with a good checksum and a sensible size. */
export function looksLikeTar(bytes: Uint8Array): boolean {
  if (bytes.length < BLOCK) return false;
  const header = readTarHeader(bytes, 0);
  return typeof header !== 'string' && header.size >= 0 && header.name.length + header.size > 0;
}
