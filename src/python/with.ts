import type { Expression, Statement, WithItem } from './ast.ts';
import { parseBlock } from './blocks.ts';
import { parseTarget, parseTest, parseYieldOrStarred } from './expressions.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/** The `with` statement whose `with` is current; `start` is that of `async` when there is one. */
export function parseWith(s: Scanner, start: number, isAsync: boolean): Statement {
  const column = s.column;
  s.next();
  const items = parseParenthesisedItems(s) ?? parseItems(s);
  const body = parseBlock(s, start, column);
  return { kind: 'With', start, end: s.prevEnd, items, body, isAsync };
}

/**
 * `(a as b, c)` when a `:` follows (PEP 617); null, with nothing consumed, when the parenthesis belongs to the
 * first item. The text is read at most twice, since no `with` nests in an expression.
 */
function parseParenthesisedItems(s: Scanner): WithItem[] | null {
  if (s.kind !== T.LPAR) return null;
  const before = s.save();
  const items: WithItem[] = [];
  s.next();
  while (T.STARTS_EXPRESSION[s.kind] === 1 && s.kind !== T.YIELD && s.kind !== T.STAR) {
    items.push(parseItem(s));
    if (s.kind !== T.COMMA) break;
    s.next();
  }
  if (s.kind === T.RPAR && items.length > 0) {
    s.next();
    if (s.kind === T.COLON) return items;
  }
  s.resume();
  s.restore(before);
  return null;
}

function parseItems(s: Scanner): WithItem[] {
  const items = [parseFirstItem(s)];
  while (s.kind === T.COMMA) {
    s.next();
    items.push(parseItem(s));
  }
  return items;
}

function parseFirstItem(s: Scanner): WithItem {
  return withTarget(s, s.kind === T.YIELD ? parseYieldOrStarred(s) : parseTest(s));
}

function parseItem(s: Scanner): WithItem {
  return withTarget(s, parseTest(s));
}

function withTarget(s: Scanner, context: Expression): WithItem {
  if (s.kind !== T.AS) return { context, target: null };
  s.next();
  return { context, target: parseTarget(s) };
}
