/** The reviewers' queue: verdicts put distributions in, decisions take them out, a campaign at a time. */
import { type ActionContext, decide } from '../actions/act.ts';
import { awaitsSecond } from '../actions/second.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import type { ScanResult } from '../contracts/result.ts';
import type { Actor, DecisionKind, RecordedVerdict } from '../contracts/service.ts';
import { assignCampaign } from '../store/campaigns.ts';
import { claimCampaign, releaseClaim } from '../store/claims.ts';
import type { Db } from '../store/database.ts';
import { type Decision, latestDecision } from '../store/decisions.ts';
import {
  findReviewItem,
  openReviewItem,
  type ReviewState,
  setReviewState,
  surroundingsOf,
  waitingOf,
} from '../store/review-items.ts';
import { latestVerdict } from '../store/verdicts.ts';
import { expectedHarm } from './harm.ts';

/** Puts a distribution into the queue or takes it out of it, by its verdict. What was decided stays decided. */
export async function queueVerdict(
  tx: Db,
  { sha256, verdict }: RecordedVerdict,
  result: ScanResult,
): Promise<void> {
  const decided = await latestDecision(tx, sha256);
  if (decided !== null && decided.kind !== 'reopen') return;
  if (verdict === 'no-findings') return setReviewState(tx, sha256, 'closed');
  const { fingerprint = null, indicators } = result;
  const campaignId = await assignCampaign(tx, { sha256, fingerprint, indicators });
  const { harm, phase } = expectedHarm(result, await surroundingsOf(tx, sha256));
  await openReviewItem(tx, { sha256, campaignId, harm, phase });
}

export interface ReviewDecision {
  kind: DecisionKind;
  /** Short codes that can be counted. */
  reasons: string[];
  note: string;
  actor: Actor;
  /** What the reviewer had before them; the newest verdict unless given. */
  verdictId?: number | null;
  /** Seconds of their time it took, where that was measured. */
  seconds?: number | null;
}

const STATE: Record<DecisionKind, ReviewState> = {
  confirm: 'closed',
  dismiss: 'closed',
  escalate: 'escalated',
  reopen: 'open',
};

/** Decides one distribution, whether it waits or not. */
export async function decideOne(
  tx: Db,
  context: ActionContext,
  sha256: string,
  decision: ReviewDecision,
): Promise<Decision> {
  const verdictId = decision.verdictId ?? (await latestVerdict(tx, sha256))?.id ?? null;
  const row = await decide(tx, context, { ...decision, sha256, verdictId });
  const first = await awaitsSecond(tx, context.policy, sha256);
  await setReviewState(tx, sha256, first === null ? STATE[decision.kind] : 'escalated');
  return row;
}

/**
 * Decides all that waits of a campaign, at once.
 * @returns the decisions, the gravest distribution's first; none when nothing waits any more
 * @throws InfrastructureError `claimed` when somebody else has it in hand
 */
export async function decideCampaign(
  tx: Db,
  context: ActionContext,
  campaignId: number,
  decision: ReviewDecision,
): Promise<Decision[]> {
  const claimed = await claimCampaign(tx, campaignId, decision.actor);
  if (claimed === null) {
    throw new InfrastructureError('claimed', 'another reviewer has this campaign in hand');
  }
  const decisions: Decision[] = [];
  for (const { sha256 } of await waitingOf(tx, campaignId)) {
    // The time went into the campaign: it is counted once.
    const seconds = decisions.length === 0 ? claimed.seconds : 0;
    decisions.push(await decideOne(tx, context, sha256, { ...decision, seconds }));
  }
  await releaseClaim(tx, campaignId, decision.actor);
  return decisions;
}

/** Takes decisions back: each is superseded by one that reopens. Only the decision that holds can be undone. */
export async function undo(
  tx: Db,
  context: ActionContext,
  decisions: readonly Pick<Decision, 'id' | 'sha256'>[],
  actor: Actor,
): Promise<Decision[]> {
  const undone: Decision[] = [];
  for (const { id, sha256 } of decisions) {
    const standing = await latestDecision(tx, sha256);
    const item = await findReviewItem(tx, sha256);
    if (standing?.id !== id || item === null) continue;
    undone.push(await decideOne(tx, context, sha256, { kind: 'reopen', reasons: ['undo'], note: '', actor }));
  }
  return undone;
}
