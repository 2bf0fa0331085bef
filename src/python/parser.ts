import type { ErrorStatement, Expression, FunctionDef, Lambda, Module } from './ast.ts';
import { parseStatements } from './blocks.ts';
import { lineStartBefore } from './characters.ts';
import { parseCompoundStatement } from './compound.ts';
import { parseStarredList, parseTest } from './expressions.ts';
import { ownText } from './own-text.ts';
import { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/**
 * Parses a whole Python file (2 or 3, decoded text) in linear time. Never throws: what cannot be understood is
 * in `errors`, and error nodes stand in its place, with parsing resumed at the next line.
 */
export function parseModule(source: string): Module {
  return readModule(new Scanner(source));
}

/** The module that a scanner at the start of its text reads. */
export function readModule(s: Scanner): Module {
  s.next();
  const body = parseStatements(s);
  if (s.cutAt >= 0) body.push(unreadStatement(s));
  return {
    kind: 'Module',
    start: 0,
    end: s.length,
    source: s.source,
    body,
    errors: s.problems,
    comments: s.comments,
    python2: s.python2,
    definitions: s.definitions,
  };
}

/** Stands for the text behind the last token that was read. */
function unreadStatement(s: Scanner): ErrorStatement {
  return { kind: 'ErrorStatement', start: s.cutAt, end: s.length, message: 'too many tokens', recovered: [] };
}

/**
 * Parses one function of a text again, by itself and without its decorators: `known` is its node in the tree of the
 * whole text. Null where it cannot be told from its own lines, as with broken ones and those that something else begins.
 */
export function parseFunctionAgain<F extends FunctionDef | Lambda>(source: string, known: F): F | null {
  const { kind, start, end } = known;
  const isLambda = kind === 'Lambda';
  const from = isLambda ? start : lineStartBefore(source, start);
  if (from < 0) return null;
  const s = new Scanner(source, from, end);
  // A lambda that goes over several lines stands in brackets.
  if (isLambda) s.brackets = 1;
  s.next();
  const again = isLambda ? parseTest(s) : parseCompoundStatement(s);
  const isSame = again?.kind === kind && again.start === start && again.end === end;
  return isSame && s.problems.length === 0 && s.cutAt < 0 ? (again as F) : null;
}

/** Parses the argument of an `eval`; null when the text is not exactly one expression. */
export function parseExpression(source: string): Expression | null {
  const s = new Scanner(ownText(source));
  s.next();
  const expression = parseStarredList(s);
  while (s.kind === T.NEWLINE) s.next();
  return s.kind === T.EOF && s.problems.length === 0 ? expression : null;
}
