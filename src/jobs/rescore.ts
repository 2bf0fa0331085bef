/** Judging everything anew: asks for each distribution that the running version set has not judged. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { VersionSet } from '../contracts/service.ts';
import { BACKFILL_WAITING, RESCORE_PAGE, ROOM_MS } from '../service-limits.ts';
import type { Database } from '../store/database.ts';
import { countUnjudged, finishRun, noteRun, resumeRun, unjudged } from '../store/runs.ts';
import { priorityOf } from './priority.ts';
import type { ScanQueue } from './queue.ts';

export interface RescoreParts {
  database: Database;
  queue: ScanQueue;
  versions: VersionSet;
}

export interface RunOptions {
  /** Stops the run where it is; the next one goes on from there. */
  signal?: AbortSignal;
  /** @param total null where nobody knows */
  progress?: (done: number, total: number | null) => void;
}

/**
 * Asks for everything, in order, no faster than workers follow; goes on where an earlier run of the same version set was
 * stopped. Workers judge from kept evidence where this engine's is there, and else scan again. Returns how many were
 * asked for by this run and those it went on from.
 */
export async function askRescore(parts: RescoreParts, options: RunOptions = {}): Promise<number> {
  const { database, queue, versions } = parts;
  const { db } = database;
  const run = await resumeRun(db, 'rescore', Object.values(versions).join(' '));
  const total = run.done + (await countUnjudged(db, versions));
  let { done } = run;
  let after = String(run.cursor.after ?? '');
  for (;;) {
    await roomFor(queue, options.signal);
    if (options.signal?.aborted) return done;
    const page = await unjudged(db, versions, { after, limit: RESCORE_PAGE });
    if (page.length === 0) break;
    after = page.at(-1)!;
    done += page.length;
    await db.transaction(async (tx) => {
      for (const sha256 of page) await queue.ask(tx, { sha256 }, priorityOf('backfill', new Date()));
      await noteRun(tx, run.id, { done, total, cursor: { after } });
    });
    options.progress?.(done, total);
  }
  await finishRun(db, run.id);
  return done;
}

/** Waits until few enough scans wait, so that long work never fills the queue. */
export async function roomFor(queue: ScanQueue, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await queue.waiting()) >= BACKFILL_WAITING) {
    await sleep(ROOM_MS, undefined, signal === undefined ? {} : { signal }).catch(() => {});
  }
}
