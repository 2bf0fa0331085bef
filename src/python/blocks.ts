/** Statement lists, blocks, and what happens after a failure. */
import { BLOCK_DEPTH } from '../limits.ts';
import type { Expression, Statement } from './ast.ts';
import { parseCompoundStatement } from './compound.ts';
import { parseStarredList } from './expressions.ts';
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
function parseLine(s: Scanner, body: Statement[]): void {
  const column = s.column;
  const start = s.start;
  const compound = parseCompoundStatement(s);
  if (compound === null) {
    parseSimpleLine(s, body, column);
    return;
  }
  body.push(compound);
  if (s.kind === T.PANIC) body.push(recover(s, start, column));
}

function parseSimpleLine(s: Scanner, body: Statement[], column: number): void {
  const lineStart = s.start;
  while (s.kind !== T.NEWLINE && s.kind !== T.EOF) {
    const start = s.start;
    const statement = parseSimpleStatement(s);
    if (s.kind !== T.NEWLINE && s.kind !== T.SEMI && s.kind !== T.EOF)
      s.fail('expected the end of the statement');
    if (s.prevEnd > start) body.push(statement);
    if (s.kind === T.PANIC) {
      body.push(recover(s, lineStart, column));
      return;
    }
    if (s.kind === T.SEMI) s.next();
  }
  s.next();
}

/**
 * The body of a compound statement whose header is at `start`, indented by `column`; the `:` is current. Either simple
 * statements on the same line, or an indented block. A broken header leaves an ErrorStatement in front.
 */
export function parseBlock(s: Scanner, start: number, column: number): Statement[] {
  const body: Statement[] = [];
  if (s.kind === T.COLON) s.next();
  else s.fail("expected ':'");
  if (s.kind === T.PANIC) {
    body.push(recover(s, start, column));
    if (s.column <= column) return body;
  } else if (s.kind !== T.NEWLINE) {
    parseSimpleLine(s, body, column);
    return body;
  } else s.next();
  if (s.column <= column) {
    body.push(missingBlock(s));
  } else if (s.blockLevel >= BLOCK_DEPTH) {
    // The lines are then read as part of the enclosing block: flat, but not lost.
    body.push(emptyError(s, 'blocks nested too deep'));
  } else {
    s.blockLevel++;
    parseLines(s, body, column + 1, s.column);
    s.blockLevel--;
  }
  return body;
}

function missingBlock(s: Scanner): Statement {
  return emptyError(s, 'expected an indented block');
}

/** An error node without extent behind the last token, inside the statement that misses something. */
function emptyError(s: Scanner, message: string): Statement {
  s.report(message, s.start, s.start);
  return { kind: 'ErrorStatement', start: s.prevEnd, end: s.prevEnd, message, recovered: [] };
}

/**
 * Skips the rest of a broken logical line of the statement at `start`, keeping the expressions in it. Stops
 * early at a physical line that is indented no further than `column`, the statement's, and does not start with
 * a closing bracket: a bracket was never closed there. Afterwards the first token of the next line is current.
 */
export function recover(s: Scanner, start: number, column: number): Statement {
  s.resume();
  const from = s.start;
  const recovered: Expression[] = [];
  s.recovering = true;
  s.fieldBrackets = -1;
  while (s.kind !== T.NEWLINE && s.kind !== T.EOF && !startsLine(s, start, column)) {
    const before = s.start;
    if (T.STARTS_EXPRESSION[s.kind] === 1) {
      const expression = parseStarredList(s);
      s.resume();
      if (isWorthKeeping(expression)) recovered.push(expression);
    }
    if (s.start === before) s.next();
  }
  s.recovering = false;
  const end = s.prevEnd;
  if (s.kind === T.NEWLINE) s.next();
  return { kind: 'ErrorStatement', start: Math.min(from, end), end, message: s.failure, recovered };
}

function isWorthKeeping(node: Expression): boolean {
  if (node.kind === 'ErrorExpression' || node.kind === 'Name') return false;
  return node.kind !== 'Constant' || node.type === 'str' || node.type === 'bytes';
}

/** Whether the current token starts a physical line that recovery must not swallow; if so, a line starts. */
function startsLine(s: Scanner, start: number, column: number): boolean {
  const opener = s.kind === T.LPAR || s.kind === T.LSQB || s.kind === T.LBRACE;
  const outer = opener ? s.brackets - 1 : s.brackets;
  if (outer <= 0 || s.kind === T.RPAR || s.kind === T.RSQB || s.kind === T.RBRACE) return false;
  const line = s.lineStartBefore(s.start);
  if (line <= start) return false;
  const indentation = s.columnOf(line);
  if (indentation > column) return false;
  s.brackets = opener ? 1 : 0;
  s.column = indentation;
  return true;
}
