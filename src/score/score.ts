import type { UnscoredFinding } from '../contracts/result.ts';
import type { Model, Thresholds } from './model.ts';
import { MODEL } from './model.ts';

export interface Score {
  /** 0-1. */
  score: number;
  /** Per finding, in the given order: its share of the logit. With the bias they add up to the logit. */
  contributions: number[];
  /** Version of the model. */
  model: string;
  thresholds: Thresholds;
}

/** A rule's findings taken together. */
interface RuleEvidence {
  category: string;
  /** Largest weight among the rule's findings. */
  weight: number;
  /** Position of the first finding with that weight: it carries the contribution. */
  bearer: number;
  paths: Set<string>;
  logit: number;
}

/**
 * Weighs findings. Pure, and monotone: a further finding never lowers the score, so that nothing an uploader
 * adds can excuse what is there already.
 *
 * logit = bias + for every rule the largest weight among its findings by phase, weak ones through a saturating
 * pool, + a diminishing share for repeats in other files + a bonus for independent categories.
 */
export function scoreFindings(findings: readonly UnscoredFinding[], model: Model = MODEL): Score {
  const rules = collectEvidence(findings, model);
  addWeights(rules, model);
  addCorroboration(rules, model);
  const contributions = new Array<number>(findings.length).fill(0);
  let logit = model.bias;
  for (const rule of rules) {
    contributions[rule.bearer] = rule.logit;
    logit += rule.logit;
  }
  const score = 1 / (1 + Math.exp(-logit));
  return { score, contributions, model: model.version, thresholds: { ...model.thresholds } };
}

/** Strongest first, then by id, so that the result does not depend on the order of findings. */
function collectEvidence(findings: readonly UnscoredFinding[], model: Model): RuleEvidence[] {
  const byRule = new Map<string, RuleEvidence>();
  for (const [position, finding] of findings.entries()) {
    const weight = model.weights[finding.rule]?.[finding.phase] ?? 0;
    if (weight <= 0) continue;
    const evidence = byRule.get(finding.rule);
    if (evidence === undefined) {
      const category = finding.rule.slice(0, finding.rule.indexOf('/'));
      byRule.set(finding.rule, {
        category,
        weight,
        bearer: position,
        paths: new Set([finding.path]),
        logit: 0,
      });
      continue;
    }
    evidence.paths.add(finding.path);
    if (weight > evidence.weight) {
      evidence.weight = weight;
      evidence.bearer = position;
    }
  }
  return [...byRule.entries()]
    .sort(([idA, a], [idB, b]) => b.weight - a.weight || (idA < idB ? -1 : 1))
    .map(([, evidence]) => evidence);
}

function addWeights(rules: RuleEvidence[], model: Model): void {
  const { below, ceiling } = model.weak;
  const weakSum = rules.reduce((sum, rule) => sum + (rule.weight < below ? rule.weight : 0), 0);
  // Slope at most 1: a rule that leaves the pool because its weight grew takes away no more than it brings.
  const pooled = ceiling * (1 - Math.exp(-weakSum / ceiling));
  const factor = weakSum === 0 ? 0 : pooled / weakSum;
  for (const rule of rules) {
    const weak = rule.weight < below;
    const repeats = model.repeats.share * (1 - 0.5 ** (rule.paths.size - 1));
    rule.logit = weak ? rule.weight * factor : rule.weight * (1 + repeats);
  }
}

function addCorroboration(rules: RuleEvidence[], model: Model): void {
  const { from, perCategory, categories } = model.corroboration;
  const seen = new Set<string>();
  for (const rule of rules) {
    if (rule.weight < from || seen.has(rule.category)) continue;
    if (seen.size > 0 && seen.size <= categories) rule.logit += perCategory;
    seen.add(rule.category);
  }
}
