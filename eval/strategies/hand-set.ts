import { MODEL } from '../../src/score/model.ts';
import { scoreEvidence } from '../../src/score/score.ts';
import type { Sample } from '../dataset.ts';
import type { Strategy, StrategyRun } from './strategy.ts';

/** The shipped score. */
export const SHIPPED: Strategy = {
  name: 'shipped',
  about: `Findings and facts under the shipped model (${MODEL.version})`,
  probability: true,
  thresholds: MODEL.thresholds,
  fit: () => (sample) => scoreEvidence(sample.findings, sample.facts).score,
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
