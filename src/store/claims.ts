/** Who has a campaign in hand. */
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../contracts/service.ts';
import { CLAIM_MS } from '../service-limits.ts';
import { type Db, notify } from './database.ts';
import { users } from './schema.ts';
import { claims } from './schema-review.ts';

/** Notifications on this channel say that the queue has changed. */
export const REVIEW_CHANNEL = 'lazaret_review';

export interface Claim {
  actor: Actor;
  /** Of the account, where it is one; else the actor. */
  name: string;
  expiresAt: Date;
}

/** Who has campaigns in hand, by campaign. */
export async function claimsOf(db: Db, ids: readonly number[]): Promise<Map<number, Claim>> {
  const rows = await db
    .select({
      campaignId: claims.campaignId,
      actor: claims.actor,
      expiresAt: claims.expiresAt,
      name: users.name,
    })
    .from(claims)
    .leftJoin(users, sql`${claims.actor} = 'user:' || ${users.id}`)
    .where(and(inArray(claims.campaignId, [...ids]), gt(claims.expiresAt, sql`now()`)));
  return new Map(
    rows.map(({ campaignId, actor, name, expiresAt }) => [
      campaignId,
      { actor, name: name ?? actor, expiresAt },
    ]),
  );
}

/** Takes a campaign in hand, or keeps it so: for how many seconds it has been; null when somebody else has it. */
export async function claimCampaign(
  db: Db,
  campaignId: number,
  actor: Actor,
): Promise<{ seconds: number } | null> {
  const expiresAt = sql`now() + make_interval(secs => ${CLAIM_MS / 1000})`;
  const isOwn = sql`${claims.actor} = ${actor}`;
  // A claim that ran out begins anew, also for the one who had it.
  const isOver = sql`${claims.expiresAt} < now()`;
  const claimedAt = sql`case when ${isOwn} and not ${isOver} then ${claims.claimedAt} else now() end`;
  const [row] = await db
    .insert(claims)
    .values({ campaignId, actor, expiresAt })
    .onConflictDoUpdate({
      target: claims.campaignId,
      set: { actor, expiresAt, claimedAt },
      setWhere: sql`${isOwn} or ${isOver}`,
    })
    .returning({ seconds: sql<number>`extract(epoch from now() - ${claims.claimedAt})::int` });
  if (row !== undefined) await notify(db, REVIEW_CHANNEL, '');
  return row ?? null;
}

/** Lets go of a campaign, of one's own. */
export async function releaseClaim(db: Db, campaignId: number, actor: Actor): Promise<void> {
  const gone = await db
    .delete(claims)
    .where(and(eq(claims.campaignId, campaignId), eq(claims.actor, actor)))
    .returning({ campaignId: claims.campaignId });
  if (gone.length > 0) await notify(db, REVIEW_CHANNEL, '');
}
