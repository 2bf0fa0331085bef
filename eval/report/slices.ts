/** One strategy's rates in parts of the data. */
import type { FactKind, FactOf } from '../../src/contracts/fact.ts';
import { scoreEvidence } from '../../src/score/score.ts';
import type { Sample } from '../dataset.ts';
import { clopperPearson, clusterBootstrap, type Mean, type Rate, wilson } from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';
import { categoryOf, countGroups, type Level, type Member, type Populations } from './population.ts';

/** Rates of one part at both levels. */
export interface Slice {
  name: string;
  suspicious: Rate;
  malicious: Rate;
  /** Means over groups. */
  groups: { suspicious: Mean; malicious: Mean };
}

export interface Slices {
  /** Malicious distributions. */
  years: Slice[];
  techniques: Slice[];
  phases: Slice[];
  kinds: Slice[];
  visibility: Slice[];
  /** Benign distributions: by stratum, and the pinned ones together. */
  strata: Slice[];
  sizes: { band: string; malicious: Slice; pinned: Slice; benign: Slice }[];
}

/** Upper ends of size bands in bytes of Python source. */
const BANDS: readonly [number, string][] = [
  [1e3, 'below 1 kB'],
  [4e3, '1–4 kB'],
  [16e3, '4–16 kB'],
  [64e3, '16–64 kB'],
  [256e3, '64–256 kB'],
  [1e6, '256 kB–1 MB'],
  [Number.POSITIVE_INFINITY, '1 MB and more'],
];

export function slicesOf(run: StrategyRun, levels: readonly Level[], populations: Populations): Slices {
  const { malicious, questionable, pinned, benign } = populations;
  const slice = (name: string, members: readonly Member[]): Slice => sliceOf(name, members, run, levels);
  const by = (members: readonly Member[], key: (sample: Sample) => string): Slice[] =>
    [...Map.groupBy(members, ({ sample }) => key(sample))].map(([name, part]) => slice(name, part));
  const byName = (a: Slice, b: Slice): number => (a.name < b.name ? -1 : 1);
  const bySize = (a: Slice, b: Slice): number => b.suspicious.n - a.suspicious.n || byName(a, b);
  const band = (members: readonly Member[], name: string): Member[] =>
    members.filter(({ sample }) => bandOf(sample.sourceBytes) === name);
  return {
    years: by(malicious, ({ firstSeen }) => firstSeen.slice(0, 4) || 'unknown').sort(byName),
    techniques: by(malicious, strongestCategory).sort(bySize),
    phases: by(malicious, strongestPhase).sort(bySize),
    kinds: by(malicious, kindOf).sort(bySize),
    visibility: [slice('payload visible', malicious), slice('questionable', questionable)],
    strata: [...by(benign, ({ stratum }) => stratum), slice('pinned, together', pinned)],
    sizes: BANDS.map(([, name]) => ({
      band: name,
      malicious: slice(name, band(malicious, name)),
      pinned: slice(name, band(pinned, name)),
      benign: slice(name, band(benign, name)),
    })),
  };
}

function sliceOf(
  name: string,
  members: readonly Member[],
  run: StrategyRun,
  levels: readonly Level[],
): Slice {
  const isBenign = members[0]?.sample.label === 'benign';
  const figures = levels.map(({ passes }) => {
    const found = (member: Member): boolean => passes(run.scores[member.index]!, member.index);
    return {
      // A promise about false positives needs the exact interval.
      rate: (isBenign ? clopperPearson : wilson)(members.filter(found).length, members.length),
      groups: clusterBootstrap([...countGroups(members, found).values()]),
    };
  });
  const [low, high] = figures as [(typeof figures)[0], (typeof figures)[0]];
  return {
    name,
    suspicious: low.rate,
    malicious: high.rate,
    groups: { suspicious: low.groups, malicious: high.groups },
  };
}

export function bandOf(sourceBytes: number): string {
  return BANDS.find(([end]) => sourceBytes < end)![1];
}

/** The finding that weighs most under the shipped model, or null when none weighs anything. */
function strongest({ findings, facts }: Sample): Sample['findings'][number] | null {
  const { contributions } = scoreEvidence(findings, facts);
  const most = Math.max(0, ...contributions);
  return most === 0 ? null : findings[contributions.indexOf(most)]!;
}

function strongestCategory(sample: Sample): string {
  const finding = strongest(sample);
  return finding === null ? 'nothing found' : categoryOf(finding.rule);
}

function strongestPhase(sample: Sample): string {
  return strongest(sample)?.phase ?? 'nothing found';
}

function kindOf(sample: Sample): string {
  return factOf(sample, 'metadata')?.distributionKind ?? 'unknown';
}

function factOf<K extends FactKind>({ facts }: Sample, kind: K): FactOf<K> | undefined {
  return facts.find((fact): fact is FactOf<K> => fact.kind === kind);
}
