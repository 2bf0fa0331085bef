/** Work that follows from a disposition or an event, queued in the transaction that caused it. */
import { sql } from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import { DELIVERY_DELAY_S, DELIVERY_RETRIES } from '../limits.ts';
import type { Db } from '../store/database.ts';

/** One message outward. */
export const DELIVERY_QUEUE = 'deliver';
export interface DeliveryTask {
  deliveryId: number;
}

/** The disposition of something that came through the upload gate has changed: it may be forwarded now. */
export const DISPOSED_QUEUE = 'disposed';
export interface DisposedTask {
  sha256: string;
}

const RETRIES = {
  retryLimit: DELIVERY_RETRIES,
  retryDelay: DELIVERY_DELAY_S.first,
  retryBackoff: true,
  retryDelayMax: DELIVERY_DELAY_S.most,
  notify: true,
};

export async function createNoticeQueues(boss: PgBoss): Promise<void> {
  for (const name of [DELIVERY_QUEUE, DISPOSED_QUEUE]) await boss.createQueue(name, RETRIES);
}

export async function askDelivery(boss: PgBoss, tx: Db, task: DeliveryTask): Promise<void> {
  await boss.send(DELIVERY_QUEUE, task, { db: fromDrizzle(tx, sql) });
}

export async function askDisposed(boss: PgBoss, tx: Db, task: DisposedTask): Promise<void> {
  await boss.send(DISPOSED_QUEUE, task, { db: fromDrizzle(tx, sql) });
}
