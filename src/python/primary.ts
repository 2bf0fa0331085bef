/** Operands: names, literals, brackets, and what follows them (`.attr`, `(…)`, `[…]`). */

import type { Expression, Keyword } from './ast.ts';
import { parseBraces, parseGenerators, parseList, parseParentheses, startsGenerators } from './displays.ts';
import {
  enter,
  errorExpression,
  expect,
  parseNamed,
  parseStarred,
  parseStarredList,
  parseTest,
  parseYield,
} from './expressions.ts';
import { trimmed } from './lists.ts';
import { numberNode } from './numbers.ts';
import type { Scanner } from './scanner.ts';
import { parseStrings } from './strings.ts';
import * as T from './tokens.ts';

/** An operand with its trailers, which are read in a loop. */
export function parsePrimary(s: Scanner): Expression {
  const start = s.start;
  let node = parseAtom(s);
  for (;;) {
    const kind = s.kind;
    if (kind === T.DOT) node = parseAttribute(s, start, node);
    else if (kind === T.LPAR) node = parseCall(s, start, node);
    else if (kind === T.LSQB) node = parseSubscript(s, start, node);
    else return node;
  }
}

function parseAttribute(s: Scanner, start: number, value: Expression): Expression {
  s.next();
  let attr = '';
  // Python 2 and older 3 allow as attributes what are keywords now (`x.print`, `x.async`): any word will do.
  if (s.kind === T.NAME || s.kind >= T.AND) {
    attr = s.name();
    s.next();
  } else s.fail('expected a name after .');
  return { kind: 'Attribute', start, end: s.prevEnd, value, attr };
}

function parseAtom(s: Scanner): Expression {
  const { kind, start, end } = s;
  if (kind === T.NAME) return parseName(s);
  switch (kind) {
    case T.STRING:
    case T.FSTRING:
      return parseStrings(s);
    case T.NUMBER: {
      const node = numberNode(s);
      s.next();
      return node;
    }
    case T.LPAR:
      return parseParentheses(s);
    case T.LSQB:
      return parseList(s);
    case T.LBRACE:
      return parseBraces(s);
    case T.NONE:
      s.next();
      return { kind: 'Constant', start, end, type: 'none', value: null };
    case T.TRUE:
      s.next();
      return { kind: 'Constant', start, end, type: 'bool', value: true };
    case T.FALSE:
      s.next();
      return { kind: 'Constant', start, end, type: 'bool', value: false };
    case T.ELLIPSIS:
      s.next();
      return { kind: 'Constant', start, end, type: 'ellipsis', value: null };
    case T.BACKTICK:
      return parseRepr(s);
    case T.YIELD:
      // Python wants parentheses here; nothing else could be meant.
      return enter(s) ? leave(s, parseYield(s)) : leave(s, errorExpression(s, ''));
    case T.AWAIT:
      return parseAwait(s);
    default:
      return kind >= T.ASYNC ? parseName(s) : errorExpression(s, 'expected an expression');
  }
}

function leave(s: Scanner, node: Expression): Expression {
  s.level--;
  return node;
}

function parseName(s: Scanner): Expression {
  const { start, end } = s;
  const id = s.name();
  s.next();
  return { kind: 'Name', start, end, id };
}

/** `await operand`, or the name `await` of older versions when no operand follows. */
function parseAwait(s: Scanner): Expression {
  const start = s.start;
  const name = parseName(s);
  const kind = s.kind;
  const isOperand = T.STARTS_EXPRESSION[kind] === 1 && !(kind >= T.PLUS && kind <= T.STAR);
  if (!isOperand || kind === T.TILDE || kind === T.NOT || kind === T.LAMBDA || kind === T.YIELD) return name;
  const value = enter(s) ? parsePrimary(s) : errorExpression(s, 'nesting too deep');
  s.level--;
  return { kind: 'Await', start, end: s.prevEnd, value };
}

function parseRepr(s: Scanner): Expression {
  const start = s.start;
  s.python2 = true;
  s.next();
  const value = enter(s) ? parseStarredList(s) : errorExpression(s, 'nesting too deep');
  s.level--;
  expect(s, T.BACKTICK, 'expected a closing backtick');
  return { kind: 'Repr', start, end: s.prevEnd, value };
}

function parseCall(s: Scanner, start: number, func: Expression): Expression {
  const args: Expression[] = [];
  const keywords: Keyword[] = [];
  parseArguments(s, args, keywords);
  const end = s.prevEnd;
  return { kind: 'Call', start, end, func, args: trimmed(args), keywords: trimmed(keywords) };
}

/** Arguments in parentheses, of a call or a class; the `(` is current. */
export function parseArguments(s: Scanner, args: Expression[], keywords: Keyword[]): void {
  const open = s.start;
  if (!enter(s)) {
    s.level--;
    return;
  }
  s.next();
  while (s.kind !== T.RPAR && s.kind !== T.PANIC) {
    parseArgument(s, open, args, keywords);
    if (s.kind !== T.COMMA) break;
    s.next();
  }
  s.level--;
  expect(s, T.RPAR, "expected ',' or ')'");
}

function parseArgument(s: Scanner, open: number, args: Expression[], keywords: Keyword[]): void {
  const start = s.start;
  if (s.kind === T.STAR) {
    args.push(parseStarred(s, 0));
    return;
  }
  if (s.kind === T.DOUBLESTAR) {
    s.next();
    const value = parseTest(s);
    keywords.push({ start, end: s.prevEnd, name: null, value });
    return;
  }
  const argument = parseNamed(s);
  if (s.kind === T.EQUAL && argument.kind === 'Name') {
    s.next();
    const value = parseTest(s);
    keywords.push({ start, end: s.prevEnd, name: argument.id, value });
  } else if (startsGenerators(s)) {
    const generators = parseGenerators(s);
    // A generator that is the only argument shares the call's parentheses, and its span has them.
    const sole = args.length === 0 && keywords.length === 0 && s.kind === T.RPAR;
    const span = sole ? { start: open, end: s.end } : { start, end: s.prevEnd };
    args.push({ kind: 'GeneratorExp', start: span.start, end: span.end, element: argument, generators });
  } else args.push(argument);
}

function parseSubscript(s: Scanner, start: number, value: Expression): Expression {
  if (!enter(s)) {
    s.level--;
    const slice = errorExpression(s, 'nesting too deep');
    return { kind: 'Subscript', start, end: s.prevEnd, value, slice };
  }
  s.next();
  const slice = parseSlices(s);
  s.level--;
  expect(s, T.RSQB, "expected ']'");
  return { kind: 'Subscript', start, end: s.prevEnd, value, slice };
}

function parseSlices(s: Scanner): Expression {
  const start = s.start;
  const first = parseSlice(s);
  if (s.kind !== T.COMMA && first.kind !== 'Starred') return first;
  const elements = [first];
  while (s.kind === T.COMMA) {
    s.next();
    if (s.kind === T.RSQB || s.kind === T.PANIC) break;
    elements.push(parseSlice(s));
  }
  return { kind: 'Tuple', start, end: s.prevEnd, elements: trimmed(elements) };
}

function parseSlice(s: Scanner): Expression {
  const start = s.start;
  if (s.kind === T.STAR) return parseStarred(s, T.COMPARE_POWER);
  const lower = s.kind === T.COLON ? null : parseNamed(s);
  if (s.kind !== T.COLON) return lower ?? errorExpression(s, 'expected an index');
  s.next();
  const upper = T.STARTS_EXPRESSION[s.kind] === 1 ? parseTest(s) : null;
  let step: Expression | null = null;
  if (s.kind === T.COLON) {
    s.next();
    if (T.STARTS_EXPRESSION[s.kind] === 1) step = parseTest(s);
  }
  return { kind: 'Slice', start, end: s.prevEnd, lower, upper, step };
}
