/** Parentheses, lists, dicts, sets and comprehensions. */

import type { Comprehension, Expression } from './ast.ts';
import {
  enter,
  errorExpression,
  expect,
  parseNamed,
  parseOldLambda,
  parseOperators,
  parseStarred,
  parseTargets,
  parseTest,
  parseYield,
} from './expressions.ts';
import { trimmed } from './lists.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

function tooDeep(s: Scanner): Expression {
  s.level--;
  return errorExpression(s, 'nesting too deep');
}

function parseElement(s: Scanner): Expression {
  return s.kind === T.STAR ? parseStarred(s, T.COMPARE_POWER) : parseNamed(s);
}

/** Elements up to the closing bracket, the first read already and a comma current. */
function parseElements(s: Scanner, first: Expression, close: number): Expression[] {
  const elements = [first];
  while (s.kind === T.COMMA) {
    s.next();
    if (s.kind === close || s.kind === T.PANIC) break;
    elements.push(parseElement(s));
  }
  return trimmed(elements);
}

export function parseParentheses(s: Scanner): Expression {
  const start = s.start;
  if (!enter(s)) return tooDeep(s);
  s.next();
  if (s.kind === T.RPAR) {
    s.level--;
    s.next();
    return { kind: 'Tuple', start, end: s.prevEnd, elements: [] };
  }
  const first = s.kind === T.YIELD ? parseYield(s) : parseElement(s);
  if (s.kind === T.RPAR) {
    s.level--;
    s.next();
    return first;
  }
  let elements: Expression[] | null = null;
  let generators: Comprehension[] | null = null;
  if (s.kind === T.COMMA) elements = parseElements(s, first, T.RPAR);
  else if (startsGenerators(s)) generators = parseGenerators(s);
  s.level--;
  expect(s, T.RPAR, "expected ')'");
  if (elements !== null) return { kind: 'Tuple', start, end: s.prevEnd, elements };
  if (generators !== null) return { kind: 'GeneratorExp', start, end: s.prevEnd, element: first, generators };
  return first;
}

export function parseList(s: Scanner): Expression {
  const start = s.start;
  if (!enter(s)) return tooDeep(s);
  s.next();
  let elements: Expression[] = [];
  let generators: Comprehension[] | null = null;
  if (s.kind !== T.RSQB) {
    const first = parseElement(s);
    if (startsGenerators(s)) {
      generators = parseGenerators(s);
      elements = [first];
    } else elements = parseElements(s, first, T.RSQB);
  }
  s.level--;
  expect(s, T.RSQB, "expected ']'");
  if (generators === null) return { kind: 'List', start, end: s.prevEnd, elements };
  return { kind: 'ListComp', start, end: s.prevEnd, element: elements[0]!, generators };
}

/** A dict, a set, or a comprehension of either. */
export function parseBraces(s: Scanner): Expression {
  const start = s.start;
  if (!enter(s)) return tooDeep(s);
  s.next();
  const node = parseBracesInside(s, start);
  s.level--;
  expect(s, T.RBRACE, "expected '}'");
  node.end = s.prevEnd;
  return node;
}

function parseBracesInside(s: Scanner, start: number): Expression {
  const end = start;
  if (s.kind === T.RBRACE) return { kind: 'Dict', start, end, keys: [], values: [] };
  if (s.kind === T.DOUBLESTAR) return parseDict(s, start, null);
  const first = parseElement(s);
  if (s.kind === T.COLON) return parseDict(s, start, first);
  if (startsGenerators(s)) {
    return { kind: 'SetComp', start, end, element: first, generators: parseGenerators(s) };
  }
  return { kind: 'Set', start, end, elements: parseElements(s, first, T.RBRACE) };
}

/** The entries of a dict; the `:` behind the first key, or the `**` of the first entry, is current. */
function parseDict(s: Scanner, start: number, firstKey: Expression | null): Expression {
  const keys: (Expression | null)[] = [firstKey];
  s.next();
  const values = [firstKey === null ? parseOperators(s, T.COMPARE_POWER) : parseTest(s)];
  if (firstKey !== null && startsGenerators(s)) {
    const generators = parseGenerators(s);
    return { kind: 'DictComp', start, end: start, key: firstKey, value: values[0]!, generators };
  }
  while (s.kind === T.COMMA) {
    s.next();
    if (s.kind === T.RBRACE || s.kind === T.PANIC) break;
    parseDictEntry(s, keys, values);
  }
  return { kind: 'Dict', start, end: start, keys: trimmed(keys), values: trimmed(values) };
}

function parseDictEntry(s: Scanner, keys: (Expression | null)[], values: Expression[]): void {
  if (s.kind === T.DOUBLESTAR) {
    s.next();
    keys.push(null);
    values.push(parseOperators(s, T.COMPARE_POWER));
    return;
  }
  keys.push(parseTest(s));
  if (s.kind === T.COLON) {
    s.next();
    values.push(parseTest(s));
  } else values.push(errorExpression(s, "expected ':'"));
}

/** Whether `for` or `async for` is next; a lone `async` cannot follow an element. */
export function startsGenerators(s: Scanner): boolean {
  return s.kind === T.FOR || s.kind === T.ASYNC;
}

export function parseGenerators(s: Scanner): Comprehension[] {
  const generators: Comprehension[] = [];
  while (startsGenerators(s)) {
    const isAsync = s.kind === T.ASYNC;
    if (isAsync) s.next();
    expect(s, T.FOR, "expected 'for'");
    const target = parseTargets(s);
    expect(s, T.IN, "expected 'in'");
    const iter = parseIterable(s);
    const ifs: Expression[] = [];
    while (s.kind === T.IF) {
      s.next();
      ifs.push(parseCondition(s));
    }
    generators.push({ target, iter, ifs: trimmed(ifs), isAsync });
  }
  return trimmed(generators);
}

/** What follows `in` and `if` in a comprehension: no conditional expression, but a lambda in older versions. */
function parseCondition(s: Scanner): Expression {
  return s.kind === T.LAMBDA ? parseOldLambda(s) : parseNamedOperators(s);
}

function parseNamedOperators(s: Scanner): Expression {
  const start = s.start;
  const target = parseOperators(s, 0);
  if (s.kind !== T.COLONEQUAL || target.kind !== 'Name') return target;
  s.next();
  const value = parseOperators(s, 0);
  return { kind: 'NamedExpr', start, end: s.prevEnd, target, value };
}

/** What a comprehension runs over; Python 2 allows a bare tuple in a list comprehension. */
function parseIterable(s: Scanner): Expression {
  const start = s.start;
  const first = parseCondition(s);
  if (s.kind !== T.COMMA) return first;
  const elements = [first];
  s.python2 = true;
  while (s.kind === T.COMMA) {
    s.next();
    if (T.STARTS_EXPRESSION[s.kind] === 0) break;
    elements.push(parseCondition(s));
  }
  return { kind: 'Tuple', start, end: s.prevEnd, elements };
}
