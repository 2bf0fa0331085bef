import type { MatchCase, Statement } from './ast.ts';
import { parseBlock, parseLine } from './blocks.ts';
import { parseNamed, parseStarredList } from './expressions.ts';
import { parseCasePattern } from './patterns.ts';
import { emptyError } from './recovery.ts';
import type { Scanner } from './scanner.ts';
import * as T from './tokens.ts';

/**
 * The `match` statement at the current `match` (PEP 634); null, with nothing consumed, when `match` is a name
 * here. The header is read at most twice, since no `match` nests in an expression.
 */
export function parseMatch(s: Scanner): Statement | null {
  const { start, column } = s;
  const before = s.save();
  s.next();
  if (T.STARTS_EXPRESSION[s.kind] === 1) {
    const subject = parseStarredList(s);
    if (s.kind === T.COLON) {
      s.next();
      if (s.kind === T.NEWLINE) {
        s.next();
        if (s.kind === T.CASE && s.column > column) {
          const cases = parseCases(s, column);
          return { kind: 'Match', start, end: s.prevEnd, subject, cases };
        }
      }
    }
  }
  s.resume();
  s.restore(before);
  return null;
}

function parseCases(s: Scanner, column: number): MatchCase[] {
  const cases: MatchCase[] = [];
  while (s.column > column && s.kind !== T.EOF) {
    const last = cases.at(-1);
    if (s.kind === T.CASE || last === undefined) cases.push(parseCase(s));
    else {
      // A line that is no case is kept with the last one.
      if (last.body.at(-1)?.kind !== 'ErrorStatement') last.body.push(emptyError(s, "expected 'case'"));
      parseLine(s, last.body);
    }
  }
  return cases;
}

function parseCase(s: Scanner): MatchCase {
  const { start, column } = s;
  s.next();
  const pattern = parseCasePattern(s);
  let guard: MatchCase['guard'] = null;
  if (s.kind === T.IF) {
    s.next();
    guard = parseNamed(s);
  }
  const body = parseBlock(s, start, column);
  return { pattern, guard, body };
}
