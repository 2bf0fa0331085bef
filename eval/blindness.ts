/**
 * What if the rules had never met a family? Rules were written with the development corpus in view, and no split of it
 * takes that back. So part of them is taken away from every sample that is judged, never from those a model learned
 * from: a stand-in for what comes next.
 */
import { createHash } from 'node:crypto';
import { crossValidate, type Transformation, underTransformation } from './cross-validate.ts';
import type { Sample } from './dataset.ts';
import { cutAtRate } from './metrics.ts';
import { PINNED_STRATA } from './report/population.ts';
import type { Strategy } from './strategies/strategy.ts';

export interface Blindness {
  strategy: string;
  /** Share of rules that are left, and which draw of them. */
  kept: number;
  draw: string;
  /** Recall at no and at 1 % false positives among the pinned benign samples, they too without those rules. */
  none: number;
  percent: number;
}

/** Draws of rules that are left; 1 is all of them. */
const DRAWS: readonly [number, string][] = [
  [1, ''],
  [0.6, 'a'],
  [0.6, 'b'],
  [0.3, 'c'],
];

export function blindnessOf(strategies: readonly Strategy[], samples: readonly Sample[]): Blindness[] {
  return strategies.flatMap((strategy) => {
    const run = crossValidate(strategy, samples);
    return DRAWS.map(([kept, draw]) => {
      const scored = underTransformation(run, samples, forgetting(kept, draw));
      const of = (part: (sample: Sample) => boolean): number[] =>
        scored.filter(({ index }) => part(samples[index]!)).map(({ score }) => score);
      const malicious = of(({ label, questionable }) => label === 'malicious' && !questionable);
      const pinned = of(({ stratum }) => PINNED_STRATA.includes(stratum));
      const recall = (rate: number): number => {
        const cut = cutAtRate(pinned, rate);
        return malicious.filter((score) => score > cut).length / malicious.length;
      };
      return { strategy: strategy.name, kept, draw, none: recall(0), percent: recall(0.01) };
    });
  });
}

/** Takes the findings of a share of the rules away; hashes of their ids decide which. */
export function forgetting(kept: number, draw: string): Transformation {
  const stays = (rule: string): boolean =>
    createHash('sha256').update(`${draw} ${rule}`).digest().readUInt16BE(0) < kept * 0x1_0000;
  return {
    name: `${kept} of the rules (${draw})`,
    apply: (sample) => ({ ...sample, findings: sample.findings.filter(({ rule }) => stays(rule)) }),
  };
}
