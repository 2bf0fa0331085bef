/**
 * bzip2 decompression, synchronous and bounded. The packages on npm do not serve: `seek-bzip` 2.0.0 and
 * `unbzip2-stream` 1.4.3 know no output limit (200 MB of zeros out of 150 bytes), throw away everything
 * before a damaged block, and `seek-bzip` fails on trailing bytes that Python's bz2 ignores.
 */
import type { ByteSink } from './byte-sink.ts';
import type { Stop } from './decoded.ts';

const GROUP_SIZE = 50;
const MAX_SELECTORS = 32_768;
const MAX_CODE_LENGTH = 20;
const BLOCK_UNIT = 100_000;

function crcTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    let c = i << 24;
    for (let k = 0; k < 8; k++) c = c & 0x80000000 ? (c << 1) ^ 0x04c11db7 : c << 1;
    table[i] = c;
  }
  return table;
}

const CRCS = crcTable();

/** A malformed stream, told apart from exhausted input; never leaves this file. */
class Bad {
  readonly stop: Exclude<Stop, null>;
  readonly detail: string;
  constructor(stop: Exclude<Stop, null>, detail: string) {
    this.stop = stop;
    this.detail = detail;
  }
}

class BitReader {
  readonly source: Uint8Array;
  position: number;
  buffer = 0;
  available = 0;

  constructor(source: Uint8Array, position: number) {
    this.source = source;
    this.position = position;
  }

  /** Up to 24 bits, most significant first. */
  read(count: number): number {
    while (this.available < count) {
      if (this.position >= this.source.length) throw new Bad('truncated', 'no more input');
      this.buffer = ((this.buffer & 0xffffff) << 8) | this.source[this.position++]!;
      this.available += 8;
    }
    this.available -= count;
    return (this.buffer >>> this.available) & ((1 << count) - 1);
  }

  read32(): number {
    return ((this.read(16) << 16) | this.read(16)) >>> 0;
  }
}

interface CodeTable {
  limit: Int32Array;
  base: Int32Array;
  symbols: Uint16Array;
  shortest: number;
}

function buildTable(lengths: Uint8Array): CodeTable {
  const count = new Int32Array(MAX_CODE_LENGTH + 2);
  let shortest = MAX_CODE_LENGTH;
  let longest = 0;
  for (const length of lengths) {
    count[length]!++;
    if (length < shortest) shortest = length;
    if (length > longest) longest = length;
  }
  const symbols = new Uint16Array(lengths.length);
  let at = 0;
  for (let length = shortest; length <= longest; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++)
      if (lengths[symbol] === length) symbols[at++] = symbol;
  }
  const limit = new Int32Array(MAX_CODE_LENGTH + 2).fill(-1);
  const base = new Int32Array(MAX_CODE_LENGTH + 2);
  let code = 0;
  let seen = 0;
  for (let length = shortest; length <= longest; length++) {
    base[length] = seen - code;
    code += count[length]!;
    seen += count[length]!;
    limit[length] = code - 1;
    code <<= 1;
  }
  return { limit, base, symbols, shortest };
}

function decodeSymbol(bits: BitReader, table: CodeTable): number {
  let length = table.shortest;
  let code = bits.read(length);
  while (code > table.limit[length]!) {
    if (++length > MAX_CODE_LENGTH) throw new Bad('corrupt', 'no such code');
    code = (code << 1) | bits.read(1);
  }
  const symbol = table.symbols[code + table.base[length]!];
  if (symbol === undefined) throw new Bad('corrupt', 'no such symbol');
  return symbol;
}

function readSymbolMap(bits: BitReader): Uint8Array {
  const groups = bits.read(16);
  const map: number[] = [];
  for (let group = 0; group < 16; group++) {
    if ((groups & (0x8000 >>> group)) === 0) continue;
    const used = bits.read(16);
    for (let i = 0; i < 16; i++) if (used & (0x8000 >>> i)) map.push(group * 16 + i);
  }
  if (map.length === 0) throw new Bad('corrupt', 'no symbols');
  return Uint8Array.from(map);
}

function readSelectors(bits: BitReader, tables: number): Uint8Array {
  const count = bits.read(15);
  if (count === 0 || count > MAX_SELECTORS) throw new Bad('corrupt', 'selector count');
  const order = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let rank = 0;
    while (bits.read(1) === 1) if (++rank >= tables) throw new Bad('corrupt', 'selector');
    const chosen = order[rank]!;
    order.copyWithin(1, 0, rank);
    order[0] = chosen;
    selectors[i] = chosen;
  }
  return selectors;
}

function readTables(bits: BitReader, tables: number, symbols: number): CodeTable[] {
  return Array.from({ length: tables }, () => {
    const lengths = new Uint8Array(symbols);
    let length = bits.read(5);
    for (let symbol = 0; symbol < symbols; symbol++) {
      for (;;) {
        if (length < 1 || length > MAX_CODE_LENGTH) throw new Bad('corrupt', 'code length');
        if (bits.read(1) === 0) break;
        length += bits.read(1) === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    return buildTable(lengths);
  });
}

class Bunzip {
  readonly bits: BitReader;
  readonly sink: ByteSink;
  readonly deadline: number;
  /** Block in transformed order; grows with what blocks really hold. */
  block = new Uint32Array(0);

  constructor(source: Uint8Array, position: number, sink: ByteSink, deadline: number) {
    this.bits = new BitReader(source, position);
    this.sink = sink;
    this.deadline = deadline;
  }

  grow(size: number, capacity: number): void {
    if (size > capacity) throw new Bad('corrupt', 'block too long');
    if (size <= this.block.length) return;
    const grown = new Uint32Array(Math.min(capacity, Math.max(size, 4096, this.block.length * 2)));
    grown.set(this.block);
    this.block = grown;
  }

  /** Huffman, run lengths and move-to-front: fills `block` with bytes, answers how many. */
  readBlock(capacity: number, counts: Uint32Array): number {
    const bits = this.bits;
    const front = readSymbolMap(bits);
    const symbols = front.length + 2;
    const tables = bits.read(3);
    if (tables < 2 || tables > 6) throw new Bad('corrupt', 'table count');
    const selectors = readSelectors(bits, tables);
    const codes = readTables(bits, tables, symbols);
    const end = symbols - 1;
    let size = 0;
    let run = 0;
    let weight = 1;
    for (let group = 0, left = 0, table = codes[0]!; ; left--) {
      if (left === 0) {
        if (group >= selectors.length) throw new Bad('corrupt', 'selectors used up');
        table = codes[selectors[group++]!]!;
        left = GROUP_SIZE;
      }
      const symbol = decodeSymbol(bits, table);
      if (symbol <= 1) {
        run += weight << symbol;
        weight <<= 1;
        if (run > capacity) throw new Bad('corrupt', 'run too long');
        continue;
      }
      if (run > 0) {
        const value = front[0]!;
        this.grow(size + run, capacity);
        this.block.fill(value, size, size + run);
        counts[value]! += run;
        size += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) return size;
      const value = front[symbol - 1]!;
      front.copyWithin(1, 0, symbol - 1);
      front[0] = value;
      if (size >= this.block.length) this.grow(size + 1, capacity);
      this.block[size++] = value;
      counts[value]!++;
    }
  }

  /** Undoes the Burrows-Wheeler transform and the first run-length layer; answers the block's checksum. */
  writeBlock(size: number, origin: number, counts: Uint32Array): number {
    const block = this.block;
    const starts = new Uint32Array(256);
    for (let i = 1; i < 256; i++) starts[i] = starts[i - 1]! + counts[i - 1]!;
    for (let i = 0; i < size; i++) block[starts[block[i]! & 0xff]!++]! |= i << 8;

    const sink = this.sink;
    const crcs = CRCS;
    let crc = -1;
    let at = block[origin]! >>> 8;
    let previous = -1;
    let same = 0;
    for (let i = 0; i < size; i++) {
      const entry = block[at]!;
      const value = entry & 0xff;
      at = entry >>> 8;
      let repeat = 1;
      if (same === 4) {
        repeat = value;
        same = 0;
      } else {
        same = value === previous ? same + 1 : 1;
        previous = value;
      }
      if (sink.length + repeat > sink.bytes.length && !sink.ensure(repeat)) {
        sink.bytes.fill(previous, sink.length);
        sink.length = sink.bytes.length;
        throw new Bad('limit', 'output');
      }
      for (; repeat > 0; repeat--) {
        sink.bytes[sink.length++] = previous;
        crc = (crc << 8) ^ crcs[((crc >>> 24) ^ previous) & 0xff]!;
      }
    }
    return ~crc >>> 0;
  }

  /** One whole stream: header, blocks, trailer. Throws `Bad`. */
  stream(): void {
    const bits = this.bits;
    if (bits.read(24) !== 0x425a68) throw new Bad('corrupt', 'no bzip2 header');
    const level = bits.read(8) - 0x30;
    if (level < 1 || level > 9) throw new Bad('corrupt', 'block size');
    const capacity = level * BLOCK_UNIT;
    let combined = 0;
    for (;;) {
      if (Date.now() > this.deadline) throw new Bad('deadline', 'time');
      const high = bits.read(24);
      const low = bits.read(24);
      const expected = bits.read32();
      if (high === 0x177245 && low === 0x385090) {
        if (expected !== combined) throw new Bad('corrupt', 'stream checksum');
        bits.available = 0;
        return;
      }
      if (high !== 0x314159 || low !== 0x265359) throw new Bad('corrupt', 'no block header');
      if (bits.read(1) === 1) throw new Bad('corrupt', 'randomised block');
      const origin = bits.read(24);
      const counts = new Uint32Array(256);
      const size = this.readBlock(capacity, counts);
      if (origin >= size) throw new Bad('corrupt', 'origin');
      const crc = this.writeBlock(size, origin, counts);
      if (crc !== expected) throw new Bad('corrupt', 'block checksum');
      combined = (((combined << 1) | (combined >>> 31)) ^ crc) >>> 0;
    }
  }
}

/** Where one bzip2 stream that starts at `start` ended, and why if not at its trailer. */
export function bunzip2Into(
  source: Uint8Array,
  start: number,
  sink: ByteSink,
  deadline = Number.POSITIVE_INFINITY,
): { stop: Stop; detail: string; position: number } {
  const bunzip = new Bunzip(source, start, sink, deadline);
  try {
    bunzip.stream();
    return { stop: null, detail: '', position: bunzip.bits.position };
  } catch (error) {
    if (!(error instanceof Bad)) throw error;
    return { stop: error.stop, detail: error.detail, position: bunzip.bits.position };
  }
}
