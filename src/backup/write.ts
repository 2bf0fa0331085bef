import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { InfrastructureError } from '../contracts/errors.ts';
import {
  BACKUP_FETCH_BYTES,
  BACKUP_FETCH_ROWS,
  BACKUP_PART_BYTES,
  BACKUP_PART_BYTES_MOST,
} from '../service-limits.ts';
import type { Database, Db } from '../store/database.ts';
import { countApplied, readMigrations } from '../store/migrate.ts';
import { tableNames } from '../store/tables.ts';
import { inverted, MASK_HEADER } from '../vault/mask.ts';
import type { Vault } from '../vault/vault.ts';
import { VERSION } from '../version.ts';
import { type BackupHeader, type BackupManifest, HEADER_NAME, MANIFEST_NAME } from './format.ts';
import { type Sink, TarWriter } from './tar.ts';

const pack = promisify(gzip);

/**
 * Writes everything the database has at one moment, with flat memory. On a server, others go on writing meanwhile.
 * @param vault whose samples go with it, or null
 */
export async function writeBackup(
  database: Database,
  vault: Vault | null,
  sink: Sink,
): Promise<BackupManifest> {
  const tar = new TarWriter(sink);
  const snapshot = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;
  return database.dedicated((db) =>
    db.transaction(async (tx) => {
      // A value's text is the same whatever the server's settings are.
      await tx.execute(sql`select set_config('timezone', 'UTC', true), set_config('datestyle', 'ISO', true),
        set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`);
      const header = await describeDatabase(tx, vault !== null);
      await addText(tar, HEADER_NAME, header);
      const { samples, missing } =
        vault === null ? { samples: 0, missing: 0 } : await addSamples(tar, tx, vault);
      const rows: Record<string, number> = {};
      for (const table of header.tables) rows[table.name] = await addTable(tar, tx, table);
      const manifest = { rows, samples, missing, sha256: tar.sha256 };
      await addText(tar, MANIFEST_NAME, manifest);
      await tar.end();
      return manifest;
    }, snapshot),
  );
}

async function addText(tar: TarWriter, name: string, value: unknown): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
  await tar.add(name, bytes.byteLength, [bytes]);
}

async function describeDatabase(tx: Db, samples: boolean): Promise<BackupHeader> {
  const migrations = readMigrations();
  const applied = await countApplied(tx, migrations);
  const { rows } = await tx.execute(sql`
    select table_name as name, json_agg(column_name order by ordinal_position) as columns
    from information_schema.columns where table_schema = 'public' group by table_name`);
  const columns = new Map(
    (rows as { name: string; columns: string[] }[]).map((row) => [row.name, row.columns]),
  );
  return {
    format: 1,
    lazaret: VERSION,
    createdAt: new Date().toISOString(),
    migrations: migrations.slice(0, applied).map(({ hash }) => hash),
    samples,
    tables: tableNames().flatMap((name) => {
      const known = columns.get(name);
      return known === undefined ? [] : [{ name, columns: known }];
    }),
  };
}

async function addTable(
  tar: TarWriter,
  tx: Db,
  { name, columns }: BackupHeader['tables'][number],
): Promise<number> {
  const texts = sql.join(
    columns.map((column) => sql`${sql.identifier(column)}::text`),
    sql`, `,
  );
  const query = sql`select json_build_array(${texts})::text as value from ${sql.identifier(name)}`;
  let [rows, parts, bytes]: [number, number, number] = [0, 0, 0];
  let lines: string[] = [];
  const flush = async (): Promise<void> => {
    const content = await pack(`${lines.join('\n')}\n`);
    await tar.add(`tables/${name}/${String(parts).padStart(6, '0')}.ndjson.gz`, content.byteLength, [
      content,
    ]);
    [parts, bytes, lines] = [parts + 1, 0, []];
  };
  for await (const line of valuesOf(tx, query)) {
    if (Buffer.byteLength(line) >= BACKUP_PART_BYTES_MOST - BACKUP_PART_BYTES) {
      throw new InfrastructureError('too-large', `table ${name} has a row too long to be restored`);
    }
    if (bytes + line.length > BACKUP_PART_BYTES && lines.length > 0) await flush();
    rows += 1;
    bytes += line.length;
    lines.push(line);
  }
  if (lines.length > 0) await flush();
  return rows;
}

async function addSamples(
  tar: TarWriter,
  tx: Db,
  vault: Vault,
): Promise<{ samples: number; missing: number }> {
  const counts = { samples: 0, missing: 0 };
  for await (const sha256 of valuesOf(tx, sql`select sha256 as value from distributions order by sha256`)) {
    const size = await vault.size(sha256);
    if (size === null) {
      counts.missing += 1;
      continue;
    }
    counts.samples += 1;
    await tar.add(`samples/${sha256}`, MASK_HEADER.byteLength + size, masked(vault, sha256));
  }
  return counts;
}

async function* masked(vault: Vault, sha256: string): AsyncGenerator<Uint8Array> {
  yield MASK_HEADER;
  for await (const chunk of vault.read(sha256)) yield inverted(chunk);
}

/** The texts that a query finds, fetched so many at a time that they take about the same memory, long or short. */
async function* valuesOf(tx: Db, query: ReturnType<typeof sql>): AsyncGenerator<string> {
  await tx.execute(sql`declare backup no scroll cursor for ${query}`);
  for (let count = 1; ; ) {
    const { rows } = await tx.execute(sql.raw(`fetch ${count} from backup`));
    const values = (rows as { value: string }[]).map(({ value }) => value);
    yield* values;
    if (values.length < count) break;
    const average = values.reduce((sum, value) => sum + value.length, 0) / values.length;
    const wanted = Math.floor(BACKUP_FETCH_BYTES / Math.max(1, average));
    // Long rows may follow short ones: what is fetched at once grows slowly.
    count = Math.max(1, Math.min(wanted, count * 2, BACKUP_FETCH_ROWS));
  }
  await tx.execute(sql`close backup`);
}
