/** How much waits, how old it is, and how fast it goes: for people and for metrics. */
import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';

export interface QueueFigures {
  /** Scans that wait, by priority. */
  waiting: { priority: number; scans: number; oldest: Date }[];
  /** Scans under way. */
  active: number;
  /** Attempts that ended within the last minute and the last hour. */
  attempts: { minute: number; hour: number; failedInHour: number };
  /** Distributions whose scan was given up, in all. */
  dead: number;
}

/** @param step priorities within one step of each other are counted together */
export async function queueFigures(db: Db, queue: string, step: number): Promise<QueueFigures> {
  const waiting = await rows<{ class: number; scans: number; oldest: string | Date }>(
    db,
    sql`select (ceil(priority::float8 / ${step}) * ${step})::int as class, count(*)::int as scans,
          min(created_on) as oldest
        from pgboss.job where name = ${queue} and state < 'active' group by 1 order by 1 desc`,
  );
  const [active] = await rows<{ scans: number }>(
    db,
    sql`select count(*)::int as scans from pgboss.job where name = ${queue} and state = 'active'`,
  );
  const [attempts] = await rows<{ minute: number; hour: number; failed: number }>(
    db,
    sql`select count(*) filter (where finished_at > now() - interval '1 minute')::int as minute,
          count(*)::int as hour,
          count(*) filter (where outcome in ('failed', 'given-up'))::int as failed
        from scans where finished_at > now() - interval '1 hour'`,
  );
  const [dead] = await rows<{ scans: number }>(
    db,
    sql`select count(*)::int as scans from scans where outcome = 'given-up'`,
  );
  return {
    waiting: waiting.map((one) => ({ priority: one.class, scans: one.scans, oldest: new Date(one.oldest) })),
    active: active!.scans,
    attempts: { minute: attempts!.minute, hour: attempts!.hour, failedInHour: attempts!.failed },
    dead: dead!.scans,
  };
}

async function rows<T>(db: Db, query: ReturnType<typeof sql>): Promise<T[]> {
  return (await db.execute(query)).rows as T[];
}
