/** Findings that do not count in one project, for a while. */
import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Suppression } from '../contracts/result.ts';
import type { Actor } from '../contracts/service.ts';
import { normaliseProject } from '../intake/names.ts';
import { SUPPRESSION_ROWS } from '../service-limits.ts';
import { type Db, storable, storableName } from './database.ts';
import { projects } from './schema.ts';
import { suppressions } from './schema-review.ts';
import { submissionsOf } from './submissions.ts';

export interface SuppressionRow {
  id: number;
  /** PEP 503. */
  project: string;
  rule: string;
  code: string;
  reason: string;
  owner: Actor;
  /** The distribution it was made from. */
  sha256: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedBy: Actor | null;
}

export interface NewSuppression {
  /** In any spelling; one that a distribution has named. */
  project: string;
  rule: string;
  code: string;
  reason: string;
  owner: Actor;
  sha256: string;
  days: number;
}

const COLUMNS = {
  id: suppressions.id,
  project: projects.name,
  rule: suppressions.rule,
  code: suppressions.code,
  reason: suppressions.reason,
  owner: suppressions.owner,
  sha256: suppressions.sha256,
  createdAt: suppressions.createdAt,
  expiresAt: suppressions.expiresAt,
  revokedAt: suppressions.revokedAt,
  revokedBy: suppressions.revokedBy,
};

const isActive = and(isNull(suppressions.revokedAt), gt(suppressions.expiresAt, sql`now()`));

/** Writes a suppression; null when the project is unknown. */
export async function recordSuppression(
  tx: Db,
  { project, days, reason, ...rest }: NewSuppression,
): Promise<SuppressionRow | null> {
  const named = eq(projects.name, storableName(normaliseProject(project)));
  const [found] = await tx.select({ id: projects.id }).from(projects).where(named);
  if (found === undefined) return null;
  const expiresAt = sql`now() + make_interval(days => ${days})`;
  const [row] = await tx
    .insert(suppressions)
    .values({ ...rest, projectId: found.id, reason: storable(reason), expiresAt })
    .returning({ id: suppressions.id });
  return findSuppression(tx, row!.id);
}

export async function findSuppression(db: Db, id: number): Promise<SuppressionRow | null> {
  const [row] = await rowsOf(db).where(eq(suppressions.id, id));
  return row ?? null;
}

/** Those of a project that hold now, of these rules, those that hold longest first. @param project in any spelling */
export async function activeSuppressions(
  db: Db,
  project: string,
  rules: readonly string[],
): Promise<Suppression[]> {
  if (rules.length === 0) return [];
  const own = eq(projects.name, storableName(normaliseProject(project)));
  const rows = await rowsOf(db)
    .where(and(own, inArray(suppressions.rule, [...rules]), isActive))
    .orderBy(desc(suppressions.expiresAt), desc(suppressions.id));
  return rows.map(({ id, rule, code, reason, owner, expiresAt }) => {
    return { id, rule, code, reason, owner, until: expiresAt.toISOString() };
  });
}

/** Newest first. @param filter `active`: only what holds now */
export async function listSuppressions(
  db: Db,
  filter: { project?: string | undefined; active: boolean },
): Promise<SuppressionRow[]> {
  const { project, active } = filter;
  const own = project === undefined ? undefined : eq(projects.name, storableName(normaliseProject(project)));
  return rowsOf(db)
    .where(and(own, active ? isActive : undefined))
    .orderBy(desc(suppressions.id))
    .limit(SUPPRESSION_ROWS);
}

/** Ends a suppression. False when it has been ended before. */
export async function revokeSuppression(tx: Db, id: number, actor: Actor): Promise<boolean> {
  const ended = await tx
    .update(suppressions)
    .set({ revokedAt: sql`now()`, revokedBy: actor })
    .where(and(eq(suppressions.id, id), isNull(suppressions.revokedAt)))
    .returning({ id: suppressions.id });
  return ended.length > 0;
}

/** Whether a sender has said that a distribution is of another project than its archive says. */
export async function isClaimedOtherwise(db: Db, sha256: string, project: string): Promise<boolean> {
  const own = normaliseProject(project);
  const claims = await submissionsOf(db, sha256);
  return claims.some((claim) => claim.project !== null && normaliseProject(claim.project) !== own);
}

function rowsOf(db: Db) {
  return db.select(COLUMNS).from(suppressions).innerJoin(projects, eq(projects.id, suppressions.projectId));
}
