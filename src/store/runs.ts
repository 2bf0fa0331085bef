/** Long work over many files: how far it is, so that it goes on where it was. */
import { and, asc, count, desc, eq, gt, isNull, notExists, sql } from 'drizzle-orm';
import type { VersionSet } from '../contracts/service.ts';
import type { Db } from './database.ts';
import { distributions, verdicts } from './schema.ts';
import { runs } from './schema-jobs.ts';

export type Run = typeof runs.$inferSelect;

/** The unfinished run of this kind and name, or a new one. */
export async function resumeRun(db: Db, kind: Run['kind'], name: string): Promise<Run> {
  const [unfinished] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.kind, kind), eq(runs.name, name), isNull(runs.finishedAt)))
    .orderBy(desc(runs.id))
    .limit(1);
  if (unfinished !== undefined) return unfinished;
  const [row] = await db.insert(runs).values({ kind, name }).returning();
  return row!;
}

/** Writes down how far a run is. */
export async function noteRun(
  tx: Db,
  id: number,
  progress: { done: number; cursor: Record<string, unknown>; total?: number | null },
): Promise<void> {
  await tx.update(runs).set(progress).where(eq(runs.id, id));
}

export async function finishRun(tx: Db, id: number): Promise<void> {
  await tx.update(runs).set({ finishedAt: sql`now()` }).where(eq(runs.id, id));
}

/** The newest first. */
export async function listRuns(db: Db, limit: number): Promise<Run[]> {
  return db.select().from(runs).orderBy(desc(runs.id)).limit(limit);
}

/** Distributions that a version set has not judged, a page at a time. @param after '' for the first page */
export async function unjudged(
  db: Db,
  versions: VersionSet,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await db
    .select({ sha256: distributions.sha256 })
    .from(distributions)
    .where(and(gt(distributions.sha256, after), notJudgedBy(db, versions)))
    .orderBy(asc(distributions.sha256))
    .limit(limit);
  return rows.map(({ sha256 }) => sha256);
}

/** How many there are. */
export async function countUnjudged(db: Db, versions: VersionSet): Promise<number> {
  const [row] = await db.select({ all: count() }).from(distributions).where(notJudgedBy(db, versions));
  return row!.all;
}

function notJudgedBy(db: Db, { engine, ruleset, model }: VersionSet) {
  return notExists(
    db
      .select({ id: verdicts.id })
      .from(verdicts)
      .where(
        and(
          eq(verdicts.sha256, distributions.sha256),
          eq(verdicts.engine, engine),
          eq(verdicts.ruleset, ruleset),
          eq(verdicts.model, model),
        ),
      ),
  );
}
