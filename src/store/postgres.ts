import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { DATABASE_CONNECTIONS, LISTEN_RETRY_MS } from '../limits.ts';
import type { Database, Db } from './database.ts';
import * as schema from './schema.ts';

/** Opens a PostgreSQL server's database, 13 or later. @param url `postgres://user@host/database` */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: DATABASE_CONNECTIONS });
  // A connection that dies while idle is replaced; without a listener it would end the process.
  pool.on('error', () => {});
  const db = drizzle(pool, { schema, casing: 'snake_case' }) as unknown as Db;
  return {
    kind: 'postgres',
    db,
    queue: { connectionString: url },
    listen: (channel, heard) => listen(url, channel, heard),
    close: () => pool.end(),
  };
}

/** Listens on a connection of its own and connects again, for ever, when that is lost. */
async function listen(url: string, channel: string, heard: (payload: string | null) => void) {
  let closed = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true });
    const lost = (): void => {
      if (closed || client !== next) return;
      client = null;
      retry();
    };
    next.on('error', lost).on('end', lost);
    next.on('notification', ({ payload }) => heard(payload ?? ''));
    client = next;
    await next.connect();
    await next.query(`listen ${next.escapeIdentifier(channel)}`);
  };
  const retry = (): void => {
    timer = setTimeout(() => {
      connect().then(
        () => heard(null),
        () => !closed && retry(),
      );
    }, LISTEN_RETRY_MS);
  };
  await connect();
  return async () => {
    closed = true;
    clearTimeout(timer);
    await client?.end();
  };
}
