/** Whether anybody can prove who they are to this service. */
import { and, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { apiTokens, users } from './schema.ts';

/** True once an administrator has a password, or a token of that role is valid. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  const [user] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'administrator'), isNotNull(users.passwordHash), isNull(users.disabledAt)))
    .limit(1);
  if (user !== undefined) return true;
  const [token] = await db
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.role, 'administrator'),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      ),
    )
    .limit(1);
  return token !== undefined;
}
