/**
 * Backslash escapes of string and bytes literals
 * (https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences).
 * Never fails: an escape that Python would refuse stays as written. `\N{NAME}` is not resolved.
 */

export type EscapeMode = 'str' | 'bytes' | 'raw' | 'raw-unicode';

/** The value of the literal's characters `source[start, end)`, quotes not included. */
export function decodeEscapes(source: string, start: number, end: number, mode: EscapeMode): string {
  const text = source.slice(start, end);
  const unix = text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
  if (mode === 'raw' || !unix.includes('\\')) return unix;
  const pieces: string[] = [];
  let done = 0;
  for (let at = unix.indexOf('\\'); at >= 0 && at + 1 < unix.length; at = unix.indexOf('\\', at)) {
    const found =
      mode === 'raw-unicode' ? rawUnicodeEscape(unix, at) : readEscape(unix, at, mode === 'bytes');
    if (found.text === null) {
      at = found.end;
      continue;
    }
    pieces.push(unix.slice(done, at), found.text);
    done = found.end;
    at = found.end;
  }
  pieces.push(unix.slice(done));
  return pieces.join('');
}

interface Escape {
  /** What it stands for; null: it stays as written. */
  text: string | null;
  end: number;
}

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

function readEscape(text: string, at: number, bytes: boolean): Escape {
  const letter = text[at + 1]!;
  const simple = SIMPLE.get(letter);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  if (letter >= '0' && letter <= '7') return octalEscape(text, at, bytes);
  if (letter === 'x') return hexEscape(text, at, 2);
  if (letter === 'u' && !bytes) return hexEscape(text, at, 4);
  if (letter === 'U' && !bytes) return hexEscape(text, at, 8);
  return { text: null, end: at + 2 };
}

function octalEscape(text: string, at: number, bytes: boolean): Escape {
  let value = 0;
  let end = at + 1;
  for (; end < at + 4; end++) {
    const digit = text.charCodeAt(end) - 48;
    if (!(digit >= 0 && digit <= 7)) break;
    value = value * 8 + digit;
  }
  return { text: String.fromCharCode(bytes ? value & 255 : value), end };
}

function hexEscape(text: string, at: number, digits: number): Escape {
  let value = 0;
  for (let i = 0; i < digits; i++) {
    const digit = hexDigit(text.charCodeAt(at + 2 + i));
    if (digit < 0) return { text: null, end: at + 2 };
    value = value * 16 + digit;
  }
  if (value > 0x10ffff) return { text: null, end: at + 2 };
  return { text: String.fromCodePoint(value), end: at + 2 + digits };
}

function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const lower = c | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Python 2's `ur''`: `\uXXXX` and `\UXXXXXXXX` after an odd number of backslashes, nothing else. */
function rawUnicodeEscape(text: string, at: number): Escape {
  const letter = text[at + 1]!;
  if (letter === 'u') return hexEscape(text, at, 4);
  if (letter === 'U') return hexEscape(text, at, 8);
  return { text: null, end: at + 2 };
}
