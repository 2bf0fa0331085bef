/** The fixed records of a zip archive (APPNOTE 6.3.10, sections 4.3.7-4.3.16), little endian throughout. */

export const LOCAL_SIGNATURE = 0x04034b50;
export const CENTRAL_SIGNATURE = 0x02014b50;
export const EOCD_SIGNATURE = 0x06054b50;
export const ZIP64_EOCD_SIGNATURE = 0x06064b50;
export const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
export const DESCRIPTOR_SIGNATURE = 0x08074b50;
export const EOCD_SIZE = 22;
export const ZIP64_EOCD_SIZE = 56;
export const ZIP64_LOCATOR_SIZE = 20;
export const CENTRAL_SIZE = 46;
export const LOCAL_SIZE = 30;
const ALL_ONES = 0xffffffff;

export const FLAG_ENCRYPTED = 1;
export const FLAG_DESCRIPTOR = 8;
export const FLAG_UTF8 = 0x800;

/** A view of the whole archive, so that records are read without copies. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** 64-bit field as a number; beyond 2^53 it is only "far too large", which is all anybody needs to know. */
export const u64 = (view: DataView, at: number): number =>
  view.getUint32(at + 4, true) * 0x100000000 + view.getUint32(at, true);

/** The fields that local and central headers share, zip64 applied. */
export interface ZipFields {
  flags: number;
  method: number;
  mtime: number;
  crc: number;
  compressedSize: number;
  size: number;
  name: Uint8Array;
  /** UTF-8 name from the Info-ZIP Unicode path field (0x7075), null without one. */
  unicodeName: Uint8Array | null;
  /** Plain words about an extra field that Python refuses, or that contradicts itself. */
  extraProblem: string | null;
}

export interface CentralEntry extends ZipFields {
  /** Where the record stands. */
  at: number;
  /** Local header offset as stored (zip64 applied), without correction for prefix data. */
  offset: number;
  mode: number;
  unix: boolean;
}

export interface LocalEntry extends ZipFields {
  at: number;
  dataAt: number;
}

/** MS-DOS date and time as seconds since the epoch, read as UTC. */
function dosTime(time: number, date: number): number {
  if (date === 0) return 0;
  const ms = Date.UTC(
    (date >>> 9) + 1980,
    ((date >>> 5) & 15) - 1,
    date & 31,
    time >>> 11,
    (time >>> 5) & 63,
    (time & 31) * 2,
  );
  return ms / 1000;
}

interface Extras {
  size: number;
  compressedSize: number;
  offset: number;
  unicodeName: Uint8Array | null;
  problem: string | null;
}

/** Reads the extra fields: zip64 sizes in the order Python expects them, and the Unicode path. */
function readExtras(
  view: DataView,
  start: number,
  length: number,
  fields: { size: number; compressedSize: number; offset: number },
): Extras {
  const result: Extras = { ...fields, unicodeName: null, problem: null };
  const end = start + length;
  let zip64Seen = false;
  for (let at = start; at + 4 <= end; ) {
    const id = view.getUint16(at, true);
    const size = view.getUint16(at + 2, true);
    const next = at + 4 + size;
    if (next > end)
      return { ...result, problem: `extra field ${id.toString(16)} is longer than its header says` };
    if (id === 1) {
      if (zip64Seen) result.problem = 'two zip64 fields';
      zip64Seen = true;
      if (!readZip64(view, at + 4, next, result)) result.problem = 'the zip64 field lacks a value';
    } else if (id === 0x7075 && size > 5) {
      result.unicodeName = new Uint8Array(view.buffer, view.byteOffset + at + 9, size - 5);
    }
    at = next;
  }
  return result;
}

function readZip64(view: DataView, start: number, end: number, into: Extras): boolean {
  let at = start;
  for (const key of ['size', 'compressedSize', 'offset'] as const) {
    if (into[key] !== ALL_ONES) continue;
    if (at + 8 > end) return false;
    into[key] = u64(view, at);
    at += 8;
  }
  return true;
}

/** The central record at `at`, or null when none stands there or it is cut off. */
export function readCentral(view: DataView, at: number): { entry: CentralEntry; next: number } | null {
  if (at < 0 || at + CENTRAL_SIZE > view.byteLength || view.getUint32(at, true) !== CENTRAL_SIGNATURE)
    return null;
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const next = at + CENTRAL_SIZE + nameLength + extraLength + view.getUint16(at + 32, true);
  const extraAt = at + CENTRAL_SIZE + nameLength;
  if (extraAt + extraLength > view.byteLength) return null;
  const extras = readExtras(view, extraAt, extraLength, {
    size: view.getUint32(at + 24, true),
    compressedSize: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  });
  const unix = view.getUint8(at + 5) === 3;
  const entry: CentralEntry = {
    at,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    mtime: dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true)),
    crc: view.getUint32(at + 16, true),
    compressedSize: extras.compressedSize,
    size: extras.size,
    offset: extras.offset,
    name: new Uint8Array(view.buffer, view.byteOffset + at + CENTRAL_SIZE, nameLength),
    unicodeName: extras.unicodeName,
    extraProblem: extras.problem,
    mode: unix ? view.getUint32(at + 38, true) >>> 16 : 0,
    unix,
  };
  return { entry, next };
}

/** The local header at `at`, or null when none stands there or it is cut off. */
export function readLocal(view: DataView, at: number): LocalEntry | null {
  if (at < 0 || at + LOCAL_SIZE > view.byteLength || view.getUint32(at, true) !== LOCAL_SIGNATURE)
    return null;
  const nameLength = view.getUint16(at + 26, true);
  const extraLength = view.getUint16(at + 28, true);
  const dataAt = at + LOCAL_SIZE + nameLength + extraLength;
  if (dataAt > view.byteLength) return null;
  const extras = readExtras(view, at + LOCAL_SIZE + nameLength, extraLength, {
    size: view.getUint32(at + 22, true),
    compressedSize: view.getUint32(at + 18, true),
    offset: 0,
  });
  return {
    at,
    dataAt,
    flags: view.getUint16(at + 6, true),
    method: view.getUint16(at + 8, true),
    mtime: dosTime(view.getUint16(at + 10, true), view.getUint16(at + 12, true)),
    crc: view.getUint32(at + 14, true),
    compressedSize: extras.compressedSize,
    size: extras.size,
    name: new Uint8Array(view.buffer, view.byteOffset + at + LOCAL_SIZE, nameLength),
    unicodeName: extras.unicodeName,
    extraProblem: extras.problem,
  };
}
