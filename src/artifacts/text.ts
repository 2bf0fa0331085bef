/** Text or not, and the characters of files that are no Python source. */

import { latin1, startsWithText } from '../formats/byte-view.ts';
import { countBytes } from '../formats/entropy.ts';
import { TEXT_PROBE_BYTES } from '../limits.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Control characters that texts lack. */
const CONTROLS = Array.from({ length: 0x20 }, (_, byte) => byte).filter(
  (byte) => (byte < 7 || byte > 13) && byte !== 0x1b,
);

/**
 * True when the start of the bytes reads as text: a byte order mark, or no NUL and next to no control
 * characters. Any 8-bit encoding passes; what characters they are is not asked.
 * @param counts how often each byte value occurs among the first `TEXT_PROBE_BYTES`.
 */
export function isText(bytes: Uint8Array, counts: Uint32Array = countBytes(probeOf(bytes))): boolean {
  if (byteOrderMark(bytes) !== null) return true;
  if (counts[0]! > 0) return false;
  const probe = probeOf(bytes);
  let controls = 0;
  for (const byte of CONTROLS) controls += counts[byte]!;
  if (controls > probe.length / 50) return false;
  let high = 0;
  for (let byte = 0x80; byte < 0x100; byte++) high += counts[byte]!;
  return high <= probe.length * 0.4 || !looksRandom(probe);
}

function probeOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, TEXT_PROBE_BYTES);
}

/** Short of control characters by luck, every second byte above ASCII, and no valid UTF-8: encrypted data. */
function looksRandom(probe: Uint8Array): boolean {
  try {
    // The probe may end inside a character.
    strictUtf8.decode(probe.subarray(0, Math.max(probe.length - 4, 0)));
    return false;
  } catch {
    return new Set(probe).size > 160;
  }
}

/** Decodes by byte order mark, else UTF-8, else latin-1, which fits any bytes. */
export function decodeText(bytes: Uint8Array): string {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return new TextDecoder(mark).decode(bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return latin1(bytes);
  }
}

function byteOrderMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (startsWithText(bytes, '\xef\xbb\xbf')) return 'utf-8';
  if (startsWithText(bytes, '\xff\xfe')) return 'utf-16le';
  return startsWithText(bytes, '\xfe\xff') ? 'utf-16be' : null;
}
