/**
 * Names of imports in the bytes after a pickle broke off. `joblib` puts raw arrays between opcodes, so what
 * follows one is still read by its loader; only the imports can be told without knowing where opcodes start.
 */
import { PICKLE_GLOBALS } from '../limits.ts';
import { latin1 } from './byte-view.ts';

const SHORT_TEXT = 0x8c;
const MEMOIZE = 0x94;
const STACK_GLOBAL = 0x93;
const GLOBAL = 0x63;
const NEWLINE = 0x0a;
/** Bytes of a module or attribute name looked at. */
const NAME_BYTES = 200;

export interface SweptName {
  module: string;
  attribute: string;
  offset: number;
}

/** Imports spelled `c<module>\n<name>\n`, or as two short texts and STACK_GLOBAL. Linear. */
export function sweepImports(bytes: Uint8Array, from: number): SweptName[] {
  const found: SweptName[] = [];
  for (let at = from; at < bytes.length && found.length < PICKLE_GLOBALS; at++) {
    const code = bytes[at];
    const name =
      code === GLOBAL ? textImport(bytes, at) : code === SHORT_TEXT ? stackImport(bytes, at) : null;
    if (name) found.push(name);
  }
  return found;
}

function textImport(bytes: Uint8Array, at: number): SweptName | null {
  const module = line(bytes, at + 1);
  const attribute = module && line(bytes, module.next);
  return module && attribute ? { module: module.text, attribute: attribute.text, offset: at } : null;
}

function stackImport(bytes: Uint8Array, at: number): SweptName | null {
  const module = shortText(bytes, at);
  const attribute = module && shortText(bytes, module.next);
  if (!module || !attribute || bytes[attribute.next] !== STACK_GLOBAL) return null;
  return { module: module.text, attribute: attribute.text, offset: at };
}

interface Piece {
  text: string;
  next: number;
}

/** A name of two letters or more up to a newline: shorter ones are found in any data. */
function line(bytes: Uint8Array, at: number): Piece | null {
  let end = at;
  while (end < bytes.length && end - at < NAME_BYTES && isNameByte(bytes[end]!)) end++;
  if (end - at < 2 || bytes[end] !== NEWLINE) return null;
  return { text: latin1(bytes.subarray(at, end)), next: end + 1 };
}

/** SHORT_BINUNICODE with a name in it, and MEMOIZE if it follows. */
function shortText(bytes: Uint8Array, at: number): Piece | null {
  const length = bytes[at + 1] ?? 0;
  if (bytes[at] !== SHORT_TEXT || length < 2 || length > NAME_BYTES) return null;
  const name = bytes.subarray(at + 2, at + 2 + length);
  if (name.length < length || !name.every(isNameByte)) return null;
  const end = at + 2 + length;
  return { text: latin1(name), next: bytes[end] === MEMOIZE ? end + 1 : end };
}

/** Letters, digits, underscore and dot. */
function isNameByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2e
  );
}
