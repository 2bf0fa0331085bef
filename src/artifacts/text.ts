/** Text or not, and the characters of files that are no Python source. */

import { latin1, startsWithText } from '../formats/byte-view.ts';
import { TEXT_PROBE_BYTES } from '../limits.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** What a byte says of a text: a control character that texts lack, no ASCII, NUL. */
const CONTROL = 1;
const HIGH = 2;
const NUL = 4;
const BYTE_KINDS = new Uint8Array(256);
for (let byte = 1; byte < 0x20; byte++)
  if ((byte < 7 || byte > 13) && byte !== 0x1b) BYTE_KINDS[byte] = CONTROL;
BYTE_KINDS.fill(HIGH, 0x80);
BYTE_KINDS[0] = NUL;

/**
 * True when the start of the bytes reads as text: a byte order mark, or no NUL and next to no control
 * characters. Any 8-bit encoding passes; what characters they are is not asked.
 */
export function isText(bytes: Uint8Array): boolean {
  if (byteOrderMark(bytes) !== null) return true;
  const probe = bytes.subarray(0, TEXT_PROBE_BYTES);
  let kinds = 0;
  for (let at = 0; at < probe.length; at++) kinds |= BYTE_KINDS[probe[at]!]!;
  // Nearly every text is plain ASCII: nothing to count.
  if (kinds === 0) return true;
  if ((kinds & NUL) !== 0) return false;
  let controls = 0;
  let high = 0;
  for (let at = 0; at < probe.length; at++) {
    const kind = BYTE_KINDS[probe[at]!]!;
    if (kind === CONTROL) controls++;
    else if (kind === HIGH) high++;
  }
  return controls <= probe.length / 50 && !(high > probe.length * 0.4 && looksRandom(probe));
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
