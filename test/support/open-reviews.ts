/** A queue of any length, written straight into the tables: what is listed, and nothing that is behind it. */
import { sql } from 'drizzle-orm';
import type { Db } from '../../src/store/database.ts';

/**
 * Writes campaigns that wait, the first the gravest, and then `closed` more that do not.
 * @param perCampaign distributions of each, in as many projects
 */
export async function fillQueue(
  db: Db,
  { campaigns, perCampaign = 1, closed = 0 }: { campaigns: number; perCampaign?: number; closed?: number },
): Promise<void> {
  const all = (campaigns + closed) * perCampaign;
  const hash = sql.raw(`lpad(to_hex(n), 64, '0')`);
  await db.execute(sql`insert into projects (name, display_name)
    select 'filler-' || n, 'filler-' || n from generate_series(1, ${all}) n`);
  await db.execute(sql`insert into releases (project_id, version)
    select id, '1.0' from projects where name like 'filler-%'`);
  await db.execute(sql`insert into distributions
      (sha256, bytes, filename, kind, release_id, verdict, score, disposition)
    select ${hash}, 1000, 'filler_' || n || '-1.0-py3-none-any.whl', 'wheel', r.id,
      case n % 3 when 0 then 'malicious' when 1 then 'suspicious' else 'incomplete' end, 0.9, 'held'
    from generate_series(1, ${all}) n
    join projects p on p.name = 'filler-' || n join releases r on r.project_id = p.id`);
  await db.execute(sql`with made as (
      insert into campaigns (created_at) select now() from generate_series(1, ${campaigns + closed}) returning id
    ), numbered as (select id, row_number() over (order by id) as place from made)
    insert into review_items (sha256, campaign_id, harm, phase, state, opened_at)
    select lpad(to_hex((place - 1) * ${perCampaign} + m), 64, '0'), id, 3.0 / (place + m / 1000.0), 'install',
      case when place <= ${campaigns} then 'open' else 'closed' end, now() - place * interval '1 minute'
    from numbered cross join generate_series(1, ${perCampaign}) m`);
}
