import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import type { Database, Db } from './database.ts';
import * as schema from './schema.ts';

/** Opens the embedded database in a folder, made when absent; in memory when null. */
export async function openEmbedded(folder: string | null): Promise<Database> {
  const pglite = await PGlite.create(folder ?? 'memory://');
  const db = drizzle(pglite, { schema, casing: 'snake_case' }) as unknown as Db;
  return {
    kind: 'pglite',
    db,
    queue: { db: fromPglite(pglite), backend: 'pglite' },
    listen: (channel, heard) => pglite.listen(channel, heard),
    close: () => pglite.close(),
  };
}
