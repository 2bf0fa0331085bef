import data from './model.json' with { type: 'json' };
import type { ReachWeights } from './reach.ts';

/** The weights that turn evidence into a score: data with provenance, never code. */
export interface Model {
  /** Date of training and a hash over everything below it: equal versions give equal scores. */
  version: string;
  /** ISO date. */
  date: string;
  provenance: Provenance;
  /** Logit of a distribution about which nothing is known. */
  bias: number;
  /** Scores from which on a distribution is malicious or suspicious. */
  thresholds: Thresholds;
  /** By rule. Along the ladder of reaches no weight falls. */
  rules: Record<string, ReachWeights>;
  /**
   * Logit that rules of one member together never exceed whose reach asks the victim to call or start something: an
   * honest tool can do much when it is told to.
   */
  askedCeiling: number;
  /** For rules that were not there in training, such as private ones. */
  otherRules: ReachWeights;
  /** By fact feature. */
  facts: Record<string, ReachWeights>;
  /** Logit that the fact features of one member together never exceed: they support rules and convict nobody. */
  factCeiling: number;
}

export interface Thresholds {
  malicious: number;
  suspicious: number;
}

/** Where a model comes from and what it was worth on samples it had not seen. */
export interface Provenance {
  /** One paragraph for people. */
  text: string;
  /** Version of Lazaret and hash over rule ids, versions and states. */
  code: { version: string; ruleset: string };
  corpus: {
    /** Hash over hash, label and group of every sample trained on. */
    sha256: string;
    malicious: number;
    clusters: number;
    /** Benign distributions by stratum. */
    benign: Record<string, number>;
  };
  /** Of scores by models that had seen no member of the sample's cluster or project. */
  metrics: Record<string, number>;
}

export const MODEL: Model = data;
