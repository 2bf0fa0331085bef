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

/** Of the shipped model: it may have been fitted to the very samples that it is judged on. */
const AS_SHIPPED = 'as shipped, whatever its model was fitted to';

/** Runs a strategy that learns nothing here. */
export function runUnfitted(
  strategy: Strategy,
  samples: readonly Sample[],
  protocol: string = AS_SHIPPED,
): StrategyRun {
  const scorer = strategy.fit([]);
  return {
    strategy,
    protocol,
    scores: samples.map(scorer),
    scorers: samples.map(() => scorer),
  };
}
