import type { ExceptHandler, Expression, Statement } from './ast.ts';
import { parseBlock } from './blocks.ts';
import { parseElse } from './compound.ts';
import { parseTest } from './expressions.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

export function parseTry(s: Scanner): Statement {
  const { start, column } = s;
  s.next();
  const body = parseBlock(s, start, column);
  const handlers: ExceptHandler[] = [];
  let isStar = false;
  while (s.kind === T.EXCEPT && s.column === column) {
    const handlerStart = s.start;
    s.next();
    if (s.kind === T.STAR) {
      isStar = true;
      s.next();
    }
    handlers.push(parseHandler(s, handlerStart, column));
  }
  const orelse = parseElse(s, column);
  let finalbody: Statement[] = [];
  if (s.kind === T.FINALLY && s.column === column) {
    const finallyStart = s.start;
    s.next();
    finalbody = parseBlock(s, finallyStart, column);
  }
  return { kind: 'Try', start, end: s.prevEnd, body, handlers, orelse, finalbody, isStar };
}

/** What stands between `except` and `:`. */
interface Caught {
  type: Expression | null;
  name: string | null;
  target: Expression | null;
}

function parseHandler(s: Scanner, start: number, column: number): ExceptHandler {
  const caught: Caught = { type: null, name: null, target: null };
  if (T.STARTS_EXPRESSION[s.kind] === 1) readCaught(s, caught);
  const { type, name, target } = caught;
  const body = parseBlock(s, start, column);
  return { kind: 'ExceptHandler', start, end: s.prevEnd, type, name, target, body };
}

function readCaught(s: Scanner, caught: Caught): void {
  const start = s.start;
  caught.type = parseTest(s);
  if (s.kind === T.COMMA) readCommaList(s, caught, start, caught.type);
  if (s.kind !== T.AS) return;
  s.next();
  readTarget(caught, parseTest(s));
}

/**
 * Behind `except first`: Python 2's `, target`, or further exceptions without parentheses (PEP 758). One more
 * name that does not look like a class (`OSError`, `mod.Error`) is a target.
 */
function readCommaList(s: Scanner, caught: Caught, start: number, first: Expression): void {
  const elements = [first];
  while (s.kind === T.COMMA) {
    s.next();
    if (T.STARTS_EXPRESSION[s.kind] === 0) break;
    elements.push(parseTest(s));
  }
  const second = elements[1];
  if (elements.length === 2 && second !== undefined && !looksLikeClass(second)) {
    s.python2 = true;
    readTarget(caught, second);
    return;
  }
  caught.type = { kind: 'Tuple', start, end: s.prevEnd, elements };
}

function readTarget(caught: Caught, target: Expression): void {
  if (target.kind === 'Name') caught.name = target.id;
  else caught.target = target;
}

function looksLikeClass(node: Expression): boolean {
  if (node.kind === 'Attribute') return node.value.kind !== 'Name' || node.value.id !== 'self';
  return node.kind === 'Call' || (node.kind === 'Name' && /^_*\p{Lu}./u.test(node.id));
}
