import { COMBINED, COMBINED_BLANK, COMBINED_RULES, PAIRS, TREES } from './combined.ts';
import { FEATURES } from './features.ts';
import { RULES_BY_HAND } from './hand.ts';
import type { Strategy } from './strategy.ts';
import { TOKENS } from './tokens.ts';
import { YARA } from './yara.ts';

/** What the table of docs/strategies.md compares, in its order. */
export const STRATEGIES: readonly Strategy[] = [YARA, RULES_BY_HAND, FEATURES, TOKENS, COMBINED];

/** Ways to combine that were tried beside the one that is shipped. */
export const CANDIDATES: readonly Strategy[] = [COMBINED_RULES, COMBINED_BLANK, TREES, PAIRS];
