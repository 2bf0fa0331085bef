/** What a server does by itself and the embedded database does not: it has no background processes. */
import { sql } from 'drizzle-orm';
import { ANALYZE_AFTER, CHECKPOINT_BYTES, VACUUM_AFTER } from '../service-limits.ts';
import type { Database, Db } from './database.ts';

export interface Upkeep {
  /** Tables whose dead rows were cleared away and those that were measured anew, `schema.table`. */
  vacuumed: string[];
  analyzed: string[];
  checkpoint: boolean;
}

/**
 * One round: clears away dead rows and measures tables anew where enough has changed, by the rules of autovacuum, and
 * writes a checkpoint when a recovery would have much to repeat. One table after the other, because everybody else
 * waits meanwhile. On a server it does nothing.
 */
export async function doUpkeep({ kind, db }: Database): Promise<Upkeep> {
  const done: Upkeep = { vacuumed: [], analyzed: [], checkpoint: false };
  if (kind === 'postgres') return done;
  for (const { schema, name, dead, changed, rows } of await changes(db)) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    if (dead > VACUUM_AFTER.rows + VACUUM_AFTER.share * rows) {
      await db.execute(sql`vacuum (analyze) ${table}`);
      done.vacuumed.push(`${schema}.${name}`);
    } else if (changed > ANALYZE_AFTER.rows + ANALYZE_AFTER.share * rows) {
      await db.execute(sql`analyze ${table}`);
      done.analyzed.push(`${schema}.${name}`);
    }
  }
  done.checkpoint = (await bytesToRepeat(db)) > CHECKPOINT_BYTES;
  if (done.checkpoint) await db.execute(sql`checkpoint`);
  return done;
}

interface Change {
  schema: string;
  name: string;
  dead: number;
  changed: number;
  rows: number;
}

async function changes(db: Db): Promise<Change[]> {
  // What was counted is otherwise shown a second later.
  await db.execute(sql`select pg_stat_force_next_flush()`);
  const { rows } = await db.execute(sql`
    select s.schemaname as schema, s.relname as name, s.n_dead_tup::float8 as dead,
      s.n_mod_since_analyze::float8 as changed, greatest(c.reltuples, 0)::float8 as rows
    from pg_stat_user_tables s join pg_class c on c.oid = s.relid where c.relkind = 'r' order by 1, 2`);
  return rows as unknown as Change[];
}

/** Bytes of the log since the last checkpoint. */
async function bytesToRepeat(db: Db): Promise<number> {
  const { rows } = await db.execute(sql`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()`);
  return (rows as { bytes: number }[])[0]!.bytes;
}
