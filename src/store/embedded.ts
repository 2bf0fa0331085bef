import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import type { Database, Db } from './database.ts';
import * as schema from './schema.ts';

export interface EmbeddedOptions {
  /** Data of a new database, as `dumpDataDir` gives it. */
  template?: Blob;
}

/** Opens the embedded database in a folder, made when absent; in memory when null. */
export async function openEmbedded(
  folder: string | null,
  { template }: EmbeddedOptions = {},
): Promise<Database> {
  const load = template === undefined ? {} : { loadDataDir: template };
  return wrapEmbedded(await PGlite.create(folder ?? 'memory://', load));
}

/** The service's handle on an engine that runs. */
export function wrapEmbedded(pglite: PGlite): Database {
  const db = drizzle(pglite, { schema, casing: 'snake_case' }) as unknown as Db;
  return {
    kind: 'pglite',
    db,
    queue: { db: fromPglite(pglite), backend: 'pglite' },
    listen: (channel, heard) => pglite.listen(channel, heard),
    close: () => pglite.close(),
  };
}
