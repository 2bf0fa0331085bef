/** Attempts to scan: one row each, from before it starts, so that a worker that died leaves a trace. */
import { and, count, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { ScanOutcome, VersionSet } from '../contracts/service.ts';
import { type Db, storable } from './database.ts';
import { distributions, scans } from './schema.ts';

export interface StartedScan {
  id: number;
  /** 1 for the first. */
  attempt: number;
}

/** Attempts that count against a distribution. */
const COUNTED: ScanOutcome[] = ['failed', 'running'];

/**
 * Writes down that an attempt starts. Whoever asks has the only claim on the distribution, so that attempts that
 * still seem to run have died with their worker.
 */
export async function startScan(
  tx: Db,
  sha256: string,
  versions: VersionSet,
  worker: string,
): Promise<StartedScan> {
  const same = and(
    eq(scans.sha256, sha256),
    eq(scans.engine, versions.engine),
    eq(scans.ruleset, versions.ruleset),
    eq(scans.model, versions.model),
  );
  const [before] = await tx
    .select({ attempts: count() })
    .from(scans)
    .where(and(same, inArray(scans.outcome, COUNTED)));
  if (before!.attempts > 0) {
    await tx
      .update(scans)
      .set({ outcome: 'failed', detail: 'its worker ended before it did', finishedAt: sql`now()` })
      .where(and(same, eq(scans.outcome, 'running')));
  }
  const attempt = before!.attempts + 1;
  const [row] = await tx
    .insert(scans)
    .values({ sha256, ...versions, worker, attempt, outcome: 'running' })
    .returning({ id: scans.id });
  return { id: row!.id, attempt };
}

export async function finishScan(
  tx: Db,
  id: number,
  outcome: Exclude<ScanOutcome, 'running'>,
  detail: string | null = null,
): Promise<void> {
  await tx
    .update(scans)
    .set({ outcome, detail: detail === null ? null : storable(detail), finishedAt: sql`now()` })
    .where(eq(scans.id, id));
}

export interface DeadScan {
  id: number;
  sha256: string;
  filename: string;
  attempts: number;
  /** What went wrong the last time. */
  detail: string | null;
  finishedAt: Date | null;
}

/**
 * Distributions whose scan was given up, the newest first: each has the verdict `incomplete`.
 * @param before id of the last one on the page before
 */
export async function listDeadScans(
  db: Db,
  { limit, before = null }: { limit: number; before?: number | null },
): Promise<DeadScan[]> {
  return db
    .select({
      id: scans.id,
      sha256: scans.sha256,
      filename: distributions.filename,
      attempts: scans.attempt,
      detail: scans.detail,
      finishedAt: scans.finishedAt,
    })
    .from(scans)
    .innerJoin(distributions, eq(distributions.sha256, scans.sha256))
    .where(and(eq(scans.outcome, 'given-up'), before === null ? undefined : lt(scans.id, before)))
    .orderBy(desc(scans.id))
    .limit(limit);
}
