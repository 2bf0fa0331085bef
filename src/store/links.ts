/** Links that let one person in once: to set the service up, or to choose a password. */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { LINK_SECONDS } from '../service-limits.ts';
import type { Db } from './database.ts';
import { links } from './schema.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

export type Link = typeof links.$inferSelect;

/** Returns the link's secret. Links for the same purpose and account that were made before stop working. */
export async function createLink(tx: Db, purpose: Link['purpose'], userId: number | null): Promise<string> {
  const same = userId === null ? isNull(links.userId) : eq(links.userId, userId);
  await tx
    .update(links)
    .set({ usedAt: sql`now()` })
    .where(and(eq(links.purpose, purpose), same, isNull(links.usedAt)));
  const secret = newSecret('');
  const expiresAt = sql`now() + make_interval(secs => ${LINK_SECONDS})`;
  await tx.insert(links).values({ hash: hashOfSecret(secret), purpose, userId, expiresAt });
  return secret;
}

/** Uses a link up. Null when it is unknown, has been used or has expired. */
export async function takeLink(tx: Db, secret: string, purpose: Link['purpose']): Promise<Link | null> {
  const usable = and(isNull(links.usedAt), gt(links.expiresAt, sql`now()`));
  const [row] = await tx
    .update(links)
    .set({ usedAt: sql`now()` })
    .where(and(eq(links.hash, hashOfSecret(secret)), eq(links.purpose, purpose), usable))
    .returning();
  return row ?? null;
}
