/** From custody to an answer: waits for the verdict, looks at what holds, and sends on what is released. */

import { GATE_FORWARD_DELAY_S, GATE_LEASE_MS, GATE_VERDICT_MS } from '../service-limits.ts';
import { currentDisposition } from '../store/dispositions.ts';
import { concludeForward, extendForward, releaseForward } from '../store/forwards.ts';
import type { Submission } from '../store/submissions.ts';
import { documentOf, latestVerdict } from '../store/verdicts.ts';
import { type Answer, reasonsOf, refused, relayed, screening, withheld } from './answers.ts';
import { contradiction } from './checks.ts';
import { sendOn } from './forward.ts';
import { askForward, claimOf } from './forward-queue.ts';
import type { Gate, Sender } from './options.ts';
import { invalid } from './refusal.ts';

/**
 * Waits for the verdict on a submission and does what follows from it.
 * @param sender what the index is shown; null when there is nothing
 * @throws Problem 400 when the archive is not what the form says
 */
export async function settle(
  gate: Gate,
  submission: Submission,
  form: Uint8Array,
  sender: Sender | null,
): Promise<Answer> {
  const { service, options } = gate;
  const { db } = service.database;
  const { id, sha256 } = submission;
  await service.verdicts.wait(sha256, options.verdictMs ?? GATE_VERDICT_MS);
  const disposition = (await currentDisposition(db, sha256))?.disposition ?? null;
  const verdict = await latestVerdict(db, sha256);
  const result = verdict === null ? null : await documentOf(db, verdict.id);
  const later = options.credentials !== null;
  if (disposition === null || result === null) {
    await releaseForward(db, id);
    return screening(id, later);
  }
  const reasons = reasonsOf(result, service.policy.explain);
  const wrong = contradiction(claimOf(submission), result.distribution);
  if (wrong !== null) await concludeForward(db, id, { state: 'rejected', status: null, answer: wrong });
  if (disposition === 'refused') {
    await releaseForward(db, id);
    return refused(id, reasons);
  }
  if (wrong !== null) throw invalid(wrong, { reference: id });
  if (disposition === 'held') {
    await releaseForward(db, id);
    return withheld(id, reasons, { later, accept: options.withheld === 'accept' });
  }
  if (sender === null) return noWay(gate, id);
  await extendForward(db, id, GATE_LEASE_MS);
  const sent = await sendOn(gate, submission, form, sender);
  const answer = relayed(sent.answer, id, sender, later);
  if (answer.outcome === 'queued') {
    const soon = new Date(Date.now() + 1000 * GATE_FORWARD_DELAY_S.first);
    await askForward(service.queue.boss, db, { submissionId: id }, soon);
  }
  return answer;
}

/** Released, and with nothing to show to the index. */
async function noWay({ service }: Gate, reference: string): Promise<Answer> {
  await releaseForward(service.database.db, reference);
  const detail = 'Its credentials are missing: the password is <token of this gate>:<password of the index>.';
  return { status: 403, outcome: 'rejected', detail, reference };
}
