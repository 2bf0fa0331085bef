/** What each rule adds. */
import { PHASES, type Phase } from '../../src/contracts/location.ts';
import { RULES } from '../../src/rules/registry.generated.ts';
import { scoreEvidence } from '../../src/score/score.ts';
import type { Sample } from '../dataset.ts';
import { type Rate, wilson } from '../metrics.ts';
import type { StrategyRun } from '../strategies/strategy.ts';
import type { Level, Member, Populations } from './population.ts';

/** Distributions in which a rule fires. */
export interface Hits {
  malicious: number;
  /** Of the pinned manifest. */
  pinned: number;
  /** Of the standard library and site-packages. */
  installed: number;
}

/** What changes at a level when the rule's findings are taken away and nothing is fitted again. */
export interface Loss {
  /** Malicious distributions that would no longer be found. */
  lost: number;
  /** Benign ones, of all strata, that would no longer be called. */
  spared: number;
}

export interface RuleFigures {
  id: string;
  title: string;
  state: string;
  hits: Hits;
  /** By the earliest phase in which it fires in a distribution. */
  phases: Partial<Record<Phase, Hits>>;
  /** Malicious among the malicious and pinned benign distributions in which it fires, as they are mixed here. */
  precision: Rate;
  /** Malicious distributions in which no other rule adds to the score. */
  alone: number;
  suspicious: Loss;
  malicious: Loss;
  /** Rules that fire in most of the same malicious distributions, with their share of them. */
  overlaps: { id: string; share: number }[];
}

/** Rules shown as overlapping. */
const OVERLAPS = 3;

export function ruleFigures(
  run: StrategyRun,
  levels: readonly Level[],
  { malicious, questionable, benign }: Populations,
): RuleFigures[] {
  const bad = [...malicious, ...questionable];
  const firing = ruleIndex([...bad, ...benign]);
  const sets = new Map(
    [...firing].map(([id, members]) => [id, new Set(members.filter(isMalicious).map(({ index }) => index))]),
  );
  return RULES.filter(({ state }) => state !== 'retired').map(({ id, title, state }) => {
    const members = firing.get(id) ?? [];
    const hits = hitsOf(members);
    const loss = (level: Level): Loss => lossWithout(id, members, run, level);
    return {
      id,
      title,
      state,
      hits,
      phases: phasesOf(id, members),
      precision: wilson(hits.malicious, hits.malicious + hits.pinned),
      alone: members.filter((member) => isMalicious(member) && countsAlone(id, member.sample)).length,
      suspicious: loss(levels[0]!),
      malicious: loss(levels[1]!),
      overlaps: overlapsOf(id, sets),
    };
  });
}

function ruleIndex(members: readonly Member[]): Map<string, Member[]> {
  const firing = new Map<string, Member[]>();
  for (const member of members) {
    for (const id of new Set(member.sample.findings.map(({ rule }) => rule))) {
      const list = firing.get(id);
      if (list === undefined) firing.set(id, [member]);
      else list.push(member);
    }
  }
  return firing;
}

function isMalicious({ sample }: Member): boolean {
  return sample.label === 'malicious';
}

function hitsOf(members: readonly Member[]): Hits {
  const hits: Hits = { malicious: 0, pinned: 0, installed: 0 };
  for (const { sample } of members) {
    if (sample.label === 'malicious') hits.malicious += 1;
    else if (sample.stratum === 'stdlib' || sample.stratum === 'site-packages') hits.installed += 1;
    else hits.pinned += 1;
  }
  return hits;
}

function phasesOf(id: string, members: readonly Member[]): RuleFigures['phases'] {
  const earliest = ({ sample }: Member): Phase => {
    const phases = sample.findings.filter(({ rule }) => rule === id).map(({ phase }) => phase);
    return PHASES.find((phase) => phases.includes(phase))!;
  };
  const byPhase = Map.groupBy(members, earliest);
  return Object.fromEntries(
    PHASES.filter((phase) => byPhase.has(phase)).map((phase) => [phase, hitsOf(byPhase.get(phase)!)]),
  );
}

function countsAlone(id: string, { findings, facts }: Sample): boolean {
  const { contributions } = scoreEvidence(findings, facts);
  const adding = new Set(findings.filter((_, index) => contributions[index]! > 0).map(({ rule }) => rule));
  return adding.size === 1 && adding.has(id);
}

function lossWithout(id: string, members: readonly Member[], run: StrategyRun, { passes }: Level): Loss {
  const changed = members.filter(({ sample, index }) => {
    if (!passes(run.scores[index]!, index)) return false;
    const findings = sample.findings.filter(({ rule }) => rule !== id);
    return !passes(run.scorers[index]!({ ...sample, findings }), index);
  });
  const lost = changed.filter(isMalicious).length;
  return { lost, spared: changed.length - lost };
}

function overlapsOf(id: string, sets: ReadonlyMap<string, ReadonlySet<number>>): RuleFigures['overlaps'] {
  const own = sets.get(id);
  if (own === undefined || own.size === 0) return [];
  return [...sets]
    .filter(([other]) => other !== id)
    .map(([other, members]) => ({ id: other, share: common(own, members) / own.size }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1))
    .slice(0, OVERLAPS);
}

function common(own: ReadonlySet<number>, other: ReadonlySet<number>): number {
  return [...own].reduce((count, index) => count + (other.has(index) ? 1 : 0), 0);
}
