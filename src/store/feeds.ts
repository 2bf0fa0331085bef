import { eq, inArray, sql } from 'drizzle-orm';
import { type Db, storableJson } from './database.ts';
import { distributions, feeds } from './schema.ts';

/** Where following a feed has got to, or null when it has never been followed. */
export async function feedCursor(db: Db, name: string): Promise<Record<string, unknown> | null> {
  const [row] = await db.select().from(feeds).where(eq(feeds.name, name));
  return row?.cursor ?? null;
}

export async function saveFeedCursor(db: Db, name: string, value: Record<string, unknown>): Promise<void> {
  const cursor = storableJson(value);
  await db
    .insert(feeds)
    .values({ name, cursor })
    .onConflictDoUpdate({ target: feeds.name, set: { cursor, updatedAt: sql`now()` } });
}

/** Those of the hashes that have been submitted before. */
export async function knownHashes(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .select({ sha256: distributions.sha256 })
    .from(distributions)
    .where(inArray(distributions.sha256, [...hashes]));
  return new Set(rows.map(({ sha256 }) => sha256));
}

export type Feed = typeof feeds.$inferSelect;

export async function listFeeds(db: Db): Promise<Feed[]> {
  return db.select().from(feeds).orderBy(feeds.name);
}
