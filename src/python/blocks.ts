/** Statement lists, blocks, and what happens after a failure. */

import { BLOCK_DEPTH } from '../limits.ts';
import type { Statement } from './ast.ts';
import { parseCompoundStatement } from './compound.ts';
import { parseDecorated } from './definitions.ts';
import { trimmed } from './lists.ts';
import { emptyError, recover } from './recovery.ts';
import type { Scanner } from './scanner.ts';
import { parseSimpleStatement } from './statements.ts';
import * as T from './tokens.ts';

/** All statements of the text. */
export function parseStatements(s: Scanner): Statement[] {
  const body: Statement[] = [];
  while (s.kind !== T.EOF) parseLines(s, body, 0, 0);
  return body;
}

/**
 * Statements of lines indented by at least `least`, to the first line that is not. A line that is not indented
 * by `expected` is reported and read as part of the block all the same.
 */
function parseLines(s: Scanner, body: Statement[], least: number, expected: number): void {
  let last = expected;
  while (s.kind !== T.EOF && s.column >= least) {
    if (s.kind === T.NEWLINE) {
      s.next();
      continue;
    }
    if (s.column !== last && s.column !== expected && body.at(-1)?.kind !== 'ErrorStatement') {
      body.push(errorStatement(s, 'unexpected indentation'));
    }
    last = s.column;
    parseLine(s, body);
  }
}

function errorStatement(s: Scanner, message: string): Statement {
  s.report(message, s.start, s.start);
  return { kind: 'ErrorStatement', start: s.start, end: s.start, message, recovered: [] };
}

/** One compound statement, or the simple statements of one logical line with its newline. */
export function parseLine(s: Scanner, body: Statement[]): void {
  if (s.kind === T.AT) {
    parseDecorated(s, body);
    return;
  }
  const compound = parseCompoundStatement(s);
  if (compound === null) parseSimpleLine(s, body, s.column);
  else body.push(compound);
}

function parseSimpleLine(s: Scanner, body: Statement[], column: number): void {
  const lineStart = s.start;
  while (s.kind !== T.NEWLINE && s.kind !== T.EOF) {
    const start = s.start;
    const statement = parseSimpleStatement(s);
    if (!endsStatement(s.kind)) s.fail('expected the end of the statement');
    if (s.prevEnd > start) body.push(statement);
    if (s.kind === T.PANIC) {
      body.push(recover(s, lineStart, column, false));
      return;
    }
    if (s.kind === T.SEMI) s.next();
  }
  s.next();
}

function endsStatement(kind: number): boolean {
  return kind === T.NEWLINE || kind === T.SEMI || kind === T.EOF;
}

/**
 * The body of a compound statement whose header is at `start`, indented by `column`; the `:` is current. Either
 * simple statements on the same line, or an indented block. A broken header leaves an ErrorStatement in front.
 */
export function parseBlock(s: Scanner, start: number, column: number): Statement[] {
  const body: Statement[] = [];
  if (s.kind === T.COLON) s.next();
  else s.fail("expected ':'");
  if (s.kind === T.PANIC) {
    body.push(recover(s, start, column, true));
    if (s.column <= column) return body;
  } else if (s.kind !== T.NEWLINE) {
    parseSimpleLine(s, body, column);
    return trimmed(body);
  } else s.next();
  if (s.column <= column) {
    body.push(emptyError(s, 'expected an indented block'));
  } else if (s.blockLevel >= BLOCK_DEPTH) {
    // The lines are then read as part of the enclosing block: flat, but not lost.
    body.push(emptyError(s, 'blocks nested too deep'));
  } else {
    s.blockLevel++;
    parseLines(s, body, column + 1, s.column);
    s.blockLevel--;
  }
  return trimmed(body);
}
