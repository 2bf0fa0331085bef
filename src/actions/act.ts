/** From verdicts and decisions to what holds: every change in one transaction with the messages that tell of it. */
import type { PgBoss } from 'pg-boss';
import type { ScanResult } from '../contracts/result.ts';
import type { Actor, Disposition, RecordedVerdict } from '../contracts/service.ts';
import { normaliseProject } from '../intake/names.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import { type Decision, latestDecision, type NewDecision, recordDecision } from '../store/decisions.ts';
import { currentDisposition, recordDisposition } from '../store/dispositions.ts';
import { type NewIndexStatus, recordIndexStatus } from '../store/index-statuses.ts';
import { hasArrivedBy, latestSubmission } from '../store/submissions.ts';
import { documentOf, latestVerdict } from '../store/verdicts.ts';
import { EVENT_ARGUMENTS, type Event } from './event.ts';
import { askDelivery, askDisposed } from './notices.ts';
import { writeMessages } from './outbox.ts';
import { type Decided, type EventName, onDecision, onVerdict, type Policy } from './policy.ts';
import { awaitsSecond } from './second.ts';

export interface ActionContext {
  policy: Policy;
  boss: PgBoss;
}

/** What a policy does about a new verdict. A reviewer's decision stands: no later verdict undoes it. */
export async function actOnVerdict(
  tx: Db,
  context: ActionContext,
  { sha256, verdict }: RecordedVerdict,
  result: ScanResult,
): Promise<void> {
  const decided = await latestDecision(tx, sha256);
  const standing = decided === null ? null : onDecision(context.policy, decided.kind);
  const disposition =
    standing === null
      ? await dispose(tx, context, sha256, onVerdict(context.policy, verdict), 'policy')
      : null;
  if (verdict === 'no-findings') return;
  await tell(tx, context, `verdict.${verdict}`, sha256, {
    result,
    disposition,
    actor: 'policy',
    decision: null,
  });
}

/** A reviewer decides. What that does to the distribution and its project is the policy's. */
export async function decide(tx: Db, context: ActionContext, decision: NewDecision): Promise<Decision> {
  const { sha256, kind, reasons, note, actor } = decision;
  const row = await recordDecision(tx, decision);
  const result = await resultOf(tx, sha256);
  const { policy } = context;
  const reopened = kind === 'reopen' && result !== null ? onVerdict(policy, result.verdict) : null;
  const wanted = reopened ?? onDecision(policy, kind);
  const disposition = wanted === null ? null : await dispose(tx, context, sha256, wanted, actor);
  await recordAudit(tx, actor, `decision.${kind}`, sha256, { decision: row.id, reasons });
  await tell(tx, context, `decision.${kind}`, sha256, {
    result,
    disposition,
    actor,
    decision: { kind, reasons, note },
  });
  if (kind === 'confirm') await quarantineConfirmed(tx, context, sha256, result, actor);
  return row;
}

/** Sets a project's or release's status in the index proxy. */
export async function setIndexStatus(tx: Db, status: NewIndexStatus): Promise<void> {
  const { project, version, actor, reason } = status;
  await recordIndexStatus(tx, status);
  const subject = version === null ? project : `${project}==${version}`;
  await recordAudit(tx, actor, `index-status.${status.status}`, subject, { reason });
}

async function dispose(
  tx: Db,
  { boss }: ActionContext,
  sha256: string,
  { disposition, reason }: Decided,
  actor: Actor,
): Promise<Disposition> {
  const before = await currentDisposition(tx, sha256);
  await recordDisposition(tx, sha256, disposition, actor, reason);
  const isNews = before?.disposition !== disposition;
  if (isNews && (await hasArrivedBy(tx, sha256, 'gate'))) await askDisposed(boss, tx, { sha256 });
  return disposition;
}

async function quarantineConfirmed(
  tx: Db,
  context: ActionContext,
  sha256: string,
  result: ScanResult | null,
  actor: Actor,
): Promise<void> {
  const scope = context.policy.quarantine.confirm;
  const project = result?.distribution.project ?? null;
  if (scope === 'nothing' || project === null) return;
  const version = scope === 'release' ? (result?.distribution.version ?? null) : null;
  if (scope === 'release' && version === null) return;
  const first = await awaitsSecond(tx, context.policy, sha256);
  if (first !== null) {
    return recordAudit(tx, actor, 'quarantine.waits', normaliseProject(project), {
      version,
      sha256,
      first: first.by,
    });
  }
  const reason = 'a reviewer confirmed that it is malicious';
  if (context.policy['dry-run']) {
    return recordAudit(tx, actor, 'index-status.tried', project, { version, status: 'quarantined' });
  }
  await setIndexStatus(tx, {
    project: normaliseProject(project),
    version,
    status: 'quarantined',
    reason,
    actor,
  });
  await tell(tx, context, 'quarantine', sha256, { result, disposition: null, actor, decision: null });
}

async function resultOf(tx: Db, sha256: string): Promise<ScanResult | null> {
  const verdict = await latestVerdict(tx, sha256);
  return verdict === null ? null : documentOf(tx, verdict.id);
}

interface Told extends Pick<Event, 'disposition' | 'actor' | 'decision'> {
  result: ScanResult | null;
}

async function tell(
  tx: Db,
  { policy, boss }: ActionContext,
  event: EventName,
  sha256: string,
  { result, ...rest }: Told,
): Promise<void> {
  if (!policy.notify.some(({ on }) => on.includes(event))) return;
  const submission = await latestSubmission(tx, sha256);
  const { project = null, version = null } = result?.distribution ?? {};
  const filename = submission?.filename ?? result?.distribution.filename ?? sha256;
  const verdict =
    result === null
      ? null
      : {
          verdict: result.verdict,
          score: result.score,
          arguments: result.arguments.slice(0, EVENT_ARGUMENTS),
        };
  const at = new Date().toISOString();
  const distribution = { sha256, filename, project, version };
  const written = await writeMessages(tx, policy, { schema: 1, event, at, distribution, verdict, ...rest });
  for (const { id } of written) await askDelivery(boss, tx, { deliveryId: id });
}
