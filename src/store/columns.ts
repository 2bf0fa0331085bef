/** Kinds of column that tables share. */
import { bigint, char, customType, jsonb, timestamp } from 'drizzle-orm/pg-core';

export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
export const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
export const reference = () => bigint({ mode: 'number' });
export const hash = () => char({ length: 64 });
export const moment = () => timestamp({ withTimezone: true, mode: 'date' });
export const now = () => moment().notNull().defaultNow();
export const record = () => jsonb().$type<Record<string, unknown>>();
