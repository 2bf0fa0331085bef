/** Who is counted where. */
import type { Sample } from '../dataset.ts';
import type { Count } from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';

/** A sample with its place in the dataset, which is its place in every run's scores. */
export interface Member {
  sample: Sample;
  index: number;
}

/** Strata of the pinned manifest: false positive rates and cuts refer to these. */
export const PINNED_STRATA: readonly string[] = ['ordinary', 'popular', 'hard'];

export interface Populations {
  /** Malicious, payload visible. */
  malicious: Member[];
  /** Malicious without visible payload: reported apart. */
  questionable: Member[];
  /** Benign of the pinned manifest. */
  pinned: Member[];
  /** All benign, with the standard library and site-packages. */
  benign: Member[];
}

export function populationsOf(samples: readonly Sample[]): Populations {
  const members = samples.map((sample, index) => ({ sample, index }));
  const benign = members.filter(({ sample }) => sample.label === 'benign');
  const bad = members.filter(({ sample }) => sample.label === 'malicious');
  return {
    malicious: bad.filter(({ sample }) => !sample.questionable),
    questionable: bad.filter(({ sample }) => sample.questionable),
    pinned: benign.filter(({ sample }) => PINNED_STRATA.includes(sample.stratum)),
    benign,
  };
}

export function scoresOf(members: readonly Member[], { scores }: Pick<StrategyRun, 'scores'>): number[] {
  return members.map(({ index }) => scores[index]!);
}

/** Something that calls a score positive. */
export interface Level {
  name: 'suspicious' | 'malicious';
  /** In words: `score of at least 0.5`. */
  meaning: string;
  /** `index` is the sample's place in the dataset: thresholds may differ between parts. */
  passes(score: number, index: number): boolean;
}

/** The thresholds a strategy comes with, lower one first; of one without, cuts at 1 % and at no false positives. */
export function levelsOf(
  { strategy, thresholdsOf }: Pick<StrategyRun, 'strategy' | 'thresholdsOf'>,
  cuts: { none: number; percent: number },
): Level[] {
  const { thresholds } = strategy;
  if (thresholdsOf !== undefined) {
    return LEVELS.map((name) => ({
      name,
      meaning: 'a threshold chosen without the part that it judges',
      passes: (score, index) => score >= thresholdsOf(index)[name],
    }));
  }
  if (thresholds === null) {
    return [
      {
        name: 'suspicious',
        meaning: 'the cut at 1 % false positives',
        passes: (score) => score > cuts.percent,
      },
      { name: 'malicious', meaning: 'the cut without false positives', passes: (score) => score > cuts.none },
    ];
  }
  return LEVELS.map((name) => ({
    name,
    meaning: `a score of at least ${Math.round(thresholds[name] * 1e4) / 1e4}`,
    passes: (score) => score >= thresholds[name],
  }));
}

const LEVELS = ['suspicious', 'malicious'] as const;

/** Per group of the members, how many of how many pass. Groups in the order of their names. */
export function countGroups(
  members: readonly Member[],
  passes: (member: Member) => boolean,
): Map<string, Count> {
  const groups = new Map<string, Count>();
  for (const member of members.toSorted((a, b) => (a.sample.group < b.sample.group ? -1 : 1))) {
    const count = groups.get(member.sample.group) ?? { hits: 0, n: 0 };
    count.n += 1;
    if (passes(member)) count.hits += 1;
    groups.set(member.sample.group, count);
  }
  return groups;
}

/** The part of a rule's id before the slash. */
export function categoryOf(rule: string): string {
  return rule.slice(0, rule.indexOf('/'));
}
