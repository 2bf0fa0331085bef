import type { Phase } from '../../contracts/location.ts';

/** The victim did no more than install or import: nothing was called, nothing was started. */
export const UNASKED: readonly Phase[] = ['startup', 'install', 'import'];

export function isUnasked(phase: Phase): boolean {
  return UNASKED.includes(phase);
}
