import type { Verdict } from './result.ts';
import type { DecisionKind } from './service.ts';

/** Figures on reviewing, over some days. */
export interface ReviewStatistics {
  waiting: {
    open: number;
    escalated: number;
    campaigns: number;
    /** Seconds the oldest has waited; null when nothing waits. */
    oldestSeconds: number | null;
    appeals: number;
    overdueAppeals: number;
  };
  /** Seconds from the verdict to the first decision; null when there was none. */
  timeToDecision: { median: number | null; p90: number | null; count: number };
  /** By day, the oldest first; days without any are absent. */
  verdicts: { day: string; verdict: Verdict; count: number }[];
  decisions: { day: string; kind: DecisionKind; count: number; seconds: number }[];
  campaigns: { day: string; count: number; distributions: number }[];
  /** What reviewers said of the distributions in which a rule fired. */
  rules: { rule: string; confirmed: number; dismissed: number }[];
}
