/** Runs the same tests on both kinds of database. */
import { after, before, describe } from 'node:test';
import type { Database, Db } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open.ts';
import { openTemplateDatabase } from './database.ts';
import { type PostgresServer, postgresAbsent, startPostgres } from './postgres.ts';

/** An empty, migrated database of each kind; the PostgreSQL part is skipped where there is no server. */
export function onBothKinds(name: string, tests: (database: () => Database, db: () => Db) => void): void {
  describe(`${name}, embedded`, () => {
    let database: Database;
    before(async () => {
      database = await openTemplateDatabase();
    });
    after(() => database.close());
    tests(
      () => database,
      () => database.db,
    );
  });
  describe(`${name}, PostgreSQL`, { skip: postgresAbsent }, () => {
    let server: PostgresServer;
    let database: Database;
    before(async () => {
      server = await startPostgres({ fsync: false });
      database = await openDatabase(server.url);
    });
    after(async () => {
      await database.close();
      await server.close();
    });
    tests(
      () => database,
      () => database.db,
    );
  });
}
