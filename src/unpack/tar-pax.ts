/** PAX extended headers (POSIX.1-2001 pax interchange format), parsed as CPython's `tarfile` parses them. */
import { decodeUtf8Name } from './member-path.ts';

/** Records by keyword, last one wins. Values are raw; names decode with `paxText`. */
export type PaxRecords = Map<string, Uint8Array>;

const SPACE = 0x20;
const EQUALS = 0x3d;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** The text of a value; undecodable bytes as `\xNN`. */
export const paxText = (value: Uint8Array): string => decodeUtf8Name(value).text;

/** An integer as Python's `int` reads it, 0 for anything else, as Python's reader has it. */
export function paxInteger(value: Uint8Array | undefined): number {
  const text = value === undefined ? '' : paxText(value.subarray(0, 64)).trim();
  return /^[+-]?\d+(?:_\d+)*$/.test(text) ? Number(text.replaceAll('_', '')) : 0;
}

/** A decimal value, NaN when it is none. */
export function paxNumber(value: Uint8Array | undefined): number {
  const text = value === undefined ? '' : paxText(value).trim();
  return /^[+-]?\d{1,18}(?:\.\d{0,18})?$/.test(text) ? Number(text) : Number.NaN;
}

/** Keywords that change what a reader sees; all others are skipped, however many there are. */
const KEYWORDS = new Set([
  'path',
  'linkpath',
  'size',
  'mtime',
  'GNU.sparse.name',
  'GNU.sparse.map',
  'GNU.sparse.size',
  'GNU.sparse.realsize',
  'GNU.sparse.major',
  'GNU.sparse.minor',
]);

/**
 * Reads `length keyword=value\n` records into `into`, until one has another form, which ends the list
 * silently, as in Python. False for a record of length 0, which Python refuses.
 */
export function readPaxRecords(bytes: Uint8Array, into: PaxRecords): boolean {
  let at = 0;
  let equals = -1;
  while (isDigit(bytes[at])) {
    let position = at;
    let length = 0;
    for (; isDigit(bytes[position]); position++)
      length = Math.min(length * 10 + bytes[position]! - 0x30, bytes.length + 1);
    const start = position + 1;
    if (bytes[position] !== SPACE || bytes[start] === EQUALS) return true;
    // Lying lengths make records overlap: the next `=` is looked for once, not once a record.
    if (equals < start) equals = bytes.indexOf(EQUALS, start);
    if (equals < 0) return true;
    if (length === 0) return false;
    const keyword = Buffer.from(bytes.subarray(start, Math.min(equals, start + 32))).toString('latin1');
    if (KEYWORDS.has(keyword))
      into.set(keyword, bytes.subarray(equals + 1, Math.max(equals + 1, at + length - 1)));
    at += length;
  }
  return true;
}
