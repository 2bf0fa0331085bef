import { LADDER, type Reach, type ReachWeights } from '../score/reach.ts';
import { parseStep, stepName } from './encode.ts';
import data from './hand-model.json' with { type: 'json' };

/** The part of the hand-set model that training starts from: weights by rule and phase, in logits. */
interface HandWeights {
  weights: Record<string, Record<string, number>>;
  /** For rules that training never saw. */
  otherRules: ReachWeights;
}

const HAND: HandWeights = data;

export const OTHER_RULES: ReachWeights = HAND.otherRules;

/** Hand-set weights as steps: what each nearer reach adds. */
export const HAND_STEPS: ReadonlyMap<string, number> = handSteps(HAND.weights);

export function handSteps(weights: HandWeights['weights']): Map<string, number> {
  const steps = new Map<string, number>();
  for (const [rule, byPhase] of Object.entries(weights)) {
    const given = { ...byPhase, install: Math.max(byPhase.install ?? 0, byPhase.startup ?? 0) };
    let below = 0;
    for (const reach of LADDER) {
      const weight = (given as ReachWeights)[reach] ?? 0;
      if (weight > below) steps.set(stepName('rule', rule, reach), weight - below);
      below = Math.max(below, weight);
    }
    if (byPhase.none !== undefined) steps.set(stepName('rule', rule, 'none'), byPhase.none);
  }
  return steps;
}

/** Weights by name and reach, from steps: the reverse of taking steps apart. Alphabetical, rounded, without zeroes. */
export function weightsOf(
  kind: 'rule' | 'fact',
  steps: ReadonlyMap<string, number>,
  scale: number,
): Record<string, ReachWeights> {
  const names = new Set(
    [...steps.keys()].map(parseStep).flatMap((step) => (step.kind === kind ? [step.name] : [])),
  );
  const table: Record<string, ReachWeights> = {};
  for (const name of [...names].sort()) {
    const weights: ReachWeights = {};
    const step = (reach: Reach): number => (steps.get(stepName(kind, name, reach)) ?? 0) * scale;
    let sum = 0;
    for (const reach of LADDER) {
      sum += step(reach);
      if (rounded(sum) > 0) weights[reach] = rounded(sum);
    }
    if (rounded(step('none')) > 0) weights.none = rounded(step('none'));
    if (Object.keys(weights).length > 0) table[name] = weights;
  }
  return table;
}

/** Thousandths: finer differences mean nothing, and rounding hides how platforms compute exponentials. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
