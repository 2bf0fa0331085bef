import { saturated } from '../score/logit.ts';
import { isUnasked } from '../score/reach.ts';
import { type Additive, type AdditiveOptions, fitAdditive, type Row } from './additive.ts';
import { type EncodedMember, type EncodedSample, parseStep } from './encode.ts';

export interface FitOptions extends AdditiveOptions {
  /** Weight of a benign row, a malicious one counting 1. */
  benignWeight: number;
  /** Rows that a benign distribution contributes: its most incriminating members. */
  benignMembers: number;
  /** Largest logit that rules add up to which ask the victim for a call or a start. */
  askedCeiling: number;
  /** Largest logit that fact features add up to: they support rules and never convict. */
  factCeiling: number;
  /** Shows each sample a second time as if no rule had fired: otherwise facts learn only what rules leave to them. */
  forgetting: boolean;
}

/** Rounds of choosing members and fitting; the choice settles after three or four. */
const ROUNDS = 4;

/**
 * Fits weights to the most incriminating member of each distribution: which member that is depends on the weights, so
 * both are found in turn, starting from the prior (multiple-instance learning by alternation). Of benign ones several
 * members count, as each of them must stay low.
 */
export function fit(samples: readonly EncodedSample[], options: FitOptions): Additive {
  const shown = options.forgetting ? [...samples, ...samples.map(withoutRules)] : samples;
  let model: Additive = { bias: -4, weights: new Map(options.prior) };
  for (let round = 0; round < ROUNDS; round++) {
    model = fitAdditive(rowsOf(shown, model, options), options, model.bias);
  }
  return model;
}

/** The same sample with nothing but facts. */
export function withoutRules(sample: EncodedSample): EncodedSample {
  return { ...sample, members: sample.members.map(({ facts }) => ({ rules: [], facts })) };
}

function rowsOf(samples: readonly EncodedSample[], model: Additive, options: FitOptions): Row[] {
  return samples.flatMap(({ malicious, members }) => {
    const ranked = members
      .map((member) => ({ member, logit: memberLogit(member, model, options) }))
      .sort((a, b) => b.logit - a.logit);
    return ranked.slice(0, malicious ? 1 : options.benignMembers).map(
      ({ member }): Row => ({
        steps: [...member.rules, ...member.facts],
        malicious,
        weight: malicious ? 1 : options.benignWeight,
      }),
    );
  });
}

/** Logit of the most incriminating member. */
export function sampleLogit(sample: EncodedSample, model: Additive, ceilings: Ceilings): number {
  return Math.max(...sample.members.map((member) => memberLogit(member, model, ceilings)));
}

type Ceilings = Pick<FitOptions, 'askedCeiling' | 'factCeiling'>;

/** As src/score/score.ts has it. */
function memberLogit({ rules, facts }: EncodedMember, model: Additive, ceilings: Ceilings): number {
  const steps = rules.map((step) => ({ step, ...parseStep(step) }));
  const unasked = new Set(steps.filter(({ reach }) => isUnasked(reach)).map(({ name }) => name));
  const sum = (isNear: boolean): number =>
    sumOf(
      steps.filter(({ name }) => unasked.has(name) === isNear).map(({ step }) => step),
      model,
    );
  const asked = saturated(sum(false), ceilings.askedCeiling);
  return model.bias + sum(true) + asked + saturated(sumOf(facts, model), ceilings.factCeiling);
}

function sumOf(steps: readonly string[], { weights }: Additive): number {
  return steps.reduce((sum, step) => sum + (weights.get(step) ?? 0), 0);
}
