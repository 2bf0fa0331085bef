/**
 * Fairness between uploaders, by virtual clocks: each has one that moves by `TURN_MS` with every upload and never
 * stands before the present. Scans go in the order of the clocks. Who sends a thousand files at once is served at once
 * where nobody else waits, and lets everybody else's first file go before its second.
 * (L. Zhang, "VirtualClock", SIGCOMM 1990.)
 */
import { lt, sql } from 'drizzle-orm';
import { TURN_AHEAD_MS, TURN_MS } from '../service-limits.ts';
import type { Db } from './database.ts';
import { turns } from './schema-jobs.ts';

/** When an uploader's next scan is due; at most `TURN_AHEAD_MS` from now, so that nothing waits for ever. */
export async function nextTurn(tx: Db, uploader: string): Promise<Date> {
  const step = sql`${TURN_MS} * interval '1 millisecond'`;
  const ahead = sql`now() + ${TURN_AHEAD_MS} * interval '1 millisecond'`;
  const [row] = await tx
    .insert(turns)
    .values({ uploader, dueAt: sql`now()` })
    .onConflictDoUpdate({
      target: turns.uploader,
      set: { dueAt: sql`least(greatest(${turns.dueAt} + ${step}, now()), ${ahead})` },
    })
    .returning({ dueAt: turns.dueAt });
  return row!.dueAt;
}

/** Forgets clocks that the present has overtaken: they say nothing. */
export async function forgetTurns(db: Db): Promise<void> {
  await db.delete(turns).where(lt(turns.dueAt, sql`now() - interval '1 hour'`));
}
