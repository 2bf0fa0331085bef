/** Tables of the queue and of long work. */
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, moment, now, record } from './columns.ts';

/** Whose turn it is: when, in time that passes faster for those who send much, an uploader's next scan is due. */
export const turns = pgTable('turns', {
  uploader: text().primaryKey(),
  dueAt: moment().notNull(),
});

/** Long work over many files, resumable. */
export const runs = pgTable('runs', {
  id: id(),
  kind: text().$type<'rescore' | 'backfill'>().notNull(),
  name: text().notNull(),
  total: integer(),
  done: integer().notNull().default(0),
  cursor: record().notNull().default({}),
  createdAt: now(),
  finishedAt: moment(),
});
