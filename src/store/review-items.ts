/** What waits for a reviewer. */
import { and, asc, desc, eq, gt, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Phase } from '../contracts/location.ts';
import type { Verdict } from '../contracts/result.ts';
import { QUEUE_PAGE_ROWS, QUEUE_PROJECTS } from '../service-limits.ts';
import { type Claim, claimsOf, REVIEW_CHANNEL } from './claims.ts';
import { type Db, notify, storable } from './database.ts';
import { decisions, distributions, projects, releases, submissions } from './schema.ts';
import { reviewItems } from './schema-review.ts';

export type ReviewState = (typeof reviewItems.$inferSelect)['state'];
export type ReviewItem = typeof reviewItems.$inferSelect;

/** Puts a distribution into the queue, or back into it with what is known now. */
export async function openReviewItem(
  tx: Db,
  item: { sha256: string; campaignId: number; harm: number; phase: Phase },
): Promise<void> {
  const { campaignId, harm, phase } = item;
  const again = { campaignId, harm, phase, state: 'open' as const, closedAt: null };
  await tx
    .insert(reviewItems)
    .values({ ...item, state: 'open' })
    .onConflictDoUpdate({ target: reviewItems.sha256, set: again });
  await notify(tx, REVIEW_CHANNEL, '');
}

/** Ends the waiting, or passes it on to those who are asked when others do not know. */
export async function setReviewState(tx: Db, sha256: string, state: ReviewState): Promise<void> {
  const closedAt = state === 'closed' ? sql`now()` : null;
  await tx.update(reviewItems).set({ state, closedAt }).where(eq(reviewItems.sha256, sha256));
  await notify(tx, REVIEW_CHANNEL, '');
}

export async function findReviewItem(db: Db, sha256: string): Promise<ReviewItem | null> {
  const [row] = await db.select().from(reviewItems).where(eq(reviewItems.sha256, sha256));
  return row ?? null;
}

/** What of a campaign still waits, the gravest first. */
export async function waitingOf(db: Db, campaignId: number): Promise<ReviewItem[]> {
  return db
    .select()
    .from(reviewItems)
    .where(and(eq(reviewItems.campaignId, campaignId), ne(reviewItems.state, 'closed')))
    .orderBy(desc(reviewItems.harm), asc(reviewItems.sha256));
}

/** A campaign as a row of the queue. */
export interface QueueRow {
  campaignId: number;
  state: ReviewState;
  /** Distributions of it that wait. */
  count: number;
  harm: number;
  openedAt: Date;
  /** The gravest of them. */
  sha256: string;
  filename: string;
  verdict: Verdict | null;
  score: number | null;
  phase: string;
  /** Whether somebody has confirmed it and a second reviewer has to. */
  awaitsSecond: boolean;
  /** Some of their projects, by name. */
  projects: string[];
  claim: Claim | null;
}

export interface QueueRequest {
  state: 'open' | 'escalated';
  /** At most `QUEUE_PAGE_ROWS`, and one more that tells whether there is another page. */
  limit: number;
  /** Part of a project's or file's name, in any case; null for all. */
  text?: string | null;
  /** Harm and campaign of the last row before. */
  after?: { harm: number; campaignId: number } | null;
}

/** Campaigns that wait, by the harm of their gravest distribution. */
export async function listQueue(
  db: Db,
  { state, limit, text = null, after = null }: QueueRequest,
): Promise<QueueRow[]> {
  const top = db
    .select({
      campaignId: reviewItems.campaignId,
      harm: sql<number>`max(${reviewItems.harm})`.as('top_harm'),
      count: sql<number>`count(*)::int`.as('waiting'),
      openedAt: sql<string>`min(${reviewItems.openedAt})`.as('first_opened'),
    })
    .from(reviewItems)
    .where(and(eq(reviewItems.state, state), text === null ? undefined : named(text)))
    .groupBy(reviewItems.campaignId)
    .as('top');
  const later =
    after === null
      ? undefined
      : or(lt(top.harm, after.harm), and(eq(top.harm, after.harm), gt(top.campaignId, after.campaignId)));
  const rows = await db
    .select()
    .from(top)
    .where(later)
    .orderBy(desc(top.harm), asc(top.campaignId))
    .limit(Math.max(1, Math.min(limit, QUEUE_PAGE_ROWS + 1)));
  const ids = rows.map(({ campaignId }) => campaignId);
  if (ids.length === 0) return [];
  const [gravest, names, claimed] = [
    await gravestOf(db, state, ids),
    await projectsOf(db, state, ids),
    await claimsOf(db, ids),
  ];
  return rows.map(({ openedAt, ...row }) => ({
    ...row,
    ...gravest.get(row.campaignId)!,
    state,
    openedAt: new Date(openedAt),
    projects: names.get(row.campaignId) ?? [],
    claim: claimed.get(row.campaignId) ?? null,
  }));
}

/**
 * Whether a distribution's file or project has a text in its name. `offset 0` has the server look at what waits, one after
 * the other, and not at everything that has ever been uploaded.
 */
function named(text: string): SQL {
  const pattern = `%${storable(text).replace(/[\\%_]/g, '\\$&')}%`;
  return sql`exists (select 1 from ${distributions}
    left join ${releases} on ${releases.id} = ${distributions.releaseId}
    left join ${projects} on ${projects.id} = ${releases.projectId}
    where ${distributions.sha256} = ${reviewItems.sha256}
      and (${distributions.filename} ilike ${pattern} or ${projects.name} ilike ${pattern}) offset 0)`;
}

type Gravest = Pick<QueueRow, 'sha256' | 'filename' | 'verdict' | 'score' | 'phase' | 'awaitsSecond'>;

async function gravestOf(db: Db, state: ReviewState, ids: number[]): Promise<Map<number, Gravest>> {
  // Nothing else is still passed on after it has been confirmed.
  const confirmed = sql<boolean>`coalesce((select ${decisions.kind} = 'confirm' from ${decisions}
    where ${decisions.sha256} = ${reviewItems.sha256} order by ${decisions.id} desc limit 1), false)`;
  const rows = await db
    .selectDistinctOn([reviewItems.campaignId], {
      campaignId: reviewItems.campaignId,
      sha256: reviewItems.sha256,
      filename: distributions.filename,
      verdict: distributions.verdict,
      score: distributions.score,
      phase: reviewItems.phase,
      awaitsSecond: state === 'escalated' ? confirmed : sql<boolean>`false`,
    })
    .from(reviewItems)
    .innerJoin(distributions, eq(distributions.sha256, reviewItems.sha256))
    .where(and(eq(reviewItems.state, state), inArray(reviewItems.campaignId, ids)))
    .orderBy(reviewItems.campaignId, desc(reviewItems.harm), asc(reviewItems.sha256));
  return new Map(rows.map(({ campaignId, ...row }) => [campaignId, row]));
}

async function projectsOf(db: Db, state: ReviewState, ids: number[]): Promise<Map<number, string[]>> {
  const rows = await db
    .select({
      campaignId: reviewItems.campaignId,
      names: sql<string[]>`(array_agg(distinct ${projects.name}))[1:${sql.raw(String(QUEUE_PROJECTS))}]`,
    })
    .from(reviewItems)
    .innerJoin(distributions, eq(distributions.sha256, reviewItems.sha256))
    .innerJoin(releases, eq(releases.id, distributions.releaseId))
    .innerJoin(projects, eq(projects.id, releases.projectId))
    .where(and(eq(reviewItems.state, state), inArray(reviewItems.campaignId, ids)))
    .groupBy(reviewItems.campaignId);
  return new Map(rows.map(({ campaignId, names }) => [campaignId, names]));
}

/** How often installers have asked for the distribution's project, and what else of it has been let through. */
export async function surroundingsOf(
  db: Db,
  sha256: string,
): Promise<{ releasedBefore: number; demands: number }> {
  const other = alias(releases, 'other');
  const fellow = alias(distributions, 'fellow');
  const [before] = await db
    .select({ count: sql<number>`count(distinct ${other.id})::int` })
    .from(distributions)
    .innerJoin(releases, eq(releases.id, distributions.releaseId))
    .innerJoin(other, and(eq(other.projectId, releases.projectId), ne(other.id, releases.id)))
    .innerJoin(fellow, and(eq(fellow.releaseId, other.id), eq(fellow.disposition, 'released')))
    .where(eq(distributions.sha256, sha256));
  const own = db
    .select({ name: projects.name })
    .from(distributions)
    .innerJoin(releases, eq(releases.id, distributions.releaseId))
    .innerJoin(projects, eq(projects.id, releases.projectId))
    .where(eq(distributions.sha256, sha256));
  const [asked] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(submissions)
    .where(and(eq(submissions.source, 'proxy'), inArray(submissions.project, own)));
  return { releasedBefore: before?.count ?? 0, demands: asked?.count ?? 0 };
}
