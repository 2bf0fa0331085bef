/** Counts for a first page and for metrics. */
import { count, gte } from 'drizzle-orm';
import type { Verdict } from '../contracts/result.ts';
import type { Disposition } from '../contracts/service.ts';
import type { Db } from './database.ts';
import { distributions, submissions } from './schema.ts';

export interface Overview {
  /** Files, whatever they were called. */
  distributions: number;
  /** Arrivals, the same file again included. */
  submissions: number;
  /** By newest verdict; `pending` has none. */
  byVerdict: Record<Verdict | 'pending', number>;
  /** By what holds now; `pending`: nothing does yet. */
  byDisposition: Record<Disposition | 'pending', number>;
  /** What waits for a reviewer. */
  heldByVerdict: Record<Verdict | 'pending', number>;
}

/** Counts everything, or only what arrived since a moment (distributions: what was first seen since). */
export async function countOverview(db: Db, since: Date | null = null): Promise<Overview> {
  const groups = await db
    .select({ verdict: distributions.verdict, disposition: distributions.disposition, files: count() })
    .from(distributions)
    .where(since === null ? undefined : gte(distributions.firstSeenAt, since))
    .groupBy(distributions.verdict, distributions.disposition);
  const [arrivals] = await db
    .select({ count: count() })
    .from(submissions)
    .where(since === null ? undefined : gte(submissions.receivedAt, since));
  const overview: Overview = {
    distributions: 0,
    submissions: arrivals!.count,
    byVerdict: byVerdict(),
    byDisposition: { released: 0, held: 0, refused: 0, pending: 0 },
    heldByVerdict: byVerdict(),
  };
  for (const { verdict, disposition, files } of groups) {
    overview.distributions += files;
    overview.byVerdict[verdict ?? 'pending'] += files;
    overview.byDisposition[disposition ?? 'pending'] += files;
    if (disposition === 'held') overview.heldByVerdict[verdict ?? 'pending'] += files;
  }
  return overview;
}

function byVerdict(): Record<Verdict | 'pending', number> {
  return { malicious: 0, suspicious: 0, incomplete: 0, 'no-findings': 0, pending: 0 };
}
