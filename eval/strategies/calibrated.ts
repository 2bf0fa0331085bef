import { sigmoid } from '../../src/score/logit.ts';
import { calibrate } from '../../src/train/calibrate.ts';
import { chooseThresholds } from '../../src/train/thresholds.ts';
import type { Sample } from '../dataset.ts';
import type { Scorer, StrategyRun, Thresholds } from './strategy.ts';

export const CALIBRATED = 'calibrated';

/**
 * A run whose scores are logits, with calibration and thresholds as training makes them, for each part made on the
 * other parts only: what somebody would meet who trains today and judges families and projects of tomorrow.
 */
export function calibratedRun(run: StrategyRun, samples: readonly Sample[]): StrategyRun {
  const settings = new Map(
    [...new Set(run.scorers)].map((scorer) => [scorer, madeWithout(scorer, run, samples)]),
  );
  const scorers = new Map(
    [...settings].map(([scorer, { score }]) => [scorer, (one: Sample) => score(scorer(one))]),
  );
  return {
    strategy: {
      ...run.strategy,
      name: CALIBRATED,
      about: `What training ships, whole: ${run.strategy.name} with calibration and thresholds, all made on other parts`,
      probability: true,
    },
    protocol: run.protocol,
    scores: run.scores.map((logit, index) => settings.get(run.scorers[index]!)!.score(logit)),
    scorers: run.scorers.map((scorer) => scorers.get(scorer)!),
    thresholdsOf: (index) => settings.get(run.scorers[index]!)!.thresholds,
  };
}

/** Made of samples that other scorers have judged; questionable ones have no say. */
function madeWithout(
  scorer: Scorer,
  { scores, scorers }: StrategyRun,
  samples: readonly Sample[],
): { score: (logit: number) => number; thresholds: Thresholds } {
  const judged = samples.flatMap(({ label, group, stratum, questionable }, index) =>
    scorers[index] === scorer || questionable
      ? []
      : [{ malicious: label === 'malicious', group, stratum, logit: scores[index]! }],
  );
  const { scale, shift } = calibrate(judged);
  const calibrated = judged.map((one) => ({ ...one, logit: scale * one.logit + shift }));
  return {
    score: (logit) => sigmoid(scale * logit + shift),
    thresholds: chooseThresholds(calibrated),
  };
}
