import { foldsOf } from '../src/train/folds.ts';
import { FOLDS } from '../src/train/settings.ts';
import type { Sample } from './dataset.ts';
import type { Scorer, Strategy, StrategyRun } from './strategies/strategy.ts';

const grouped = ({ label, group, stratum }: Sample) => ({ malicious: label === 'malicious', group, stratum });

/**
 * Scores every sample by a model that saw nothing of its cluster (malicious) or project (benign); clusters and strata
 * are spread evenly over the parts. Questionable samples are scored, never trained on.
 */
export function crossValidate(strategy: Strategy, samples: readonly Sample[], folds = FOLDS): StrategyRun {
  const foldOf = foldsOf(samples.map(grouped), folds);
  const byFold = Array.from({ length: folds }, (_, fold) =>
    strategy.fit(samples.filter((sample, at) => foldOf[at] !== fold && !sample.questionable)),
  );
  const scorers = foldOf.map((fold) => byFold[fold]!);
  return {
    strategy,
    protocol: `${folds} parts, clusters and projects whole, each scored by a model of the other parts`,
    scores: samples.map((sample, at) => scorers[at]!(sample)),
    scorers,
  };
}

/** Parts of the benign samples in a split by date: fewer than in the cross-validation, which is the better measured. */
const SPLIT_FOLDS = 4;

/** A run over the malicious samples of one side of a date, and all benign ones. */
export interface TimeSplit {
  date: string;
  /** Families first seen before the date, and since. */
  before: { clusters: number; samples: number };
  since: { clusters: number; samples: number };
  /** Scores of `tested` by models trained on families before the date. */
  tested: Sample[];
  scores: number[];
}

/**
 * Trains on families first seen before a date and scores all later ones. Benign samples have no date: they are
 * scored by models of the other parts, as in the cross-validation, so that no project is on both sides.
 */
export function timeSplit(
  strategy: Strategy,
  samples: readonly Sample[],
  date: string,
  folds = SPLIT_FOLDS,
): TimeSplit {
  const firstSeen = familyDates(samples);
  const isBefore = (sample: Sample): boolean => firstSeen.get(sample.group)! < date;
  const malicious = samples.filter(({ label, questionable }) => label === 'malicious' && !questionable);
  const benign = samples.filter(({ label }) => label === 'benign');
  const [before, since] = [malicious.filter(isBefore), malicious.filter((sample) => !isBefore(sample))];
  const foldOf = foldsOf(benign.map(grouped), folds);
  const scorers: Scorer[] = Array.from({ length: folds }, (_, fold) =>
    strategy.fit([...before, ...benign.filter((_, at) => foldOf[at] !== fold)]),
  );
  const tested = [...since, ...benign];
  const later = scorers[0]!;
  const scores = [...since.map(later), ...benign.map((sample, at) => scorers[foldOf[at]!]!(sample))];
  return { date, before: sizeOf(before), since: sizeOf(since), tested, scores };
}

/** When each cluster's first member was seen. */
function familyDates(samples: readonly Sample[]): Map<string, string> {
  const dates = new Map<string, string>();
  for (const { label, group, firstSeen } of samples) {
    if (label !== 'malicious') continue;
    const known = dates.get(group);
    if (known === undefined || firstSeen < known) dates.set(group, firstSeen);
  }
  return dates;
}

function sizeOf(samples: readonly Sample[]): { clusters: number; samples: number } {
  return { clusters: new Set(samples.map(({ group }) => group)).size, samples: samples.length };
}

/** Something that changes samples as an evader would: the evasion lab hands these in. */
export interface Transformation {
  name: string;
  /** A changed copy, read anew: facts, findings, tokens and matches all belong to it. Null where it does not apply. */
  apply(sample: Sample): Sample | null;
}

/** Scores of transformed samples by the models that had not seen the originals. */
export function underTransformation(
  run: StrategyRun,
  samples: readonly Sample[],
  { apply }: Transformation,
): { index: number; score: number }[] {
  return samples.flatMap((sample, index) => {
    const changed = apply(sample);
    return changed === null ? [] : [{ index, score: run.scorers[index]!(changed) }];
  });
}
