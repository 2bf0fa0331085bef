import type { Strategy } from './strategy.ts';

/** Patterns only: how many distinct rules of our own pack match, in any member or layer. */
export const YARA: Strategy = {
  name: 'yara',
  about: 'YARA signatures only: how many different rules of the bundled pack match',
  probability: false,
  thresholds: null,
  fit: () => (sample) => new Set((sample.yara ?? []).map(({ rule }) => rule)).size,
};
