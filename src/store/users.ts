/** People with an account. Accounts are disabled, never deleted: what they did names them. */
import { and, asc, eq, getTableColumns, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Role } from '../contracts/service.ts';
import { type Db, storableName } from './database.ts';
import { apiTokens, users } from './schema.ts';
import { secondFactors } from './schema-accounts.ts';
import { validToken } from './tokens.ts';

export type User = typeof users.$inferSelect;

/** An account as it may be shown. */
export type UserRow = Omit<User, 'passwordHash' | 'subject'> & {
  hasPassword: boolean;
  hasSecondFactor: boolean;
};

const { passwordHash: _passwordHash, subject: _subject, ...PLAIN } = getTableColumns(users);
const SHOWN = {
  ...PLAIN,
  hasPassword: sql<boolean>`${users.passwordHash} is not null`,
  hasSecondFactor: sql<boolean>`${secondFactors.confirmedAt} is not null`,
};

/** Null when the name is taken. */
export async function createUser(
  tx: Db,
  user: { name: string; role: Role; passwordHash: string | null },
): Promise<User | null> {
  const [row] = await tx
    .insert(users)
    .values({ ...user, name: storableName(user.name) })
    .onConflictDoNothing()
    .returning();
  return row ?? null;
}

export async function findUser(db: Db, name: string): Promise<User | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(users.name, storableName(name)));
  return row ?? null;
}

export async function userById(db: Db, id: number): Promise<User | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

export async function userBySubject(db: Db, subject: string): Promise<User | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(users.subject, storableName(subject)));
  return row ?? null;
}

/** Gives an account that has neither a password nor a subject its subject; null when there is none of that name. */
export async function linkSubject(tx: Db, name: string, subject: string): Promise<User | null> {
  const free = and(isNull(users.passwordHash), isNull(users.subject), isNull(users.disabledAt));
  const [row] = await tx
    .update(users)
    .set({ subject: storableName(subject) })
    .where(and(eq(users.name, storableName(name)), free))
    .returning();
  return row ?? null;
}

export async function listUsers(db: Db): Promise<UserRow[]> {
  return db
    .select(SHOWN)
    .from(users)
    .leftJoin(secondFactors, eq(secondFactors.userId, users.id))
    .orderBy(asc(users.name));
}

/** Changes what is given. */
export async function updateUser(
  tx: Db,
  id: number,
  change: { role?: Role; passwordHash?: string; disabled?: boolean },
): Promise<void> {
  const { disabled, ...rest } = change;
  const moment = disabled === undefined ? {} : { disabledAt: disabled ? sql`now()` : null };
  const set = { ...rest, ...moment };
  if (Object.keys(set).length > 0) await tx.update(users).set(set).where(eq(users.id, id));
}

/** Accounts of administrators who can sign in. */
export async function countAdministrators(db: Db): Promise<number> {
  return db.$count(
    users,
    and(eq(users.role, 'administrator'), isNotNull(users.passwordHash), isNull(users.disabledAt)),
  );
}

/** True once an administrator has a password, or a token of that role is valid. */
export async function hasAdministrator(db: Db): Promise<boolean> {
  if ((await countAdministrators(db)) > 0) return true;
  return (await db.$count(apiTokens, and(eq(apiTokens.role, 'administrator'), validToken()))) > 0;
}

/** Keeps others from changing accounts until the transaction ends, so that two changes cannot each rely on the other. */
export async function lockUsers(tx: Db): Promise<void> {
  await tx.execute(sql`lock table ${users} in share row exclusive mode`);
}
