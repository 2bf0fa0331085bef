/** Options of the commands that work on the service's database. */
import type { Command } from 'commander';
import type { ServerConfig } from '../serve/config.ts';
import type { Database } from '../store/database.ts';

export interface DatabaseFlags {
  config?: string;
  data?: string;
  database?: string;
}

export function addDatabaseOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'TOML file of settings (docs/operating.md)')
    .option('--data <folder>', 'where everything is kept that is not placed elsewhere')
    .option('--database <address>', 'postgres://… or pglite:FOLDER');
}

/** Settings from file, environment and flags. @param more flags besides those, by dotted path */
export async function serviceConfig(
  { config, data, database }: DatabaseFlags,
  more: Readonly<Record<string, unknown>> = {},
): Promise<ServerConfig> {
  const { readConfig } = await import('../serve/config.ts');
  const flags = { data, database, ...more };
  return readConfig({ ...(config === undefined ? {} : { file: config }), env: process.env, flags });
}

/** Opens the database for the time of one command. */
export async function withDatabase<T>(
  flags: DatabaseFlags,
  use: (database: Database, config: ServerConfig) => Promise<T>,
): Promise<T> {
  const config = await serviceConfig(flags);
  const { openDatabase } = await import('../store/open.ts');
  const database = await openDatabase(config.database);
  try {
    return await use(database, config);
  } finally {
    await database.close();
  }
}
