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

/** The shipped model as it is, whatever it was fitted to. */
export function runShipped(samples: readonly Sample[]): StrategyRun {
  const scorer = SHIPPED.fit([]);
  return {
    strategy: SHIPPED,
    protocol: 'as it lies in the repository',
    isFamiliar: true,
    scores: samples.map(scorer),
    scorers: samples.map(() => scorer),
  };
}
