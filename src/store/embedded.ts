/** The embedded database: PGlite in a folder that this process has to itself. */
import { constants, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import { EMBEDDED_LOG_MIB } from '../service-limits.ts';
import type { Database, Db } from './database.ts';
import { lockFolder } from './lock.ts';
import * as schema from './schema.ts';

export interface EmbeddedOptions {
  /** Data of a new database, as `dumpDataDir` gives it. */
  template?: Blob;
}

/**
 * Opens the embedded database in a folder, made when absent: `data/` in it is PGlite's. In memory when null.
 * @throws InfrastructureError `database-held` while another process has it open
 */
export async function openEmbedded(
  folder: string | null,
  { template }: EmbeddedOptions = {},
): Promise<Database> {
  const options = {
    startParams: [...PGlite.defaultStartParams, '-c', `max_wal_size=${EMBEDDED_LOG_MIB}MB`],
    ...(template === undefined ? {} : { loadDataDir: template }),
  };
  if (folder === null) return wrapEmbedded(await PGlite.create('memory://', options));
  const lock = await lockFolder(folder);
  try {
    const data = path.join(folder, 'data');
    await mkdir(data, { recursive: true, mode: 0o700 });
    const pglite = await PGlite.create(data, options);
    const database = wrapEmbedded(pglite);
    return {
      ...database,
      copyTo: (to) => copyData(pglite, data, to),
      close: async () => {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The service's handle on an engine that runs. */
export function wrapEmbedded(pglite: PGlite): Database {
  const db = drizzle(pglite, { schema, casing: 'snake_case' }) as unknown as Db;
  return {
    kind: 'pglite',
    db,
    queue: { db: fromPglite(pglite), backend: 'pglite' },
    dedicated: (work) => work(db),
    listen: (channel, heard) => pglite.listen(channel, heard),
    copyTo: null,
    close: () => pglite.close(),
  };
}

/** Between two statements all that the engine has written is in its files: a copy is as good as after a crash. */
async function copyData(pglite: PGlite, data: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  await pglite.query('checkpoint');
  await pglite.runExclusive(() =>
    cp(data, path.join(to, 'data'), { recursive: true, mode: constants.COPYFILE_FICLONE }),
  );
}
