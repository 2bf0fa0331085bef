/**
 * Expressions above the level of operands: operators, conditionals, lambdas, tuples, yield.
 * Chains of operators are built in loops; only brackets, lambdas and prefix operators nest, up to PARSE_DEPTH.
 * Every function returns a node even after a failure (see `Scanner.fail`).
 */

import { PARSE_DEPTH } from '../limits.ts';
import type { BinaryOperator, CompareOperator, ErrorExpression, Expression, UnaryOp } from './ast.ts';
import { trimmed } from './lists.ts';
import { parseParameters } from './parameters.ts';
import { parsePrimary } from './primary.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** An empty node where an operand was expected. */
export function errorExpression(s: Scanner, message: string): ErrorExpression {
  s.fail(message);
  return { kind: 'ErrorExpression', start: s.prevEnd, end: s.prevEnd, message: s.failure };
}

/** Consumes a token of `kind` or fails. */
export function expect(s: Scanner, kind: number, message: string): void {
  if (s.kind === kind) s.next();
  else s.fail(message);
}

/** Counts one level of nesting; false, after failing, when it is too deep. Pair with `s.level--`. */
export function enter(s: Scanner): boolean {
  if (++s.level <= PARSE_DEPTH) return true;
  s.fail('nesting too deep');
  return false;
}

/** `yield …`, or what `parseStarredList` reads: right-hand sides and expression statements. */
export function parseYieldOrStarred(s: Scanner): Expression {
  return s.kind === T.YIELD ? parseYield(s) : parseStarredList(s);
}

/** `a`, `*a`, or a tuple of those without parentheses. */
export function parseStarredList(s: Scanner): Expression {
  const start = s.start;
  const first = s.kind === T.STAR ? parseStarred(s, T.COMPARE_POWER) : parseNamed(s);
  return s.kind === T.COMMA ? parseTupleRest(s, start, first) : first;
}

/** The rest of an unparenthesised tuple; the first comma is current. */
function parseTupleRest(s: Scanner, start: number, first: Expression): Expression {
  const elements = [first];
  while (s.kind === T.COMMA) {
    s.next();
    if (T.STARTS_EXPRESSION[s.kind] === 0) break;
    elements.push(s.kind === T.STAR ? parseStarred(s, T.COMPARE_POWER) : parseNamed(s));
  }
  return { kind: 'Tuple', start, end: s.prevEnd, elements: trimmed(elements) };
}

/** `*operand`; the operand binds tighter than `power`. */
export function parseStarred(s: Scanner, power: number): Expression {
  const start = s.start;
  s.next();
  const value = power === 0 ? parseTest(s) : parseOperators(s, power);
  return { kind: 'Starred', start, end: s.prevEnd, value };
}

/** Assignment targets of `for` and comprehensions: nothing looser than `|`, so that `in` stays. */
export function parseTargets(s: Scanner): Expression {
  const start = s.start;
  const first = parseTarget(s);
  if (s.kind !== T.COMMA) return first;
  const elements = [first];
  while (s.kind === T.COMMA) {
    s.next();
    if (T.STARTS_EXPRESSION[s.kind] === 0) break;
    elements.push(parseTarget(s));
  }
  return { kind: 'Tuple', start, end: s.prevEnd, elements: trimmed(elements) };
}

export function parseTarget(s: Scanner): Expression {
  return s.kind === T.STAR ? parseStarred(s, T.COMPARE_POWER) : parseOperators(s, T.COMPARE_POWER);
}

export function parseYield(s: Scanner): Expression {
  const start = s.start;
  s.next();
  if (s.kind === T.FROM) {
    s.next();
    const value = parseTest(s);
    return { kind: 'YieldFrom', start, end: s.prevEnd, value };
  }
  const value = T.STARTS_EXPRESSION[s.kind] === 1 ? parseStarredList(s) : null;
  return { kind: 'Yield', start, end: s.prevEnd, value };
}

/** An expression that may be `name := value`. */
export function parseNamed(s: Scanner): Expression {
  const start = s.start;
  const target = parseTest(s);
  if (s.kind !== T.COLONEQUAL) return target;
  if (target.kind !== 'Name') {
    s.fail('cannot use := with this target');
    return target;
  }
  s.next();
  const value = parseTest(s);
  return { kind: 'NamedExpr', start, end: s.prevEnd, target, value };
}

/** A conditional expression, a lambda, or anything that binds tighter. */
export function parseTest(s: Scanner): Expression {
  if (s.kind === T.LAMBDA) return parseLambda(s);
  const start = s.start;
  const body = parseOperators(s, 0);
  return s.kind === T.IF ? parseConditional(s, start, body) : body;
}

/** `body if test else …`; the `if` is current. A chain of `else` branches is read in a loop. */
function parseConditional(s: Scanner, firstStart: number, firstBody: Expression): Expression {
  const starts: number[] = [];
  const bodies: Expression[] = [];
  const tests: Expression[] = [];
  const level = s.level;
  let start = firstStart;
  let body = firstBody;
  while (s.kind === T.IF) {
    if (!enter(s)) break;
    s.next();
    starts.push(start);
    bodies.push(body);
    tests.push(parseOperators(s, 0));
    expect(s, T.ELSE, "expected 'else'");
    start = s.start;
    body = s.kind === T.LAMBDA ? parseLambda(s) : parseOperators(s, 0);
  }
  s.level = level;
  for (let i = tests.length - 1; i >= 0; i--) {
    body = {
      kind: 'IfExp',
      start: starts[i]!,
      end: s.prevEnd,
      test: tests[i]!,
      body: bodies[i]!,
      orelse: body,
    };
  }
  return body;
}

/** A lambda whose body may be a conditional expression. */
function parseLambda(s: Scanner): Expression {
  return parseLambdaWith(s, parseTest);
}

/** A lambda in a comprehension's clause (before Python 3.9), where an `if` behind it starts a condition. */
export function parseOldLambda(s: Scanner): Expression {
  return parseLambdaWith(s, parseOldTest);
}

function parseOldTest(s: Scanner): Expression {
  return s.kind === T.LAMBDA ? parseOldLambda(s) : parseOperators(s, 0);
}

function parseLambdaWith(s: Scanner, parseBody: (s: Scanner) => Expression): Expression {
  const start = s.start;
  if (enter(s)) s.next();
  const params = parseParameters(s, T.COLON, false);
  expect(s, T.COLON, "expected ':'");
  const body = parseBody(s);
  s.level--;
  return { kind: 'Lambda', start, end: s.prevEnd, params, body };
}

/** Operators that bind tighter than `power` (see `T.POWER`); 0 reads a whole disjunction. */
export function parseOperators(s: Scanner, power: number): Expression {
  const start = s.start;
  let left = s.kind === T.NOT && power < T.NOT_POWER ? parseNot(s) : parseUnary(s);
  for (;;) {
    const kind = s.kind;
    const binding = T.POWER[kind]!;
    if (binding <= power) return left;
    if (binding >= T.BITOR_POWER) {
      s.next();
      const right = parseOperators(s, binding);
      left = { kind: 'BinOp', start, end: s.prevEnd, left, op: BINARY[kind]!, right };
    } else if (binding === T.COMPARE_POWER) left = parseComparison(s, start, left);
    else left = parseBoolean(s, start, left, kind);
  }
}

const BINARY: readonly BinaryOperator[] = binaryOperators();

function binaryOperators(): BinaryOperator[] {
  const operators: BinaryOperator[] = new Array(T.GREATEREQUAL + 1).fill('+');
  operators[T.VBAR] = '|';
  operators[T.CARET] = '^';
  operators[T.AMPER] = '&';
  operators[T.LSHIFT] = '<<';
  operators[T.RSHIFT] = '>>';
  operators[T.MINUS] = '-';
  operators[T.STAR] = '*';
  operators[T.SLASH] = '/';
  operators[T.DOUBLESLASH] = '//';
  operators[T.PERCENT] = '%';
  operators[T.AT] = '@';
  return operators;
}

function parseBoolean(s: Scanner, start: number, first: Expression, kind: number): Expression {
  const values = [first];
  const power = kind === T.AND ? T.AND_POWER : T.OR_POWER;
  while (s.kind === kind) {
    s.next();
    values.push(parseOperators(s, power));
  }
  return {
    kind: 'BoolOp',
    start,
    end: s.prevEnd,
    op: kind === T.AND ? 'and' : 'or',
    values: trimmed(values),
  };
}

function parseComparison(s: Scanner, start: number, left: Expression): Expression {
  const ops: CompareOperator[] = [];
  const comparators: Expression[] = [];
  while (T.POWER[s.kind] === T.COMPARE_POWER) {
    ops.push(readCompareOperator(s));
    comparators.push(parseOperators(s, T.COMPARE_POWER));
  }
  const end = s.prevEnd;
  return { kind: 'Compare', start, end, left, ops: trimmed(ops), comparators: trimmed(comparators) };
}

function readCompareOperator(s: Scanner): CompareOperator {
  const kind = s.kind;
  s.next();
  switch (kind) {
    case T.EQEQUAL:
      return '==';
    case T.NOTEQUAL:
      return '!=';
    case T.LESS:
      return '<';
    case T.LESSEQUAL:
      return '<=';
    case T.GREATER:
      return '>';
    case T.GREATEREQUAL:
      return '>=';
    case T.IN:
      return 'in';
    case T.NOT:
      expect(s, T.IN, "expected 'in'");
      return 'not in';
    default:
      if (s.kind !== T.NOT) return 'is';
      s.next();
      return 'is not';
  }
}

function parseNot(s: Scanner): Expression {
  return parsePrefixes(s, NOT_ONLY);
}

const NOT_ONLY = 1;
const SIGNS = 0;

/** One operand with its signs and `**`. */
function parseUnary(s: Scanner): Expression {
  const kind = s.kind;
  if (kind === T.MINUS || kind === T.PLUS || kind === T.TILDE) return parsePrefixes(s, SIGNS);
  const start = s.start;
  const base = parsePrimary(s);
  return s.kind === T.DOUBLESTAR ? parsePower(s, start, base) : base;
}

function parsePower(s: Scanner, start: number, base: Expression): Expression {
  s.next();
  const right = enter(s) ? parseUnary(s) : errorExpression(s, 'nesting too deep');
  s.level--;
  return { kind: 'BinOp', start, end: s.prevEnd, left: base, op: '**', right };
}

/** A run of prefix operators, all `not` or all signs, read in a loop. */
function parsePrefixes(s: Scanner, which: number): Expression {
  const starts: number[] = [];
  const ops: UnaryOp['op'][] = [];
  const level = s.level;
  while (which === NOT_ONLY ? s.kind === T.NOT : isSign(s.kind)) {
    if (!enter(s)) break;
    starts.push(s.start);
    ops.push(prefixOperator(s.kind));
    s.next();
  }
  let node = which === NOT_ONLY ? parseOperators(s, T.NOT_POWER) : parseUnary(s);
  s.level = level;
  for (let i = ops.length - 1; i >= 0; i--) {
    node = { kind: 'UnaryOp', start: starts[i]!, end: s.prevEnd, op: ops[i]!, operand: node };
  }
  return node;
}

function isSign(kind: number): boolean {
  return kind === T.MINUS || kind === T.PLUS || kind === T.TILDE;
}

function prefixOperator(kind: number): UnaryOp['op'] {
  if (kind === T.NOT) return 'not';
  if (kind === T.MINUS) return '-';
  return kind === T.PLUS ? '+' : '~';
}
