/** How one strategy's scores lie. */
import type { StrategyRun } from '../strategies/strategy.ts';
import { type Member, type Populations, scoresOf } from './population.ts';

export interface Histogram {
  /** The axis: logits of probabilities, or the scores as they are. */
  scale: 'logit' | 'score';
  /** Ends of the bins on the axis, one more than bins; scores beyond the ends are in the first and last bin. */
  edges: number[];
  /** Count per bin. */
  series: { name: string; counts: number[] }[];
  /** Thresholds the strategy comes with, on the axis. */
  marks: { name: string; at: number }[];
}

const BINS = 40;

/** Logits beyond which nothing is told apart: one in 2,981. */
const LOGIT_END = 8;

export function histogramOf(run: StrategyRun, { malicious, questionable, benign }: Populations): Histogram {
  const { probability, thresholds } = run.strategy;
  const place = probability ? logit : (score: number) => score;
  const [from, to] = probability ? [-LOGIT_END, LOGIT_END] : rangeOf(run.scores);
  const edges = Array.from({ length: BINS + 1 }, (_, index) => from + ((to - from) * index) / BINS);
  const strata = Map.groupBy(benign, ({ sample }) => sample.stratum);
  const parts: [string, Member[]][] = [
    ['malicious', malicious],
    ['questionable', questionable],
    ...[...strata].map(([stratum, members]): [string, Member[]] => [stratum, members]),
  ];
  return {
    scale: probability ? 'logit' : 'score',
    edges,
    series: parts
      .filter(([, members]) => members.length > 0)
      .map(([name, members]) => ({ name, counts: countBins(scoresOf(members, run).map(place), from, to) })),
    marks: Object.entries(thresholds ?? {}).map(([name, at]) => ({ name, at: place(at) })),
  };
}

function countBins(values: readonly number[], from: number, to: number): number[] {
  const counts = new Array<number>(BINS).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - from) / (to - from)) * BINS);
    counts[Math.min(BINS - 1, Math.max(0, bin))]! += 1;
  }
  return counts;
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}

function rangeOf(scores: readonly number[]): [number, number] {
  const from = Math.min(...scores);
  const to = Math.max(...scores);
  return to > from ? [from, to] : [from, from + 1];
}
