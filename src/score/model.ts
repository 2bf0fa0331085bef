import type { Phase } from '../contracts/location.ts';
import data from './model.json' with { type: 'json' };

/** The weights that turn findings into a score: data with provenance, never code. */
export interface Model {
  version: string;
  /** ISO date on which the weights were last changed. */
  date: string;
  /** How the weights came about. */
  provenance: string;
  /** Logit of a distribution without findings. */
  bias: number;
  /** Scores from which on a distribution is malicious or suspicious. */
  thresholds: Thresholds;
  /** Logit units by rule and phase; a phase that is absent counts 0. */
  weights: Record<string, Partial<Record<Phase, number>>>;
  weak: WeakPool;
  repeats: Repeats;
  corroboration: Corroboration;
}

export interface Thresholds {
  malicious: number;
  suspicious: number;
}

/**
 * Small weights share a pool that saturates at `ceiling`: a large honest project collects many weak findings, and
 * their plain sum would convict it of being large. What happens unasked leaves the pool earlier than what has to be
 * called or started first.
 */
export interface WeakPool {
  /** Weights below this are pooled when the finding's phase is startup, install or import. */
  unaskedBelow: number;
  /** Weights below this are pooled in the other phases. */
  askedBelow: number;
  ceiling: number;
}

/** The same rule in further files adds up to `share` of its weight, half of the rest with each file. */
export interface Repeats {
  share: number;
}

/**
 * Rules of further categories whose weight is at least `from` add `perCategory` each, for at most
 * `categories`: what a program hides and what it steals are independent observations.
 */
export interface Corroboration {
  from: number;
  perCategory: number;
  categories: number;
}

export const MODEL: Model = data;
