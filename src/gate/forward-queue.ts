/** The queue of what is to be sent on: after a release that came late, after a crash, and again after a failure. */
import { sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import { DISPOSED_QUEUE, type DisposedTask } from '../actions/notices.ts';
import { createFetcher } from '../fetch/fetcher.ts';
import type { Service } from '../service/service.ts';
import {
  GATE_ANSWER_BYTES,
  GATE_FORWARD_DELAY_S,
  GATE_FORWARD_RETRIES,
  GATE_LEASE_MS,
} from '../service-limits.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { currentDisposition } from '../store/dispositions.ts';
import {
  claimForward,
  concludeForward,
  type ForwardOutcome,
  findForward,
  openForwards,
  releaseForward,
} from '../store/forwards.ts';
import { findSubmission, type Submission } from '../store/submissions.ts';
import { documentOf, latestVerdict } from '../store/verdicts.ts';
import { type Claim, contradiction } from './checks.ts';
import { closedTo } from './closed.ts';
import { sendOn } from './forward.ts';
import type { Gate, GateOptions } from './options.ts';
import { senderOf } from './upstream.ts';

export const FORWARD_QUEUE = 'forward';

export interface ForwardTask {
  submissionId: string;
}

export async function createForwardQueue(boss: PgBoss): Promise<void> {
  await boss.createQueue(FORWARD_QUEUE, {
    retryLimit: GATE_FORWARD_RETRIES,
    retryDelay: GATE_FORWARD_DELAY_S.first,
    retryBackoff: true,
    retryDelayMax: GATE_FORWARD_DELAY_S.most,
    // The fewest it allows: what a process was at when it died is taken up again after this.
    heartbeatSeconds: 10,
    notify: true,
  });
}

/** Asks for one upload to be looked at, when the transaction commits and not before a time. */
export async function askForward(boss: PgBoss, tx: Db, task: ForwardTask, startAfter?: Date): Promise<void> {
  const delay = startAfter === undefined ? {} : { startAfter };
  await boss.send(FORWARD_QUEUE, task, { db: fromDrizzle(tx, sql), ...delay });
}

/**
 * Sends on from the queue until stopped, with the gate's own credentials. Any process of the service may do this,
 * several at a time.
 */
export async function startForwarding(service: Service, options: GateOptions): Promise<() => Promise<void>> {
  const { boss } = service.queue;
  const { db } = service.database;
  await createForwardQueue(boss);
  const gate: Gate = { service, options, fetcher: upstreamFetcher(options) };
  const polling = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 5 };
  await boss.work<DisposedTask>(DISPOSED_QUEUE, polling, async ([job]) => {
    const open = job === undefined ? [] : await openForwards(db, job.data.sha256);
    for (const submissionId of open) await askForward(boss, db, { submissionId });
  });
  await boss.work<ForwardTask, void>(FORWARD_QUEUE, { ...polling, includeMetadata: true }, async ([job]) => {
    if (job !== undefined) await forwardSubmission(gate, job.data, job.retryCount >= GATE_FORWARD_RETRIES);
  });
  return async () => {
    await Promise.all([DISPOSED_QUEUE, FORWARD_QUEUE].map((queue) => boss.offWork(queue, { wait: true })));
    await gate.fetcher.close();
  };
}

/** The operator named the index: it may be anywhere. Nothing else is ever contacted. */
export function upstreamFetcher({ upstream }: GateOptions) {
  return createFetcher({ allow: [upstream], limits: { maxBytes: GATE_ANSWER_BYTES, redirects: 0 } });
}

/**
 * Sends one submission on if it is released and nobody else is at it.
 * @param last whether it is given up when the index still does not take it
 * @throws when it should be tried again
 */
export async function forwardSubmission(
  gate: Gate,
  { submissionId }: ForwardTask,
  last: boolean,
): Promise<void> {
  const { database, queue } = gate.service;
  const claimed = await claimForward(database.db, submissionId, GATE_LEASE_MS);
  if (claimed === null) {
    const row = await findForward(database.db, submissionId);
    const until = row?.finishedAt === null ? row.leasedUntil : null;
    // Somebody else is at it. Should they die, this is who takes over.
    if (until !== null) await askForward(queue.boss, database.db, { submissionId }, until);
    return;
  }
  const submission = await findSubmission(database.db, submissionId);
  const ready = submission === null ? null : await readiness(gate, submission);
  if (submission === null || ready === 'withheld') return releaseForward(database.db, submissionId);
  if (ready !== null) return conclude(database.db, submissionId, ready);
  const { credentials } = gate.options;
  if (credentials === null) {
    const answer =
      'released, and no credentials are configured to send it on with: it has to be uploaded again';
    return conclude(database.db, submissionId, { state: 'failed', status: null, answer });
  }
  const { outcome } = await sendOn(gate, submission, claimed.form, senderOf(credentials, false));
  const { state, status, answer } = outcome;
  if (state === 'forwarded') return;
  if (state === 'rejected') return note(database.db, submissionId, outcome);
  if (!last) throw new Error(`the index behind did not take ${submissionId}: ${status ?? ''} ${answer}`);
  await conclude(database.db, submissionId, { state: 'failed', status, answer });
}

/** Ends it where nobody waits for an answer: whoever looks finds it in the audit log. */
async function conclude(db: Db, submissionId: string, outcome: ForwardOutcome): Promise<void> {
  await concludeForward(db, submissionId, outcome);
  await note(db, submissionId, outcome);
}

function note(db: Db, submissionId: string, { state, status, answer }: ForwardOutcome): Promise<void> {
  return recordAudit(db, 'gate', `forward.${state}`, submissionId, { status, answer });
}

/** Null when it may be sent on, else why not. */
async function readiness({ service }: Gate, submission: Submission) {
  const { db } = service.database;
  const disposition = await currentDisposition(db, submission.sha256);
  if (disposition?.disposition !== 'released') return 'withheld';
  const verdict = await latestVerdict(db, submission.sha256);
  const result = verdict === null ? null : await documentOf(db, verdict.id);
  if (result === null) return 'withheld';
  const claim = claimOf(submission);
  const wrong = contradiction(claim, result.distribution) ?? (await closedTo(db, claim));
  return wrong === null ? null : ({ state: 'rejected', status: null, answer: wrong } as const);
}

export function claimOf({ project, version, filename }: Submission): Claim {
  return { project: project ?? '', version: version ?? '', filename };
}
