/** Bringing a database from the schema that some version wrote to the schema of this one. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { InfrastructureError } from '../contracts/errors.ts';
import { MIGRATION_WAIT_MS } from '../service-limits.ts';
import { PACKAGE_ROOT } from '../version.ts';
import type { Database, Db } from './database.ts';

/** SQL files are data: they stay beside the sources, and the build finds them there. */
export const MIGRATIONS = fileURLToPath(new URL('src/store/migrations', PACKAGE_ROOT));

/** Key of the lock that processes migrating one database take in turn: `lazaret` in ASCII. */
const LOCK_KEY = '30506467113328756';

export interface Migration {
  /** Name of its file, e.g. `0001_current-state`. */
  name: string;
  /** SHA-256 of its file. */
  hash: string;
  when: number;
  statements: string[];
}

/** All migrations of this version, in order. */
export function readMigrations(folder: string = MIGRATIONS): Migration[] {
  const journal = JSON.parse(readFileSync(path.join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string; when: number }[];
  };
  return journal.entries.map(({ tag, when }) => {
    const text = readFileSync(path.join(folder, `${tag}.sql`), 'utf8');
    const hash = createHash('sha256').update(text).digest('hex');
    return { name: tag, hash, when, statements: text.split('--> statement-breakpoint') };
  });
}

/**
 * Brings the database up to this version's schema, or to that of an earlier one. Running it again does nothing;
 * several processes that run it at once wait for each other.
 * @param upTo how many migrations shall have been applied at the end; all of them unless given
 * @returns names of those that were applied now
 * @throws InfrastructureError `database-version` when a newer Lazaret has written the database
 */
export async function migrate(database: Database, upTo?: number): Promise<string[]> {
  const migrations = readMigrations();
  const wanted = migrations.slice(0, upTo);
  if ((await countApplied(database.db, migrations)) >= wanted.length) return [];
  return database.dedicated(async (db) => {
    if (database.kind === 'postgres') await waitForOthers(db);
    return db.transaction(async (tx) => {
      await prepare(tx);
      const pending = wanted.slice(await countApplied(tx, migrations));
      for (const migration of pending) await apply(tx, migration);
      return pending.map(({ name }) => name);
    });
  });
}

/** How many of the migrations the database has had. @throws InfrastructureError `database-version` */
export async function countApplied(db: Db, migrations: readonly Migration[]): Promise<number> {
  const { rows: found } = await db.execute(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as is`,
  );
  if (!(found as { is: boolean }[])[0]!.is) return 0;
  const { rows } = await db.execute(
    sql`select hash from drizzle.__drizzle_migrations order by created_at, id`,
  );
  for (const [index, { hash }] of (rows as { hash: string }[]).entries()) {
    if (migrations[index]?.hash === hash) continue;
    throw new InfrastructureError(
      'database-version',
      'another version of Lazaret, probably a newer one, has written this database; use that version or later',
    );
  }
  return rows.length;
}

/** Until the connection ends. */
async function waitForOthers(db: Db): Promise<void> {
  await db.execute(sql.raw(`set lock_timeout = ${MIGRATION_WAIT_MS}`));
  await db.execute(sql.raw(`select pg_advisory_lock(${LOCK_KEY})`));
}

/** As drizzle-kit keeps account of migrations, so that its tools understand the database. */
async function prepare(tx: Db): Promise<void> {
  await tx.execute(sql`create schema if not exists drizzle`);
  await tx.execute(sql`create table if not exists drizzle.__drizzle_migrations
    (id serial primary key, hash text not null, created_at bigint)`);
}

async function apply(tx: Db, { hash, when, statements }: Migration): Promise<void> {
  for (const statement of statements) await tx.execute(sql.raw(statement));
  await tx.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`,
  );
}
