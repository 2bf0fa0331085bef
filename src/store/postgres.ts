import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { InfrastructureError } from '../contracts/errors.ts';
import {
  DATABASE_ANSWER_MS,
  DATABASE_CONNECT_MS,
  DATABASE_CONNECTIONS,
  DATABASE_STATEMENT_MS,
} from '../service-limits.ts';
import type { Database, Db } from './database.ts';
import { listen } from './listen.ts';
import * as schema from './schema.ts';

/** The oldest server whose own functions the schema needs: `gen_random_uuid`. */
const OLDEST = 13;

/**
 * Opens a PostgreSQL server's database.
 * @param url `postgres://user@host/database`
 * @throws InfrastructureError `database-version` when the server is too old, `network` when it does not answer
 */
export async function openPostgres(url: string): Promise<Database> {
  const connection = {
    connectionString: url,
    connectionTimeoutMillis: DATABASE_CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: DATABASE_CONNECT_MS,
    application_name: 'lazaret',
  };
  const pool = new pg.Pool({
    ...connection,
    max: DATABASE_CONNECTIONS,
    statement_timeout: DATABASE_STATEMENT_MS,
    idle_in_transaction_session_timeout: DATABASE_STATEMENT_MS,
    query_timeout: DATABASE_ANSWER_MS,
  });
  // A connection that dies while idle is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  // And one that dies between two statements of a transaction: the next statement says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  await checkServer(pool).catch(async (error: Error) => {
    await pool.end();
    throw error;
  });
  return {
    kind: 'postgres',
    db: handle(pool),
    queue: { ...connection },
    dedicated: (work) => dedicated(connection, work),
    listen: (channel, heard) => listen(connection, channel, heard),
    copyTo: null,
    close: () => pool.end(),
  };
}

function handle(client: pg.Pool | pg.Client): Db {
  return drizzle(client, { schema, casing: 'snake_case' }) as unknown as Db;
}

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query('show server_version_num').catch((cause: Error) => {
    const message = `the database cannot be reached: ${cause.message}`;
    throw new InfrastructureError('network', message, { retryable: true, cause });
  });
  checkServerVersion(Number(rows[0].server_version_num));
}

/** @param version as the server counts, 150018 for 15.18 */
export function checkServerVersion(version: number): void {
  const major = Math.floor(version / 10_000);
  if (major >= OLDEST) return;
  throw new InfrastructureError(
    'database-version',
    `the database server is PostgreSQL ${major}; Lazaret needs ${OLDEST} or later`,
  );
}

/** A connection without limits of time, for work that is meant to take long. */
async function dedicated<T>(connection: pg.ClientConfig, work: (db: Db) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  client.on('error', () => {});
  await client.connect();
  return work(handle(client)).finally(() => client.end());
}
