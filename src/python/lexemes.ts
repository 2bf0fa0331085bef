import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

const IDENTIFIER = /^[\p{XIDS}_][\p{XIDC}]*$/u;

/** Whether `text` is an identifier once NFKC-normalised (PEP 3131). */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text.normalize('NFKC'));
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

/** Offset after the decimal digits and underscores at `pos`; `pos` itself when no digit is first. */
export function skipDigits(source: string, pos: number): number {
  if (!isDigit(source.charCodeAt(pos))) return pos;
  let end = pos + 1;
  for (;;) {
    const c = source.charCodeAt(end);
    if (isDigit(c) || c === 95) end++;
    else return end;
  }
}

function skipRadixDigits(source: string, pos: number, radix: number): number {
  let end = pos;
  for (;;) {
    const c = source.charCodeAt(end);
    const lower = c | 32;
    const value = isDigit(c) ? c - 48 : lower >= 97 && lower <= 102 ? lower - 87 : c === 95 ? 0 : 99;
    if (value >= radix) return end;
    end++;
  }
}

/** Offset after the number that starts at `pos` (a digit, or a dot before one), suffixes included. */
export function skipNumber(source: string, pos: number): number {
  let end = pos;
  if (source.charCodeAt(pos) === 48) {
    const marker = source.charCodeAt(pos + 1) | 32;
    const radix = marker === 120 ? 16 : marker === 111 ? 8 : marker === 98 ? 2 : 0;
    if (radix !== 0) {
      end = skipRadixDigits(source, pos + 2, radix);
      return (source.charCodeAt(end) | 32) === 108 ? end + 1 : end;
    }
  }
  end = skipDigits(source, pos);
  let whole = end > pos;
  if (source.charCodeAt(end) === 46) {
    end = skipDigits(source, end + 1);
    whole = false;
  }
  if ((source.charCodeAt(end) | 32) === 101) {
    const sign = source.charCodeAt(end + 1);
    const digits = sign === 43 || sign === 45 ? end + 2 : end + 1;
    const after = skipDigits(source, digits);
    if (after > digits) {
      end = after;
      whole = false;
    }
  }
  const suffix = source.charCodeAt(end) | 32;
  if (suffix === 106 || (suffix === 108 && whole)) end++;
  return end;
}

/**
 * Reads the string whose prefix is `source[start, quote)`. An f-string or t-string becomes an FSTRING token of
 * prefix and opening quote only.
 */
export function skipString(s: Scanner, start: number, quote: number): void {
  const source = s.source;
  const q = source.charCodeAt(quote);
  const triple =
    quote + 2 < s.length && source.charCodeAt(quote + 1) === q && source.charCodeAt(quote + 2) === q;
  s.quote = quote;
  if (quote > start && isTemplatePrefix(source, start, quote)) {
    s.setToken(T.FSTRING, start, triple ? quote + 3 : quote + 1);
    return;
  }
  s.escaped = false;
  if (triple) skipTriple(s, start, quote, q);
  else skipSingle(s, start, quote, q);
}

function isTemplatePrefix(source: string, start: number, quote: number): boolean {
  for (let i = start; i < quote; i++) {
    const c = source.charCodeAt(i) | 32;
    if (c === 102 || c === 116) return true;
  }
  return false;
}

function skipSingle(s: Scanner, start: number, quote: number, q: number): void {
  const source = s.source;
  let pos = quote + 1;
  for (; pos < s.length; pos++) {
    const c = source.charCodeAt(pos);
    if (c === q) {
      s.setToken(T.STRING, start, pos + 1);
      return;
    }
    if (c === 92) {
      s.escaped = true;
      pos++;
      if (source.charCodeAt(pos) === 13 && source.charCodeAt(pos + 1) === 10) pos++;
    } else if (c === 10 || c === 13) break;
  }
  s.setError('unterminated string', start, Math.min(pos, s.length));
}

function skipTriple(s: Scanner, start: number, quote: number, q: number): void {
  const source = s.source;
  if (q === 39 ? !s.noTripleSingle : !s.noTripleDouble) {
    for (let pos = quote + 3; pos < s.length; pos++) {
      const c = source.charCodeAt(pos);
      if (c === q) {
        if (source.charCodeAt(pos + 1) === q && source.charCodeAt(pos + 2) === q) {
          s.setToken(T.STRING, start, pos + 3);
          return;
        }
      } else if (c === 92) {
        s.escaped = true;
        pos++;
      } else if (c === 13) s.escaped = true;
    }
    if (q === 39) s.noTripleSingle = true;
    else s.noTripleDouble = true;
  }
  s.setError('unterminated triple-quoted string', start, quote + 3);
}

/** Whether the one or two characters at `start` are a string prefix (Python 2's `ur` included). */
export function isStringPrefix(source: string, start: number, size: number): boolean {
  const first = source.charCodeAt(start) | 32;
  if (size === 1) return first === 114 || first === 98 || first === 117 || first === 102 || first === 116;
  const second = source.charCodeAt(start + 1) | 32;
  if (first === 114) return second === 98 || second === 102 || second === 116;
  return second === 114 && (first === 98 || first === 117 || first === 102 || first === 116);
}
