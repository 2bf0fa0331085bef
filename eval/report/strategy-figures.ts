/** What one strategy does, as figures. */
import {
  areaUnderRoc,
  averagePrecision,
  brierScore,
  type CalibrationBin,
  calibrationBins,
  calibrationError,
  clopperPearson,
  clusterBootstrap,
  cutAtRate,
  type Mean,
  type Prediction,
  precisionAtBaseRate,
  type Rate,
  rocPoints,
  wilson,
} from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';
import { countGroups, type Level, levelsOf, type Member, type Populations, scoresOf } from './population.ts';

/** Shares of benign distributions that operating points allow above the cut. */
export const FALSE_POSITIVE_RATES: readonly number[] = [0, 0.001, 0.01, 0.05];

/** Shares of uploads that are malicious for which precision is told. */
export const BASE_RATES: readonly number[] = [0.001, 0.005, 0.01];

export interface BasePrecision {
  base: number;
  /** From the rates as measured. */
  precision: number;
  /** From the lower bound of recall and the upper bound of the false positive rate. */
  low: number;
}

/** What a cut or threshold does. */
export interface Performance {
  /** Share of the malicious distributions with a visible payload. */
  recall: Rate;
  /** The same as mean over clusters. */
  clusters: Mean;
  /** Share of the pinned benign distributions, with its exact interval. */
  falsePositives: Rate;
  precision: BasePrecision[];
}

export interface CutPerformance extends Performance {
  /** Share allowed, and how many distributions that is here. */
  allowed: number;
  allowedCount: number;
  cut: number;
}

export interface LevelPerformance extends Performance {
  name: Level['name'];
  meaning: string;
}

export interface StrategyFigures {
  name: string;
  about: string;
  protocol: string;
  /** It learned from the samples that it judges here. */
  isFamiliar: boolean;
  /** Area under the ROC curve, whole and up to 1 % false positives (divided by that). */
  area: number;
  areaToPercent: number;
  averagePrecision: number;
  cuts: CutPerformance[];
  levels: LevelPerformance[];
  /** [false positives, true positives] from strict to lenient. */
  roc: [number, number][];
  /** Of the malicious and the pinned benign together, or null when the score claims no probability. */
  calibration: { brier: number; error: number; bins: CalibrationBin[] } | null;
}

export function strategyFigures(run: StrategyRun, populations: Populations): StrategyFigures {
  const malicious = scoresOf(populations.malicious, run);
  const benign = scoresOf(populations.pinned, run);
  const { name, about, probability } = run.strategy;
  return {
    name,
    about,
    protocol: run.protocol,
    isFamiliar: run.isFamiliar ?? false,
    area: areaUnderRoc(malicious, benign),
    areaToPercent: areaUnderRoc(malicious, benign, 0.01),
    averagePrecision: averagePrecision(malicious, benign),
    cuts: FALSE_POSITIVE_RATES.map((allowed) => cutPerformance(run, populations, allowed)),
    levels: levelsOfRun(run, populations).map((level) => ({
      name: level.name,
      meaning: level.meaning,
      ...performance(run, populations, level.passes),
    })),
    roc: corners(
      rocPoints(malicious, benign).map(({ falsePositives, truePositives }) => [
        falsePositives,
        truePositives,
      ]),
    ),
    calibration: probability ? calibrationOf(malicious, benign) : null,
  };
}

/** The levels of a strategy's own thresholds, or those its scores suggest. */
export function levelsOfRun(run: StrategyRun, { pinned }: Populations): Level[] {
  const benign = scoresOf(pinned, run);
  return levelsOf(run, { none: cutAtRate(benign, 0), percent: cutAtRate(benign, 0.01) });
}

function cutPerformance(run: StrategyRun, populations: Populations, allowed: number): CutPerformance {
  const benign = scoresOf(populations.pinned, run);
  const cut = cutAtRate(benign, allowed);
  const allowedCount = Math.floor(allowed * benign.length + 1e-9);
  return { allowed, allowedCount, cut, ...performance(run, populations, (score) => score > cut) };
}

function performance(
  run: StrategyRun,
  { malicious, pinned }: Populations,
  passes: Level['passes'],
): Performance {
  const found = (member: Member): boolean => passes(run.scores[member.index]!, member.index);
  const recall = wilson(malicious.filter(found).length, malicious.length);
  const falsePositives = clopperPearson(pinned.filter(found).length, pinned.length);
  return {
    recall,
    clusters: clusterBootstrap([...countGroups(malicious, found).values()]),
    falsePositives,
    precision: BASE_RATES.map((base) => ({
      base,
      precision: precisionAtBaseRate(recall.rate, falsePositives.rate, base),
      low: precisionAtBaseRate(recall.low, falsePositives.high, base),
    })),
  };
}

function calibrationOf(
  malicious: readonly number[],
  benign: readonly number[],
): StrategyFigures['calibration'] {
  const predictions: Prediction[] = [
    ...malicious.map((probability) => ({ probability, malicious: true })),
    ...benign.map((probability) => ({ probability, malicious: false })),
  ];
  const bins = calibrationBins(predictions, 12);
  return { brier: brierScore(predictions), error: calibrationError(bins), bins };
}

/** A step curve without the points in the middle of a straight horizontal or vertical run. */
function corners(points: [number, number][]): [number, number][] {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined || after === undefined) return true;
    const level = (axis: 0 | 1): boolean => before[axis] === point[axis] && point[axis] === after[axis];
    return !level(0) && !level(1);
  });
}

/** How many malicious distributions one strategy finds and another misses, both at 1 % false positives. */
export function foundOnlyBy(runs: readonly StrategyRun[], { malicious, pinned }: Populations): number[][] {
  const found = runs.map((run) => {
    const cut = cutAtRate(scoresOf(pinned, run), 0.01);
    return scoresOf(malicious, run).map((score) => score > cut);
  });
  return found.map((mine) =>
    found.map((theirs) => mine.filter((hit, index) => hit && !theirs[index]).length),
  );
}
