import { createHash } from 'node:crypto';
import type { Model, Provenance } from '../score/model.ts';
import type { ReachWeights } from '../score/reach.ts';
import { calibrate } from './calibrate.ts';
import { unseenLogits } from './cross-validate.ts';
import { type EncodedSample, encode, type TrainingSample } from './encode.ts';
import { fit } from './fit.ts';
import { OTHER_RULES, rounded, weightsOf } from './prior.ts';
import { FOLDS, SETTINGS } from './settings.ts';
import { chooseThresholds, type JudgedSample, metricsOf } from './thresholds.ts';

export interface TrainOptions {
  /** ISO date that the model will bear: the wall clock has no say in what a training yields. */
  date: string;
  code: Provenance['code'];
  /** Rules in evaluation: they never count. */
  onTrial?: readonly string[];
  settings?: typeof SETTINGS;
}

/**
 * Trains a model. Deterministic: the same samples in any order, code and date give the same model, to the bit.
 * Questionable samples are left out.
 */
export function trainModel(all: Iterable<TrainingSample>, options: TrainOptions): Model {
  const { date, code, onTrial = [], settings = SETTINGS } = options;
  const samples = encodeAll(all);
  const logits = unseenLogits(samples, settings, FOLDS);
  const { scale, shift } = calibrate(samples.map(({ malicious }, at) => ({ malicious, logit: logits[at]! })));
  const judged = samples.map(
    ({ malicious, group, stratum }, at): JudgedSample => ({
      malicious,
      group,
      stratum,
      logit: scale * logits[at]! + shift,
    }),
  );
  const { bias, weights } = fit(samples, settings);
  const content = {
    bias: rounded(scale * bias + shift),
    thresholds: chooseThresholds(judged),
    rules: { ...weightsOf('rule', weights, scale), ...Object.fromEntries(onTrial.map((rule) => [rule, {}])) },
    otherRules: scaled(OTHER_RULES, scale),
    facts: weightsOf('fact', weights, scale),
    askedCeiling: rounded(settings.askedCeiling * scale),
    factCeiling: rounded(settings.factCeiling * scale),
  };
  const provenance = {
    text: provenanceText(),
    code,
    corpus: corpusOf(samples),
    metrics: metricsOf(judged, content.thresholds),
  };
  return { version: `${date}-${hashOf(JSON.stringify(content)).slice(0, 8)}`, date, provenance, ...content };
}

function provenanceText(): string {
  return (
    'Fitted by `lazaret train` to the most incriminating member of each distribution, starting from weights set by ' +
    'hand and never negative. Calibrated, and thresholds chosen, on scores by models that had not seen the ' +
    "sample's cluster or project. The rules and the weights they start from were written with these samples in view, " +
    'so that figures on them flatter both.'
  );
}

/** One at a time, so that the facts of all need not be held at once. */
function encodeAll(all: Iterable<TrainingSample>): EncodedSample[] {
  const samples: EncodedSample[] = [];
  for (const sample of all) if (!sample.questionable) samples.push(encode(sample));
  return samples.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

function corpusOf(samples: readonly EncodedSample[]): Provenance['corpus'] {
  const lines = samples.map(({ sha256, malicious, group }) => `${sha256} ${malicious ? 1 : 0} ${group}\n`);
  const malicious = samples.filter((sample) => sample.malicious);
  const benign: Record<string, number> = {};
  const strata = samples.flatMap((sample) => (sample.malicious ? [] : [sample.stratum]));
  for (const stratum of strata.sort()) benign[stratum] = (benign[stratum] ?? 0) + 1;
  return {
    sha256: hashOf(lines.join('')),
    malicious: malicious.length,
    clusters: new Set(malicious.map(({ group }) => group)).size,
    benign,
  };
}

function scaled(weights: ReachWeights, scale: number): ReachWeights {
  return Object.fromEntries(
    Object.entries(weights).map(([reach, weight]) => [reach, rounded(weight * scale)]),
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
