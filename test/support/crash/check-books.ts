import assert from 'node:assert/strict';
import { and, count, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { SCAN_ATTEMPTS } from '../../../src/service-limits.ts';
import type { Database } from '../../../src/store/database.ts';
import { listDeadScans } from '../../../src/store/scans.ts';
import { dispositions, distributions, facts, scans, verdicts } from '../../../src/store/schema.ts';
import { type CrashOutcome, expectedVerdict } from './crash-run.ts';
import { isPoison } from './samples.ts';

export interface Recovery {
  /** Attempts that died with their process. */
  attempts: number;
  /** Milliseconds from a kill until what had been under way was taken again; 0 when nothing was. */
  takenMs: number;
  /** Milliseconds from a kill to the verdicts on it. */
  judgedMs: number;
}

/** Everything acknowledged has exactly one verdict, and it is the right one; nothing is left over. */
export async function checkBooks({ db }: Database, outcome: CrashOutcome): Promise<Recovery> {
  const expected = new Map([...outcome.acknowledged].map(([number, sha256]) => [sha256, number]));
  assert.equal(expected.size, outcome.acknowledged.size, 'each number has bytes of its own');

  const kept = await db.select({ sha256: distributions.sha256 }).from(distributions);
  assert.deepEqual(new Set(kept.map(({ sha256 }) => sha256)), new Set(expected.keys()));

  const judged = await db.select({ sha256: verdicts.sha256, verdict: verdicts.verdict }).from(verdicts);
  assert.equal(judged.length, expected.size, 'one verdict each');
  const wrong = judged.filter(({ sha256, verdict }) => verdict !== expectedVerdict(expected.get(sha256)!));
  assert.deepEqual(wrong, []);

  const poison = [...expected].filter(([, number]) => isPoison(number)).map(([sha256]) => sha256);
  const dead = await listDeadScans(db, { limit: 10_000 });
  assert.deepEqual(dead.map(({ sha256 }) => sha256).sort(), poison.sort(), 'dead are those that kill');
  assert.ok(dead.every(({ attempts }) => attempts >= SCAN_ATTEMPTS));

  const evidence = await db.select({ rows: count() }).from(facts);
  assert.equal(evidence[0]!.rows, expected.size - poison.length, 'evidence of all that could be scanned');
  const disposed = await db.select({ rows: count() }).from(dispositions);
  assert.equal(disposed[0]!.rows, expected.size, 'one disposition each');
  const running = await db.select({ id: scans.id }).from(scans).where(isNull(scans.finishedAt));
  assert.deepEqual(running, [], 'every attempt has ended');
  const { rows: live } = await db.execute(
    sql`select id from pgboss.job where name = 'scan' and state <= 'active'`,
  );
  assert.deepEqual(live, [], 'the queue is empty');
  return recovery({ db } as Database, outcome);
}

async function recovery({ db }: Database, { kills }: CrashOutcome): Promise<Recovery> {
  const again = alias(scans, 'again');
  const died = await db
    .select({
      startedAt: scans.startedAt,
      judgedAt: verdicts.createdAt,
      takenAt: sql<Date>`min(${again.startedAt})`.mapWith(scans.startedAt),
    })
    .from(scans)
    .innerJoin(verdicts, eq(verdicts.sha256, scans.sha256))
    .innerJoin(again, and(eq(again.sha256, scans.sha256), gt(again.id, scans.id)))
    .where(eq(scans.detail, 'its worker ended before it did'))
    .groupBy(scans.id, verdicts.id);
  const waits = (until: 'takenAt' | 'judgedAt'): number[] =>
    died.map((attempt) => {
      const kill = kills.find(({ at }) => at >= attempt.startedAt);
      return kill === undefined ? 0 : attempt[until].getTime() - kill.at.getTime();
    });
  return {
    attempts: died.length,
    takenMs: Math.max(0, ...waits('takenAt')),
    judgedMs: Math.max(0, ...waits('judgedAt')),
  };
}
