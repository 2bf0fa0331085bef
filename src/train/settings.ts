/**
 * Settings of the training, chosen by cross-validation on the development corpus; docs/strategies.md shows how little
 * hangs on each.
 */
import type { FitOptions } from './fit.ts';
import { HAND_STEPS } from './prior.ts';

/** Parts of the cross-validation that calibrates and sets thresholds. */
export const FOLDS = 10;

export const SETTINGS: FitOptions = {
  prior: HAND_STEPS,
  // Rules start from weights that people gave them and move as far as the data insists.
  ridge: (step) => (step.startsWith('rule ') ? 0.5 : 3),
  // Facts start from nothing, and most of them stay there.
  lasso: (step) => (step.startsWith('rule ') ? 0 : 1),
  support: 6,
  benignWeight: 1.5,
  benignMembers: 5,
  askedCeiling: 20,
  factCeiling: 3,
  // What rules miss in families to come is left to facts: they learn to do without.
  forgetting: true,
};
