/** The queue of scans: pg-boss in the service's own database, whichever that is. */
import { sql } from 'drizzle-orm';
import { fromDrizzle, type Job, PgBoss } from 'pg-boss';
import { createNoticeQueues } from '../actions/notices.ts';
import { InfrastructureError } from '../contracts/errors.ts';
import {
  QUEUE_CONNECTIONS,
  QUEUE_COUNT_MS,
  QUEUE_HEARTBEAT_S,
  QUEUE_KEPT_S,
  QUEUE_RETRY_S,
  QUEUE_SUPERVISE_S,
  QUEUE_WAITING,
  QUEUE_WAITING_MAX_S,
  SCAN_JOB_S,
} from '../service-limits.ts';
import type { Database, Db } from '../store/database.ts';
import { notify } from '../store/database.ts';
import { countWaiting, putBack, putBackActive, raisePriority } from '../store/queue-rows.ts';

export const SCAN_QUEUE = 'scan';

/** Notifications on this channel say that a scan has been asked for. */
export const SCAN_CHANNEL = 'lazaret_scan';

/** What a scan needs to know; everything else is in the store. */
export interface ScanTask {
  sha256: string;
}

/** One scan that was taken from the queue; its attempt is part of it, so that a claim that was lost changes nothing. */
export type ScanJob = Job<ScanTask>;

export interface ScanQueue {
  readonly boss: PgBoss;
  /**
   * Asks for a scan, when the transaction commits. Asking again while one waits only makes that more urgent, and
   * while one is under way does nothing.
   */
  ask(tx: Db, task: ScanTask, priority: number): Promise<void>;
  /** Scans that wait, up to the bound of the queue; as of at most `QUEUE_COUNT_MS` ago. */
  waiting(): Promise<number>;
  /** @throws InfrastructureError `busy` when as many scans wait as may */
  admit(): Promise<void>;
  /** Takes up to `count` scans, the most urgent first. */
  take(count: number): Promise<ScanJob[]>;
  /** Says that scans are still under way. */
  touch(jobs: readonly ScanJob[]): Promise<void>;
  /** Done, when the transaction commits. */
  complete(tx: Db, job: ScanJob): Promise<void>;
  /** To be taken again after a moment. */
  retry(job: ScanJob, reason: string): Promise<void>;
  /** To be taken again at once, by whoever is free. */
  putBack(job: ScanJob): Promise<void>;
  close(): Promise<void>;
}

export interface QueueOptions {
  /** Scans that may wait; `QUEUE_WAITING` unless given. */
  bound?: number;
}

export async function openQueue(
  database: Database,
  { bound = QUEUE_WAITING }: QueueOptions = {},
): Promise<ScanQueue> {
  const boss = new PgBoss({
    max: QUEUE_CONNECTIONS,
    ...database.queue,
    useListenNotify: true,
    superviseIntervalSeconds: QUEUE_SUPERVISE_S,
    monitorIntervalSeconds: QUEUE_SUPERVISE_S,
  });
  // Without a listener an error of its own upkeep would end the process; it tries again by itself.
  boss.on('error', () => {});
  await boss.start();
  await createScanQueue(boss);
  await createNoticeQueues(boss);
  // The lock on the folder says that whoever had taken them is gone.
  if (database.kind === 'pglite') await putBackActive(database.db);
  const waiting = counted(() => countWaiting(database.db, SCAN_QUEUE, bound));
  return {
    boss,
    waiting,
    ask: async (tx, { sha256 }, priority) => {
      const db = fromDrizzle(tx, sql);
      const id = await boss.send(SCAN_QUEUE, { sha256 }, { db, priority, singletonKey: sha256 });
      if (id === null) await raisePriority(tx, SCAN_QUEUE, sha256, priority);
      else await notify(tx, SCAN_CHANNEL, '');
    },
    admit: async () => {
      if ((await waiting()) < bound) return;
      throw new InfrastructureError('busy', `${bound} scans wait already`, { retryable: true });
    },
    take: (count) => boss.fetch<ScanTask>(SCAN_QUEUE, { batchSize: count }),
    touch: async (jobs) => void (await boss.touch(SCAN_QUEUE, jobs.map(attemptOf))),
    complete: async (tx, job) => {
      await boss.complete(SCAN_QUEUE, attemptOf(job), null, { db: fromDrizzle(tx, sql) });
    },
    retry: async (job, reason) => void (await boss.fail(SCAN_QUEUE, attemptOf(job), { reason })),
    putBack: async ({ id }) => {
      await putBack(database.db, SCAN_QUEUE, id);
      await notify(database.db, SCAN_CHANNEL, '');
    },
    close: () => boss.stop({ graceful: false }),
  };
}

function attemptOf({ id, retryCount }: ScanJob): { id: string; retryCount: number } {
  return { id, retryCount };
}

async function createScanQueue(boss: PgBoss): Promise<void> {
  const options = {
    // The attempts of a scan are counted in the store; the queue gives up only what the store never hears of.
    retryLimit: 1_000,
    retryDelay: QUEUE_RETRY_S.first,
    retryBackoff: true,
    retryDelayMax: QUEUE_RETRY_S.most,
    heartbeatSeconds: QUEUE_HEARTBEAT_S,
    expireInSeconds: SCAN_JOB_S,
    retentionSeconds: QUEUE_WAITING_MAX_S,
    deleteAfterSeconds: QUEUE_KEPT_S,
  };
  await boss.createQueue(SCAN_QUEUE, { policy: 'exclusive', ...options });
  await boss.updateQueue(SCAN_QUEUE, options);
}

/** A count that is asked for again only after a while; those who ask at the same time share the answer. */
function counted(count: () => Promise<number>): () => Promise<number> {
  let answer: Promise<number> | null = null;
  return () => {
    if (answer === null) {
      answer = count();
      const forget = (): void => void (answer = null);
      answer.then(() => setTimeout(forget, QUEUE_COUNT_MS).unref(), forget);
    }
    return answer;
  };
}
