import type { Fact } from '../../contracts/fact.ts';
import { compareText } from './order.ts';

/** Facts by member, members in order. */
export function byMember<F extends Fact>(facts: readonly F[]): [path: string, facts: F[]][] {
  const groups = new Map<string, F[]>();
  for (const fact of facts) {
    const group = groups.get(fact.at.path);
    if (group === undefined) groups.set(fact.at.path, [fact]);
    else group.push(fact);
  }
  return [...groups].sort(([a], [b]) => compareText(a, b));
}

/** Distinct values in order of first appearance, joined for a message. */
export function list(values: readonly string[], most = 6): string {
  const distinct = [...new Set(values)];
  const rest = distinct.length - most;
  return distinct.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
