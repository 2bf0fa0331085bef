import type { SourceKind } from '../../contracts/fact.ts';
import { canonical } from './canonical.ts';
import { callsArgument, isNotable, type Sink, sinksOf } from './sinks.ts';
import { sourceAttribute, sourceOf } from './sources.ts';

/** Everything the tables say of one outside name. */
export interface Api {
  /** Canonical dotted name. */
  name: string;
  notable: boolean;
  sinks: readonly Sink[];
  /** What calling it brings in. */
  source: SourceKind | undefined;
  /** What merely naming it brings in. */
  attributeSource: SourceKind | undefined;
  callsArgument: boolean;
}

/** @param dotted as it was written. */
export function apiOf(dotted: string): Api {
  const name = canonical(dotted);
  return {
    name,
    notable: isNotable(name),
    sinks: sinksOf(name),
    source: sourceOf(name),
    attributeSource: sourceAttribute(name),
    callsArgument: callsArgument(name),
  };
}
