/** The uploader's side: what they are told, how they contest it, and how they are answered. */
import type { ActionContext } from '../actions/act.ts';
import type { Policy } from '../actions/policy.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import type { Actor, Disposition } from '../contracts/service.ts';
import { type ToldReason, toldReasons } from '../report/told.ts';
import { APPEALS_OPEN, APPEALS_PER_CASE } from '../service-limits.ts';
import {
  type Appeal,
  appealsOf,
  countAppeals,
  findAppeal,
  type NewAppeal,
  recordAnswer,
  recordAppeal,
} from '../store/appeals.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { latestDecision } from '../store/decisions.ts';
import { currentDisposition } from '../store/dispositions.ts';
import type { Submission } from '../store/submissions.ts';
import { documentOf, latestVerdict } from '../store/verdicts.ts';
import { decideOne } from './queue.ts';

/** A submission as its uploader sees it. */
export interface Case {
  reference: string;
  filename: string;
  receivedAt: Date;
  /** Null while it is being screened. */
  disposition: Disposition | null;
  reasons: ToldReason[];
  appeals: Appeal[];
  /** Whether another appeal is taken. */
  mayAppeal: boolean;
  /** Milliseconds within which appeals are answered. */
  answerMs: number;
}

export async function caseOf(db: Db, policy: Policy, submission: Submission): Promise<Case> {
  const { id, sha256, filename, receivedAt } = submission;
  const disposition = (await currentDisposition(db, sha256))?.disposition ?? null;
  const verdict = await latestVerdict(db, sha256);
  const result = verdict === null || disposition === 'released' ? null : await documentOf(db, verdict.id);
  const appeals = await appealsOf(db, id);
  const mayAppeal = disposition !== null && disposition !== 'released' && (await refusal(db, id)) === null;
  return {
    reference: id,
    filename,
    receivedAt,
    disposition,
    reasons: toldReasons(result, policy.explain),
    appeals,
    mayAppeal,
    answerMs: answerMs(policy),
  };
}

function answerMs(policy: Policy): number {
  return policy.appeals['answer-within-hours'] * 3_600_000;
}

/** Takes an appeal. @throws InfrastructureError `busy` when there are as many as are taken */
export async function appeal(
  tx: Db,
  policy: Policy,
  submission: Submission,
  said: Pick<NewAppeal, 'note' | 'explanations' | 'correctedSha256'>,
): Promise<Appeal> {
  const { id: submissionId, sha256 } = submission;
  const refused = await refusal(tx, submissionId);
  if (refused !== null) throw new InfrastructureError('busy', refused);
  const row = await recordAppeal(tx, { submissionId, sha256, ...said, answerMs: answerMs(policy) });
  await recordAudit(tx, `case:${submissionId}`, 'appeal.open', sha256, { appeal: row.id });
  return row;
}

async function refusal(db: Db, submissionId: string): Promise<string | null> {
  if ((await countAppeals(db, submissionId, true)) >= APPEALS_OPEN)
    return 'An appeal is waiting for its answer.';
  if ((await countAppeals(db, submissionId, false)) >= APPEALS_PER_CASE)
    return 'This has been appealed often enough.';
  return null;
}

export interface Answer {
  outcome: 'granted' | 'declined';
  answer: string;
  actor: Actor;
}

/**
 * Answers an appeal. Granting dismisses, declining confirms.
 * @throws InfrastructureError `not-found`; `claimed` when it has been answered, or the reviewer decided it themselves
 */
export async function answerAppeal(
  tx: Db,
  context: ActionContext,
  id: number,
  answer: Answer,
): Promise<Appeal> {
  const found = await findAppeal(tx, id);
  if (found === null) throw new InfrastructureError('not-found', 'there is no such appeal');
  const decided = await latestDecision(tx, found.sha256);
  if (decided?.actor === answer.actor) {
    throw new InfrastructureError('claimed', 'another reviewer than the one who decided has to answer');
  }
  if (!(await recordAnswer(tx, id, answer))) throw new InfrastructureError('claimed', 'it has been answered');
  const kind = answer.outcome === 'granted' ? 'dismiss' : 'confirm';
  const { actor } = answer;
  await decideOne(tx, context, found.sha256, { kind, reasons: ['appeal'], note: answer.answer, actor });
  await recordAudit(tx, actor, `appeal.${answer.outcome}`, found.sha256, { appeal: id });
  return (await findAppeal(tx, id))!;
}
