import { MODEL } from '../../src/score/model.ts';
import { scoreFindings } from '../../src/score/score.ts';
import type { Sample } from '../dataset.ts';
import type { Strategy, StrategyRun } from './strategy.ts';

/** The shipped score. */
export const SHIPPED: Strategy = {
  name: 'shipped',
  about: `Findings of the rules under the shipped model (${MODEL.version})`,
  probability: true,
  thresholds: MODEL.thresholds,
  fit: () => (sample) => scoreFindings(sample.findings).score,
};

/** Runs a strategy that learns nothing: every sample is one it has not seen. */
export function runUnfitted(strategy: Strategy, samples: readonly Sample[]): StrategyRun {
  const scorer = strategy.fit([]);
  return {
    strategy,
    protocol: 'nothing is fitted here',
    scores: samples.map(scorer),
    scorers: samples.map(() => scorer),
  };
}
