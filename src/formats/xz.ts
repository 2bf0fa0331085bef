/** The .xz container (xz file format 1.2) around LZMA2, with its header, block and index checks. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ByteSink } from './byte-sink.ts';
import { crc64 } from './crc64.ts';
import type { Stop } from './decoded.ts';
import { LzmaDecoder } from './lzma.ts';
import { unbranchX86, undelta } from './xz-filters.ts';

/** Bytes of the integrity check by its id. */
const CHECK_SIZE = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];
const FILTER_DELTA = 0x03;
const FILTER_X86 = 0x04;
const FILTER_LZMA2 = 0x21;

/** How a decoder ended; `detail` says what was wrong. */
export interface XzEnd {
  stop: Stop;
  detail: string;
  position: number;
}

interface Filter {
  id: number;
  properties: Uint8Array;
}

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;

/** Variable-length integer; null when it is cut off, too long, or beyond 2^53. */
function readVarint(bytes: Uint8Array, at: number, end: number): { value: number; at: number } | null {
  let value = 0;
  for (let i = 0; i < 9 && at + i < end; i++) {
    const byte = bytes[at + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) return Number.isSafeInteger(value) ? { value, at: at + i + 1 } : null;
  }
  return null;
}

/** LZMA2 chunks from `start` up to the end chunk. Returns the position after it. */
export function unlzma2Into(
  source: Uint8Array,
  start: number,
  dictionarySize: number,
  sink: ByteSink,
  deadline: number,
): XzEnd {
  const decoder = new LzmaDecoder(source, sink, deadline);
  decoder.dictionarySize = dictionarySize;
  let position = start;
  let needDictionary = true;
  let needProperties = true;
  const end = (stop: Stop, detail: string): XzEnd => ({ stop, detail, position });
  for (;;) {
    if (position >= source.length) return end('truncated', 'no more chunks');
    const control = source[position]!;
    if (control === 0) {
      position++;
      return end(null, '');
    }
    if (control >= 0xe0 || control === 1) {
      needDictionary = false;
      needProperties = true;
      decoder.base = sink.length;
    } else if (needDictionary) return end('corrupt', 'first chunk without dictionary reset');
    if (control < 0x80) {
      if (control > 2) return end('corrupt', 'chunk type');
      if (position + 3 > source.length) return end('truncated', 'chunk header');
      const size = ((source[position + 1]! << 8) | source[position + 2]!) + 1;
      const from = position + 3;
      position = Math.min(from + size, source.length);
      if (!sink.write(source.subarray(from, position))) return end('limit', 'output');
      if (position < from + size) return end('truncated', 'stored chunk');
      continue;
    }
    const header = control >= 0xc0 ? 6 : 5;
    if (position + header > source.length) return end('truncated', 'chunk header');
    const outputSize = (((control & 0x1f) << 16) | (source[position + 1]! << 8) | source[position + 2]!) + 1;
    const packedSize = ((source[position + 3]! << 8) | source[position + 4]!) + 1;
    if (control >= 0xc0) {
      const properties = source[position + 5]!;
      const rest = (properties / 9) | 0;
      if ((properties % 9) + (rest % 5) > 4 || !decoder.setProperties(properties))
        return end('corrupt', 'properties');
      needProperties = false;
    } else if (needProperties) return end('corrupt', 'chunk without properties');
    else if (control >= 0xa0) decoder.resetState();
    position += header;
    const packedEnd = Math.min(position + packedSize, source.length);
    if (!decoder.startRange(position, packedEnd)) {
      return end(packedEnd - position < 5 ? 'truncated' : 'corrupt', 'range coder');
    }
    const stop = decoder.run(sink.length + outputSize);
    const short = packedEnd < position + packedSize;
    position = decoder.position;
    if (stop === 'truncated') return end(short ? 'truncated' : 'corrupt', 'chunk data');
    if (stop !== null)
      return stop === 'marker' ? end('corrupt', 'end marker in LZMA2') : end(stop, 'chunk data');
    if (position !== packedEnd || short) return end('corrupt', 'chunk size');
  }
}

function readFilters(header: Uint8Array): { filters: Filter[]; packed: number; unpacked: number } | null {
  const flags = header[1]!;
  if ((flags & 0x3c) !== 0) return null;
  const limit = header.length - 4;
  let at = 2;
  const number = (): number | null => {
    const read = readVarint(header, at, limit);
    if (read === null) return null;
    at = read.at;
    return read.value;
  };
  const packed = flags & 0x40 ? number() : -1;
  const unpacked = flags & 0x80 ? number() : -1;
  if (packed === null || unpacked === null) return null;
  const filters: Filter[] = [];
  for (let i = 0; i <= (flags & 3); i++) {
    const id = number();
    const size = number();
    if (id === null || size === null || at + size > limit) return null;
    filters.push({ id, properties: header.subarray(at, at + size) });
    at += size;
  }
  for (; at < limit; at++) if (header[at] !== 0) return null;
  return { filters, packed, unpacked };
}

function dictionarySizeOf(filter: Filter): number {
  const bits = filter.properties[0] ?? 41;
  if (filter.properties.length !== 1 || bits > 40) return -1;
  return bits === 40 ? 0xffffffff : (2 | (bits & 1)) * 2 ** ((bits >>> 1) + 11);
}

/** Undoes the filters before LZMA2, last one first; false when one is unknown. */
function applyFilters(filters: Filter[], block: Uint8Array): boolean {
  for (const filter of filters.slice(0, -1).reverse()) {
    const { properties } = filter;
    if (filter.id === FILTER_DELTA && properties.length === 1) undelta(block, properties[0]! + 1);
    else if (filter.id === FILTER_X86) unbranchX86(block, properties.length === 4 ? u32(properties, 0) : 0);
    else return false;
  }
  return true;
}

function checkMatches(check: number, block: Uint8Array, stored: Uint8Array): boolean {
  if (check === 1) return crc32(block) === u32(stored, 0);
  if (check === 4) {
    const { low, high } = crc64(block);
    return low === u32(stored, 0) && high === u32(stored, 4);
  }
  if (check === 10) return createHash('sha256').update(block).digest().equals(stored);
  return true;
}

function readBlock(
  source: Uint8Array,
  start: number,
  check: number,
  sink: ByteSink,
  deadline: number,
): XzEnd {
  const fail = (stop: Stop, detail: string, position = start): XzEnd => ({ stop, detail, position });
  const headerSize = (source[start]! + 1) * 4;
  if (start + headerSize > source.length) return fail('truncated', 'block header', source.length);
  const header = source.subarray(start, start + headerSize);
  if (crc32(header.subarray(0, -4)) !== u32(header, headerSize - 4))
    return fail('corrupt', 'block header checksum');
  const parsed = readFilters(header);
  const last = parsed?.filters.at(-1);
  if (parsed === null || last === undefined || last.id !== FILTER_LZMA2)
    return fail('corrupt', 'unsupported filter');
  const dictionarySize = dictionarySizeOf(last);
  if (dictionarySize < 0) return fail('corrupt', 'dictionary size');

  const from = start + headerSize;
  const base = sink.length;
  const end = unlzma2Into(source, from, dictionarySize, sink, deadline);
  const block = sink.bytes.subarray(base, sink.length);
  if (!applyFilters(parsed.filters, block)) return fail('corrupt', 'unsupported filter', end.position);
  if (end.stop !== null) return end;
  const size = end.position - from;
  if (parsed.packed >= 0 && parsed.packed !== size) return fail('corrupt', 'block size', end.position);
  if (parsed.unpacked >= 0 && parsed.unpacked !== block.length)
    return fail('corrupt', 'block size', end.position);
  const checkAt = end.position + ((4 - (size & 3)) & 3);
  const checkEnd = checkAt + CHECK_SIZE[check]!;
  if (checkEnd > source.length) return fail('truncated', 'block check', source.length);
  if (!checkMatches(check, block, source.subarray(checkAt, checkEnd)))
    return fail('corrupt', 'block check', checkEnd);
  return fail(null, '', checkEnd);
}

/** Skips index and footer; their values are only checked as far as it takes to find the end. */
function readIndex(source: Uint8Array, start: number, flags: number): XzEnd {
  const fail = (stop: Stop, detail: string, position = start): XzEnd => ({ stop, detail, position });
  const count = readVarint(source, start + 1, source.length);
  if (count === null) return fail('truncated', 'index');
  let at = count.at;
  for (let i = 0; i < count.value * 2; i++) {
    const number = readVarint(source, at, source.length);
    if (number === null) return fail('truncated', 'index', source.length);
    at = number.at;
  }
  at += (4 - ((at - start) & 3)) & 3;
  if (at + 16 > source.length) return fail('truncated', 'footer', source.length);
  if (crc32(source.subarray(start, at)) !== u32(source, at)) return fail('corrupt', 'index checksum', at);
  const footer = at + 4;
  const good =
    crc32(source.subarray(footer + 4, footer + 10)) === u32(source, footer) &&
    (u32(source, footer + 4) + 1) * 4 === footer - start &&
    source[footer + 8] === 0 &&
    source[footer + 9] === flags &&
    source[footer + 10] === 0x59 &&
    source[footer + 11] === 0x5a;
  return good ? fail(null, '', footer + 12) : fail('corrupt', 'footer', footer);
}

/** Whether an .xz stream header with a good checksum stands at `at`. */
export function isXzHeader(source: Uint8Array, at = 0): boolean {
  return (
    source.length >= at + 12 &&
    [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0].every((byte, i) => source[at + i] === byte) &&
    source[at + 7]! < 16 &&
    crc32(source.subarray(at + 6, at + 8)) === u32(source, at + 8)
  );
}

/** One .xz stream from `start`; blocks are verified as they come. */
export function unxzInto(
  source: Uint8Array,
  start: number,
  sink: ByteSink,
  deadline = Number.POSITIVE_INFINITY,
): XzEnd {
  if (!isXzHeader(source, start)) return { stop: 'corrupt', detail: 'no stream header', position: start };
  const flags = source[start + 7]!;
  let position = start + 12;
  for (;;) {
    if (position >= source.length) return { stop: 'truncated', detail: 'no index', position };
    if (source[position] === 0) return readIndex(source, position, flags);
    const end = readBlock(source, position, flags, sink, deadline);
    if (end.stop !== null) return end;
    position = end.position;
  }
}
