/**
 * Rules with weights and thresholds that people set, before anything was trained: kept as the strategy "scoring and
 * threshold", and as what the training starts from.
 *
 * logit = bias + for every rule the largest weight among its findings by phase, small ones through a saturating pool,
 * plus a diminishing share for repeats in other files, plus a bonus for independent categories.
 */
import type { Phase } from '../../src/contracts/location.ts';
import type { UnscoredFinding } from '../../src/contracts/result.ts';
import { saturated } from '../../src/score/logit.ts';
import data from '../../src/train/hand-model.json' with { type: 'json' };
import type { Strategy } from './strategy.ts';

type HandModel = Omit<typeof data, 'weights'> & {
  weights: Record<string, Partial<Record<Phase, number>>>;
};

const HAND: HandModel = data;

export const RULES_BY_HAND: Strategy = {
  name: 'rules',
  about: 'Rules with hand-set weights and thresholds, summed over the whole distribution',
  probability: false,
  thresholds: {
    malicious: logitOf(HAND.thresholds.malicious),
    suspicious: logitOf(HAND.thresholds.suspicious),
  },
  fit: () => (sample) => handLogit(sample.findings),
};

function logitOf(score: number): number {
  return Math.log(score / (1 - score));
}

/** A rule's findings taken together. */
interface RuleEvidence {
  rule: string;
  /** Largest weight among the rule's findings. */
  weight: number;
  /** Largest weight that counts in full. */
  full: number;
  paths: Set<string>;
}

export function handLogit(findings: readonly UnscoredFinding[], model: HandModel = HAND): number {
  const rules = [...Map.groupBy(findings, ({ rule }) => rule)]
    .map(([rule, group]) => evidenceOf(rule, group, model))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.rule < b.rule ? -1 : 1));
  const { ceiling } = model.weak;
  const pooled = rules.reduce((total, { weight, full }) => total + (weight - full), 0);
  const whole = rules.reduce((total, { full, paths }) => {
    const repeats = model.repeats.share * (1 - 0.5 ** (paths.size - 1));
    return total + full * (1 + repeats);
  }, 0);
  return model.bias + whole + saturated(pooled, ceiling) + corroboration(rules, model);
}

/** Phases in which the victim did no more than install or import. */
const UNASKED: readonly Phase[] = ['startup', 'install', 'import'];

function evidenceOf(rule: string, findings: readonly UnscoredFinding[], model: HandModel): RuleEvidence {
  const evidence: RuleEvidence = { rule, weight: 0, full: 0, paths: new Set() };
  for (const { phase, path } of findings) {
    const weight = model.weights[rule]?.[phase] ?? 0;
    if (weight <= 0) continue;
    evidence.paths.add(path);
    evidence.weight = Math.max(evidence.weight, weight);
    const isPooled = weight < (UNASKED.includes(phase) ? model.weak.unaskedBelow : model.weak.askedBelow);
    if (!isPooled) evidence.full = Math.max(evidence.full, weight);
  }
  return evidence;
}

/** Rules of further categories are independent observations. */
function corroboration(rules: readonly RuleEvidence[], model: HandModel): number {
  const { from, perCategory, categories } = model.corroboration;
  const strong = rules.filter(({ weight }) => weight >= from);
  const different = new Set(strong.map(({ rule }) => rule.slice(0, rule.indexOf('/')))).size;
  return perCategory * Math.max(0, Math.min(different - 1, categories));
}
