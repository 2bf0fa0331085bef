import { desc, eq, sql } from 'drizzle-orm';
import { type Db, storable, storableJson } from './database.ts';
import { deliveries } from './schema.ts';

export type Delivery = typeof deliveries.$inferSelect;

export interface NewDelivery {
  channel: Delivery['channel'];
  /** Name of the channel in the policy; never its address or secret. */
  target: string;
  event: string;
  payload: Record<string, unknown>;
}

/** Writes down a message that is to be sent. */
export async function recordDelivery(tx: Db, delivery: NewDelivery): Promise<Delivery> {
  const [row] = await tx
    .insert(deliveries)
    .values({ ...delivery, payload: storableJson(delivery.payload) })
    .returning();
  return row!;
}

export async function findDelivery(db: Db, id: number): Promise<Delivery | null> {
  const [row] = await db.select().from(deliveries).where(eq(deliveries.id, id));
  return row ?? null;
}

/** @param error why it was not delivered this time, or null when it was; `last` when it will not be tried again */
export async function recordAttempt(db: Db, id: number, error: string | null, last: boolean): Promise<void> {
  const attempts = sql`${deliveries.attempts} + 1`;
  const outcome =
    error === null
      ? { state: 'delivered' as const, deliveredAt: sql`now()`, lastError: null }
      : { state: last ? ('failed' as const) : ('pending' as const), lastError: storable(error) };
  await db
    .update(deliveries)
    .set({ attempts, ...outcome })
    .where(eq(deliveries.id, id));
}

/** Newest first. */
export async function listDeliveries(db: Db, limit: number): Promise<Delivery[]> {
  return db.select().from(deliveries).orderBy(desc(deliveries.id)).limit(limit);
}
