/** What an uploader is told of a result: what and where, as far as the policy says; never rules or weights. */
import type { ScanResult } from '../contracts/result.ts';

/** How much may be told. */
export const EXPLAIN_LEVELS = ['none', 'category', 'line'] as const;
export type Explain = (typeof EXPLAIN_LEVELS)[number];

/** One thing that was seen, as much as the policy lets an uploader know. */
export interface ToldReason {
  /** What the code does, and when. */
  what: string;
  /** Why that looks malicious; '' when not told. */
  why: string;
  /** What the author can change; '' when unknown. */
  change: string;
  /** Where, when the policy tells that; else ''. */
  where: string;
}

/** The rules' own names and the weights stay inside: they would help to find what passes. */
export function toldReasons(result: ScanResult | null, level: Explain): ToldReason[] {
  if (result === null || level === 'none') return [];
  return (result.reasons ?? []).map(({ what, when, where, also, change }) => ({
    what: [what, when].filter((text) => text !== '').join(', '),
    why: level === 'line' ? also : '',
    change,
    where: level === 'line' ? where : '',
  }));
}
