import type { Sample } from '../dataset.ts';

/** Higher means more malicious. Pure: it must not remember what it has scored. */
export type Scorer = (sample: Sample) => number;

/** Scores from which on a strategy would call a distribution malicious or suspicious. */
export interface Thresholds {
  malicious: number;
  suspicious: number;
}

/** A way to judge distributions. */
export interface Strategy {
  /** Short and stable: `yara`, `rules`, `features`, `tokens`, `combined`. */
  name: string;
  /** One plain sentence. */
  about: string;
  /** The score claims to be a probability, so that its calibration means something. */
  probability: boolean;
  /** Thresholds the strategy comes with, or null when only its order counts. */
  thresholds: Thresholds | null;
  /** Learns; a strategy with nothing to learn ignores the samples. Deterministic. */
  fit(train: readonly Sample[]): Scorer;
}

/** A strategy's scores of samples it has not seen. */
export interface StrategyRun {
  strategy: Pick<Strategy, 'name' | 'about' | 'probability' | 'thresholds'>;
  /** How samples were kept apart, in words: `nothing is fitted`, `5-fold by group, seed 1`. */
  protocol: string;
  /** The samples it judges are among those it learned from: not to be compared with the others. */
  isFamiliar?: boolean;
  /** Per sample, in the dataset's order. */
  scores: number[];
  /** Per sample, the scorer its score came from: for trying what happens without a rule. */
  scorers: Scorer[];
  /** Per sample, thresholds of its own, where they too were made without it; else the strategy's hold for all. */
  thresholdsOf?: (index: number) => Thresholds;
}
