/** The queue of scans: pg-boss in the service's own database, whichever that is. */
import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { createNoticeQueues } from '../actions/notices.ts';
import type { Database, Db } from '../store/database.ts';

export const SCAN_QUEUE = 'scan';
export const DEAD_QUEUE = 'scan-dead';

/** What a scan needs to know; everything else is in the store. */
export interface ScanTask {
  sha256: string;
}

/** Higher is sooner. */
export const PRIORITY = { demanded: 30, upload: 20, feed: 10, backfill: 0 } as const;

export interface ScanQueue {
  readonly boss: PgBoss;
  /**
   * Asks for a scan, when the transaction commits. Asking again while one is waiting or under way does nothing.
   * @param uploader whose turn it counts as
   */
  ask(tx: Db, task: ScanTask, priority: number, uploader: string | null): Promise<void>;
  close(): Promise<void>;
}

export async function openQueue(database: Database): Promise<ScanQueue> {
  const boss = new PgBoss({ ...database.queue, useListenNotify: true });
  // Without a listener an error of its own upkeep would end the process; it tries again by itself.
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue(DEAD_QUEUE);
  await boss.createQueue(SCAN_QUEUE, {
    policy: 'exclusive',
    deadLetter: DEAD_QUEUE,
    retryLimit: 2,
    heartbeatSeconds: 10,
    notify: true,
  });
  await createNoticeQueues(boss);
  return {
    boss,
    ask: async (tx, { sha256 }, priority, uploader) => {
      const group = uploader === null ? {} : { group: { id: uploader } };
      const db = fromDrizzle(tx, sql);
      await boss.send(SCAN_QUEUE, { sha256 }, { db, priority, singletonKey: sha256, ...group });
    },
    close: () => boss.stop(),
  };
}
