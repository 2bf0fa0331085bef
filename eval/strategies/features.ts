import { fit, sampleLogit, withoutRules } from '../../src/train/fit.ts';
import { SETTINGS } from '../../src/train/settings.ts';
import { encoded, trainable } from './encoded.ts';
import type { Strategy } from './strategy.ts';

/** Without rules there is nothing to start from, and nothing that facts could merely support. */
const OPTIONS = {
  ...SETTINGS,
  prior: new Map<string, number>(),
  ridge: () => 1,
  lasso: () => 0.5,
  factCeiling: Number.POSITIVE_INFINITY,
  forgetting: false,
};

/** The classifier on facts alone. */
export const FEATURES: Strategy = {
  name: 'features',
  about: 'Statistical classifier on facts, without any rule',
  probability: false,
  thresholds: null,
  fit(train) {
    const model = fit(trainable(train).map(withoutRules), OPTIONS);
    return (sample) => sampleLogit(withoutRules(encoded(sample)), model, OPTIONS);
  },
};
