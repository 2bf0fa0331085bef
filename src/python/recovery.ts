/** What happens after a failure: the rest of the broken line is skipped, and its expressions are kept. */

import type { ErrorStatement, Expression } from './ast.ts';
import { columnOf, isLineEnd, lineStartBefore } from './characters.ts';
import { parseStarredList } from './expressions.ts';
import { trimmed } from './lists.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** An error node without extent behind the last token, inside the statement that misses something. */
export function emptyError(s: Scanner, message: string): ErrorStatement {
  s.report(message, s.start, s.start);
  return { kind: 'ErrorStatement', start: s.prevEnd, end: s.prevEnd, message, recovered: [] };
}

/**
 * Skips the rest of a broken logical line of the statement at `start`, keeping the expressions in it. Stops
 * early at a physical line that is indented no further than `column`, the statement's, and does not start with
 * a closing bracket: a bracket was never closed there. In the header of a block, a `:` at the end of its line
 * ends it too. Afterwards the first token of the next line is current.
 */
export function recover(s: Scanner, start: number, column: number, header: boolean): ErrorStatement {
  s.resume();
  const from = Math.max(s.start, s.prevEnd);
  const message = s.failure;
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
    if (s.start !== before) continue;
    if (header && s.kind === T.COLON && isLineEnd(s.source, s.pos)) s.brackets = 0;
    s.next();
  }
  s.recovering = false;
  const end = s.prevEnd;
  if (s.kind === T.NEWLINE) s.next();
  return { kind: 'ErrorStatement', start: Math.min(from, end), end, message, recovered: trimmed(recovered) };
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
  const line = lineStartBefore(s.source, s.start);
  if (line <= start) return false;
  const indentation = columnOf(s.source, line);
  if (indentation > column) return false;
  s.brackets = opener ? 1 : 0;
  s.column = indentation;
  return true;
}
