/** `match`: the case that is known to be taken, or every case that may be. */
import type { MatchCase, Pattern, Statement } from '../../python/ast.ts';
import { setName } from './assignments.ts';
import { runArms } from './branches.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { compare } from './operators.ts';
import { iterate } from './sequences.ts';
import { type Completion, runBlock } from './statements.ts';
import { deepTaint, isConstant, list, truth, unknown, type Value } from './values.ts';

/** Patterns inside patterns. */
const PATTERN_DEPTH = 64;

export function matchCases(m: Machine, f: Frame, node: Statement & { kind: 'Match' }): Completion {
  const subject = evaluate(m, f, node.subject);
  const taken = isConstant(subject) ? takenCase(m, f, node.cases, subject) : null;
  if (f.concrete && taken !== null) return runBlock(m, f, node.cases[taken]!.body);
  const arms = node.cases.map((entry) => () => {
    bind(m, f, entry.pattern, subject, 0);
    if (entry.guard !== null) evaluate(m, f, entry.guard);
    return runBlock(m, f, entry.body);
  });
  if (runArms(m, arms, taken)) f.uncertain = true;
  return 'next';
}

/** The first case that matches for certain, when all before it do not. */
function takenCase(m: Machine, f: Frame, cases: readonly MatchCase[], subject: Value): number | null {
  for (const [i, entry] of cases.entries()) {
    let matched = bind(m, f, entry.pattern, subject, 0);
    if (matched === true && entry.guard !== null) matched = truth(evaluate(m, f, entry.guard));
    if (matched === true) return i;
    if (matched === null) return null;
  }
  return null;
}

/** Binds the names of a pattern; whether it matches, or null when that is not known. */
function bind(m: Machine, f: Frame, pattern: Pattern, subject: Value, depth: number): boolean | null {
  if (depth > PATTERN_DEPTH) return null;
  const inner = unknown(deepTaint(subject));
  switch (pattern.kind) {
    case 'MatchAs': {
      const matched = pattern.pattern === null ? true : bind(m, f, pattern.pattern, subject, depth + 1);
      if (pattern.name !== null) setName(m, f, pattern.name, subject);
      return matched;
    }
    case 'MatchStar':
      if (pattern.name !== null) setName(m, f, pattern.name, inner);
      return null;
    case 'MatchValue':
      return compare('==', subject, evaluate(m, f, pattern.value));
    case 'MatchOr': {
      let result: boolean | null = false;
      for (const option of pattern.patterns) {
        const matched = bind(m, f, option, subject, depth + 1);
        if (matched === true) return true;
        if (matched === null) result = null;
      }
      return result;
    }
    case 'MatchSequence':
      return bindSequence(m, f, pattern.patterns, subject, depth);
    case 'MatchMapping':
      for (const part of pattern.patterns) bind(m, f, part, inner, depth + 1);
      if (pattern.rest !== null) setName(m, f, pattern.rest, inner);
      return null;
    case 'MatchClass':
      for (const part of [...pattern.patterns, ...pattern.keywordPatterns])
        bind(m, f, part, inner, depth + 1);
      return null;
    default:
      return null;
  }
}

function bindSequence(
  m: Machine,
  f: Frame,
  patterns: readonly Pattern[],
  subject: Value,
  depth: number,
): boolean | null {
  const items = subject.t === 'list' || subject.t === 'tuple' ? iterate(subject) : null;
  const star = patterns.findIndex((part) => part.kind === 'MatchStar');
  const fits =
    items !== null && (star < 0 ? items.length === patterns.length : items.length >= patterns.length - 1);
  let result: boolean | null = items === null ? null : fits;
  for (const [i, part] of patterns.entries()) {
    if (!fits || items === null) {
      bind(m, f, part, unknown(deepTaint(subject)), depth + 1);
      continue;
    }
    const behind = items.length - patterns.length;
    if (i === star && part.kind === 'MatchStar') {
      if (part.name !== null) setName(m, f, part.name, list(items.slice(star, star + behind + 1)));
      continue;
    }
    const matched = bind(m, f, part, items[star >= 0 && i > star ? i + behind : i]!, depth + 1);
    if (matched === false) result = false;
    else if (matched === null && result === true) result = null;
  }
  return isConstant(subject) || result !== false ? result : null;
}
