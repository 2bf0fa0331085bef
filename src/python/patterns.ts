/** Patterns of `case` (https://docs.python.org/3/reference/compound_stmts.html#patterns). */
import type { Expression, MatchAs, Pattern } from './ast.ts';
import { enter, errorExpression, expect, parseOperators } from './expressions.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** The pattern behind `case`: here a sequence needs no brackets. */
export function parseCasePattern(s: Scanner): Pattern {
  const start = s.start;
  const first = parseMaybeStar(s);
  if (s.kind !== T.COMMA && first.kind !== 'MatchStar') return first;
  const patterns = parsePatternsAfter(s, first);
  return { kind: 'MatchSequence', start, end: s.prevEnd, patterns };
}

function parsePatternsAfter(s: Scanner, first: Pattern): Pattern[] {
  const patterns = [first];
  while (s.kind === T.COMMA) {
    s.next();
    if (!startsPattern(s.kind)) break;
    patterns.push(parseMaybeStar(s));
  }
  return patterns;
}

function startsPattern(kind: number): boolean {
  return T.STARTS_EXPRESSION[kind] === 1;
}

function parseMaybeStar(s: Scanner): Pattern {
  if (s.kind !== T.STAR) return parseAsPattern(s);
  const start = s.start;
  s.next();
  const name = readCapture(s);
  return { kind: 'MatchStar', start, end: s.prevEnd, name };
}

/** A name to bind; null for the wildcard `_`. */
function readCapture(s: Scanner): string | null {
  if (!T.isNameKind(s.kind)) {
    s.fail('expected a name');
    return null;
  }
  const name = s.name();
  s.next();
  return name === '_' ? null : name;
}

function parseAsPattern(s: Scanner): Pattern {
  const start = s.start;
  const pattern = parseOrPattern(s);
  if (s.kind !== T.AS) return pattern;
  s.next();
  const name = readCapture(s);
  return { kind: 'MatchAs', start, end: s.prevEnd, pattern, name };
}

function parseOrPattern(s: Scanner): Pattern {
  const start = s.start;
  const first = parseClosedPattern(s);
  if (s.kind !== T.VBAR) return first;
  const patterns = [first];
  while (s.kind === T.VBAR) {
    s.next();
    patterns.push(parseClosedPattern(s));
  }
  return { kind: 'MatchOr', start, end: s.prevEnd, patterns };
}

function errorPattern(s: Scanner, message: string): Pattern {
  const value = errorExpression(s, message);
  return { kind: 'MatchValue', start: value.start, end: value.end, value };
}

function parseClosedPattern(s: Scanner): Pattern {
  const { kind, start } = s;
  if (kind === T.LPAR || kind === T.LSQB || kind === T.LBRACE) return parseBracketPattern(s);
  if (kind === T.NONE || kind === T.TRUE || kind === T.FALSE) {
    s.next();
    const value = kind === T.NONE ? null : kind === T.TRUE;
    return { kind: 'MatchSingleton', start, end: s.prevEnd, value };
  }
  if (T.isNameKind(kind)) return parseNamePattern(s);
  // Numbers (complex ones and signs included) and strings.
  if (kind === T.NUMBER || kind === T.MINUS || kind === T.STRING || kind === T.FSTRING) {
    const value = parseOperators(s, T.BITOR_POWER);
    return { kind: 'MatchValue', start, end: s.prevEnd, value };
  }
  return errorPattern(s, 'expected a pattern');
}

function parseBracketPattern(s: Scanner): Pattern {
  if (!enter(s)) {
    s.level--;
    return errorPattern(s, 'nesting too deep');
  }
  const node = s.kind === T.LBRACE ? parseMapping(s) : parseSequence(s);
  s.level--;
  return node;
}

/** `[…]`, `(…)`: a sequence, or in parentheses one pattern without a comma. */
function parseSequence(s: Scanner): Pattern {
  const start = s.start;
  const square = s.kind === T.LSQB;
  const close = square ? T.RSQB : T.RPAR;
  s.next();
  let patterns: Pattern[] = [];
  let sequence = square || s.kind === close;
  if (s.kind !== close) {
    const first = parseMaybeStar(s);
    if (s.kind === T.COMMA || first.kind === 'MatchStar') sequence = true;
    patterns = parsePatternsAfter(s, first);
  }
  expect(s, close, 'expected a closing bracket in a pattern');
  if (!sequence) return patterns[0]!;
  return { kind: 'MatchSequence', start, end: s.prevEnd, patterns };
}

function parseMapping(s: Scanner): Pattern {
  const start = s.start;
  const keys: Expression[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  s.next();
  while (s.kind !== T.RBRACE && s.kind !== T.PANIC) {
    if (s.kind === T.DOUBLESTAR) {
      s.next();
      rest = readCapture(s);
    } else {
      keys.push(parseOperators(s, T.BITOR_POWER));
      expect(s, T.COLON, "expected ':'");
      patterns.push(parseAsPattern(s));
    }
    if (s.kind !== T.COMMA) break;
    s.next();
  }
  expect(s, T.RBRACE, "expected '}'");
  return { kind: 'MatchMapping', start, end: s.prevEnd, keys, patterns, rest };
}

/** A capture, the wildcard, a dotted value, or a class pattern. */
function parseNamePattern(s: Scanner): Pattern {
  const { start, end } = s;
  const id = s.name();
  s.next();
  if (s.kind !== T.DOT && s.kind !== T.LPAR) return capture(start, end, id);
  let value: Expression = { kind: 'Name', start, end, id };
  while (s.kind === T.DOT) {
    s.next();
    const attr = T.isNameKind(s.kind) ? s.name() : '';
    expect(s, T.isNameKind(s.kind) ? s.kind : T.NAME, 'expected a name after .');
    value = { kind: 'Attribute', start, end: s.prevEnd, value, attr };
  }
  if (s.kind === T.LPAR) return parseClassPattern(s, start, value);
  return { kind: 'MatchValue', start, end: s.prevEnd, value };
}

function capture(start: number, end: number, id: string): MatchAs {
  return { kind: 'MatchAs', start, end, pattern: null, name: id === '_' ? null : id };
}

function parseClassPattern(s: Scanner, start: number, cls: Expression): Pattern {
  const patterns: Pattern[] = [];
  const keywordNames: string[] = [];
  const keywordPatterns: Pattern[] = [];
  if (enter(s)) {
    s.next();
    while (s.kind !== T.RPAR && s.kind !== T.PANIC) {
      const argument = parseAsPattern(s);
      if (s.kind === T.EQUAL && argument.kind === 'MatchAs' && argument.pattern === null) {
        s.next();
        keywordNames.push(argument.name ?? '_');
        keywordPatterns.push(parseAsPattern(s));
      } else patterns.push(argument);
      if (s.kind !== T.COMMA) break;
      s.next();
    }
    expect(s, T.RPAR, "expected ')'");
  }
  s.level--;
  return { kind: 'MatchClass', start, end: s.prevEnd, cls, patterns, keywordNames, keywordPatterns };
}
