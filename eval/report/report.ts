/** The whole evaluation as data: what report.json holds and report.html shows. */
import { createHash } from 'node:crypto';
import { engine } from '../../src/engine.ts';
import type { TimeSplit } from '../cross-validate.ts';
import type { Sample } from '../dataset.ts';
import { quantile } from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';
import { type Histogram, histogramOf } from './histogram.ts';
import { type Listings, listingsOf } from './listings.ts';
import { type Level, type Member, type Populations, populationsOf } from './population.ts';
import { type RuleFigures, ruleFigures } from './rule-figures.ts';
import { type Slices, slicesOf } from './slices.ts';
import { foundOnlyBy, levelsOfRun, type StrategyFigures, strategyFigures } from './strategy-figures.ts';
import { type TimeFigures, timeFigures } from './time-figures.ts';

export interface EvaluationReport {
  schema: 1;
  /** What the caller says of this run; '' when nothing. */
  provenance: string;
  engine: ReturnType<typeof engine>;
  dataset: DatasetFigures;
  strategies: StrategyFigures[];
  /** Row finds what column misses, in the order of the strategies. */
  foundOnlyBy: number[][];
  /** Of strategies that learned from families before a date; empty where none was asked for. */
  time: TimeFigures[];
  /** The strategy that everything below is about. */
  subject: string;
  levels: Pick<Level, 'name' | 'meaning'>[];
  histogram: Histogram;
  slices: Slices;
  rules: RuleFigures[];
  listings: Listings;
  /** Every distribution with the scores of all strategies, in the order of the strategies. */
  scores: { sha256: string; label: string; stratum: string; group: string; scores: number[] }[];
}

export interface DatasetFigures {
  /** Hash over identities, code versions and labels: the same data, the same digest. */
  digest: string;
  /** Versions of the code that made the evidence; more than one means that it was mixed. */
  code: string[];
  /** Distributions with signatures of our own pack: all, or the engine was not installed everywhere. */
  withSignatures: number;
  parts: DatasetPart[];
}

export interface DatasetPart {
  part: string;
  n: number;
  /** Clusters, or projects. */
  groups: number;
  /** Of Python source, in bytes. */
  medianSource: number;
  p90Source: number;
  /** First and last year seen, or ''. */
  years: string;
}

export interface ReportOptions {
  provenance: string;
  /** Name of the strategy to look at closely. */
  subject: string;
  /** Splits in time, each with the name of its strategy. */
  splits?: readonly { strategy: string; split: TimeSplit }[];
}

/** Same samples, runs and options, same report. */
export function buildReport(
  samples: readonly Sample[],
  runs: readonly StrategyRun[],
  { provenance, subject, splits = [] }: ReportOptions,
): EvaluationReport {
  const populations = populationsOf(samples);
  const named = (name: string): StrategyRun => {
    const run = runs.find(({ strategy }) => strategy.name === name);
    if (run === undefined) throw new Error(`no strategy is called ${name}`);
    return run;
  };
  const run = named(subject);
  const levels = levelsOfRun(run, populations);
  return {
    schema: 1,
    provenance,
    engine: engine(),
    dataset: datasetFigures(samples, populations),
    strategies: runs.map((one) => strategyFigures(one, populations)),
    foundOnlyBy: foundOnlyBy(runs, populations),
    time: splits.map(({ strategy, split }) => timeFigures(split, named(strategy), populations)),
    subject,
    levels: levels.map(({ name, meaning }) => ({ name, meaning })),
    histogram: histogramOf(run, populations),
    slices: slicesOf(run, levels, populations),
    rules: ruleFigures(run, levels, populations),
    listings: listingsOf(run, levels, populations),
    scores: samples.map(({ sha256, label, stratum, group }, index) => {
      return { sha256, label, stratum, group, scores: runs.map(({ scores }) => scores[index]!) };
    }),
  };
}

function datasetFigures(samples: readonly Sample[], populations: Populations): DatasetFigures {
  const digest = createHash('sha256');
  for (const { sha256, code, label, group, stratum, firstSeen, questionable } of samples) {
    digest.update(`${sha256} ${code} ${label} ${group} ${stratum} ${firstSeen} ${questionable}\n`);
  }
  const strata = Map.groupBy(populations.benign, ({ sample }) => sample.stratum);
  const parts: [string, Member[]][] = [
    ['malicious, payload visible', populations.malicious],
    ['malicious, questionable', populations.questionable],
    ...[...strata].map(([stratum, members]): [string, Member[]] => [`benign, ${stratum}`, members]),
  ];
  return {
    digest: digest.digest('hex').slice(0, 16),
    code: [...new Set(samples.map(({ code }) => code))].sort(),
    withSignatures: samples.filter(({ yara }) => yara !== null).length,
    parts: parts
      .filter(([, members]) => members.length > 0)
      .map(([part, members]) => datasetPart(part, members)),
  };
}

function datasetPart(part: string, members: readonly Member[]): DatasetPart {
  const sizes = members.map(({ sample }) => sample.sourceBytes).sort((a, b) => a - b);
  const years = members
    .map(({ sample }) => sample.firstSeen.slice(0, 4))
    .filter((year) => year !== '')
    .sort();
  const [first = '', last = ''] = [years[0], years.at(-1)];
  return {
    part,
    n: members.length,
    groups: new Set(members.map(({ sample }) => sample.group)).size,
    medianSource: quantile(sizes, 0.5),
    p90Source: quantile(sizes, 0.9),
    years: first === last ? first : `${first}–${last}`,
  };
}
