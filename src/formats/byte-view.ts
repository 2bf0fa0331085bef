/**
 * Bounds-safe reading of fixed-width numbers from hostile bytes. Reading outside yields 0 instead of throwing,
 * so that header readers can check plausibility once, at the end, and never crash in between.
 */
export class ByteView {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly littleEndian: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, littleEndian = true) {
    this.bytes = bytes;
    this.length = bytes.length;
    this.littleEndian = littleEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** True when `size` bytes at `offset` exist. */
  has(offset: number, size: number): boolean {
    return offset >= 0 && size >= 0 && offset + size <= this.length;
  }

  u8(offset: number): number {
    return this.bytes[offset] ?? 0;
  }

  u16(offset: number): number {
    return this.has(offset, 2) ? this.#view.getUint16(offset, this.littleEndian) : 0;
  }

  u32(offset: number): number {
    return this.has(offset, 4) ? this.#view.getUint32(offset, this.littleEndian) : 0;
  }

  i32(offset: number): number {
    return this.has(offset, 4) ? this.#view.getInt32(offset, this.littleEndian) : 0;
  }

  /** 64 bits as a double: exact up to 2^53, which is beyond any offset that can exist. */
  u64(offset: number): number {
    if (!this.has(offset, 8)) return 0;
    return Number(this.#view.getBigUint64(offset, this.littleEndian));
  }

  f64(offset: number): number {
    return this.has(offset, 8) ? this.#view.getFloat64(offset, this.littleEndian) : 0;
  }

  /** Bytes of `[offset, offset + size)`, cut to what exists. No copy. */
  slice(offset: number, size: number): Uint8Array {
    const start = Math.min(Math.max(offset, 0), this.length);
    const end = Math.min(Math.max(offset + size, start), this.length);
    return this.bytes.subarray(start, end);
  }

  /** NUL-terminated latin-1 text of at most `maximum` bytes; '' outside. */
  cString(offset: number, maximum: number): string {
    if (!this.has(offset, 1)) return '';
    const limit = Math.min(this.length, offset + maximum);
    let end = offset;
    while (end < limit && this.bytes[end] !== 0) end++;
    return latin1(this.bytes.subarray(offset, end));
  }
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Offset of `needle` in `bytes` at or after `from`, -1 when absent. Linear for short needles. */
export function indexOfBytes(bytes: Uint8Array, needle: string | Uint8Array, from = 0): number {
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return typeof needle === 'string'
    ? haystack.indexOf(needle, from, 'latin1')
    : haystack.indexOf(needle, from);
}

/** True when `bytes` at `offset` spells `text` (one byte per character). */
export function startsWithText(bytes: Uint8Array, text: string, offset = 0): boolean {
  if (offset < 0 || offset + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[offset + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}
