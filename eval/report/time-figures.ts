/** How strategies do on families that came after those they learned from. */

import type { TimeSplit } from '../cross-validate.ts';
import { clusterBootstrap, cutAtRate, type Mean, type Rate, wilson } from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';
import { countGroups, type Member, PINNED_STRATA, type Populations, scoresOf } from './population.ts';

export interface LaterRecall {
  recall: Rate;
  clusters: Mean;
}

/** Recall of later families at an allowed share of false positives, both ways with a cut of its own. */
export interface LaterFigures {
  allowed: number;
  /** Learned from earlier families only. */
  later: LaterRecall;
  /** The same distributions, learned from families of all times but their own. */
  anyTime: LaterRecall;
}

export interface TimeFigures {
  strategy: string;
  date: string;
  before: TimeSplit['before'];
  since: TimeSplit['since'];
  at: LaterFigures[];
}

const ALLOWED: readonly number[] = [0, 0.01];

/** @param run of the same strategy, cross-validated over all times */
export function timeFigures(split: TimeSplit, run: StrategyRun, populations: Populations): TimeFigures {
  const { date, before, since, tested, scores } = split;
  const members = tested.map((sample, index): Member => ({ sample, index }));
  const pinned = members.filter(({ sample }) => PINNED_STRATA.includes(sample.stratum));
  const later = members.filter(({ sample }) => sample.label === 'malicious');
  const tests = new Set(later.map(({ sample }) => sample.sha256));
  const same = populations.malicious.filter(({ sample }) => tests.has(sample.sha256));
  return {
    strategy: run.strategy.name,
    date,
    before,
    since,
    at: ALLOWED.map((allowed) => ({
      allowed,
      later: recallOf(later, scores, cutAtRate(scoresOf(pinned, { scores }), allowed)),
      anyTime: recallOf(same, run.scores, cutAtRate(scoresOf(populations.pinned, run), allowed)),
    })),
  };
}

function recallOf(members: readonly Member[], scores: readonly number[], cut: number): LaterRecall {
  const found = ({ index }: Member): boolean => scores[index]! > cut;
  return {
    recall: wilson(members.filter(found).length, members.length),
    clusters: clusterBootstrap([...countGroups(members, found).values()]),
  };
}
