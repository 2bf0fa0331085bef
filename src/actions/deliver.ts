import type { PgBoss } from 'pg-boss';
import { InfrastructureError } from '../contracts/errors.ts';
import { DELIVERY_RETRIES } from '../limits.ts';
import type { Db } from '../store/database.ts';
import { findDelivery, recordAttempt } from '../store/deliveries.ts';
import { DELIVERY_QUEUE, type DeliveryTask } from './notices.ts';
import { type Sender, sendMessage } from './outbox.ts';

/** Sends messages from the queue until stopped. One that was delivered is not sent again. */
export async function startDeliveries(boss: PgBoss, db: Db, sender: Sender): Promise<() => Promise<void>> {
  // Notifications tell of new messages, not of those whose turn has come again.
  const options = {
    includeMetadata: true,
    burstWhenBatchFull: true,
    notifyPollingIntervalSeconds: 2,
  } as const;
  await boss.work<DeliveryTask, void>(DELIVERY_QUEUE, options, async ([job]) => {
    if (job !== undefined) await deliver(db, sender, job.data, job.retryCount >= DELIVERY_RETRIES);
  });
  return () => boss.offWork(DELIVERY_QUEUE, { wait: true });
}

async function deliver(db: Db, sender: Sender, { deliveryId }: DeliveryTask, last: boolean): Promise<void> {
  const delivery = await findDelivery(db, deliveryId);
  if (delivery === null || delivery.state !== 'pending') return;
  try {
    await sendMessage(sender, delivery);
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    const given = last || !error.retryable;
    await recordAttempt(db, deliveryId, error.message, given);
    if (given) return;
    throw error;
  }
  await recordAttempt(db, deliveryId, null, true);
}
