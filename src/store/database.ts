/** One handle on the database, whether it is embedded (PGlite) or a PostgreSQL server. */
import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { ConstructorOptions } from 'pg-boss';
import { STORED_NAME_CHARS } from '../service-limits.ts';
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
  /** Does long work on a connection of its own that has no limits of time; the embedded database has but one. */
  dedicated<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Calls `heard` for every notification on `channel`, and with null when some may have been missed. Returns how to
   * stop.
   */
  listen(channel: string, heard: (payload: string | null) => void): Promise<() => Promise<void>>;
  /**
   * Copies the files of an embedded database to a new folder that can be opened as one, within the time that copying
   * takes; null for others.
   */
  readonly copyTo: ((folder: string) => Promise<void>) | null;
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

/** SQLSTATE classes and codes of a server that is away for a while: connection, shutdown, no room; and lost races. */
const PASSING_STATE = /^(?:08|57P0|53300|40001|40P01)/;
const PASSING_CODE = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)/;
const PASSING_TEXT =
  /Connection terminated|Query read timeout|timeout exceeded when trying to connect|not queryable/i;

/** Whether an error says that the database cannot be reached for the moment, and the same may succeed later. */
export function isOutOfReach(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = String((one as { code?: unknown }).code ?? '');
    if (PASSING_STATE.test(code) || PASSING_CODE.test(code) || PASSING_TEXT.test(one.message)) return true;
    if (one instanceof AggregateError && one.errors.some(isOutOfReach)) return true;
  }
  return false;
}

/** Whether the database answers a simple question in time. */
export async function isReachable(db: Db, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const answered = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}
