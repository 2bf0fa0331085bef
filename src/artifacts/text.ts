/** Text or not, and the characters of files that are no Python source. */

import { latin1, startsWithText } from '../formats/byte-view.ts';
import { TEXT_PROBE_BYTES } from '../limits.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * True when the start of the bytes reads as text: a byte order mark, or no NUL and next to no control
 * characters. Any 8-bit encoding passes; what characters they are is not asked.
 */
export function isText(bytes: Uint8Array): boolean {
  if (byteOrderMark(bytes) !== null) return true;
  const probe = bytes.subarray(0, TEXT_PROBE_BYTES);
  let controls = 0;
  for (const byte of probe) {
    if (byte === 0) return false;
    if (byte < 0x20 && (byte < 7 || byte > 13) && byte !== 0x1b) controls++;
  }
  return controls <= probe.length / 50 && !looksRandom(probe);
}

/** Short of control characters by luck, but every second byte above ASCII and no valid UTF-8: encrypted data. */
function looksRandom(probe: Uint8Array): boolean {
  let high = 0;
  for (const byte of probe) if (byte >= 0x80) high++;
  if (high <= probe.length * 0.4) return false;
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
