/** How much harm to expect from leaving a distribution undecided: what a reviewer looks at first. */
import type { Phase } from '../contracts/location.ts';
import type { ScanResult } from '../contracts/result.ts';

/** How likely a victim is to run the code: an installation is enough, an import is next, a call is up to them. */
const PHASE: Record<Phase, number> = {
  startup: 1,
  install: 1,
  import: 0.9,
  'entry-point': 0.6,
  call: 0.35,
  development: 0.2,
  none: 0.3,
};
/** A release of a project that people use already reaches them by itself. */
const ESTABLISHED = 2;
/** Below this, what could not be seen is still worth a look. */
const LEAST_SCORE = 0.05;

export interface Surroundings {
  /** Other releases of the project that this service has let through. */
  releasedBefore: number;
  /** How often installers have asked the index proxy for the project. */
  demands: number;
}

export interface Harm {
  /** 0 and more. */
  harm: number;
  /** When the gravest finding's code runs. */
  phase: Phase;
}

/** Score × phase × novelty × reach. */
export function expectedHarm(result: ScanResult, { releasedBefore, demands }: Surroundings): Harm {
  const phase = result.findings[0]?.phase ?? 'none';
  const novelty = releasedBefore > 0 ? ESTABLISHED : 1;
  const reach = 1 + Math.log10(1 + demands);
  return { harm: Math.max(LEAST_SCORE, result.score) * PHASE[phase] * novelty * reach, phase };
}
