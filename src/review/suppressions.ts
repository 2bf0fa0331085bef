/** A reviewer's word that one rule is not to count one piece of code of one project, for a while. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { ScanResult, Suppression } from '../contracts/result.ts';
import type { Actor } from '../contracts/service.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/database.ts';
import {
  activeSuppressions,
  isClaimedOtherwise,
  recordSuppression,
  revokeSuppression,
  type SuppressionRow,
} from '../store/suppressions.ts';
import { documentOf, latestVerdict } from '../store/verdicts.ts';

/**
 * Those that some finding of a result matches. None where a sender has claimed another project than the archive names:
 * a name alone opens nothing.
 */
export async function suppressionsFor(
  db: Db,
  sha256: string,
  { distribution, findings }: ScanResult,
): Promise<Suppression[]> {
  const { project } = distribution;
  const coded = findings.filter(({ code = null }) => code !== null);
  if (project === null || coded.length === 0) return [];
  const active = await activeSuppressions(db, project, [...new Set(coded.map(({ rule }) => rule))]);
  const matching = active.filter((one) =>
    coded.some(({ rule, code }) => rule === one.rule && code === one.code),
  );
  if (matching.length === 0) return [];
  return (await isClaimedOtherwise(db, sha256, project)) ? [] : matching;
}

export interface SuppressionRequest {
  /** Distribution with the finding. */
  sha256: string;
  rule: string;
  code: string;
  reason: string;
  days: number;
  owner: Actor;
}

/**
 * Suppresses what a finding of a distribution's newest verdict rests on, in its project, from the next scan on.
 * @throws InfrastructureError `not-found` when it has no such finding or names no project; `claimed` when one holds already
 */
export async function suppress(tx: Db, request: SuppressionRequest): Promise<SuppressionRow> {
  const { sha256, rule, code } = request;
  const verdict = await latestVerdict(tx, sha256);
  const result = verdict === null ? null : await documentOf(tx, verdict.id);
  const { findings = [], suppressed = [], distribution } = result ?? {};
  const isThere = [...findings, ...suppressed].some((one) => one.rule === rule && one.code === code);
  if (!isThere) throw new InfrastructureError('not-found', 'the distribution has no such finding');
  const project = distribution?.project ?? null;
  const held = project === null ? [] : await activeSuppressions(tx, project, [rule]);
  if (held.some((one) => one.code === code)) {
    throw new InfrastructureError('claimed', 'this is suppressed already');
  }
  const row = project === null ? null : await recordSuppression(tx, { ...request, project });
  if (row === null) throw new InfrastructureError('not-found', 'the distribution names no project');
  const { id, reason, expiresAt } = row;
  const detail = { suppression: id, rule, code, reason, sha256, until: expiresAt.toISOString() };
  await recordAudit(tx, request.owner, 'suppression.create', row.project, detail);
  return row;
}

/** Ends a suppression, for scans from now on. False when it has been ended before. */
export async function endSuppression(
  tx: Db,
  { id, project, rule }: SuppressionRow,
  actor: Actor,
): Promise<boolean> {
  const ended = await revokeSuppression(tx, id, actor);
  if (ended) await recordAudit(tx, actor, 'suppression.revoke', project, { suppression: id, rule });
  return ended;
}
