import { ownText } from './own-text.ts';
import { TextBuilder } from './text-builder.ts';

/**
 * How the backslashes of a literal are read: text, bytes (no `\u`, `\U`), raw, or Python 2's `ur''` (only `\u`
 * and `\U`).
 */
export type EscapeMode = 'str' | 'bytes' | 'raw' | 'raw-unicode';

/**
 * The value of the literal's characters `source[start, end)`, quotes not included, with line ends as `\n`
 * (https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences).
 * Never fails: an escape that Python would refuse stays as written. `\N{NAME}` is not resolved.
 */
export function decodeEscapes(source: string, start: number, end: number, mode: EscapeMode): string {
  const text = ownText(source.slice(start, end));
  const unix = text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
  if (mode === 'raw' || !unix.includes('\\')) return unix;
  const out = new TextBuilder();
  let done = 0;
  let at = unix.indexOf('\\');
  while (at >= 0 && at + 1 < unix.length) {
    const length = escapeLength(unix, at, mode);
    if (length > 0) {
      out.addSlice(unix, done, at);
      addEscape(out, unix, at, length, mode);
      done = at + length;
    }
    at = unix.indexOf('\\', at + Math.max(length, 2));
  }
  out.addSlice(unix, done, unix.length);
  return out.finish();
}

/** Characters of the escape at `at`, backslash included; 0: it stays as written. */
function escapeLength(text: string, at: number, mode: EscapeMode): number {
  const letter = text.charCodeAt(at + 1);
  if (letter === 117 && mode !== 'bytes') return hexLength(text, at, 4);
  if (letter === 85 && mode !== 'bytes') return hexLength(text, at, 8);
  if (mode === 'raw-unicode') return 0;
  if (letter === 120) return hexLength(text, at, 2);
  if (isOctal(letter)) {
    if (!isOctal(text.charCodeAt(at + 2))) return 2;
    return isOctal(text.charCodeAt(at + 3)) ? 4 : 3;
  }
  return letter < 128 && (letter === 10 || SIMPLE[letter] !== 0) ? 2 : 0;
}

/** What the letter behind a backslash stands for; 0: nothing special. A backslash before `\n` joins lines. */
const SIMPLE: Uint8Array = simpleEscapes();

function simpleEscapes(): Uint8Array {
  const codes = new Uint8Array(128);
  for (const [letter, value] of ['\\\\', "''", '""', 'a\x07', 'b\b', 'f\f', 'n\n', 'r\r', 't\t', 'v\v']) {
    codes[letter!.charCodeAt(0)] = value!.charCodeAt(0);
  }
  return codes;
}

function isOctal(c: number): boolean {
  return c >= 48 && c <= 55;
}

function hexLength(text: string, at: number, digits: number): number {
  for (let i = 0; i < digits; i++) if (hexDigit(text.charCodeAt(at + 2 + i)) < 0) return 0;
  return digits === 8 && hexValue(text, at, 8) > 0x10ffff ? 0 : digits + 2;
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function hexValue(text: string, at: number, digits: number): number {
  let value = 0;
  for (let i = 0; i < digits; i++) value = value * 16 + hexDigit(text.charCodeAt(at + 2 + i));
  return value;
}

function addEscape(out: TextBuilder, text: string, at: number, length: number, mode: EscapeMode): void {
  const letter = text.charCodeAt(at + 1);
  if (letter === 10) return;
  if (isOctal(letter)) {
    let value = 0;
    for (let i = 1; i < length; i++) value = value * 8 + text.charCodeAt(at + i) - 48;
    out.addCodePoint(mode === 'bytes' ? value & 255 : value);
  } else if (letter === 120 || letter === 117 || letter === 85) {
    out.addCodePoint(hexValue(text, at, length - 2));
  } else out.addCodePoint(SIMPLE[letter]!);
}
