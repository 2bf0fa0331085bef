/** Classes of characters, and the physical lines around an offset. */

export const SPACE: number = 1;
export const LINE_END: number = 2;
export const WORD: number = 3;
export const DIGIT: number = 4;
export const QUOTE: number = 5;
export const COMMENT: number = 6;
export const BACKSLASH: number = 7;

/** What a character below 128 can start; 0: an operator or nothing. */
export const START_CLASS: Uint8Array = startClasses();
/** 1 for the ASCII characters of a name. */
export const WORD_PART: Uint8Array = wordParts();

function startClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (const c of ' \t\f\0') classes[c.charCodeAt(0)] = SPACE;
  for (const c of '\n\r') classes[c.charCodeAt(0)] = LINE_END;
  for (const c of '0123456789') classes[c.charCodeAt(0)] = DIGIT;
  for (const c of '\'"') classes[c.charCodeAt(0)] = QUOTE;
  for (let c = 65; c <= 90; c++) classes[c] = classes[c + 32] = WORD;
  classes[95] = WORD;
  classes[35] = COMMENT;
  classes[92] = BACKSLASH;
  return classes;
}

function wordParts(): Uint8Array {
  const parts = new Uint8Array(128);
  for (let c = 0; c < 128; c++) if (START_CLASS[c] === WORD || START_CLASS[c] === DIGIT) parts[c] = 1;
  return parts;
}

export function isBlank(c: number): boolean {
  return c < 128 && START_CLASS[c] === SPACE;
}

/** Offset after the line end at `pos`; `pos` itself when there is none. */
export function skipLineEnd(source: string, pos: number): number {
  const c = source.charCodeAt(pos);
  if (c === 10) return pos + 1;
  if (c !== 13) return pos;
  return source.charCodeAt(pos + 1) === 10 ? pos + 2 : pos + 1;
}

/** Offset of the first character of the line of `offset` when only blanks stand between, else -1. */
export function lineStartBefore(source: string, offset: number): number {
  for (let pos = offset; pos > 0; pos--) {
    const c = source.charCodeAt(pos - 1);
    if (c === 10 || c === 13) return pos;
    if (!isBlank(c)) return -1;
  }
  return 0;
}

/** Whether nothing but blanks and a comment stand between `pos` and the end of its line. */
export function isLineEnd(source: string, from: number): boolean {
  let pos = from;
  while (pos < source.length && isBlank(source.charCodeAt(pos))) pos++;
  const c = source.charCodeAt(pos);
  return pos === source.length || c === 10 || c === 13 || c === 35;
}

/** The column behind a blank at `column`: tabs go to multiples of 8, a form feed back to 0. */
export function columnAfter(column: number, blank: number): number {
  if (blank === 32) return column + 1;
  if (blank === 9) return (column | 7) + 1;
  return blank === 12 ? 0 : column;
}

/** The indentation of the line whose first character is at `line`. */
export function columnOf(source: string, line: number): number {
  let column = 0;
  for (let pos = line; pos < source.length; pos++) {
    const c = source.charCodeAt(pos);
    if (!isBlank(c)) break;
    column = columnAfter(column, c);
  }
  return column;
}
