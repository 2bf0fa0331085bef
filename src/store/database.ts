/** One handle on the database, whether it is embedded (PGlite) or a PostgreSQL server. */
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { ConstructorOptions } from 'pg-boss';
import { STORED_NAME_CHARS } from '../limits.ts';
import type * as schema from './schema.ts';

/** What raw statements return: rows, in both drivers. */
interface Rows extends PgQueryResultHKT {
  type: { rows: unknown[] };
}

/** A database or a transaction in it: whatever takes one works in both. */
export type Db = PgDatabase<Rows, typeof schema>;

export interface Database {
  readonly kind: 'pglite' | 'postgres';
  readonly db: Db;
  /** How pg-boss reaches the same database. */
  readonly queue: ConstructorOptions;
  /**
   * Calls `heard` for every notification on `channel`, and with null when some may have been missed. Returns how to
   * stop.
   */
  listen(channel: string, heard: (payload: string | null) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Sends a notification, when the surrounding transaction commits. Payloads are short: under 8,000 bytes. */
export async function notify(tx: Db, channel: string, payload: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${channel}, ${payload})`);
}

/** PostgreSQL's text holds every character but NUL, which hostile names contain. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** The same for a JSON value, keys included: `jsonb` refuses what `text` refuses. */
export function storableJson<T>(value: T): T {
  if (typeof value === 'string') return storable(value) as T;
  if (Array.isArray(value)) return value.map(storableJson) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [storable(key), storableJson(one)]),
  ) as T;
}

/** `storable`, cut to what an index entry holds. Names that real indexes and tools accept are shorter. */
export function storableName(text: string): string {
  return storable(text.slice(0, STORED_NAME_CHARS));
}
