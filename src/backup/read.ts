import { gunzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { InfrastructureError } from '../contracts/errors.ts';
import {
  BACKUP_ENTRY_BYTES,
  BACKUP_INSERT_BYTES,
  BACKUP_PART_BYTES_MOST,
  BACKUP_TEXT_BYTES,
} from '../service-limits.ts';
import type { Database, Db } from '../store/database.ts';
import { countApplied, migrate, readMigrations } from '../store/migrate.ts';
import { tableNames } from '../store/tables.ts';
import { inverted, MASK_HEADER } from '../vault/mask.ts';
import type { Vault } from '../vault/vault.ts';
import {
  BACKUP_HEADER,
  BACKUP_MANIFEST,
  type BackupHeader,
  type BackupManifest,
  HEADER_NAME,
  MANIFEST_NAME,
} from './format.ts';
import { damaged, type TarEntry, TarReader } from './tar.ts';

/**
 * Restores a backup into an empty database of either kind, all of it or nothing, and brings the schema up to date.
 * The file may be damaged or hostile: it can fill our own tables and the vault, and nothing else.
 * @param vault where its samples go; null leaves them out
 * @throws InfrastructureError `not-empty`; `backup-invalid`; `database-version` when a newer Lazaret wrote it
 */
export async function readBackup(
  database: Database,
  vault: Vault | null,
  source: AsyncIterable<Uint8Array>,
): Promise<BackupManifest> {
  const tar = new TarReader(source);
  try {
    const header = await readHeader(tar);
    await prepareDatabase(database, header);
    const { samples, next } = await readSamples(tar, vault);
    const manifest = await database.dedicated((db) =>
      db.transaction(async (tx) => {
        await lockEmpty(tx);
        return load(tx, tar, next, header, samples);
      }),
    );
    await migrate(database);
    await database.dedicated((db) => db.execute(sql`analyze`));
    return manifest;
  } finally {
    await tar.close();
  }
}

async function readHeader(tar: TarReader): Promise<BackupHeader> {
  const entry = await tar.next();
  if (entry?.name !== HEADER_NAME) throw damaged('it does not begin as one');
  const header = parsed(await tar.whole(BACKUP_TEXT_BYTES), BACKUP_HEADER);
  const known = new Set(tableNames());
  const names = header.tables.map(({ name }) => name);
  const twice = [names, ...header.tables.map(({ columns }) => columns)].some(
    (list) => new Set(list).size < list.length,
  );
  if (twice || names.some((name) => !known.has(name))) {
    throw damaged('it has tables that Lazaret has not');
  }
  return header;
}

function parsed<T extends z.ZodType>(bytes: Buffer, type: T): z.infer<T> {
  try {
    return type.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw damaged('what it says about itself is not understood; a newer version may have written it');
  }
}

/** Gives a new database the schema that the backup was written with. */
async function prepareDatabase(database: Database, { migrations }: BackupHeader): Promise<void> {
  const known = readMigrations();
  if (migrations.some((hash, index) => known[index]?.hash !== hash)) {
    throw new InfrastructureError('database-version', 'a newer version of Lazaret has written this backup');
  }
  await migrate(database, migrations.length);
  if ((await countApplied(database.db, known)) === migrations.length) return;
  throw new InfrastructureError(
    'not-empty',
    'the database has a newer schema than the backup; restore into one that is new',
  );
}

/** Until the transaction ends nobody else writes. @throws InfrastructureError `not-empty` */
async function lockEmpty(tx: Db): Promise<void> {
  const { rows } = await tx.execute(sql`select tablename as name from pg_tables where schemaname = 'public'`);
  const present = new Set((rows as { name: string }[]).map(({ name }) => name));
  for (const name of tableNames().filter((one) => present.has(one))) {
    await tx.execute(sql`lock table ${sql.identifier(name)} in exclusive mode`);
    const { rows: some } = await tx.execute(sql`select 1 from ${sql.identifier(name)} limit 1`);
    if (some.length === 0) continue;
    throw new InfrastructureError('not-empty', `the database is not empty: table ${name} has rows`);
  }
}

/** Keeps the samples, whose names are hashes that their bytes must have. Returns the entry after them. */
async function readSamples(
  tar: TarReader,
  vault: Vault | null,
): Promise<{ samples: number; next: TarEntry | null }> {
  for (let samples = 0; ; samples += 1) {
    const next = await tar.next();
    const sha256 = /^samples\/([0-9a-f]{64})$/.exec(next?.name ?? '')?.[1];
    if (next === null || sha256 === undefined) return { samples, next };
    const content = unmasked(tar.content());
    if (vault === null) {
      for await (const _ of content);
      continue;
    }
    const staged = await vault.stage(content, next.size);
    if (staged.sha256 === sha256) await staged.keep();
    else {
      await staged.discard();
      throw damaged(`sample ${sha256} has other bytes`);
    }
  }
}

async function* unmasked(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of content) {
    const mask = Math.min(chunk.byteLength, Math.max(0, MASK_HEADER.byteLength - seen));
    if (Buffer.compare(chunk.subarray(0, mask), MASK_HEADER.subarray(seen, seen + mask)) !== 0) {
      throw damaged('a sample is not masked');
    }
    seen += chunk.byteLength;
    if (mask < chunk.byteLength) yield inverted(chunk.subarray(mask));
  }
  if (seen < MASK_HEADER.byteLength) throw damaged('a sample is cut short');
}

async function load(
  tx: Db,
  tar: TarReader,
  first: TarEntry | null,
  header: BackupHeader,
  samples: number,
): Promise<BackupManifest> {
  const places = new Map(header.tables.map(({ name }, index) => [name, index]));
  const rows = header.tables.map(() => 0);
  const types = await typesOf(tx);
  let at = 0;
  for (let entry = first; ; entry = await tar.next()) {
    if (entry === null) throw damaged('it has no manifest');
    if (entry.name === MANIFEST_NAME) {
      const manifest = parsed(await tar.whole(BACKUP_TEXT_BYTES), BACKUP_MANIFEST);
      const counted = Object.fromEntries(header.tables.map(({ name }, index) => [name, rows[index]!]));
      if (manifest.sha256 !== entry.before) throw damaged('its bytes are not those that were written');
      if (manifest.samples !== samples || !sameCounts(manifest.rows, counted))
        throw damaged('its counts are wrong');
      if ((await tar.next()) !== null) throw damaged('something follows its manifest');
      await setSequences(tx, header);
      return manifest;
    }
    const place = places.get(/^tables\/([a-z0-9_]+)\/\d{6,}\.ndjson\.gz$/.exec(entry.name)?.[1] ?? '');
    if (place === undefined || place < at) throw damaged(`${entry.name} does not belong there`);
    at = place;
    rows[place]! += await loadPart(tx, await readPart(tar), header.tables[place]!, types);
  }
}

function sameCounts(one: Record<string, number>, other: Record<string, number>): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

/** Type of each column by `table.column`. */
async function typesOf(tx: Db): Promise<Map<string, string>> {
  const { rows } = await tx.execute(sql`
    select c.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`);
  return new Map((rows as { name: string; type: string }[]).map(({ name, type }) => [name, type]));
}

async function readPart(tar: TarReader): Promise<string[]> {
  const packed = await tar.whole(BACKUP_ENTRY_BYTES);
  try {
    const text = gunzipSync(packed, { maxOutputLength: BACKUP_PART_BYTES_MOST }).toString('utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch {
    throw damaged('a part of a table cannot be unpacked');
  }
}

/** Inserts the rows of one part and returns how many they are. */
async function loadPart(
  tx: Db,
  lines: readonly string[],
  { name, columns }: BackupHeader['tables'][number],
  types: ReadonlyMap<string, string>,
): Promise<number> {
  const casts = columns.map((column, index) => {
    const type = types.get(`${name}.${column}`);
    if (type === undefined) throw damaged(`table ${name} has no column ${column}`);
    return sql.raw(`(r->>${index})::${type}`);
  });
  const into = sql.join(
    columns.map((column) => sql.identifier(column)),
    sql`, `,
  );
  for (const line of lines) checkRow(line, name, columns.length);
  for (const batch of batches(lines)) {
    await tx
      .execute(sql`insert into ${sql.identifier(name)} (${into}) overriding system value
        select ${sql.join(casts, sql`, `)} from jsonb_array_elements(${`[${batch.join(',')}]`}::jsonb) as r`)
      .catch((error: Error) => {
        throw refused(name, error);
      });
  }
  return lines.length;
}

function checkRow(line: string, table: string, columns: number): void {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    row = null;
  }
  const valid =
    Array.isArray(row) &&
    row.length === columns &&
    row.every((value) => value === null || typeof value === 'string');
  if (!valid) throw damaged(`a row of table ${table} is none`);
}

function* batches(lines: readonly string[]): Generator<string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    batch.push(line);
    bytes += line.length;
    if (bytes < BACKUP_INSERT_BYTES) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** SQLSTATE classes 22 and 23, data and constraints, are the file's fault; a lost connection is not. */
function refused(table: string, error: Error & { code?: string }): Error {
  // The error around it repeats the whole statement.
  const cause = (error.cause ?? error) as Error & { code?: string };
  if (!/^2[23]/.test(cause.code ?? '')) return cause;
  return damaged(`table ${table}: ${cause.message}`);
}

/** What is written next gets numbers after those that were restored. */
async function setSequences(tx: Db, { tables }: BackupHeader): Promise<void> {
  for (const { name } of tables) {
    const { rows } = await tx.execute(sql`
      select attname as column from pg_attribute where attrelid = ${name}::regclass and attidentity <> ''`);
    for (const { column } of rows as { column: string }[]) {
      const id = sql.identifier(column);
      await tx.execute(sql`select setval(pg_get_serial_sequence(${name}, ${column}), coalesce(max(${id}), 1),
        max(${id}) is not null) from ${sql.identifier(name)}`);
    }
  }
}
