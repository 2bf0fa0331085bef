import type { Fact } from '../contracts/fact.ts';
import type { Trait, UnscoredFinding } from '../contracts/result.ts';
import { saturated, sigmoid } from './logit.ts';
import { type MemberEvidence, memberEvidence } from './member-evidence.ts';
import type { Model, Thresholds } from './model.ts';
import { MODEL } from './model.ts';
import { isUnasked, LADDER, type Reach, type ReachWeights } from './reach.ts';
import { traitText } from './trait-text.ts';

export interface Score {
  /** 0-1: share of malicious distributions among those that score alike, when as many of either kind are judged. */
  score: number;
  /** Per finding, in the given order: its share of the logit. */
  contributions: number[];
  /** What besides findings counted. With the bias and the contributions of findings these add up to the logit. */
  traits: Trait[];
  /** Version of the model. */
  model: string;
  thresholds: Thresholds;
}

/** One thing that counts, and which finding or fact carries it. */
interface Share<T> {
  name: string;
  bearer: T;
  weight: number;
  /** What of the weight is due without anybody being asked; only the rest saturates. */
  unasked: number;
}

interface MemberScore {
  path: string;
  rules: Share<number>[];
  facts: Share<Fact>[];
  logit: number;
}

/**
 * Weighs evidence. Pure, and monotone: no weight is negative, so that nothing an uploader adds can excuse what is
 * there already.
 *
 * logit = bias + that of the most incriminating member. A member's: for every rule the largest weight among its
 * findings there by reach, those that ask for a call saturating at a ceiling, plus those of its fact features, which
 * saturate at another.
 */
export function scoreEvidence(
  findings: readonly UnscoredFinding[],
  facts: readonly Fact[],
  model: Model = MODEL,
): Score {
  const members = memberEvidence(findings, facts, (feature) => Object.hasOwn(model.facts, feature));
  const top = strongest(members.map((member) => weigh(member, model)));
  const contributions = new Array<number>(findings.length).fill(0);
  for (const { bearer, weight } of top?.rules ?? []) contributions[bearer] = weight;
  const { version, thresholds, bias } = model;
  return {
    score: sigmoid(bias + (top?.logit ?? 0)),
    contributions,
    traits: (top?.facts ?? []).map(toTrait),
    model: version,
    thresholds: { ...thresholds },
  };
}

function weigh({ path, rules, facts }: MemberEvidence, model: Model): MemberScore {
  const weightsOf = (rule: string): ReachWeights =>
    Object.hasOwn(model.rules, rule) ? model.rules[rule]! : model.otherRules;
  const ruleShares = saturate(shares(rules, weightsOf), model.askedCeiling);
  const features = shares(facts, (feature) => model.facts[feature]!).map((one) => ({ ...one, unasked: 0 }));
  const factShares = saturate(features, model.factCeiling);
  const logit = [...ruleShares, ...factShares].reduce((total, { weight }) => total + weight, 0);
  return { path, rules: ruleShares, facts: factShares, logit };
}

/**
 * Scales what is not unasked down to what its sum saturates to, heaviest first. The slope is at most 1, so that what
 * turns from asked to unasked takes away no more than it brings.
 */
function saturate<T>(all: Share<T>[], ceiling: number): Share<T>[] {
  const sum = all.reduce((total, { weight, unasked }) => total + (weight - unasked), 0);
  const factor = sum === 0 ? 0 : saturated(sum, ceiling) / sum;
  return all
    .map((share) => ({ ...share, weight: share.unasked + (share.weight - share.unasked) * factor }))
    .sort(byWeight);
}

function byWeight(a: Share<unknown>, b: Share<unknown>): number {
  return b.weight - a.weight || (a.name < b.name ? -1 : 1);
}

/** Everything with a weight, heaviest first; the order does not depend on that of the evidence. */
function shares<T>(
  table: ReadonlyMap<string, ReadonlyMap<Reach, T>>,
  weightsOf: (name: string) => ReachWeights,
): Share<T>[] {
  const found: Share<T>[] = [];
  for (const [name, reaches] of table) {
    const heaviest = heaviestReach(reaches, weightsOf(name));
    if (heaviest !== null) found.push({ name, ...heaviest });
  }
  return found.sort(byWeight);
}

const NEAREST_FIRST: readonly Reach[] = [...LADDER.toReversed(), 'none'];

function heaviestReach<T>(
  reaches: ReadonlyMap<Reach, T>,
  weights: ReachWeights,
): Omit<Share<T>, 'name'> | null {
  let heaviest: Omit<Share<T>, 'name'> | null = null;
  let unasked = 0;
  for (const reach of NEAREST_FIRST) {
    const bearer = reaches.get(reach);
    const weight = weights[reach] ?? 0;
    if (bearer === undefined || weight <= 0) continue;
    if (isUnasked(reach)) unasked = Math.max(unasked, weight);
    if (weight > (heaviest?.weight ?? 0)) heaviest = { bearer, weight, unasked: 0 };
  }
  return heaviest === null ? null : { ...heaviest, unasked };
}

function strongest(members: MemberScore[]): MemberScore | undefined {
  const order = (a: MemberScore, b: MemberScore): number => b.logit - a.logit || (a.path < b.path ? -1 : 1);
  return members.sort(order)[0];
}

function toTrait({ name, bearer, weight }: Share<Fact>): Trait {
  const { path, line, column, layer } = bearer.at;
  return {
    feature: name,
    text: traitText(name),
    phase: bearer.phase,
    path,
    line,
    column,
    layer,
    contribution: weight,
  };
}
