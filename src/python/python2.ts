/** `print` and `exec` as statements. Where the text can be a Python 3 expression, it is read as one. */
import type { Expression, Statement } from './ast.ts';
import { parseOperators, parseTest } from './expressions.ts';
import type { Scanner } from './scanner.ts';
import { parseExpressionStatement } from './statements.ts';
import * as T from './tokens.ts';

/** The print statement at the current `print`; null, with nothing consumed, when `print` is a name here. */
export function parsePrint(s: Scanner): Statement | null {
  const start = s.start;
  const before = s.save();
  s.next();
  if (s.kind === T.RSHIFT || startsOperand(s.kind)) return parsePrintRest(s, start);
  if (!couldBeOperand(s.kind)) {
    s.restore(before);
    return null;
  }
  // `print (a)` and `print [a]` are expressions unless that fails: `print [x for x in y]`.
  s.restore(before);
  const expression = parseExpressionStatement(s);
  if (s.kind !== T.PANIC && endsStatement(s.kind)) return expression;
  s.resume();
  s.restore(before);
  s.next();
  return parsePrintRest(s, start);
}

/** The exec statement at the current `exec`; null, with nothing consumed, when `exec` is a name here. */
export function parseExec(s: Scanner): Statement | null {
  const start = s.start;
  const before = s.save();
  s.next();
  if (!startsOperand(s.kind)) {
    s.restore(before);
    return null;
  }
  s.python2 = true;
  const body = parseOperators(s, T.COMPARE_POWER);
  let globals: Expression | null = null;
  let locals: Expression | null = null;
  if (s.kind === T.IN) {
    s.next();
    globals = parseTest(s);
    if (s.kind === T.COMMA) {
      s.next();
      locals = parseTest(s);
    }
  }
  return { kind: 'Exec', start, end: s.prevEnd, body, globals, locals };
}

function parsePrintRest(s: Scanner, start: number): Statement {
  s.python2 = true;
  let dest: Expression | null = null;
  let newline = true;
  const values: Expression[] = [];
  if (s.kind === T.RSHIFT) {
    s.next();
    dest = parseTest(s);
    if (s.kind === T.COMMA) s.next();
  }
  while (T.STARTS_EXPRESSION[s.kind] === 1) {
    values.push(parseTest(s));
    newline = s.kind !== T.COMMA;
    if (newline) break;
    s.next();
  }
  return { kind: 'Print', start, end: s.prevEnd, dest, values, newline };
}

/** Whether a token behind `print` or `exec` makes a statement of it, since no operator or bracket stands there. */
function startsOperand(kind: number): boolean {
  if (T.STARTS_EXPRESSION[kind] === 0) return false;
  return !couldBeOperand(kind) && kind !== T.STAR && kind !== T.NOT;
}

function couldBeOperand(kind: number): boolean {
  return kind === T.LPAR || kind === T.LSQB || kind === T.PLUS || kind === T.MINUS || kind === T.NOT;
}

function endsStatement(kind: number): boolean {
  return kind === T.NEWLINE || kind === T.SEMI || kind === T.EOF;
}
