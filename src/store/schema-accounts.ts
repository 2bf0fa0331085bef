/** Tables of second factors: what somebody has besides a password. */
import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { hash, moment, now, reference } from './columns.ts';
import { users } from './schema.ts';

/** One row an account: the secret of time-based codes (RFC 6238). */
export const secondFactors = pgTable('second_factors', {
  userId: reference()
    .primaryKey()
    .references(() => users.id),
  /** Base32, sealed when the service has a key for that. */
  secret: text().notNull(),
  createdAt: now(),
  /** Null until a first code has shown that its owner has the secret; until then it is asked of nobody. */
  confirmedAt: moment(),
  /** Time step of the newest code that was taken: none is taken twice. */
  lastStep: bigint({ mode: 'number' }),
  /** Wrong codes in a row. */
  failures: integer().notNull().default(0),
  failedAt: moment(),
});

/** Codes that work once, for whoever has lost the device. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    /** SHA-256 of the code. */
    hash: hash().primaryKey(),
    userId: reference()
      .notNull()
      .references(() => users.id),
    createdAt: now(),
    usedAt: moment(),
  },
  (table) => [index('recovery_codes_user').on(table.userId)],
);

/** One row an account: its password was right, and its code is waited for. */
export const pendingSignIns = pgTable('pending_sign_ins', {
  userId: reference()
    .primaryKey()
    .references(() => users.id),
  /** SHA-256 of a secret that the browser holds meanwhile. */
  hash: hash().notNull().unique(),
  expiresAt: moment().notNull(),
});
