import type { Db } from '../store/database.ts';
import { queueFigures } from '../store/queue-figures.ts';
import { PRIORITY_SPAN, type Urgency, urgencyOf } from './priority.ts';
import { SCAN_QUEUE } from './queue.ts';

export interface QueueStatus {
  /** The most urgent first; classes in which nothing waits are left out. */
  waiting: { urgency: Urgency; scans: number; oldest: Date }[];
  active: number;
  attempts: { minute: number; hour: number; failedInHour: number };
  dead: number;
}

/** How the queue of scans stands. */
export async function queueStatus(db: Db): Promise<QueueStatus> {
  const { waiting, ...rest } = await queueFigures(db, SCAN_QUEUE, PRIORITY_SPAN);
  const named = waiting.map(({ priority, ...one }) => ({ urgency: urgencyOf(priority), ...one }));
  return { waiting: named, ...rest };
}

/** Scans that wait or are under way. */
export async function openScans(db: Db): Promise<number> {
  const { waiting, active } = await queueStatus(db);
  return waiting.reduce((sum, { scans }) => sum + scans, active);
}
