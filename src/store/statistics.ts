/** Figures on reviewing, over the last days: what it costs and what it is worth. */
import { sql } from 'drizzle-orm';
import type { ReviewStatistics } from '../contracts/statistics.ts';
import type { Db } from './database.ts';

/** @param days at most some hundreds */
export async function reviewStatistics(db: Db, days: number): Promise<ReviewStatistics> {
  const since = sql`now() - make_interval(days => ${days})`;
  const rows = async <T>(query: ReturnType<typeof sql>): Promise<T[]> =>
    (await db.execute(query)).rows as unknown as T[];
  const [waiting] = await rows<ReviewStatistics['waiting']>(sql`
    select count(*) filter (where state = 'open')::int as "open",
      count(*) filter (where state = 'escalated')::int as "escalated",
      count(distinct campaign_id)::int as "campaigns",
      extract(epoch from now() - min(opened_at))::float8 as "oldestSeconds",
      (select count(*)::int from appeals where answered_at is null) as "appeals",
      (select count(*)::int from appeals where answered_at is null and due_at < now()) as "overdueAppeals"
    from review_items where state <> 'closed'`);
  const [timeToDecision] = await rows<ReviewStatistics['timeToDecision']>(sql`
    select percentile_cont(0.5) within group (order by seconds) as "median",
      percentile_cont(0.9) within group (order by seconds) as "p90", count(*)::int as "count"
    from (
      select extract(epoch from min(d.created_at) - i.opened_at)::float8 as seconds
      from review_items i join decisions d on d.sha256 = i.sha256 and d.kind in ('confirm', 'dismiss')
      where d.created_at >= ${since} and d.created_at >= i.opened_at
      group by i.sha256, i.opened_at
    ) as first_decisions`);
  return {
    waiting: waiting!,
    timeToDecision: timeToDecision!,
    verdicts: await rows(sql`
      select to_char(created_at, 'YYYY-MM-DD') as day, verdict, count(*)::int as count
      from verdicts where created_at >= ${since} group by 1, 2 order by 1, 2`),
    decisions: await rows(sql`
      select to_char(created_at, 'YYYY-MM-DD') as day, kind, count(*)::int as count,
        coalesce(sum(seconds), 0)::int as seconds
      from decisions where created_at >= ${since} group by 1, 2 order by 1, 2`),
    campaigns: await rows(sql`
      select to_char(c.created_at, 'YYYY-MM-DD') as day, count(distinct c.id)::int as count,
        count(f.sha256)::int as distributions
      from campaigns c left join fingerprints f on f.campaign_id = c.id
      where c.created_at >= ${since} and c.merged_into is null group by 1 order by 1`),
    rules: await rows(sql`
      select f.rule, count(distinct d.sha256) filter (where d.kind = 'confirm')::int as confirmed,
        count(distinct d.sha256) filter (where d.kind = 'dismiss')::int as dismissed
      from (select distinct on (sha256) sha256, kind, verdict_id from decisions
        where created_at >= ${since} order by sha256, id desc) d
      join findings f on f.verdict_id = d.verdict_id
      where d.kind in ('confirm', 'dismiss') group by f.rule order by dismissed desc, confirmed desc, f.rule`),
  };
}
