import type { SourceKind } from '../../contracts/fact.ts';
import type { SourceText } from './program.ts';

/** A position in a member's text or a layer's; turned into line and column only when a fact is written. */
export interface Place {
  source: SourceText;
  offset: number;
}

/** What happened to a value on its way, newest first. */
export interface Steps {
  text: string;
  at: Place;
  earlier: Steps | null;
  length: number;
}

/** One source a value (partly) comes from. */
export interface Origin {
  /** Equal for the same source at the same place, whatever steps followed. */
  id: number;
  kind: SourceKind;
  name: string;
  detail: string;
  at: Place;
  steps: Steps | null;
}

/** Origins of a value; null for none, so that the common case costs nothing. */
export type Taint = readonly Origin[] | null;

/** More origins than this on one value say nothing further. */
const ORIGINS_PER_VALUE = 12;
/** Steps kept on a trail; the middle of longer ones is not worth a reviewer's time. */
const STEPS_PER_ORIGIN = 12;

export function union(a: Taint, b: Taint): Taint {
  if (b === null || a === b) return a;
  if (a === null) return b;
  let result: Origin[] | null = null;
  for (const origin of b) {
    if (a.length + (result?.length ?? 0) >= ORIGINS_PER_VALUE) break;
    if (!a.some((other) => other.id === origin.id)) (result ??= []).push(origin);
  }
  return result === null ? a : a.concat(result);
}

/** The same origins, each with one more step. */
export function withStep(taint: Taint, text: string, at: Place): Taint {
  if (taint === null) return null;
  return taint.map((origin) => {
    const steps = origin.steps;
    if (
      steps !== null &&
      (steps.length >= STEPS_PER_ORIGIN || (steps.text === text && steps.at.offset === at.offset))
    ) {
      return origin;
    }
    return { ...origin, steps: { text, at, earlier: steps, length: (steps?.length ?? 0) + 1 } };
  });
}

export function hasKind(taint: Taint, kinds: ReadonlySet<SourceKind>): boolean {
  return taint?.some((origin) => kinds.has(origin.kind)) ?? false;
}
