import type { Fact } from '../../contracts/fact.ts';
import { compareText } from './order.ts';

/** Facts by member path. Rules look neighbours up here: scanning all facts for each fact would be quadratic. */
export function groupByPath<F extends Fact>(facts: readonly F[]): Map<string, F[]> {
  return Map.groupBy(facts, (fact) => fact.at.path);
}

/** Facts by member, members in order. */
export function byMember<F extends Fact>(facts: readonly F[]): [path: string, facts: F[]][] {
  return [...groupByPath(facts)].sort(([a], [b]) => compareText(a, b));
}

/** Paths of the members that have such facts. */
export function pathsOf(facts: readonly Fact[]): Set<string> {
  return new Set(facts.map((fact) => fact.at.path));
}

/** Distinct values in order of first appearance, joined for a message. */
export function list(values: readonly string[], most = 6): string {
  const distinct = [...new Set(values)];
  const rest = distinct.length - most;
  return distinct.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
