import type { Fact, FactKind, FactOf, FlowFact, SinkKind, SourceKind } from './fact.ts';

/** Read-only view of one distribution's facts, in a stable order. */
export interface FactIndex {
  of<K extends FactKind>(kind: K): readonly FactOf<K>[];
  all(): readonly Fact[];
  /** Flows with one of these sources (any when omitted) into one of these sinks. */
  flows(sources: readonly SourceKind[] | null, sinks: readonly SinkKind[]): readonly FlowFact[];
  /** Calls of exactly these canonical names. */
  calls(...apis: string[]): readonly FactOf<'call'>[];
}
