import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { MIGRATIONS, readMigrations } from '../../../src/store/migrate.ts';
import { tableNames } from '../../../src/store/tables.ts';
import { onBothKinds } from '../../support/store-kinds.ts';

/** As drizzle-kit finds the schema. */
const modules = await Promise.all(
  globSync('../../../src/store/schema*.ts', { cwd: import.meta.dirname }).map(
    (file) => import(path.join(import.meta.dirname, file)) as Promise<Record<string, unknown>>,
  ),
);
const schema = Object.assign({}, ...modules) as Record<string, unknown>;
const tables = Object.values(schema).filter((one) => is(one, PgTable));

describe('the migrations', () => {
  const migrations = readMigrations();

  it('lead to the schema of the sources: nothing would be generated', async () => {
    const last = migrations.at(-1)!.name.slice(0, 4);
    const written = JSON.parse(readFileSync(path.join(MIGRATIONS, `meta/${last}_snapshot.json`), 'utf8'));
    const wanted = generateDrizzleJson(schema, undefined, undefined, 'snake_case');
    assert.deepEqual(await generateMigration(written, wanted), []);
  });

  it('are in the order in which they were made', () => {
    const times = migrations.map(({ when }) => when);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    assert.equal(new Set(times).size, times.length);
    assert.deepEqual(
      migrations.map(({ name }) => Number(name.slice(0, 4))),
      migrations.map((_, index) => index),
    );
  });
});

onBothKinds('the tables', (_, db) => {
  for (const table of tables) {
    it(`have the columns of ${getTableName(table)}`, async () => {
      assert.deepEqual(await db().select().from(table), []);
    });
  }

  it('are all known by name, each after those that it refers to', async () => {
    assert.deepEqual(tableNames().sort(), tables.map(getTableName).sort());
    const { rows } = await db().execute(sql`
      select conrelid::regclass::text as table, confrelid::regclass::text as refers from pg_constraint
      where contype = 'f' and connamespace = 'public'::regnamespace`);
    const order = tableNames();
    for (const { table, refers } of rows as { table: string; refers: string }[]) {
      assert.ok(order.indexOf(refers) < order.indexOf(table), `${refers} before ${table}`);
    }
  });

  it('never delete or change a row because of another', async () => {
    const { rows } = await db().execute(sql`
      select conrelid::regclass::text as table, confdeltype as deletion, confupdtype as change
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`);
    assert.ok(rows.length > 10);
    const others = (rows as { deletion: string; change: string }[]).filter(
      ({ deletion, change }) => deletion !== 'a' || change !== 'a',
    );
    assert.deepEqual(others, []);
  });
});
