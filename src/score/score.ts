import type { Fact } from '../contracts/fact.ts';
import type { Trait, UnscoredFinding } from '../contracts/result.ts';
import { type MemberEvidence, memberEvidence } from './member-evidence.ts';
import type { Model, Thresholds } from './model.ts';
import { MODEL } from './model.ts';
import { LADDER, type Reach, type ReachWeights } from './reach.ts';
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
 * findings there by reach, plus those of its fact features, which saturate at a ceiling.
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
    score: 1 / (1 + Math.exp(-(bias + (top?.logit ?? 0)))),
    contributions,
    traits: (top?.facts ?? []).map(toTrait),
    model: version,
    thresholds: { ...thresholds },
  };
}

function weigh({ path, rules, facts }: MemberEvidence, model: Model): MemberScore {
  const ruleShares = shares(rules, (rule) =>
    Object.hasOwn(model.rules, rule) ? model.rules[rule]! : model.otherRules,
  );
  const plain = shares(facts, (feature) => model.facts[feature]!);
  const sum = plain.reduce((total, { weight }) => total + weight, 0);
  const factor = sum === 0 ? 0 : saturated(sum, model.factCeiling) / sum;
  const factShares = plain.map((share) => ({ ...share, weight: share.weight * factor }));
  const logit = [...ruleShares, ...factShares].reduce((total, { weight }) => total + weight, 0);
  return { path, rules: ruleShares, facts: factShares, logit };
}

/** Everything with a weight, heaviest first; the order does not depend on that of the evidence. */
function shares<T>(
  table: ReadonlyMap<string, ReadonlyMap<Reach, T>>,
  weightsOf: (name: string) => ReachWeights,
): Share<T>[] {
  const found: Share<T>[] = [];
  for (const [name, reaches] of table) {
    const heaviest = heaviestReach(reaches, weightsOf(name));
    if (heaviest !== null) found.push({ name, bearer: heaviest.bearer, weight: heaviest.weight });
  }
  return found.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1));
}

const NEAREST_FIRST: readonly Reach[] = [...LADDER.toReversed(), 'none'];

function heaviestReach<T>(
  reaches: ReadonlyMap<Reach, T>,
  weights: ReachWeights,
): { bearer: T; weight: number } | null {
  let heaviest: { bearer: T; weight: number } | null = null;
  for (const reach of NEAREST_FIRST) {
    const bearer = reaches.get(reach);
    const weight = weights[reach] ?? 0;
    if (bearer !== undefined && weight > (heaviest?.weight ?? 0)) heaviest = { bearer, weight };
  }
  return heaviest;
}

function strongest(members: MemberScore[]): MemberScore | undefined {
  const order = (a: MemberScore, b: MemberScore): number => b.logit - a.logit || (a.path < b.path ? -1 : 1);
  return members.sort(order)[0];
}

/** Grows like `sum` at first and never beyond `ceiling`. */
function saturated(sum: number, ceiling: number): number {
  return ceiling * (1 - Math.exp(-sum / ceiling));
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
