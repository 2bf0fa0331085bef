import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor, DecisionKind } from '../contracts/service.ts';
import { VIEW_ROWS } from '../service-limits.ts';
import { type Db, storable } from './database.ts';
import { apiTokens, decisions } from './schema.ts';

export type Decision = typeof decisions.$inferSelect;

export interface NewDecision {
  sha256: string;
  /** What the reviewer had before them, or null. */
  verdictId: number | null;
  kind: DecisionKind;
  /** Short codes that can be counted. */
  reasons: string[];
  note: string;
  actor: Actor;
  /** Seconds of a reviewer's time it took, where that was measured. */
  seconds?: number | null;
}

/** Writes a decision; the one it supersedes stays as it was. */
export async function recordDecision(tx: Db, decision: NewDecision): Promise<Decision> {
  const before = await latestDecision(tx, decision.sha256);
  const texts = { note: storable(decision.note), reasons: decision.reasons.map(storable) };
  const [row] = await tx
    .insert(decisions)
    .values({ ...decision, ...texts, supersedes: before?.id ?? null })
    .returning();
  return row!;
}

export async function decisionsById(db: Db, ids: readonly number[]): Promise<Decision[]> {
  return db
    .select()
    .from(decisions)
    .where(inArray(decisions.id, [...ids]));
}

/** The decision that holds, or null. */
export async function latestDecision(db: Db, sha256: string): Promise<Decision | null> {
  const [row] = await db
    .select()
    .from(decisions)
    .where(eq(decisions.sha256, sha256))
    .orderBy(desc(decisions.id))
    .limit(1);
  return row ?? null;
}

/**
 * The confirmations that hold, since anything else was decided, newest first. `person` is who is behind a token.
 */
export async function confirmationsOf(
  db: Db,
  sha256: string,
): Promise<{ actor: Actor; person: Actor; createdAt: Date }[]> {
  const rows = await db
    .select({
      kind: decisions.kind,
      actor: decisions.actor,
      owner: apiTokens.actor,
      createdAt: decisions.createdAt,
    })
    .from(decisions)
    .leftJoin(apiTokens, sql`${decisions.actor} = 'token:' || ${apiTokens.id}`)
    .where(eq(decisions.sha256, sha256))
    .orderBy(desc(decisions.id))
    .limit(VIEW_ROWS);
  const end = rows.findIndex(({ kind }) => kind !== 'confirm');
  const standing = end === -1 ? rows : rows.slice(0, end);
  return standing.map(({ actor, owner: person, createdAt }) => ({
    actor,
    person: person ?? actor,
    createdAt,
  }));
}
