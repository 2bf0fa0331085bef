import type { Phase } from '../contracts/location.ts';
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
  /** Largest weight that counts in full. */
  full: number;
  /** Position of the first finding with the largest weight: it carries the contribution. */
  bearer: number;
  paths: Set<string>;
  logit: number;
}

/**
 * Weighs findings. Pure, and monotone: a further finding never lowers the score, so that nothing an uploader
 * adds can excuse what is there already.
 *
 * logit = bias + for every rule the largest weight among its findings by phase, small ones through a saturating
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
  for (const [position, { rule, phase, path }] of findings.entries()) {
    const weight = model.weights[rule]?.[phase] ?? 0;
    if (weight <= 0) continue;
    let evidence = byRule.get(rule);
    if (evidence === undefined) {
      const category = rule.slice(0, rule.indexOf('/'));
      evidence = { category, weight: 0, full: 0, bearer: position, paths: new Set(), logit: 0 };
      byRule.set(rule, evidence);
    }
    evidence.paths.add(path);
    const pooled = weight < (UNASKED.includes(phase) ? model.weak.unaskedBelow : model.weak.askedBelow);
    if (!pooled) evidence.full = Math.max(evidence.full, weight);
    if (weight > evidence.weight) {
      evidence.weight = weight;
      evidence.bearer = position;
    }
  }
  return [...byRule.entries()]
    .sort(([idA, a], [idB, b]) => b.weight - a.weight || (idA < idB ? -1 : 1))
    .map(([, evidence]) => evidence);
}

/** Phases in which the victim did no more than install or import. */
const UNASKED: readonly Phase[] = ['startup', 'install', 'import'];

function addWeights(rules: RuleEvidence[], model: Model): void {
  const { ceiling } = model.weak;
  const sum = rules.reduce((total, rule) => total + (rule.weight - rule.full), 0);
  // Slope at most 1: weight that leaves the pool takes away no more than it brings.
  const factor = sum === 0 ? 0 : (ceiling * (1 - Math.exp(-sum / ceiling))) / sum;
  for (const rule of rules) {
    const repeats = model.repeats.share * (1 - 0.5 ** (rule.paths.size - 1));
    rule.logit = rule.full * (1 + repeats) + (rule.weight - rule.full) * factor;
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
