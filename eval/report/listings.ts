/** Single distributions and clusters: what was missed, what was called wrongly, what could not be seen. */
import { scoreEvidence } from '../../src/score/score.ts';
import type { Sample } from '../dataset.ts';
import type { Count } from '../metrics.ts';
import { quantile } from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';
import { countGroups, type Level, type Member, type Populations } from './population.ts';

export interface Listed {
  file: string;
  sha256: string;
  project: string;
  group: string;
  stratum: string;
  firstSeen: string;
  sourceBytes: number;
  score: number;
  /** The score reaches the upper level. */
  isMalicious: boolean;
  /** Strongest first, under the shipped model: rule or fact feature, phase, and weight in logits. */
  contributions: { name: string; phase: string; weight: number }[];
  /** Codes of what could not be seen. */
  limitations: string[];
}

/** Contributions shown of one distribution. */
const CONTRIBUTIONS = 5;

export interface Listings {
  misses: Listed[];
  /** Questionable ones that are not found. */
  questionableMisses: Listed[];
  falseAlarms: Listed[];
  clusters: ClusterFigures;
  limitations: LimitationFigures[];
  times: CpuFigures[];
}

export interface ClusterFigures {
  all: number;
  /** Found in every member, in some, in none, at the lower level. */
  whole: number;
  partly: number;
  missed: number;
  /** Clusters with misses, most missed first. */
  worst: ({ cluster: string; projects: string[] } & Count)[];
}

/** Distributions with at least one such limitation. */
export interface LimitationFigures {
  code: string;
  blocking: boolean;
  malicious: number;
  benign: number;
}

/** CPU milliseconds for unpacking and analysing. */
export interface CpuFigures {
  part: string;
  n: number;
  median: number;
  p95: number;
  most: number;
  /** MB of Python source a CPU second, over the whole part. */
  speed: number;
}

export function listingsOf(
  run: StrategyRun,
  [suspicious, malicious]: readonly Level[],
  populations: Populations,
): Listings {
  const passes = (member: Member): boolean => suspicious!.passes(run.scores[member.index]!, member.index);
  const list = (members: readonly Member[]): Listed[] =>
    members
      .map(({ sample, index }) =>
        listed(sample, run.scores[index]!, malicious!.passes(run.scores[index]!, index)),
      )
      .sort((a, b) => b.score - a.score || (a.sha256 < b.sha256 ? -1 : 1));
  return {
    misses: list(populations.malicious.filter((member) => !passes(member))),
    questionableMisses: list(populations.questionable.filter((member) => !passes(member))),
    falseAlarms: list(populations.benign.filter(passes)),
    clusters: clusterFigures(populations.malicious, passes),
    limitations: limitationFigures(
      [...populations.malicious, ...populations.questionable],
      populations.benign,
    ),
    times: cpuFigures(populations),
  };
}

function listed(sample: Sample, score: number, isMalicious: boolean): Listed {
  const { file, sha256, project, group, stratum, firstSeen, sourceBytes, findings, facts, limitations } =
    sample;
  const { contributions, traits } = scoreEvidence(findings, facts);
  const shares = [
    ...findings.map(({ rule: name, phase }, index) => ({ name, phase, weight: contributions[index]! })),
    ...traits.map(({ feature: name, phase, contribution: weight }) => ({ name, phase, weight })),
  ];
  return {
    file,
    sha256,
    project,
    group,
    stratum,
    firstSeen,
    sourceBytes,
    score,
    isMalicious,
    contributions: shares
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
      .slice(0, CONTRIBUTIONS),
    limitations: [...new Set(limitations.map(({ code }) => code))].sort(),
  };
}

function clusterFigures(malicious: readonly Member[], passes: (member: Member) => boolean): ClusterFigures {
  const counts = [...countGroups(malicious, passes)];
  const worst = counts
    .filter(([, { hits, n }]) => hits < n)
    .sort(
      ([nameA, a], [nameB, b]) =>
        b.n - b.hits - (a.n - a.hits) || a.hits - b.hits || (nameA < nameB ? -1 : 1),
    );
  const projects = (cluster: string): string[] =>
    [
      ...new Set(
        malicious.filter(({ sample }) => sample.group === cluster).map(({ sample }) => sample.project),
      ),
    ].sort();
  return {
    all: counts.length,
    whole: counts.length - worst.length,
    partly: worst.filter(([, { hits }]) => hits > 0).length,
    missed: worst.filter(([, { hits }]) => hits === 0).length,
    worst: worst.map(([cluster, count]) => ({ cluster, projects: projects(cluster), ...count })),
  };
}

function limitationFigures(malicious: readonly Member[], benign: readonly Member[]): LimitationFigures[] {
  const figures = new Map<string, LimitationFigures>();
  const count = (members: readonly Member[], column: 'malicious' | 'benign'): void => {
    for (const { sample } of members) {
      const seen = new Map(
        sample.limitations.map(({ code, blocking }) => [`${code} ${blocking}`, { code, blocking }]),
      );
      for (const [key, { code, blocking }] of seen) {
        const figure = figures.get(key) ?? { code, blocking, malicious: 0, benign: 0 };
        figure[column] += 1;
        figures.set(key, figure);
      }
    }
  };
  count(malicious, 'malicious');
  count(benign, 'benign');
  return [...figures.values()].sort(
    (a, b) => Number(b.blocking) - Number(a.blocking) || (a.code < b.code ? -1 : 1),
  );
}

function cpuFigures({ malicious, questionable, benign }: Populations): CpuFigures[] {
  const strata = Map.groupBy(benign, ({ sample }) => sample.stratum);
  const parts: [string, Member[]][] = [['malicious', [...malicious, ...questionable]], ...strata];
  return parts
    .filter(([, members]) => members.length > 0)
    .map(([part, members]) => {
      const times = members.map(({ sample }) => sample.ms).sort((a, b) => a - b);
      const seconds = times.reduce((sum, ms) => sum + ms, 0) / 1000;
      const megabytes = members.reduce((sum, { sample }) => sum + sample.sourceBytes, 0) / 1e6;
      const most = times.at(-1)!;
      return {
        part,
        n: times.length,
        median: quantile(times, 0.5),
        p95: quantile(times, 0.95),
        most,
        speed: megabytes / seconds,
      };
    });
}
