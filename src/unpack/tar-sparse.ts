/** Sparse tar members in their four forms (old GNU, PAX 0.0, 0.1 and 1.0), expanded as CPython expands them. */
import { SPARSE_SEGMENTS } from '../limits.ts';
import { BLOCK, readNumber } from './tar-header.ts';
import { type PaxRecords, paxNumber, paxText } from './tar-pax.ts';

/** Offset in the expanded file and number of bytes. */
export type Segment = [offset: number, size: number];

function readSegments(
  bytes: Uint8Array,
  at: number,
  count: number,
  into: Segment[],
  skipEmpty: boolean,
): void {
  for (let i = 0; i < count; i++) {
    const offset = readNumber(bytes.subarray(at + i * 24, at + i * 24 + 12));
    const size = readNumber(bytes.subarray(at + i * 24 + 12, at + i * 24 + 24));
    if (Number.isNaN(offset) || Number.isNaN(size)) return;
    if ((!skipEmpty || (offset !== 0 && size !== 0)) && into.length < SPARSE_SEGMENTS)
      into.push([offset, size]);
  }
}

/** The map in an old GNU header (type `S`) and its continuation blocks. `dataAt` is where the data begins. */
export function readOldSparse(
  bytes: Uint8Array,
  headerAt: number,
): { segments: Segment[]; size: number; dataAt: number } {
  const segments: Segment[] = [];
  readSegments(bytes, headerAt + 386, 4, segments, false);
  const size = readNumber(bytes.subarray(headerAt + 483, headerAt + 495));
  let dataAt = headerAt + BLOCK;
  let more = bytes[headerAt + 482] !== 0;
  while (more && dataAt + BLOCK <= bytes.length) {
    readSegments(bytes, dataAt, 21, segments, true);
    more = bytes[dataAt + 504] !== 0;
    dataAt += BLOCK;
  }
  return { segments, size, dataAt };
}

/** Whether the records describe a sparse file, and in which version. */
export function paxSparseVersion(records: PaxRecords): '0.0' | '0.1' | '1.0' | null {
  if (records.has('GNU.sparse.map')) return '0.1';
  if (records.has('GNU.sparse.size')) return '0.0';
  const value = (key: string) => (records.has(key) ? paxText(records.get(key)!) : '');
  return value('GNU.sparse.major') === '1' && value('GNU.sparse.minor') === '0' ? '1.0' : null;
}

function pairs(numbers: number[]): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i + 1 < numbers.length && segments.length < SPARSE_SEGMENTS; i += 2) {
    segments.push([numbers[i]!, numbers[i + 1]!]);
  }
  return segments;
}

/** Version 0.1: the map is one record of comma-separated decimals. */
export function paxSparseMap(records: PaxRecords): Segment[] {
  const text = paxText(
    (records.get('GNU.sparse.map') ?? new Uint8Array(0)).subarray(0, SPARSE_SEGMENTS * 24),
  );
  return pairs(text.split(',').map(Number));
}

/** Version 0.0: repeated offset and numbytes records, which a map by keyword cannot hold. */
export function paxSparsePairs(header: Uint8Array): Segment[] {
  const text = Buffer.from(header.buffer, header.byteOffset, header.length).toString('latin1');
  const values = (key: string) =>
    [...text.matchAll(new RegExp(`\\d GNU\\.sparse\\.${key}=(\\d{1,15})\\n`, 'g'))]
      .slice(0, SPARSE_SEGMENTS)
      .map((match) => Number(match[1]));
  const sizes = values('numbytes');
  return values('offset')
    .slice(0, sizes.length)
    .map((offset, i): Segment => [offset, sizes[i]!]);
}

/** Version 1.0: decimals, one a line, in whole blocks in front of the data. Null when they are no numbers. */
export function inlineSparseMap(
  bytes: Uint8Array,
  at: number,
): { segments: Segment[]; dataAt: number } | null {
  let position = at;
  const line = (): number => {
    const end = bytes.subarray(position, position + BLOCK).indexOf(0x0a);
    if (end < 0) return Number.NaN;
    const value = paxNumber(bytes.subarray(position, position + end));
    position += end + 1;
    return value;
  };
  const count = line();
  if (!(count >= 0 && count <= SPARSE_SEGMENTS)) return null;
  const numbers = Array.from({ length: count * 2 }, line);
  if (numbers.some(Number.isNaN)) return null;
  return { segments: pairs(numbers), dataAt: at + Math.ceil((position - at) / BLOCK) * BLOCK };
}

/** The expanded file, at most `max` bytes; bytes that the archive does not have stay zero. */
export function expandSparse(
  bytes: Uint8Array,
  dataAt: number,
  segments: Segment[],
  size: number,
  max: number,
): Uint8Array {
  const result = new Uint8Array(Math.max(0, Math.min(size, max)));
  let from = dataAt;
  for (const [offset, length] of segments) {
    if (!(offset >= 0 && length >= 0)) break;
    const part = bytes.subarray(from, Math.min(from + length, bytes.length));
    if (offset < result.length) result.set(part.subarray(0, result.length - offset), offset);
    from += length;
  }
  return result;
}
