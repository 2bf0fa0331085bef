import { InfrastructureError } from '../contracts/errors.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';

/**
 * Opens the database named by an address and brings its schema up to date.
 * @param address `postgres://…`, `pglite:` and a folder, or `memory:`
 */
export async function openDatabase(address: string): Promise<Database> {
  const database = await open(address);
  await migrate(database);
  return database;
}

/** Either driver is loaded only when it is needed: the embedded database takes 300 MB. */
async function open(address: string): Promise<Database> {
  if (/^postgres(ql)?:\/\//.test(address)) return (await import('./postgres.ts')).openPostgres(address);
  const folder = address === 'memory:' ? null : /^pglite:(.+)$/s.exec(address)?.[1];
  if (folder !== undefined) return (await import('./embedded.ts')).openEmbedded(folder);
  throw new InfrastructureError('target-invalid', 'a database is postgres://…, pglite:FOLDER or memory:');
}
