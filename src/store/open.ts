import { InfrastructureError } from '../contracts/errors.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';

/**
 * Opens the database named by an address and brings its schema up to date.
 * @param address `postgres://…`, `pglite:` and a folder, or `memory:`
 * @throws InfrastructureError `database-held`, `database-version`, `network`; `target-invalid` for another address
 */
export async function openDatabase(address: string): Promise<Database> {
  const database = await openAsIs(address);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Opens a database with the schema that it has. Either driver is loaded only when needed: the embedded takes 300 MB. */
export async function openAsIs(address: string): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(address)) return (await import('./postgres.ts')).openPostgres(address);
  const folder = address === 'memory:' ? null : /^pglite:(.+)$/s.exec(address)?.[1];
  if (folder !== undefined) return (await import('./embedded.ts')).openEmbedded(folder);
  throw new InfrastructureError('target-invalid', 'a database is postgres://…, pglite:FOLDER or memory:');
}
