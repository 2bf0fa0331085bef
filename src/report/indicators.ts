import type { Fact } from '../contracts/fact.ts';
import { PHASES } from '../contracts/location.ts';
import type { Indicator } from '../contracts/result.ts';
import { INDICATOR_COUNT } from '../limits.ts';

/**
 * The indicators worth showing, each value once at its most telling place: hidden ones first, then those in
 * code that runs early; at most `INDICATOR_COUNT`.
 */
export function indicatorsOf(facts: readonly Fact[]): Indicator[] {
  const found = facts.filter((fact) => fact.kind === 'indicator');
  found.sort(
    (left, right) =>
      Number(right.hidden) - Number(left.hidden) || PHASES.indexOf(left.phase) - PHASES.indexOf(right.phase),
  );
  const distinct = new Map<string, Indicator>();
  for (const { type, value, at } of found) {
    const key = `${type} ${value}`;
    if (distinct.size >= INDICATOR_COUNT) break;
    if (!distinct.has(key)) distinct.set(key, { type, value, path: at.path, line: at.line, layer: at.layer });
  }
  return [...distinct.values()];
}
