/** Finds the end record and reads the central directory, first as CPython's `zipfile` does, then as others do. */
import {
  type CentralEntry,
  EOCD_SIGNATURE,
  EOCD_SIZE,
  readCentral,
  u64,
  viewOf,
  ZIP64_EOCD_SIGNATURE,
  ZIP64_EOCD_SIZE,
  ZIP64_LOCATOR_SIGNATURE,
  ZIP64_LOCATOR_SIZE,
} from './zip-records.ts';

const EOCD_MAGIC = Buffer.from([0x50, 0x4b, 5, 6]);
/** Longest comment, so farthest an end record may stand from the end. */
const COMMENT_MAX = 65_536;

export interface EndRecord {
  /** Where it stands, and where its comment ends. */
  at: number;
  end: number;
  /** Start of everything that belongs to the end: the zip64 records where present, else `at`. */
  start: number;
  disk: number;
  entriesOnDisk: number;
  entries: number;
  size: number;
  offset: number;
  comment: Uint8Array;
  zip64: boolean;
  /** Plain words about zip64 records that contradict the end record or themselves. */
  zip64Problem: string | null;
}

/** Where Python finds the end record: at the very end, else the last signature in the last 64 KiB. -1 if nowhere. */
export function findEnd(bytes: Uint8Array): number {
  const last = bytes.length - EOCD_SIZE;
  if (last < 0) return -1;
  const view = viewOf(bytes);
  if (view.getUint32(last, true) === EOCD_SIGNATURE && view.getUint16(last + 20, true) === 0) return last;
  const from = Math.max(0, bytes.length - COMMENT_MAX - EOCD_SIZE);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from);
  const found = tail.lastIndexOf(EOCD_MAGIC);
  return found < 0 || found + EOCD_SIZE > tail.length ? -1 : from + found;
}

/** The last end record anywhere, for archives with so much behind it that Python gives up. -1 if nowhere. */
export function findEndAnywhere(bytes: Uint8Array): number {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = all.lastIndexOf(EOCD_MAGIC);
  return found < 0 || found + EOCD_SIZE > all.length ? -1 : found;
}

/** Reads the end record at `at` and lets zip64 records replace its values, always, as Python does. */
export function readEnd(bytes: Uint8Array, at: number): EndRecord {
  const view = viewOf(bytes);
  const commentAt = at + EOCD_SIZE;
  const end = Math.min(bytes.length, commentAt + view.getUint16(at + 20, true));
  const record: EndRecord = {
    at,
    end,
    start: at,
    disk: view.getUint16(at + 4, true) | view.getUint16(at + 6, true),
    entriesOnDisk: view.getUint16(at + 8, true),
    entries: view.getUint16(at + 10, true),
    size: view.getUint32(at + 12, true),
    offset: view.getUint32(at + 16, true),
    comment: bytes.subarray(commentAt, end),
    zip64: false,
    zip64Problem: null,
  };
  return applyZip64(view, record);
}

function applyZip64(view: DataView, record: EndRecord): EndRecord {
  const locator = record.at - ZIP64_LOCATOR_SIZE;
  if (locator < 0 || view.getUint32(locator, true) !== ZIP64_LOCATOR_SIGNATURE) return record;
  const at = locator - ZIP64_EOCD_SIZE;
  const announced = u64(view, locator + 8);
  if (at < 0 || view.getUint32(at, true) !== ZIP64_EOCD_SIGNATURE) {
    return {
      ...record,
      zip64Problem: `a zip64 locator to byte ${announced} without the record Python looks for`,
    };
  }
  const result: EndRecord = {
    ...record,
    start: at,
    disk: view.getUint32(at + 16, true) | view.getUint32(at + 20, true),
    entriesOnDisk: u64(view, at + 24),
    entries: u64(view, at + 32),
    size: u64(view, at + 40),
    offset: u64(view, at + 48),
    zip64: true,
  };
  const differs = (small: number, large: number, ones: number) => small !== ones && small !== large;
  if (differs(record.entries, result.entries, 0xffff))
    result.zip64Problem = `entries ${record.entries} or ${result.entries}`;
  else if (differs(record.size, result.size, 0xffffffff))
    result.zip64Problem = `directory size ${record.size} or ${result.size}`;
  else if (differs(record.offset, result.offset, 0xffffffff)) {
    result.zip64Problem = `directory offset ${record.offset} or ${result.offset}`;
  } else if (announced > at)
    result.zip64Problem = `the locator points to byte ${announced}, the record is at ${at}`;
  else if (u64(view, at + 4) !== ZIP64_EOCD_SIZE - 12)
    result.zip64Problem = 'the zip64 record has another length';
  return result;
}

/** A reading of the central directory. */
export interface Directory {
  entries: CentralEntry[];
  start: number;
  end: number;
  /** Added to every local header offset. */
  shift: number;
  /** Why Python would refuse the archive, null when it would not. */
  problem: string | null;
}

/** As Python reads it: the directory ends where the end record begins, whatever its offset says. */
export function readDirectory(bytes: Uint8Array, end: EndRecord, limit: number): Directory {
  const view = viewOf(bytes);
  const start = end.start - end.size;
  const directory: Directory = { entries: [], start, end: start, shift: start - end.offset, problem: null };
  if (start < 0 || !Number.isSafeInteger(start)) {
    return {
      ...directory,
      start: end.start,
      end: end.start,
      problem: `a directory of ${end.size} bytes does not fit`,
    };
  }
  let at = start;
  while (at < end.start && directory.entries.length < limit) {
    const read = readCentral(view, at);
    if (read === null) {
      directory.problem = `no directory entry at byte ${at}`;
      break;
    }
    directory.entries.push(read.entry);
    at = read.next;
  }
  directory.end = Math.min(at, end.start);
  directory.problem ??=
    directory.entries.find(({ extraProblem }) => extraProblem !== null)?.extraProblem ?? null;
  return directory;
}

/** As readers do that trust the offset and go on as long as entries come. Empty when none stands there. */
export function readDirectoryAtOffset(bytes: Uint8Array, end: EndRecord, limit: number): Directory {
  const view = viewOf(bytes);
  const directory: Directory = { entries: [], start: end.offset, end: end.offset, shift: 0, problem: null };
  let read = Number.isSafeInteger(end.offset) ? readCentral(view, end.offset) : null;
  while (read !== null && directory.entries.length < limit) {
    directory.entries.push(read.entry);
    directory.end = read.next;
    read = readCentral(view, read.next);
  }
  return directory;
}
