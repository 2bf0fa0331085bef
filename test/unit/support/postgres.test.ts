import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { type PostgresServer, postgresAbsent, startPostgres } from '../../support/postgres.ts';

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query(text)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

describe('a PostgreSQL server for tests', { skip: postgresAbsent }, () => {
  let server: PostgresServer;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server.close());

  it('keeps what was committed through a crash and a restart', async () => {
    await query(server.url, 'create table kept (value integer)');
    await query(server.url, 'insert into kept values (1)');
    await server.kill();
    await assert.rejects(query(server.url, 'select 1'), { code: 'ECONNREFUSED' });
    await server.start();
    assert.deepEqual(await query(server.url, 'select * from kept'), [{ value: 1 }]);
    await server.restart();
    assert.deepEqual(await query(server.url, 'select * from kept'), [{ value: 1 }]);
    assert.deepEqual(await query(server.url, 'show fsync'), [{ fsync: 'on' }]);
  });

  it('makes further databases, which are empty', async () => {
    const url = await server.createDatabase();
    assert.deepEqual(await query(url, "select 1 from pg_tables where schemaname = 'public'"), []);
    assert.notEqual(url, server.url);
  });

  it('leaves nothing behind', async () => {
    const other = await startPostgres({ fsync: false });
    await other.close();
    assert.equal(existsSync(other.folder), false);
    await assert.rejects(query(other.url, 'select 1'), { code: 'ECONNREFUSED' });
  });
});
