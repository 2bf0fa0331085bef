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
    const shown = train.filter(({ questionable }) => !questionable);
    const vocabulary = vocabularyOf(shown);
    const rows = shown.map(
      (sample): Row => ({
        steps: Object.keys(sample.tokens).flatMap((token) => vocabulary.get(token) ?? []),
        malicious: sample.label === 'malicious',
        weight: 1,
      }),
    );
    const { bias, weights } = fitAdditive(rows, {
      prior: new Map(),
      ridge: () => RIDGE,
      lasso: () => 0,
      support: SUPPORT,
      signed: true,
    });
    const weightOf = (token: string): number => weights.get(vocabulary.get(token) ?? '') ?? 0;
    return (sample) => Object.keys(sample.tokens).reduce((sum, token) => sum + weightOf(token), bias);
  },
};

/** Tokens of enough distributions, with the names of their steps, which have no ladder. */
function vocabularyOf(samples: readonly Sample[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { tokens } of samples) {
    for (const token of Object.keys(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const frequent = [...counts].filter(([, count]) => count >= SUPPORT);
  return new Map(frequent.map(([token]) => [token, `${token} none`]));
}
