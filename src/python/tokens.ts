/**
 * Token kinds of the union grammar and the tables indexed by them.
 *
 * Kinds are small integers, ordered so that the hot tests are one comparison: control tokens first, then
 * names and literals, punctuation, operators, hard keywords, and soft keywords (valid names) last.
 */

export const EOF: number = 0;
export const NEWLINE: number = 1;
/** Stands in for the current token after a failure: matches nothing, so every parse function returns. */
export const PANIC: number = 2;
/** Characters that make no token; `Scanner.problem` says why. */
export const ERROR: number = 3;

export const NAME: number = 4;
export const NUMBER: number = 5;
export const STRING: number = 6;
/** Prefix and opening quote of an f-string or t-string; the parser scans the rest. */
export const FSTRING: number = 7;

export const LPAR: number = 8;
export const RPAR: number = 9;
export const LSQB: number = 10;
export const RSQB: number = 11;
export const LBRACE: number = 12;
export const RBRACE: number = 13;
export const COMMA: number = 14;
export const COLON: number = 15;
export const SEMI: number = 16;
export const DOT: number = 17;
export const ELLIPSIS: number = 18;
export const ARROW: number = 19;
export const EQUAL: number = 20;
export const COLONEQUAL: number = 21;
export const EXCLAMATION: number = 22;
export const BACKTICK: number = 23;
/** Any augmented assignment; the operator is the token's text without its last character. */
export const AUGASSIGN: number = 24;
export const TILDE: number = 25;

export const VBAR: number = 26;
export const CARET: number = 27;
export const AMPER: number = 28;
export const LSHIFT: number = 29;
export const RSHIFT: number = 30;
export const PLUS: number = 31;
export const MINUS: number = 32;
export const STAR: number = 33;
export const SLASH: number = 34;
export const DOUBLESLASH: number = 35;
export const PERCENT: number = 36;
export const AT: number = 37;
export const DOUBLESTAR: number = 38;
export const EQEQUAL: number = 39;
export const NOTEQUAL: number = 40;
export const LESS: number = 41;
export const LESSEQUAL: number = 42;
export const GREATER: number = 43;
export const GREATEREQUAL: number = 44;

export const AND: number = 50;
export const AS: number = 51;
export const ELSE: number = 52;
export const FALSE: number = 53;
export const FOR: number = 54;
export const FROM: number = 55;
export const IF: number = 56;
export const IN: number = 57;
export const IS: number = 58;
export const LAMBDA: number = 59;
export const NONE: number = 60;
export const NOT: number = 61;
export const OR: number = 62;
export const TRUE: number = 63;
export const YIELD: number = 64;
/** From here to the soft keywords: keywords that start or continue a statement and occur in no expression. */
export const ASSERT: number = 65;
export const BREAK: number = 66;
export const CLASS: number = 67;
export const CONTINUE: number = 68;
export const DEF: number = 69;
export const DEL: number = 70;
export const ELIF: number = 71;
export const EXCEPT: number = 72;
export const FINALLY: number = 73;
export const GLOBAL: number = 74;
export const IMPORT: number = 75;
export const PASS: number = 76;
export const RAISE: number = 77;
export const RETURN: number = 78;
export const TRY: number = 79;
export const WHILE: number = 80;
export const WITH: number = 81;
/** From here on: soft keywords. `async`, `await` and `nonlocal` are names in older versions. */
export const ASYNC: number = 90;
export const AWAIT: number = 91;
export const CASE: number = 92;
export const EXEC: number = 93;
export const MATCH: number = 94;
export const NONLOCAL: number = 95;
export const PRINT: number = 96;
export const TYPE: number = 97;

const KIND_COUNT = 100;

const KEYWORDS: readonly (readonly [string, number])[] = [
  ['and', AND],
  ['as', AS],
  ['assert', ASSERT],
  ['async', ASYNC],
  ['await', AWAIT],
  ['break', BREAK],
  ['case', CASE],
  ['class', CLASS],
  ['continue', CONTINUE],
  ['def', DEF],
  ['del', DEL],
  ['elif', ELIF],
  ['else', ELSE],
  ['except', EXCEPT],
  ['exec', EXEC],
  ['False', FALSE],
  ['finally', FINALLY],
  ['for', FOR],
  ['from', FROM],
  ['global', GLOBAL],
  ['if', IF],
  ['import', IMPORT],
  ['in', IN],
  ['is', IS],
  ['lambda', LAMBDA],
  ['match', MATCH],
  ['None', NONE],
  ['nonlocal', NONLOCAL],
  ['not', NOT],
  ['or', OR],
  ['pass', PASS],
  ['print', PRINT],
  ['raise', RAISE],
  ['return', RETURN],
  ['True', TRUE],
  ['try', TRY],
  ['type', TYPE],
  ['while', WHILE],
  ['with', WITH],
  ['yield', YIELD],
];

/** A perfect hash of the keywords: factors found by search, so that each has a slot of its own. */
function keywordSlot(first: number, second: number, last: number, length: number): number {
  return (first + second * 7 + last * 16 + length) & 127;
}

const KEYWORD_TEXT: readonly string[] = keywordTexts();
const KEYWORD_KIND: Uint8Array = keywordKinds();

function keywordTexts(): string[] {
  const texts = new Array<string>(128).fill('');
  for (const [text] of KEYWORDS) texts[slotOf(text)] = text;
  return texts;
}

function keywordKinds(): Uint8Array {
  const kinds = new Uint8Array(128);
  for (const [text, kind] of KEYWORDS) kinds[slotOf(text)] = kind;
  return kinds;
}

function slotOf(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return keywordSlot(text.charCodeAt(0), text.charCodeAt(1), last, text.length);
}

/** The kind of the ASCII word `source[start, end)` of 2 to 8 characters: a keyword's or NAME. */
export function wordKind(source: string, start: number, end: number): number {
  const length = end - start;
  const second = source.charCodeAt(start + 1);
  const slot = keywordSlot(source.charCodeAt(start), second, source.charCodeAt(end - 1), length);
  const text = KEYWORD_TEXT[slot]!;
  if (text.length !== length) return NAME;
  for (let i = 0; i < length; i++) {
    if (source.charCodeAt(start + i) !== text.charCodeAt(i)) return NAME;
  }
  return KEYWORD_KIND[slot]!;
}

export function isNameKind(kind: number): boolean {
  return kind === NAME || kind >= ASYNC;
}

/** Binding powers of infix operators; 0 for every other token. `not` counts as the start of `not in`. */
export const OR_POWER = 1;
export const AND_POWER = 2;
export const NOT_POWER = 3;
export const COMPARE_POWER = 4;
export const BITOR_POWER = 5;

export const POWER: Uint8Array = infixPowers();

function infixPowers(): Uint8Array {
  const power = new Uint8Array(KIND_COUNT);
  power[OR] = OR_POWER;
  power[AND] = AND_POWER;
  for (let kind = EQEQUAL; kind <= GREATEREQUAL; kind++) power[kind] = COMPARE_POWER;
  for (const kind of [IN, IS, NOT]) power[kind] = COMPARE_POWER;
  power[VBAR] = BITOR_POWER;
  power[CARET] = 6;
  power[AMPER] = 7;
  power[LSHIFT] = power[RSHIFT] = 8;
  power[PLUS] = power[MINUS] = 9;
  for (const kind of [STAR, SLASH, DOUBLESLASH, PERCENT, AT]) power[kind] = 10;
  return power;
}

/** 1 for tokens an expression (or starred expression) can start with. */
export const STARTS_EXPRESSION: Uint8Array = expressionStarts();

function expressionStarts(): Uint8Array {
  const starts = new Uint8Array(KIND_COUNT);
  const literals = [NAME, NUMBER, STRING, FSTRING, LPAR, LSQB, LBRACE, ELLIPSIS, BACKTICK, TILDE];
  const words = [FALSE, LAMBDA, NONE, NOT, TRUE, YIELD];
  for (const kind of [...literals, ...words, PLUS, MINUS, STAR]) starts[kind] = 1;
  for (let kind = ASYNC; kind < KIND_COUNT; kind++) starts[kind] = 1;
  return starts;
}
