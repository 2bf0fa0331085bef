/** What the service knows and does about the queue's own table, beside what pg-boss offers. */
import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';

/** pg-boss's schema, and its states that are before `completed`. */
const JOBS = sql.raw('pgboss.job');
/** An arbitrary number that nobody else uses. */
const SWEEP_LOCK = 7_125_903_301;
const WAITING = sql`state < 'active'`;
const LIVE = sql`state <= 'active'`;

/**
 * Puts back whatever is marked as being worked on. Only for whoever knows that nobody is: the owner of an embedded
 * database that has just been opened.
 */
export async function putBackActive(db: Db): Promise<void> {
  await db.execute(
    sql`update ${JOBS} set state = 'retry', start_after = now(), heartbeat_on = null where state = 'active'`,
  );
}

/** Makes a job that waits more urgent; one that is as urgent or under way stays as it is. */
export async function raisePriority(tx: Db, queue: string, key: string, priority: number): Promise<void> {
  await tx.execute(
    sql`update ${JOBS} set priority = ${priority}
        where name = ${queue} and singleton_key = ${key} and ${WAITING} and priority < ${priority}`,
  );
}

/** Hands a job back that was not begun in earnest, for whoever is free. */
export async function putBack(tx: Db, queue: string, id: string): Promise<void> {
  await tx.execute(
    sql`update ${JOBS} set state = 'retry', start_after = now(), heartbeat_on = null
        where name = ${queue} and id = ${id} and state = 'active'`,
  );
}

/** Jobs that wait, counted up to a bound. */
export async function countWaiting(db: Db, queue: string, bound: number): Promise<number> {
  const { rows } = await db.execute(
    sql`select count(*)::int as waiting
        from (select from ${JOBS} where name = ${queue} and ${WAITING} limit ${bound}) as waiting`,
  );
  return (rows[0] as { waiting: number }).waiting;
}

/** Seconds for which the oldest job has waited; null when none waits. */
export async function oldestWaiting(db: Db, queue: string): Promise<number | null> {
  const { rows } = await db.execute(
    sql`select extract(epoch from now() - min(created_on))::float8 as age
        from ${JOBS} where name = ${queue} and ${WAITING}`,
  );
  return (rows[0] as { age: number | null }).age;
}

/** A place among distributions by when they were first seen. */
export interface SweepPlace {
  seenAt: string;
  sha256: string;
}

export interface Swept {
  /** Distributions without a verdict and without a job. */
  lost: string[];
  /** Where to go on; null at the end. */
  next: SweepPlace | null;
}

/** Looks through some of the distributions that wait for their first verdict, for those that nobody will scan. */
export async function sweepPending(
  db: Db,
  queue: string,
  { after, limit }: { after: SweepPlace | null; limit: number },
): Promise<Swept> {
  const further =
    after === null
      ? sql`true`
      : sql`(first_seen_at, sha256) > (${after.seenAt}::timestamptz, ${after.sha256})`;
  const { rows } = await db.execute(
    sql`select pending.sha256, pending.seen, job.id is null as lost
        from (
          select sha256, first_seen_at, first_seen_at::text as seen from distributions
          where verdict is null and first_seen_at < now() - interval '30 seconds' and ${further}
          order by first_seen_at, sha256 limit ${limit}
        ) as pending
        left join ${JOBS} as job
          on job.name = ${queue} and coalesce(job.singleton_key, '') = pending.sha256 and job.${LIVE}
          and job.policy = 'exclusive'
        order by pending.first_seen_at, pending.sha256`,
  );
  const seen = rows as { sha256: string; seen: string; lost: boolean }[];
  const last = seen.length < limit ? undefined : seen.at(-1);
  return {
    lost: seen.filter(({ lost }) => lost).map(({ sha256 }) => sha256),
    next: last === undefined ? null : { seenAt: last.seen, sha256: last.sha256 },
  };
}

/** Whether this transaction may sweep: one at a time does, until it ends. */
export async function takeSweep(tx: Db): Promise<boolean> {
  const { rows } = await tx.execute(sql`select pg_try_advisory_xact_lock(${SWEEP_LOCK}::bigint) as taken`);
  return (rows[0] as { taken: boolean }).taken;
}
