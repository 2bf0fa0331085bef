import type { Row } from '../../../src/train/additive.ts';
import type { EncodedMember, EncodedSample } from '../../../src/train/encode.ts';

/** Steps of one member → logit. */
export type MemberScorer = (steps: readonly string[]) => number;

export interface ByMemberOptions {
  benignWeight: number;
  benignMembers: number;
  /** Fits of members chosen by the scorer before. */
  rounds: number;
}

export function stepsOf({ rules, facts }: EncodedMember): string[] {
  return [...rules, ...facts];
}

/**
 * Lets any learner of rows learn from distributions: each is judged by its most incriminating member, which the
 * learner itself points out (see src/train/fit.ts).
 */
export function fitByMember(
  samples: readonly EncodedSample[],
  first: MemberScorer,
  learn: (rows: readonly Row[]) => MemberScorer,
  { benignWeight, benignMembers, rounds }: ByMemberOptions,
): (sample: EncodedSample) => number {
  let score = first;
  for (let round = 0; round < rounds; round++) {
    const rows = samples.flatMap(({ malicious, members }) => {
      const ranked = members.map(stepsOf).map((steps) => ({ steps, logit: score(steps) }));
      ranked.sort((a, b) => b.logit - a.logit);
      const weight = malicious ? 1 : benignWeight;
      return ranked
        .slice(0, malicious ? 1 : benignMembers)
        .map(({ steps }): Row => ({ steps, malicious, weight }));
    });
    score = learn(rows);
  }
  return ({ members }) => Math.max(...members.map((member) => score(stepsOf(member))));
}
