import type { Verdict } from '../contracts/result.ts';
import type { Disposition } from '../contracts/service.ts';

/** What is done about a verdict before a reviewer has spoken. */
export interface Policy {
  /** When true, every distribution is released and what would have been done is only written down. */
  dryRun: boolean;
  /** By verdict. */
  on: Record<Verdict, Disposition>;
}

/** Nothing is withheld until somebody has decided to. */
export const DEFAULT_POLICY: Policy = {
  dryRun: true,
  on: { malicious: 'held', suspicious: 'held', incomplete: 'held', 'no-findings': 'released' },
};

export interface Decided {
  disposition: Disposition;
  /** One plain sentence. */
  reason: string;
}

/** What the policy says about a verdict. */
export function decide(policy: Policy, verdict: Verdict): Decided {
  const wanted = policy.on[verdict];
  if (!policy.dryRun || wanted === 'released')
    return { disposition: wanted, reason: `the verdict is ${verdict}` };
  const reason = `the verdict is ${verdict}; it would be ${wanted}, but the policy only tries (dry-run)`;
  return { disposition: 'released', reason };
}
