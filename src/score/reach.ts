import type { Phase } from '../contracts/location.ts';

/**
 * How much a victim has to do before something happens, as the model sees it: phases, with the start of the
 * interpreter counted as installing. Nobody is asked in either.
 */
export type Reach = 'none' | 'development' | 'call' | 'entry-point' | 'import' | 'install';

/** Furthest from the victim first. A weight never falls along this order; `none` stands apart. */
export const LADDER = ['development', 'call', 'entry-point', 'import', 'install'] as const;

export const REACHES: readonly Reach[] = ['none', ...LADDER];

/** Nobody has to do more than install or import. What is no code is there for everybody. */
export function isUnasked(reach: Reach): boolean {
  return reach === 'import' || reach === 'install' || reach === 'none';
}

export function reachOf(phase: Phase): Reach {
  return phase === 'startup' ? 'install' : phase;
}

/** Logit units by reach; what is absent counts 0. */
export type ReachWeights = Partial<Record<Reach, number>>;
