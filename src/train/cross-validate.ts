import type { EncodedSample } from './encode.ts';
import { type FitOptions, fit, sampleLogit } from './fit.ts';
import { foldsOf } from './folds.ts';

/** Logit of each sample under a model that saw nothing of its cluster or project. */
export function unseenLogits(
  samples: readonly EncodedSample[],
  options: FitOptions,
  folds: number,
): number[] {
  const foldOf = foldsOf(samples, folds);
  const logits = new Array<number>(samples.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const model = fit(
      samples.filter((_, at) => foldOf[at] !== fold),
      options,
    );
    for (const [at, sample] of samples.entries()) {
      if (foldOf[at] === fold) logits[at] = sampleLogit(sample, model, options);
    }
  }
  return logits;
}
