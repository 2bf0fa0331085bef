/** What single characters of Python source are to a pass that looks at how it is written. */
import { isBidi, isInvisible } from './source-figures.ts';

/** Kinds of characters, ordered so that the tests of the inner loops are one comparison. */
export const DIGIT = 0;
export const LETTER = 1;
export const BLANK = 2;
/** Outside ASCII; some of it is part of identifiers. */
export const WIDE = 3;
/** Any other punctuation ends literals and runs of numbers and means nothing else. */
export const OTHER = 4;
export const MARK = 5;
export const COMMENT = 6;
/** From here on: what may be something else within a literal; then what may be so within a comment. */
export const BACKSLASH = 7;
export const QUOTE = 8;
export const LINE_END = 9;
export const HIDDEN = 10;

/** Of each UTF-16 unit: a smaller table would have to be guarded at each character. */
export const KIND = kinds();

function kinds(): Uint8Array {
  const table = new Uint8Array(0x10000).fill(WIDE);
  table.fill(OTHER, 0, 128);
  const set = (characters: string, kind: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = kind;
  };
  table.fill(DIGIT, 48, 58).fill(LETTER, 65, 91).fill(LETTER, 97, 123);
  set('_', LETTER);
  set(' \t\f', BLANK);
  set('+-,;()[]{}\0', MARK);
  set('#', COMMENT);
  set('\\', BACKSLASH);
  set('"\'', QUOTE);
  set('\n\r', LINE_END);
  for (let code = 128; code < 0x10000; code++) if (isBidi(code) || isInvisible(code)) table[code] = HIDDEN;
  return table;
}

/** Of an identifier of less than ten characters: it may be opaque only if it begins with two look-alikes. */
export function looksOdd(text: string, start: number): boolean {
  return ODD[text.charCodeAt(start)] === 1 && ODD[text.charCodeAt(start + 1)] === 1;
}

const ODD = new Uint8Array(128);
for (const character of 'Il1iO0o_') ODD[character.charCodeAt(0)] = 1;

export function isPrefixLetter(code: number): boolean {
  const lower = code | 32;
  return lower === 114 || lower === 98 || lower === 117 || lower === 102 || lower === 116;
}

/** Letters, marks, digits and connectors outside ASCII; NFKC may make an identifier of them. */
const IDENTIFIER = /[\p{L}\p{M}\p{N}\p{Pc}]/u;

/** Of a character of kind WIDE. */
export function isWideLetter(text: string, at: number): boolean {
  const code = text.codePointAt(at)!;
  return code < 0xe0000 && IDENTIFIER.test(String.fromCodePoint(code));
}

/** Characters of the numeric escape whose backslash is at `at`, 0 for another escape. */
export function escapeSize(text: string, at: number): number {
  const { length } = text;
  const code = at + 1 < length ? text.charCodeAt(at + 1) : 0;
  if (code === 120) return 4;
  if (code === 117) return 6;
  if (code === 85) return 10;
  if (code < 48 || code > 55) return 0;
  let size = 2;
  while (size < 4 && at + size < length) {
    const digit = text.charCodeAt(at + size);
    if (digit < 48 || digit > 55) break;
    size++;
  }
  return size;
}

/** Whether the numeric escape of `size` characters spells a letter or digit, which needs no escape. */
export function isPrintableEscape(text: string, at: number, size: number): boolean {
  const octal = size <= 4 && text[at + 1] !== 'x';
  const digits = text.slice(at + (octal ? 1 : 2), at + size);
  const value = Number.parseInt(digits, octal ? 8 : 16);
  return value < 128 && KIND[value]! <= LETTER;
}
