/** Upkeep that any worker may do, one at a time. */
import { SWEEP_MS, SWEEP_ROWS } from '../service-limits.ts';
import type { Database } from '../store/database.ts';
import { type SweepPlace, sweepPending, takeSweep } from '../store/queue-rows.ts';
import { forgetTurns } from '../store/turns.ts';
import { priorityOf } from './priority.ts';
import { SCAN_QUEUE, type ScanQueue } from './queue.ts';

interface Swept {
  database: Database;
  queue: ScanQueue;
}

/**
 * Every `SWEEP_MS`, looks through distributions that wait for their first verdict, and asks again for those that have no
 * job: whatever the queue has lost or given up is found again. Returns how to stop.
 */
export function startSweep(parts: Swept, report: (error: unknown) => void): () => Promise<void> {
  let place: SweepPlace | null = null;
  let under: Promise<void> = Promise.resolve();
  const sweep = (): void => {
    under = sweepOnce(parts, place).then((next) => void (place = next), report);
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_MS);
  return async () => {
    clearInterval(timer);
    await under;
  };
}

/** One look, by one worker at a time. Returns where the next one goes on. */
export async function sweepOnce(
  { database, queue }: Swept,
  after: SweepPlace | null,
): Promise<SweepPlace | null> {
  return database.db.transaction(async (tx) => {
    if (!(await takeSweep(tx))) return after;
    const { lost, next } = await sweepPending(tx, SCAN_QUEUE, { after, limit: SWEEP_ROWS });
    for (const sha256 of lost) await queue.ask(tx, { sha256 }, priorityOf('feed', new Date()));
    if (next === null) await forgetTurns(tx);
    return next;
  });
}
