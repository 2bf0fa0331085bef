/** Uploads that are sent on to the index behind the gate, and how far each has got. */
import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { ForwardState } from '../contracts/service.ts';
import { type Db, storable } from './database.ts';
import { submissions } from './schema.ts';
import { forwards } from './schema-gate.ts';

export type Forward = typeof forwards.$inferSelect;

const inFuture = (ms: number) => sql<Date>`now() + ${ms} * interval '1 millisecond'`;
const open = () => inArray(forwards.state, ['waiting', 'failed']);
const free = () => or(isNull(forwards.leasedUntil), lt(forwards.leasedUntil, sql`now()`));

/** Writes down that a submission is to be sent on. Its sender holds the lease. */
export async function recordForward(
  tx: Db,
  submissionId: string,
  form: Uint8Array,
  leaseMs: number,
): Promise<void> {
  await tx.insert(forwards).values({ submissionId, form, leasedUntil: inFuture(leaseMs) });
}

export async function findForward(db: Db, submissionId: string): Promise<Forward | null> {
  const [row] = await db.select().from(forwards).where(eq(forwards.submissionId, submissionId));
  return row ?? null;
}

/** Takes the lease of one that is to be sent on; null when it is finished, unknown or somebody else's. */
export async function claimForward(db: Db, submissionId: string, leaseMs: number): Promise<Forward | null> {
  const [row] = await db
    .update(forwards)
    .set({ leasedUntil: inFuture(leaseMs) })
    .where(and(eq(forwards.submissionId, submissionId), open(), free()))
    .returning();
  return row ?? null;
}

/** Keeps a lease that one has. */
export async function extendForward(db: Db, submissionId: string, leaseMs: number): Promise<void> {
  await db
    .update(forwards)
    .set({ leasedUntil: inFuture(leaseMs) })
    .where(and(eq(forwards.submissionId, submissionId), open()));
}

/** Gives a lease back. */
export async function releaseForward(db: Db, submissionId: string): Promise<void> {
  await db.update(forwards).set({ leasedUntil: null }).where(eq(forwards.submissionId, submissionId));
}

/** Counts an attempt before it is made, so that one that is never heard of again has been counted. */
export async function beginForward(db: Db, submissionId: string): Promise<number> {
  const [row] = await db
    .update(forwards)
    .set({ attempts: sql`${forwards.attempts} + 1` })
    .where(eq(forwards.submissionId, submissionId))
    .returning({ attempts: forwards.attempts });
  return row?.attempts ?? 0;
}

export interface ForwardOutcome {
  state: ForwardState;
  /** HTTP status; null when the index did not answer. */
  status: number | null;
  answer: string;
}

/** Writes what came of an attempt, and gives the lease back. */
export async function concludeForward(
  db: Db,
  submissionId: string,
  { state, status, answer }: ForwardOutcome,
): Promise<void> {
  const finishedAt = state === 'waiting' ? null : sql`now()`;
  await db
    .update(forwards)
    .set({ state, status, answer: storable(answer), leasedUntil: null, finishedAt })
    .where(and(eq(forwards.submissionId, submissionId), open()));
}

/** Submissions of a distribution that are to be sent on and nobody is at, in the order they came. */
export async function openForwards(db: Db, sha256: string): Promise<string[]> {
  const rows = await db
    .select({ submissionId: forwards.submissionId })
    .from(forwards)
    .innerJoin(submissions, eq(submissions.id, forwards.submissionId))
    .where(and(eq(submissions.sha256, sha256), open(), free()))
    .orderBy(submissions.receivedAt);
  return rows.map(({ submissionId }) => submissionId);
}
