/** Findings that tell of one act, taken together: a reviewer reads about a thing once. */
import { PHASES } from '../contracts/location.ts';
import type { Finding } from '../contracts/result.ts';

/** What happens at one place, by all rules that saw it there. */
export interface Act {
  /** The strongest finding of the rule that says best what is done. */
  lead: Finding;
  /** The strongest finding of every further rule that tells of the same act, strongest first. */
  others: Finding[];
  /** Further places where the lead's rule fired. */
  more: number;
  /** Share of the logit of all of them. */
  weight: number;
}

/** Findings of one rule that are looked at: a large distribution has thousands, and nobody reads them. */
const PLACES = 100;
/** Rules of these categories describe a member as a whole: what they say of one member is one thing. */
const OF_MEMBERS: ReadonlySet<string> = new Set(['archive', 'metadata', 'obfuscation', 'profile', 'binary']);

/**
 * Groups findings by act, the heaviest act first. Two rules tell of the same act when they report the same line, when
 * one reports a line on the other's trail, or when both describe the same member. Every rule speaks once, for its
 * strongest finding.
 */
export function actsOf(findings: readonly Finding[]): Act[] {
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  const strongest = [...byRule.values()].map((group) => group.toSorted(byContribution).slice(0, PLACES));
  strongest.sort(([left], [right]) => byContribution(left!, right!));
  const acts: Finding[][][] = [];
  for (const group of strongest) {
    const act = acts.find((groups) => group.some((finding) => belongs(groups, finding)));
    if (act === undefined) acts.push([group]);
    else act.push(group);
  }
  return acts.map(told).sort((left, right) => right.weight - left.weight);
}

/** What is done leads, where any rule says so; what a member is like stands beside it. */
function told(groups: readonly Finding[][]): Act {
  const main = groups.find(([first]) => !OF_MEMBERS.has(categoryOf(first!))) ?? groups[0]!;
  const rest = groups.filter((group) => group !== main);
  const lead = main.find((finding) => belongs(rest, finding)) ?? main[0]!;
  const others = rest.map((group) => group.find((finding) => isSameAct(lead, finding)) ?? group[0]!);
  const weight = groups.reduce((sum, [first]) => sum + first!.contribution, 0);
  return { lead, others, more: placesBeside(main), weight };
}

/** Whether a finding tells of the same act as any rule's strongest. */
function belongs(groups: readonly Finding[][], finding: Finding): boolean {
  return groups.some(([first]) => isSameAct(first!, finding));
}

/** Places of a rule's findings without the first's. */
function placesBeside(group: readonly Finding[]): number {
  return new Set(group.map(placeKey)).size - 1;
}

/** Of equal weight comes first what the victim meets first. */
function byContribution(left: Finding, right: Finding): number {
  return right.contribution - left.contribution || PHASES.indexOf(left.phase) - PHASES.indexOf(right.phase);
}

function isSameAct(lead: Finding, other: Finding): boolean {
  if (placeKey(lead) === placeKey(other) || isOnTrail(lead, other) || isOnTrail(other, lead)) return true;
  const [left, right] = [categoryOf(lead), categoryOf(other)];
  return lead.path === other.path && left === right && OF_MEMBERS.has(left);
}

function isOnTrail(place: Finding, { trail }: Finding): boolean {
  return place.line > 0 && trail.some(({ at }) => at !== null && placeKey(at) === placeKey(place));
}

const placeKey = ({ path, layer, line }: Pick<Finding, 'path' | 'layer' | 'line'>): string =>
  `${path}\0${layer}\0${line}`;

export const categoryOf = ({ rule }: Pick<Finding, 'rule'>): string => rule.slice(0, rule.indexOf('/'));
