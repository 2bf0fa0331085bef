import { type EncodedSample, encode } from '../../src/train/encode.ts';
import type { Sample } from '../dataset.ts';

const known = new WeakMap<Sample, EncodedSample>();

/** A sample as learners see it; worked out once, as every fold asks for it again. */
export function encoded(sample: Sample): EncodedSample {
  let result = known.get(sample);
  if (result === undefined) known.set(sample, (result = encode(sample)));
  return result;
}

/** The same with nothing but rules. */
export function withoutFacts(sample: EncodedSample): EncodedSample {
  return { ...sample, members: sample.members.map(({ rules }) => ({ rules, facts: [] })) };
}

/** Labelled samples with a payload that can be seen, in the dataset's order. */
export function trainable(samples: readonly Sample[]): EncodedSample[] {
  return samples.filter(({ questionable }) => !questionable).map(encoded);
}
