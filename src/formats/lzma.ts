/**
 * LZMA decoding (LZMA SDK specification by I. Pavlov), synchronous and bounded, for .lzma, .xz and zip
 * method 14. No package on npm serves: `lzma` 2.3.2 and `lzma1` 0.3.0 know no output limit (2 GB of memory
 * for 200 MB of zeros), lose everything before the damage and read only .lzma; `xz-decompress` and `xzwasm`
 * are asynchronous; the rest is native code.
 */
import type { ByteSink } from './byte-sink.ts';
import type { Stop } from './decoded.ts';

const TOP = 0x1000000;
const HALF = 1024;
const STATES = 12;
const POS_STATES_MAX = 16;
const END_MARKER = 0xffffffff;
/** Symbols between two looks at the clock. */
const CLOCK_STRIDE = 1 << 18;

// Offsets into one probability array; the literal coder, whose size varies, comes last.
const IS_MATCH = 0;
const IS_REP = IS_MATCH + STATES * POS_STATES_MAX;
const IS_REP_G0 = IS_REP + STATES;
const IS_REP_G1 = IS_REP_G0 + STATES;
const IS_REP_G2 = IS_REP_G1 + STATES;
const IS_REP0_LONG = IS_REP_G2 + STATES;
const DISTANCE_SLOT = IS_REP0_LONG + STATES * POS_STATES_MAX;
const DISTANCE_SPECIAL = DISTANCE_SLOT + 4 * 64;
const ALIGN = DISTANCE_SPECIAL + 128;
const LENGTH_SIZE = 2 + POS_STATES_MAX * 8 * 2 + 256;
const LENGTH_MATCH = ALIGN + 16;
const LENGTH_REP = LENGTH_MATCH + LENGTH_SIZE;
const LITERAL = LENGTH_REP + LENGTH_SIZE;

/** lc + lp may reach 12 in .lzma; every literal context has 0x300 probabilities. */
export function lzmaProbabilityCount(lc: number, lp: number): number {
  return LITERAL + (0x300 << (lc + lp));
}

/** What stopped a run of the decoder. `marker` is the end-of-stream marker. */
export type LzmaStop = Stop | 'marker';

/**
 * Decoder state that survives LZMA2 chunks. The sink is the dictionary; `base` is where it was last reset.
 */
export class LzmaDecoder {
  readonly sink: ByteSink;
  source: Uint8Array;
  position = 0;
  end = 0;
  base: number;
  dictionarySize = 0xffffffff;
  lc = 0;
  literalPositionMask = 0;
  positionMask = 0;
  probabilities = new Uint16Array(0);
  state = 0;
  rep0 = 0;
  rep1 = 0;
  rep2 = 0;
  rep3 = 0;
  range = 0;
  code = 0;
  /** Set once the range coder wanted bytes past `end`. */
  starved = false;
  readonly deadline: number;

  constructor(source: Uint8Array, sink: ByteSink, deadline = Number.POSITIVE_INFINITY) {
    this.source = source;
    this.sink = sink;
    this.base = sink.length;
    this.deadline = deadline;
  }

  /** Takes the properties byte `(pb * 5 + lp) * 9 + lc`; false when it is out of range. */
  setProperties(byte: number): boolean {
    if (byte >= 225) return false;
    this.lc = byte % 9;
    const rest = (byte / 9) | 0;
    const lp = rest % 5;
    this.literalPositionMask = (1 << lp) - 1;
    this.positionMask = (1 << ((rest / 5) | 0)) - 1;
    const count = lzmaProbabilityCount(this.lc, lp);
    if (this.probabilities.length !== count) this.probabilities = new Uint16Array(count);
    this.resetState();
    return true;
  }

  resetState(): void {
    this.probabilities.fill(HALF);
    this.state = 0;
    this.rep0 = this.rep1 = this.rep2 = this.rep3 = 0;
  }

  /** Starts the range coder at `position`; false when its five bytes are missing or the first is not 0. */
  startRange(position: number, end: number): boolean {
    this.position = position;
    this.end = end;
    this.starved = false;
    if (position + 5 > end || this.source[position] !== 0) return false;
    this.range = 0xffffffff;
    this.code = 0;
    for (let i = 1; i < 5; i++) this.code = ((this.code << 8) | this.source[position + i]!) >>> 0;
    this.position = position + 5;
    return true;
  }

  normalise(): void {
    if (this.range >= TOP) return;
    this.range = (this.range << 8) >>> 0;
    let byte = 0;
    if (this.position < this.end) byte = this.source[this.position++]!;
    else this.starved = true;
    this.code = ((this.code << 8) | byte) >>> 0;
  }

  bit(index: number): number {
    const probability = this.probabilities[index]!;
    const bound = (this.range >>> 11) * probability;
    let bit: number;
    if (this.code < bound) {
      this.range = bound;
      this.probabilities[index] = probability + ((2048 - probability) >>> 5);
      bit = 0;
    } else {
      this.range -= bound;
      this.code -= bound;
      this.probabilities[index] = probability - (probability >>> 5);
      bit = 1;
    }
    if (this.range < TOP) this.normalise();
    return bit;
  }

  tree(offset: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | this.bit(offset + node);
    return node - (1 << bits);
  }

  reverseTree(offset: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(offset + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.range >>>= 1;
      const bit = this.code >= this.range ? 1 : 0;
      if (bit === 1) this.code -= this.range;
      value = ((value << 1) | bit) >>> 0;
      this.normalise();
    }
    return value;
  }

  literal(): void {
    const { sink } = this;
    const position = sink.length - this.base;
    const previous = position > 0 ? sink.bytes[sink.length - 1]! : 0;
    const context = ((position & this.literalPositionMask) << this.lc) + (previous >>> (8 - this.lc));
    const offset = LITERAL + 0x300 * context;
    let symbol = 1;
    if (this.state >= 7) {
      let match = sink.bytes[sink.length - this.rep0 - 1]!;
      while (symbol < 0x100) {
        const matchBit = (match >>> 7) & 1;
        match <<= 1;
        const bit = this.bit(offset + ((1 + matchBit) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== matchBit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(offset + symbol);
    sink.bytes[sink.length++] = symbol & 0xff;
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  matchLength(offset: number, positionState: number): number {
    if (this.bit(offset) === 0) return 2 + this.tree(offset + 2 + (positionState << 3), 3);
    if (this.bit(offset + 1) === 0) return 10 + this.tree(offset + 2 + 128 + (positionState << 3), 3);
    return 18 + this.tree(offset + 2 + 256, 8);
  }

  distance(length: number): number {
    const slot = this.tree(DISTANCE_SLOT + (Math.min(length - 2, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >>> 1) - 1;
    const high = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return high + this.reverseTree(DISTANCE_SPECIAL + high - slot, bits);
    return (high + this.direct(bits - 4) * 16 + this.reverseTree(ALIGN, 4)) >>> 0;
  }

  /** The length of the next copy, or -1 for the end marker. */
  copyLength(positionState: number): number {
    const { state } = this;
    if (this.bit(IS_REP + state) === 0) {
      this.rep3 = this.rep2;
      this.rep2 = this.rep1;
      this.rep1 = this.rep0;
      const length = this.matchLength(LENGTH_MATCH, positionState);
      this.state = state < 7 ? 7 : 10;
      this.rep0 = this.distance(length);
      return this.rep0 === END_MARKER ? -1 : length;
    }
    if (this.bit(IS_REP_G0 + state) === 0) {
      if (this.bit(IS_REP0_LONG + (state << 4) + positionState) === 0) {
        this.state = state < 7 ? 9 : 11;
        return 1;
      }
    } else {
      let distance = this.rep1;
      if (this.bit(IS_REP_G1 + state) === 1) {
        if (this.bit(IS_REP_G2 + state) === 0) distance = this.rep2;
        else {
          distance = this.rep3;
          this.rep3 = this.rep2;
        }
        this.rep2 = this.rep1;
      }
      this.rep1 = this.rep0;
      this.rep0 = distance;
    }
    this.state = state < 7 ? 8 : 11;
    return this.matchLength(LENGTH_REP, positionState);
  }

  /** Copies from the dictionary. */
  copy(length: number, outputEnd: number): Stop {
    const { sink } = this;
    const distance = this.rep0 + 1;
    if (distance > sink.length - this.base || distance > this.dictionarySize) return 'corrupt';
    // A copy that passes the announced size is an error; what fits is kept all the same.
    const wanted = Math.min(length, outputEnd - sink.length);
    const fits = sink.ensure(wanted);
    const { bytes } = sink;
    const stop = Math.min(sink.length + wanted, bytes.length);
    for (let to = sink.length, from = to - distance; to < stop; to++, from++) bytes[to] = bytes[from]!;
    sink.length = stop;
    if (!fits) return 'limit';
    return wanted < length ? 'corrupt' : null;
  }

  /** Decodes until the sink holds `outputEnd` bytes, the end marker, or a problem. */
  run(outputEnd: number): LzmaStop {
    const { sink } = this;
    let clock = CLOCK_STRIDE;
    while (sink.length < outputEnd) {
      if (this.starved) return 'truncated';
      if (--clock === 0) {
        clock = CLOCK_STRIDE;
        if (Date.now() > this.deadline) return 'deadline';
      }
      const positionState = (sink.length - this.base) & this.positionMask;
      if (this.bit(IS_MATCH + (this.state << 4) + positionState) === 0) {
        if (sink.length >= sink.bytes.length && !sink.ensure(1)) return 'limit';
        this.literal();
        // A symbol made of bytes that are not there is not output.
        if (this.starved) sink.length--;
        continue;
      }
      const length = this.copyLength(positionState);
      if (this.starved) return 'truncated';
      if (length < 0) return 'marker';
      const stop = this.copy(length, outputEnd);
      if (stop !== null) return stop;
    }
    return this.starved ? 'truncated' : null;
  }
}

/** The .lzma header: properties, dictionary size, size of the output (-1 when the end marker tells). */
export interface LzmaHeader {
  properties: number;
  dictionarySize: number;
  outputSize: number;
}

/** Reads the 13-byte header of a .lzma file; null when liblzma would not take it for one. */
export function readLzmaHeader(bytes: Uint8Array, at = 0): LzmaHeader | null {
  if (bytes.length < at + 13) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 13);
  const properties = view.getUint8(0);
  const dictionarySize = view.getUint32(1, true);
  const low = view.getUint32(5, true);
  const high = view.getUint32(9, true);
  const unknown = low === 0xffffffff && high === 0xffffffff;
  const rest = (properties / 9) | 0;
  if (properties >= 225 || (properties % 9) + (rest % 5) > 4) return null;
  // liblzma tells .lzma from noise this way: 2^n or 2^n + 2^(n-1) for the dictionary, under 256 GiB of output.
  const power = Math.floor(Math.log2(Math.max(1, dictionarySize)));
  const plausible =
    dictionarySize === 0xffffffff ||
    dictionarySize === 2 ** power ||
    dictionarySize === 2 ** power + 2 ** (power - 1);
  if (!plausible || (!unknown && high >= 64)) return null;
  return { properties, dictionarySize, outputSize: unknown ? -1 : high * 0x100000000 + low };
}

/** Decodes raw LZMA (no header) from `start`; `outputSize` -1 means up to the end marker. */
export function unlzmaInto(
  source: Uint8Array,
  start: number,
  header: LzmaHeader,
  sink: ByteSink,
  deadline = Number.POSITIVE_INFINITY,
): { stop: Stop; position: number } {
  const decoder = new LzmaDecoder(source, sink, deadline);
  if (!decoder.setProperties(header.properties)) return { stop: 'corrupt', position: start };
  decoder.dictionarySize = Math.max(4096, header.dictionarySize);
  if (!decoder.startRange(start, source.length)) {
    return { stop: source.length - start < 5 ? 'truncated' : 'corrupt', position: start };
  }
  const known = header.outputSize >= 0;
  const stop = decoder.run(known ? decoder.base + header.outputSize : Number.POSITIVE_INFINITY);
  if (stop !== 'marker') return { stop, position: decoder.position };
  return { stop: known ? 'corrupt' : null, position: decoder.position };
}
