import { fitAdditive, type Row } from '../../src/train/additive.ts';
import type { Sample } from '../dataset.ts';
import type { Strategy } from './strategy.ts';

/** Distributions in which a token must occur. */
const SUPPORT = 25;
const RIDGE = 2;

/** The baseline to beat: logistic regression on which tokens occur in the Python source. */
export const TOKENS: Strategy = {
  name: 'tokens',
  about: 'Bag of tokens: logistic regression on which names and words occur in the source',
  probability: false,
  thresholds: null,
  fit(train) {
    const rows = train.filter(({ questionable }) => !questionable).map(toRow);
    const { bias, weights } = fitAdditive(rows, {
      prior: new Map(),
      ridge: () => RIDGE,
      lasso: () => 0,
      support: SUPPORT,
      signed: true,
    });
    return (sample) => tokenSteps(sample).reduce((sum, token) => sum + (weights.get(token) ?? 0), bias);
  },
};

function toRow(sample: Sample): Row {
  return { steps: tokenSteps(sample), malicious: sample.label === 'malicious', weight: 1 };
}

/** Tokens as steps without a ladder. */
function tokenSteps({ tokens }: Sample): string[] {
  return Object.keys(tokens).map((token) => `${token} none`);
}
