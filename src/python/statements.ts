/** Simple statements: those of one logical line. */
import type { BinaryOperator, Expression, Statement } from './ast.ts';
import { expect, parseStarredList, parseTarget, parseTest, parseYieldOrStarred } from './expressions.ts';
import { parseFromImport, parseImport } from './imports.ts';
import { parseTypeParameters } from './parameters.ts';
import { parseExec, parsePrint } from './python2.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** The simple statement at the current token; the `;` or newline behind it is left. */
export function parseSimpleStatement(s: Scanner): Statement {
  const start = s.start;
  switch (s.kind) {
    case T.NAME:
      return parseExpressionStatement(s);
    case T.RETURN: {
      s.next();
      const value = T.STARTS_EXPRESSION[s.kind] === 1 ? parseYieldOrStarred(s) : null;
      return { kind: 'Return', start, end: s.prevEnd, value };
    }
    case T.IMPORT:
      return parseImport(s);
    case T.FROM:
      return parseFromImport(s);
    case T.PASS:
      s.next();
      return { kind: 'Pass', start, end: s.prevEnd };
    case T.BREAK:
      s.next();
      return { kind: 'Break', start, end: s.prevEnd };
    case T.CONTINUE:
      s.next();
      return { kind: 'Continue', start, end: s.prevEnd };
    case T.RAISE:
      return parseRaise(s);
    case T.ASSERT:
      return parseAssert(s);
    case T.DEL:
      return parseDelete(s);
    case T.GLOBAL:
      s.next();
      return { kind: 'Global', start, names: parseNames(s), end: s.prevEnd };
    case T.NONLOCAL:
      return parseNonlocal(s);
    case T.PRINT:
      return parsePrint(s) ?? parseExpressionStatement(s);
    case T.EXEC:
      return parseExec(s) ?? parseExpressionStatement(s);
    case T.TYPE:
      return parseTypeAlias(s) ?? parseExpressionStatement(s);
    default:
      return parseExpressionStatement(s);
  }
}

/** An expression, an assignment of any form, or an annotation. */
export function parseExpressionStatement(s: Scanner): Statement {
  const start = s.start;
  const first = parseYieldOrStarred(s);
  switch (s.kind) {
    case T.EQUAL:
      return parseAssignment(s, start, first);
    case T.AUGASSIGN: {
      const op = s.source.slice(s.start, s.end - 1) as BinaryOperator;
      s.next();
      const value = parseYieldOrStarred(s);
      return { kind: 'AugAssign', start, end: s.prevEnd, target: first, op, value };
    }
    case T.COLON: {
      s.next();
      const annotation = parseTest(s);
      let value: Expression | null = null;
      if (s.kind === T.EQUAL) {
        s.next();
        value = parseYieldOrStarred(s);
      }
      return { kind: 'AnnAssign', start, end: s.prevEnd, target: first, annotation, value };
    }
    default:
      return { kind: 'Expr', start, end: s.prevEnd, value: first };
  }
}

function parseAssignment(s: Scanner, start: number, first: Expression): Statement {
  const targets = [first];
  s.next();
  let value = parseYieldOrStarred(s);
  while (s.kind === T.EQUAL) {
    targets.push(value);
    s.next();
    value = parseYieldOrStarred(s);
  }
  return { kind: 'Assign', start, end: s.prevEnd, targets, value };
}

function parseRaise(s: Scanner): Statement {
  const start = s.start;
  s.next();
  let exception: Expression | null = null;
  let cause: Expression | null = null;
  const legacy: Expression[] = [];
  if (T.STARTS_EXPRESSION[s.kind] === 1) {
    exception = parseTest(s);
    if (s.kind === T.FROM) {
      s.next();
      cause = parseTest(s);
    }
    while (s.kind === T.COMMA) {
      s.python2 = true;
      s.next();
      legacy.push(parseTest(s));
    }
  }
  return { kind: 'Raise', start, end: s.prevEnd, exception, cause, legacy };
}

function parseAssert(s: Scanner): Statement {
  const start = s.start;
  s.next();
  const test = parseTest(s);
  let message: Expression | null = null;
  if (s.kind === T.COMMA) {
    s.next();
    message = parseTest(s);
  }
  return { kind: 'Assert', start, end: s.prevEnd, test, message };
}

function parseDelete(s: Scanner): Statement {
  const start = s.start;
  s.next();
  const targets = [parseTarget(s)];
  while (s.kind === T.COMMA) {
    s.next();
    if (T.STARTS_EXPRESSION[s.kind] === 0) break;
    targets.push(parseTarget(s));
  }
  return { kind: 'Delete', start, end: s.prevEnd, targets };
}

function parseNames(s: Scanner): string[] {
  const names: string[] = [];
  for (;;) {
    if (!T.isNameKind(s.kind)) {
      s.fail('expected a name');
      return names;
    }
    names.push(s.name());
    s.next();
    if (s.kind !== T.COMMA) return names;
    s.next();
  }
}

/** `nonlocal a, b`; in Python 2 `nonlocal` is an ordinary name. */
function parseNonlocal(s: Scanner): Statement {
  const start = s.start;
  const before = s.save();
  s.next();
  if (T.isNameKind(s.kind)) return { kind: 'Nonlocal', start, names: parseNames(s), end: s.prevEnd };
  s.restore(before);
  return parseExpressionStatement(s);
}

/** `type X[T] = value` (PEP 695); null, with nothing consumed, when `type` is a name here. */
function parseTypeAlias(s: Scanner): Statement | null {
  const start = s.start;
  const before = s.save();
  s.next();
  if (T.isNameKind(s.kind)) {
    const name = s.name();
    s.next();
    const typeParams = parseTypeParameters(s);
    expect(s, T.EQUAL, "expected '='");
    const value = parseStarredList(s);
    return { kind: 'TypeAlias', start, end: s.prevEnd, name, typeParams, value };
  }
  s.restore(before);
  return null;
}
