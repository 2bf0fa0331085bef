/**
 * DEFLATE (RFC 1951) in plain TypeScript. `node:zlib` decodes every healthy stream; this one exists for the
 * others, because zlib's synchronous calls return nothing at all once a stream turns out to be corrupt or
 * larger than allowed, and what came out before is evidence. Accepts and refuses exactly what zlib does.
 */
import type { ByteSink } from './byte-sink.ts';
import type { Stop } from './decoded.ts';

const FAST_BITS = 9;
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** Output bytes between two looks at the clock. */
const CLOCK_STRIDE = 1 << 20;

/** Canonical Huffman code: a table for the first 9 bits, counting for the rare longer ones. */
interface Huffman {
  /** Indexed by 9 reversed bits: `symbol << 4 | length`, 0 when the code is longer or unused. */
  fast: Uint16Array;
  count: Uint16Array;
  symbols: Uint16Array;
}

function reverse(code: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((code >>> i) & 1) << (length - 1 - i);
  return result;
}

/** Null for a set zlib refuses: over-subscribed, or incomplete unless it is one single distance code. */
function buildHuffman(lengths: Uint8Array, strict: boolean): Huffman | null {
  const count = new Uint16Array(16);
  for (const length of lengths) count[length]!++;
  const used = lengths.length - count[0]!;
  count[0] = 0;
  let left = 1;
  let longest = 0;
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - count[length]!;
    if (left < 0) return null;
    if (count[length]! > 0) longest = length;
  }
  if (left > 0 && used > 0 && (strict || longest !== 1)) return null;
  if (used === 0 && strict) return null;

  const offsets = new Uint16Array(16);
  const next = new Uint16Array(16);
  for (let length = 1; length < 15; length++) {
    offsets[length + 1] = offsets[length]! + count[length]!;
    next[length + 1] = (next[length]! + count[length]!) << 1;
  }
  const symbols = new Uint16Array(used);
  const fast = new Uint16Array(1 << FAST_BITS);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    symbols[offsets[length]!++] = symbol;
    const code = next[length]!++;
    if (length > FAST_BITS) continue;
    for (let index = reverse(code, length); index < fast.length; index += 1 << length) {
      fast[index] = (symbol << 4) | length;
    }
  }
  return { fast, count, symbols };
}

function fixedCodes(): [Huffman, Huffman] {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return [buildHuffman(lengths, true)!, buildHuffman(new Uint8Array(32).fill(5), true)!];
}

/** Why decoding stopped, and the input position after the last byte used. */
export interface InflateEnd {
  stop: Stop;
  position: number;
}

class Inflater {
  readonly source: Uint8Array;
  readonly sink: ByteSink;
  readonly deadline: number;
  position: number;
  /** Output position where this stream began: back references may not pass it. */
  readonly base: number;
  fixed: [Huffman, Huffman] | null = null;
  bits = 0;
  bitCount = 0;
  clockAt = CLOCK_STRIDE;

  constructor(source: Uint8Array, start: number, sink: ByteSink, deadline: number) {
    this.source = source;
    this.position = start;
    this.sink = sink;
    this.base = sink.length;
    this.deadline = deadline;
  }

  /** `count` bits (at most 16), or -1 at the end of the input. */
  take(count: number): number {
    while (this.bitCount < count) {
      if (this.position >= this.source.length) return -1;
      this.bits |= this.source[this.position++]! << this.bitCount;
      this.bitCount += 8;
    }
    const value = this.bits & ((1 << count) - 1);
    this.bits >>>= count;
    this.bitCount -= count;
    return value;
  }

  /** One symbol; -1 at the end of the input, -2 for a code that does not exist. */
  symbol(table: Huffman): number {
    while (this.bitCount < 15 && this.position < this.source.length) {
      this.bits |= this.source[this.position++]! << this.bitCount;
      this.bitCount += 8;
    }
    const entry = table.fast[this.bits & ((1 << FAST_BITS) - 1)]!;
    const length = entry & 15;
    if (length !== 0 && length <= this.bitCount) {
      this.bits >>>= length;
      this.bitCount -= length;
      return entry >>> 4;
    }
    return this.longSymbol(table);
  }

  longSymbol(table: Huffman): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= 15; length++) {
      if (length > this.bitCount) return -1;
      code |= (this.bits >>> (length - 1)) & 1;
      const count = table.count[length]!;
      if (code - count < first) {
        this.bits >>>= length;
        this.bitCount -= length;
        return table.symbols[index + (code - first)]!;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -2;
  }

  /** Gives unused whole bytes back, as a byte-aligned reader expects. */
  align(): void {
    this.position -= this.bitCount >>> 3;
    this.bits = 0;
    this.bitCount = 0;
  }

  stored(): Stop {
    this.align();
    if (this.position + 4 > this.source.length) {
      this.position = this.source.length;
      return 'truncated';
    }
    const at = this.position;
    const size = this.source[at]! | (this.source[at + 1]! << 8);
    const inverse = this.source[at + 2]! | (this.source[at + 3]! << 8);
    if (size !== (~inverse & 0xffff)) return 'corrupt';
    this.position += 4;
    const end = Math.min(this.position + size, this.source.length);
    const fits = this.sink.write(this.source.subarray(this.position, end));
    const short = end - this.position < size;
    this.position = end;
    if (!fits) return 'limit';
    return short ? 'truncated' : null;
  }

  /** Code lengths of a dynamic block. */
  dynamic(): [Huffman, Huffman] | Stop {
    const header = this.take(14);
    if (header < 0) return 'truncated';
    const literals = (header & 31) + 257;
    const distances = ((header >>> 5) & 31) + 1;
    if (literals > 286 || distances > 30) return 'corrupt';
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < (header >>> 10) + 4; i++) {
      const value = this.take(3);
      if (value < 0) return 'truncated';
      codeLengths[CODE_ORDER[i]!] = value;
    }
    const codes = buildHuffman(codeLengths, true);
    if (codes === null) return 'corrupt';
    const lengths = new Uint8Array(literals + distances);
    const stop = this.codeLengths(codes, lengths);
    if (stop !== null) return stop;
    if (lengths[256] === 0) return 'corrupt';
    const literalTable = buildHuffman(lengths.subarray(0, literals), false);
    const distanceTable = buildHuffman(lengths.subarray(literals), false);
    return literalTable === null || distanceTable === null ? 'corrupt' : [literalTable, distanceTable];
  }

  codeLengths(codes: Huffman, lengths: Uint8Array): Stop {
    let at = 0;
    while (at < lengths.length) {
      const symbol = this.symbol(codes);
      if (symbol < 0) return symbol === -1 ? 'truncated' : 'corrupt';
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) return 'corrupt';
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const extra = symbol === 16 ? this.take(2) : symbol === 17 ? this.take(3) : this.take(7);
      if (extra < 0) return 'truncated';
      const repeat = extra + (symbol === 18 ? 11 : 3);
      if (at + repeat > lengths.length) return 'corrupt';
      lengths.fill(value, at, at + repeat);
      at += repeat;
    }
    return null;
  }

  compressed(literals: Huffman, distances: Huffman): Stop {
    const sink = this.sink;
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 0) return symbol === -1 ? 'truncated' : 'corrupt';
      if (symbol === 256) return null;
      if (symbol < 256) {
        if (sink.length >= sink.bytes.length && !sink.ensure(1)) return 'limit';
        sink.bytes[sink.length++] = symbol;
        continue;
      }
      const stop = this.copy(symbol - 257, distances);
      if (stop !== null) return stop;
      if (sink.length >= this.clockAt) {
        this.clockAt = sink.length + CLOCK_STRIDE;
        if (Date.now() > this.deadline) return 'deadline';
      }
    }
  }

  copy(lengthCode: number, distances: Huffman): Stop {
    if (lengthCode >= LENGTH_BASE.length) return 'corrupt';
    const lengthExtra = this.take(LENGTH_EXTRA[lengthCode]!);
    if (lengthExtra < 0) return 'truncated';
    const distanceCode = this.symbol(distances);
    if (distanceCode < 0) return distanceCode === -1 ? 'truncated' : 'corrupt';
    if (distanceCode >= DISTANCE_BASE.length) return 'corrupt';
    const distanceExtra = this.take(DISTANCE_EXTRA[distanceCode]!);
    if (distanceExtra < 0) return 'truncated';
    const distance = DISTANCE_BASE[distanceCode]! + distanceExtra;
    const sink = this.sink;
    if (distance > sink.length - this.base) return 'corrupt';
    const length = LENGTH_BASE[lengthCode]! + lengthExtra;
    const fits = sink.ensure(length);
    const end = Math.min(sink.length + length, sink.bytes.length);
    const bytes = sink.bytes;
    for (let to = sink.length, from = to - distance; to < end; to++, from++) bytes[to] = bytes[from]!;
    sink.length = end;
    return fits ? null : 'limit';
  }

  run(): Stop {
    for (;;) {
      const header = this.take(3);
      if (header < 0) return 'truncated';
      const kind = header >>> 1;
      let stop: Stop;
      if (kind === 0) stop = this.stored();
      else if (kind === 3) stop = 'corrupt';
      else {
        const tables = kind === 1 ? (this.fixed ??= fixedCodes()) : this.dynamic();
        stop = Array.isArray(tables) ? this.compressed(tables[0], tables[1]) : tables;
      }
      if (stop !== null) return stop;
      if ((header & 1) === 1) return null;
      if (Date.now() > this.deadline) return 'deadline';
    }
  }
}

/** Decodes one raw DEFLATE stream from `start` into `sink`; back references never reach before the call. */
export function inflateInto(
  source: Uint8Array,
  start: number,
  sink: ByteSink,
  deadline = Number.POSITIVE_INFINITY,
): InflateEnd {
  const inflater = new Inflater(source, start, sink, deadline);
  const stop = inflater.run();
  inflater.align();
  return { stop, position: inflater.position };
}
