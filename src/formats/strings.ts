import { STRING_CHARACTERS } from '../limits.ts';
import { latin1 } from './byte-view.ts';

export interface StringOptions {
  /** Fewest characters that make a string. */
  minimum: number;
  /** Most strings returned. */
  maximum: number;
}

const TAB = 9;

/**
 * Runs of printable ASCII, as bytes or as UTF-16LE code units, in order of their first byte. Each is cut at
 * STRING_CHARACTERS. Linear: every byte is looked at twice at most.
 */
export function printableStrings(bytes: Uint8Array, options: StringOptions): string[] {
  const found: string[] = [];
  let at = 0;
  while (at < bytes.length && found.length < options.maximum) {
    const narrow = runLength(bytes, at, 1);
    // A wide run begins like a narrow one of a single character.
    const wide = narrow === 1 ? runLength(bytes, at, 2) : 0;
    if (wide > 1) {
      if (wide >= options.minimum) found.push(text(bytes, at, wide, 2));
      at += wide * 2;
    } else {
      if (narrow >= options.minimum) found.push(text(bytes, at, narrow, 1));
      at += Math.max(narrow, 1);
    }
  }
  return found;
}

/** Number of printable characters from `at` on, each of `width` bytes with zeros after the first. */
function runLength(bytes: Uint8Array, at: number, width: 1 | 2): number {
  let end = at;
  while (end + width <= bytes.length && isPrintable(bytes[end]!) && (width === 1 || bytes[end + 1] === 0)) {
    end += width;
  }
  return (end - at) / width;
}

function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === TAB;
}

function text(bytes: Uint8Array, at: number, length: number, width: 1 | 2): string {
  const kept = Math.min(length, STRING_CHARACTERS);
  if (width === 1) return latin1(bytes.subarray(at, at + kept));
  return Buffer.from(bytes.subarray(at, at + kept * 2)).toString('utf16le');
}
