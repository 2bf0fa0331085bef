import type { TypedMember } from '../contracts/artifact.ts';
import type { MemberType } from '../contracts/fact.ts';
import { startsWithText } from '../formats/byte-view.ts';
import { countBytes, entropyOf } from '../formats/entropy.ts';
import { readPickle } from '../formats/pickle.ts';
import { TEXT_PROBE_BYTES } from '../limits.ts';
import { magicType } from './magic.ts';
import { suffixAgrees, suffixOf } from './suffix.ts';
import { isText } from './text.ts';
import { textType } from './text-type.ts';

const PICKLE_SUFFIXES = new Set([
  'pkl',
  'pickle',
  'p',
  'pck',
  'joblib',
  'pt',
  'pth',
  'bin',
  'model',
  'dat',
  'sav',
]);

/** What a file is, by content first and name second; its entropy in bits per byte; whether the name lies. */
export function typeOf(path: string, bytes: Uint8Array): Omit<TypedMember, 'member'> {
  const counts = countBytes(bytes.subarray(0, TEXT_PROBE_BYTES));
  const type = contentType(path, bytes, counts);
  countBytes(bytes.subarray(TEXT_PROBE_BYTES), counts);
  return { type, entropy: entropyOf(counts, bytes.length), suffixAgrees: suffixAgrees(path, type) };
}

/** @param counts of the first `TEXT_PROBE_BYTES`. */
function contentType(path: string, bytes: Uint8Array, counts: Uint32Array): MemberType {
  if (bytes.length === 0) return 'empty';
  const magic = magicType(bytes);
  if (magic) return magic;
  const suffix = suffixOf(path);
  // A version of Python that nobody knows yet still marks its files this way.
  if ((suffix === 'pyc' || suffix === 'pyo') && startsWithText(bytes, '\r\n', 2)) return 'bytecode';
  if (isPickle(suffix, bytes)) return 'pickle';
  return isText(bytes, counts) ? textType(path, bytes) : 'data';
}

/** Protocols 2-5 have a header; the older ones are text and need a suffix that expects them. */
function isPickle(suffix: string, bytes: Uint8Array): boolean {
  const hasHeader = bytes[0] === 0x80 && (bytes[1] ?? 0) >= 2 && (bytes[1] ?? 0) <= 5;
  return (hasHeader || PICKLE_SUFFIXES.has(suffix)) && readPickle(bytes) !== null;
}
