/** Long work over many files: how far it is, so that it goes on where it was. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
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
