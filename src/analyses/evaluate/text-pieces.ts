/** Case, blanks, pieces and lines of text and bytes, as Python sees them. */
import { type Bytes, list, type Text, type Value } from './values.ts';

/** What Python takes for blanks in text, and in bytes. */
const BLANK = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const BLANK_BYTE = /[\t-\r ]/;

/** Upper and lower case; of bytes only ASCII has any. */
export function recased(v: string, how: string, isBytes: boolean): string {
  if (isBytes)
    return v.replace(/[\x00-\x7f]+/g, (ascii) =>
      /[A-Za-z]/.test(ascii) ? recased(ascii, how, false) : ascii,
    );
  const capital = (word: string): string => {
    const [first = '', ...rest] = word;
    return titleCase(first) + rest.join('').toLowerCase();
  };
  switch (how) {
    case 'upper':
      return v.toUpperCase();
    case 'lower':
      return v.toLowerCase();
    case 'casefold':
      return v.toLowerCase().replaceAll('ß', 'ss');
    case 'swapcase':
      return Array.from(v, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');
    case 'title':
      return v.replace(/[\p{Lu}\p{Ll}\p{Lt}]+/gu, capital);
    default:
      return capital(v);
  }
}

/** `ß` is `Ss` at the start of a word. */
function titleCase(c: string): string {
  const upper = c.toUpperCase();
  return upper.length > c.length ? upper[0] + upper.slice(1).toLowerCase() : upper;
}

export function strip(
  v: string,
  characters: string | null,
  left: boolean,
  right: boolean,
  isBytes: boolean,
): string {
  const blank = isBytes ? BLANK_BYTE : BLANK;
  const drop = (c: string): boolean => (characters === null ? blank.test(c) : characters.includes(c));
  let start = 0;
  let end = v.length;
  if (left) while (start < end && drop(v[start]!)) start++;
  if (right) while (end > start && drop(v[end - 1]!)) end--;
  return v.slice(start, end);
}

export function split(
  { v, t }: Text | Bytes,
  separator: string | null,
  limit: number | null,
  fromRight: boolean,
  make: (v: string) => Value,
): Value | null {
  let pieces: string[];
  if (separator === null) {
    const blank = t === 'bytes' ? BLANK_BYTE : BLANK;
    pieces = v.split(new RegExp(`${blank.source}+`)).filter((piece) => piece !== '');
    if (limit !== null && limit >= 0 && pieces.length > limit) pieces = splitSome(v, limit, fromRight, blank);
  } else if (separator === '') return null;
  else {
    pieces = v.split(separator);
    if (limit !== null && limit >= 0 && pieces.length - 1 > limit) {
      pieces = fromRight
        ? [pieces.slice(0, pieces.length - limit).join(separator), ...pieces.slice(pieces.length - limit)]
        : [...pieces.slice(0, limit), pieces.slice(limit).join(separator)];
    }
  }
  return pieces.length > 1_000_000 ? null : list(pieces.map(make));
}

/** `split(None, limit)`: words, and the rest as it is. */
function splitSome(v: string, limit: number, fromRight: boolean, blank: RegExp): string[] {
  const words: string[] = [];
  const isBlank = (i: number): boolean => blank.test(v[i]!);
  let [start, end] = [0, v.length];
  const trim = (): void => {
    if (fromRight) while (end > 0 && isBlank(end - 1)) end--;
    else while (start < end && isBlank(start)) start++;
  };
  trim();
  while (words.length < limit && start < end) {
    let at = fromRight ? end : start;
    if (fromRight) while (at > 0 && !isBlank(at - 1)) at--;
    else while (at < end && !isBlank(at)) at++;
    words.push(fromRight ? v.slice(at, end) : v.slice(start, at));
    if (fromRight) end = at;
    else start = at;
    trim();
  }
  const rest = start < end ? [v.slice(start, end)] : [];
  return fromRight ? [...rest, ...words.reverse()] : [...words, ...rest];
}

const LINE =
  /[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])|[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+$/g;
const LINE_OF_BYTES = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

export function splitLines(v: string, keep: boolean, isBytes: boolean): string[] {
  const lines = v.match(isBytes ? LINE_OF_BYTES : LINE) ?? [];
  return keep
    ? lines
    : lines.map((line) =>
        line.replace(isBytes ? /[\r\n]+$/ : /(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])$/, ''),
      );
}

export function expandTabs(v: string, size: number): string {
  if (size <= 0 || size > 64) return v.replaceAll('\t', '');
  let column = 0;
  let out = '';
  for (const c of v) {
    if (c !== '\t') out += c;
    else out += ' '.repeat(size - (column % size));
    column = c === '\n' ? 0 : c === '\t' ? column + size - (column % size) : column + 1;
  }
  return out;
}
