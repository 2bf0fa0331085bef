import { fileURLToPath } from 'node:url';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator';
import { PACKAGE_ROOT } from '../version.ts';
import type { Database } from './database.ts';

/** SQL files are data: they stay beside the sources, and the build finds them there. */
export const MIGRATIONS = fileURLToPath(new URL('src/store/migrations', PACKAGE_ROOT));

/** Brings the database up to this version's schema. Running it again does nothing. */
export async function migrate({ kind, db }: Database, folder: string = MIGRATIONS): Promise<void> {
  const options = { migrationsFolder: folder };
  if (kind === 'pglite')
    await migrateEmbedded(db as unknown as Parameters<typeof migrateEmbedded>[0], options);
  else await migratePostgres(db as unknown as Parameters<typeof migratePostgres>[0], options);
}
