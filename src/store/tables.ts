import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from './schema.ts';
import * as accounts from './schema-accounts.ts';
import * as gate from './schema-gate.ts';
import * as jobs from './schema-jobs.ts';
import * as review from './schema-review.ts';

/** Names of all tables, each after those that it refers to. */
export function tableNames(): string[] {
  const order = new Set<string>();
  const visit = (table: PgTable): void => {
    if (order.has(getTableName(table))) return;
    for (const key of getTableConfig(table).foreignKeys) visit(key.reference().foreignTable);
    order.add(getTableName(table));
  };
  for (const module of [schema, accounts, gate, jobs, review]) {
    for (const table of Object.values(module)) if (is(table, PgTable)) visit(table);
  }
  return [...order];
}
