/** Tables of the upload gate. */
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ForwardState } from '../contracts/service.ts';
import { bytea, moment, now } from './columns.ts';
import { submissions } from './schema.ts';

/**
 * What came through the upload gate, to be sent on to the index behind when it is released. A row each submission,
 * made with it.
 */
export const forwards = pgTable(
  'forwards',
  {
    submissionId: uuid()
      .primaryKey()
      .references(() => submissions.id),
    /** The form's fields but for the file: gzip of JSON. */
    form: bytea().notNull(),
    state: text().$type<ForwardState>().notNull().default('waiting'),
    /** Times that sending was begun. */
    attempts: integer().notNull().default(0),
    /** HTTP status that the index last answered with, and what it said or why it did not answer. */
    status: integer(),
    answer: text(),
    /** Until then somebody is at it; whoever wants to be next takes over afterwards. */
    leasedUntil: moment(),
    createdAt: now(),
    finishedAt: moment(),
  },
  (table) => [index('forwards_state').on(table.state, table.createdAt)],
);
