/** Whether a score that claims to be a probability is one. */
import { type Rate, wilson } from './intervals.ts';

export interface Prediction {
  /** 0-1. */
  probability: number;
  malicious: boolean;
}

export interface CalibrationBin {
  /** Lowest and highest probability in the bin. */
  from: number;
  to: number;
  /** Mean probability. */
  predicted: number;
  /** Share that is malicious. */
  observed: Rate;
}

/** Bins with about the same number of predictions each; equal probabilities share a bin. */
export function calibrationBins(predictions: readonly Prediction[], bins = 10): CalibrationBin[] {
  const sorted = predictions.toSorted((a, b) => a.probability - b.probability);
  const result: CalibrationBin[] = [];
  let start = 0;
  for (let bin = 1; bin <= bins && start < sorted.length; bin += 1) {
    let end = Math.max(start + 1, Math.round((sorted.length * bin) / bins));
    while (end < sorted.length && sorted[end]!.probability === sorted[end - 1]!.probability) end += 1;
    result.push(binOf(sorted.slice(start, end)));
    start = end;
  }
  return result;
}

function binOf(members: readonly Prediction[]): CalibrationBin {
  const sum = members.reduce((total, { probability }) => total + probability, 0);
  const malicious = members.filter((member) => member.malicious).length;
  return {
    from: members[0]!.probability,
    to: members.at(-1)!.probability,
    predicted: sum / members.length,
    observed: wilson(malicious, members.length),
  };
}

/** Mean squared distance from the truth (Brier 1950): 0 is perfect. */
export function brierScore(predictions: readonly Prediction[]): number {
  const sum = predictions.reduce((total, one) => total + (one.probability - (one.malicious ? 1 : 0)) ** 2, 0);
  return sum / predictions.length;
}

/** Mean distance between what bins predict and what is observed, by size (expected calibration error). */
export function calibrationError(bins: readonly CalibrationBin[]): number {
  const all = bins.reduce((sum, { observed }) => sum + observed.n, 0);
  return (
    bins.reduce((sum, bin) => sum + bin.observed.n * Math.abs(bin.predicted - bin.observed.rate), 0) / all
  );
}
