import { and, asc, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../contracts/service.ts';
import { type Db, storable, storableJson } from './database.ts';
import { distributions } from './schema.ts';
import { appeals, type Explanation } from './schema-review.ts';

export type Appeal = typeof appeals.$inferSelect;

export interface NewAppeal {
  submissionId: string;
  sha256: string;
  note: string;
  explanations: Explanation[];
  correctedSha256: string | null;
  /** Milliseconds until an answer is due. */
  answerMs: number;
}

export async function recordAppeal(tx: Db, { answerMs, ...appeal }: NewAppeal): Promise<Appeal> {
  const dueAt = sql`now() + make_interval(secs => ${answerMs / 1000})`;
  const texts = { note: storable(appeal.note), explanations: storableJson(appeal.explanations) };
  const [row] = await tx
    .insert(appeals)
    .values({ ...appeal, ...texts, dueAt })
    .returning();
  return row!;
}

export async function findAppeal(db: Db, id: number): Promise<Appeal | null> {
  const [row] = await db.select().from(appeals).where(eq(appeals.id, id));
  return row ?? null;
}

/** Those of one submission, newest first. */
export async function appealsOf(db: Db, submissionId: string): Promise<Appeal[]> {
  return db.select().from(appeals).where(eq(appeals.submissionId, submissionId)).orderBy(desc(appeals.id));
}

export type ListedAppeal = Appeal & { filename: string };

/** Those without an answer, the one that is due first at the top; or the newest answered ones. */
export async function listAppeals(
  db: Db,
  state: 'open' | 'answered',
  limit: number,
): Promise<ListedAppeal[]> {
  const rows = await db
    .select({ appeal: appeals, filename: distributions.filename })
    .from(appeals)
    .innerJoin(distributions, eq(distributions.sha256, appeals.sha256))
    .where(state === 'open' ? isNull(appeals.answeredAt) : isNotNull(appeals.answeredAt))
    .orderBy(...(state === 'open' ? [asc(appeals.dueAt), asc(appeals.id)] : [desc(appeals.answeredAt)]))
    .limit(limit);
  return rows.map(({ appeal, filename }) => ({ ...appeal, filename }));
}

export async function countAppeals(db: Db, submissionId: string, open: boolean): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(appeals)
    .where(and(eq(appeals.submissionId, submissionId), open ? isNull(appeals.answeredAt) : undefined));
  return row!.count;
}

/** Writes the answer, once; false when there is one already. */
export async function recordAnswer(
  tx: Db,
  id: number,
  { outcome, answer, actor }: { outcome: 'granted' | 'declined'; answer: string; actor: Actor },
): Promise<boolean> {
  const rows = await tx
    .update(appeals)
    .set({ outcome, answer: storable(answer), actor, answeredAt: sql`now()` })
    .where(and(eq(appeals.id, id), isNull(appeals.answeredAt)))
    .returning({ id: appeals.id });
  return rows.length > 0;
}
