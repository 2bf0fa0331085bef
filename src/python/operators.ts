import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** Kind of each operator character alone; 0: no operator. */
const SINGLE: Uint8Array = table([
  ['(', T.LPAR],
  [')', T.RPAR],
  ['[', T.LSQB],
  [']', T.RSQB],
  ['{', T.LBRACE],
  ['}', T.RBRACE],
  [',', T.COMMA],
  [':', T.COLON],
  [';', T.SEMI],
  ['.', T.DOT],
  ['=', T.EQUAL],
  ['!', T.EXCLAMATION],
  ['`', T.BACKTICK],
  ['~', T.TILDE],
  ['|', T.VBAR],
  ['^', T.CARET],
  ['&', T.AMPER],
  ['<', T.LESS],
  ['>', T.GREATER],
  ['+', T.PLUS],
  ['-', T.MINUS],
  ['*', T.STAR],
  ['/', T.SLASH],
  ['%', T.PERCENT],
  ['@', T.AT],
]);

/** Kind of an operator character followed by `=`. */
const WITH_EQUAL: Uint8Array = table([
  ['=', T.EQEQUAL],
  ['!', T.NOTEQUAL],
  [':', T.COLONEQUAL],
  ['<', T.LESSEQUAL],
  ['>', T.GREATEREQUAL],
  ['|', T.AUGASSIGN],
  ['^', T.AUGASSIGN],
  ['&', T.AUGASSIGN],
  ['+', T.AUGASSIGN],
  ['-', T.AUGASSIGN],
  ['*', T.AUGASSIGN],
  ['/', T.AUGASSIGN],
  ['%', T.AUGASSIGN],
  ['@', T.AUGASSIGN],
]);

/** Kind of an operator character doubled. */
const DOUBLED: Uint8Array = table([
  ['<', T.LSHIFT],
  ['>', T.RSHIFT],
  ['*', T.DOUBLESTAR],
  ['/', T.DOUBLESLASH],
]);

function table(entries: readonly (readonly [string, number])[]): Uint8Array {
  const kinds = new Uint8Array(128);
  for (const [character, kind] of entries) kinds[character.charCodeAt(0)] = kind;
  return kinds;
}

/** Reads the operator or bracket whose first character `c` is at `pos`. */
export function scanOperator(s: Scanner, pos: number, c: number): void {
  const kind = SINGLE[c]!;
  if (kind === 0) {
    s.setError('invalid character', pos, pos + 1);
    return;
  }
  if (kind <= T.RBRACE) {
    // Openers have even kinds, closers odd ones.
    if ((kind & 1) === 0) s.brackets++;
    else if (s.brackets > 0) s.brackets--;
    s.setToken(kind, pos, pos + 1);
    return;
  }
  if (kind === T.COMMA || kind === T.SEMI) {
    s.setToken(kind, pos, pos + 1);
    return;
  }
  const source = s.source;
  const second = pos + 1 < s.length ? source.charCodeAt(pos + 1) : 0;
  if (second === 61 && WITH_EQUAL[c] !== 0) {
    // `f'{x:=5}'` is a format specification, not an assignment expression.
    if (c === 58 && s.brackets === s.fieldBrackets) {
      s.setToken(kind, pos, pos + 1);
      return;
    }
    s.setToken(WITH_EQUAL[c]!, pos, pos + 2);
    return;
  }
  if (second === c) {
    if (DOUBLED[c] !== 0) {
      const augmented = pos + 2 < s.length && source.charCodeAt(pos + 2) === 61;
      if (augmented) s.setToken(T.AUGASSIGN, pos, pos + 3);
      else s.setToken(DOUBLED[c]!, pos, pos + 2);
      return;
    }
    if (c === 46 && pos + 2 < s.length && source.charCodeAt(pos + 2) === 46) {
      s.setToken(T.ELLIPSIS, pos, pos + 3);
      return;
    }
  }
  if (second === 62 && c === 45) {
    s.setToken(T.ARROW, pos, pos + 2);
    return;
  }
  if (second === 62 && c === 60) {
    s.python2 = true;
    s.setToken(T.NOTEQUAL, pos, pos + 2);
    return;
  }
  s.setToken(kind, pos, pos + 1);
}
