import { fit, sampleLogit } from '../../src/train/fit.ts';
import { SETTINGS } from '../../src/train/settings.ts';
import { encoded, trainable, withoutFacts } from './encoded.ts';
import { fitForest, forestLogit } from './learners/boosted-trees.ts';
import { fitByMember } from './learners/by-member.ts';
import { fitPairs, pairLogit } from './learners/pairs.ts';
import type { Strategy } from './strategy.ts';

const logitFromHand = (steps: readonly string[]): number =>
  steps.reduce((sum, step) => sum + (SETTINGS.prior.get(step) ?? 0), 0);

const BY_MEMBER = { benignWeight: SETTINGS.benignWeight, benignMembers: SETTINGS.benignMembers, rounds: 2 };

/** What is shipped: the training procedure as it is. Its scores are logits before calibration. */
export const COMBINED: Strategy = {
  name: 'combined',
  about: 'Additive model on rules and facts, from hand-set weights, never negative: what is shipped',
  probability: false,
  thresholds: null,
  fit(train) {
    const model = fit(trainable(train), SETTINGS);
    return (sample) => sampleLogit(encoded(sample), model, SETTINGS);
  },
};

/** The shipped procedure with rules alone. */
export const COMBINED_RULES: Strategy = {
  ...COMBINED,
  name: 'combined-rules',
  about: 'The shipped model without facts: rules with trained weights',
  fit(train) {
    const model = fit(trainable(train).map(withoutFacts), { ...SETTINGS, forgetting: false });
    return (sample) => sampleLogit(withoutFacts(encoded(sample)), model, SETTINGS);
  },
};

/** The shipped procedure without weights that people set. */
export const COMBINED_BLANK: Strategy = {
  ...COMBINED,
  name: 'combined-blank',
  about: 'The shipped model trained from nothing instead of hand-set weights',
  fit(train) {
    const options = { ...SETTINGS, prior: new Map<string, number>() };
    const model = fit(trainable(train), options);
    return (sample) => sampleLogit(encoded(sample), model, options);
  },
};

const TREE_OPTIONS = { trees: 30, depth: 2, rate: 0.1, ridge: 1, leaf: 1, support: SETTINGS.support };

/** Candidate: trees that improve on hand-set weights. */
export const TREES: Strategy = {
  ...COMBINED,
  name: 'trees',
  about: 'Gradient-boosted trees of depth 2 on rules and facts, from hand-set weights, monotone',
  fit(train) {
    const scorer = fitByMember(
      trainable(train),
      logitFromHand,
      (rows) => {
        const forest = fitForest(rows, TREE_OPTIONS, logitFromHand);
        return (steps) => logitFromHand(steps) + forestLogit(forest, new Set(steps), TREE_OPTIONS.rate);
      },
      BY_MEMBER,
    );
    return (sample) => scorer(encoded(sample));
  },
};

const PAIR_OPTIONS = { rounds: 30, rate: 0.05, pairs: 40, support: SETTINGS.support, ridge: 1 };

/** Candidate: explainable boosting with pairs. */
export const PAIRS: Strategy = {
  ...COMBINED,
  name: 'pairs',
  about: 'Explainable boosting with 40 pairs on rules and facts, from hand-set weights, monotone',
  fit(train) {
    const scorer = fitByMember(
      trainable(train),
      logitFromHand,
      (rows) => {
        const model = fitPairs(rows, PAIR_OPTIONS, SETTINGS.prior);
        return (steps) => pairLogit(model, steps);
      },
      BY_MEMBER,
    );
    return (sample) => scorer(encoded(sample));
  },
};
