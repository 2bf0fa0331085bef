/** Compound statements: those with a block. */

import type { Expression, If, Statement } from './ast.ts';
import { parseBlock } from './blocks.ts';
import { parseClass, parseFunction } from './definitions.ts';
import { expect, parseNamed, parseStarredList, parseTargets } from './expressions.ts';
import { parseMatch } from './match.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';
import { parseTry } from './try.ts';
import { parseWith } from './with.ts';

/** Of most definitions. */
const NO_DECORATORS: readonly Expression[] = [];

/** The compound statement at the current token; null, with nothing consumed, when there is none. */
export function parseCompoundStatement(s: Scanner): Statement | null {
  switch (s.kind) {
    case T.IF:
      return parseIf(s);
    case T.FOR:
      return parseFor(s, s.start, false);
    case T.WHILE:
      return parseWhile(s);
    case T.TRY:
      return parseTry(s);
    case T.WITH:
      return parseWith(s, s.start, false);
    case T.DEF:
      return parseFunction(s, s.start, NO_DECORATORS, false);
    case T.CLASS:
      return parseClass(s, NO_DECORATORS);
    case T.ASYNC:
      return parseAsync(s);
    case T.MATCH:
      return parseMatch(s);
    default:
      return null;
  }
}

/** The block of an `else:` at `column`, or nothing. */
export function parseElse(s: Scanner, column: number): Statement[] {
  if (s.kind !== T.ELSE || s.column !== column) return [];
  const start = s.start;
  s.next();
  return parseBlock(s, start, column);
}

/** `if` with its `elif` chain, which nests in the tree and is read in a loop. */
function parseIf(s: Scanner): Statement {
  const column = s.column;
  const first = parseIfHeader(s, column);
  const chain = [first];
  let last = first;
  while (s.kind === T.ELIF && s.column === column) {
    const next = parseIfHeader(s, column);
    last.orelse = [next];
    chain.push(next);
    last = next;
  }
  last.orelse = parseElse(s, column);
  for (const node of chain) node.end = s.prevEnd;
  return first;
}

function parseIfHeader(s: Scanner, column: number): If {
  const start = s.start;
  s.next();
  const test = parseNamed(s);
  const body = parseBlock(s, start, column);
  return { kind: 'If', start, end: s.prevEnd, test, body, orelse: [] };
}

function parseWhile(s: Scanner): Statement {
  const { start, column } = s;
  s.next();
  const test = parseNamed(s);
  const body = parseBlock(s, start, column);
  const orelse = parseElse(s, column);
  return { kind: 'While', start, end: s.prevEnd, test, body, orelse };
}

function parseFor(s: Scanner, start: number, isAsync: boolean): Statement {
  const column = s.column;
  s.next();
  const target = parseTargets(s);
  expect(s, T.IN, "expected 'in'");
  const iter = parseStarredList(s);
  const body = parseBlock(s, start, column);
  const orelse = parseElse(s, column);
  return { kind: 'For', start, end: s.prevEnd, target, iter, body, orelse, isAsync };
}

/** `async def`, `async for`, `async with`; null when `async` is a name of older versions. */
function parseAsync(s: Scanner): Statement | null {
  const start = s.start;
  const before = s.save();
  s.next();
  if (s.kind === T.DEF) return parseFunction(s, start, NO_DECORATORS, true);
  if (s.kind === T.FOR) return parseFor(s, start, true);
  if (s.kind === T.WITH) return parseWith(s, start, true);
  s.restore(before);
  return null;
}
