import type { Fact, FactKind, FactOf, FlowFact, SinkKind, SourceKind } from '../contracts/fact.ts';
import type { FactIndex } from '../contracts/fact-index.ts';
import { compareLocations } from './support/order.ts';

/**
 * Read-only view of one distribution's facts. The order is by location, then kind, then as given, so that
 * producers may run in any order without changing a result.
 */
export function indexFacts(facts: readonly Fact[]): FactIndex {
  const ordered = [...facts].sort(compareFacts);
  const byKind = new Map<FactKind, Fact[]>();
  const callsByApi = new Map<string, FactOf<'call'>[]>();
  for (const fact of ordered) {
    append(byKind, fact.kind, fact);
    if (fact.kind === 'call') append(callsByApi, fact.api, fact);
  }
  const of = <K extends FactKind>(kind: K): readonly FactOf<K>[] => (byKind.get(kind) ?? []) as FactOf<K>[];
  return {
    of,
    all: () => ordered,
    flows: (sources, sinks) => of('flow').filter((flow) => matches(flow, sources, sinks)),
    calls: (...apis) => selectCalls(callsByApi, apis),
  };
}

function matches(flow: FlowFact, sources: readonly SourceKind[] | null, sinks: readonly SinkKind[]): boolean {
  return sinks.includes(flow.sink.kind) && (sources === null || sources.includes(flow.source.kind));
}

function selectCalls(byApi: Map<string, FactOf<'call'>[]>, apis: readonly string[]): FactOf<'call'>[] {
  if (apis.length === 1) return byApi.get(apis[0]!) ?? [];
  return [...new Set(apis)].flatMap((api) => byApi.get(api) ?? []).sort(compareFacts);
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function compareFacts(a: Fact, b: Fact): number {
  return compareLocations(a.at, b.at) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0);
}
