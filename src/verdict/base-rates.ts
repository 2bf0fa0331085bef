import type { Phase } from '../contracts/location.ts';
import data from './base-rates.json' with { type: 'json' };

/** How often rules fire in honest software, as measured: written by eval/base-rates.ts and never by hand. */
export interface BaseRates {
  /** ISO date of the measurement. */
  date: string;
  /** Hash over rule ids, versions and states at that time. */
  ruleset: string;
  /** Benign distributions that were scanned. */
  distributions: number;
  /** By rule and phase: in how many of them it fired. What is absent fired in none. */
  counts: Record<string, Partial<Record<Phase, number>>>;
  /** Rules that were measured. */
  rules: string[];
}

export const BASE_RATES: BaseRates = data;
