/** Sessions of people in a browser: the secret is in a cookie, its hash here. */
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Role } from '../contracts/service.ts';
import { SESSION_SECONDS, STORED_NAME_CHARS } from '../service-limits.ts';
import { type Db, storable } from './database.ts';
import { sessions, users } from './schema.ts';
import { closePending } from './second-factors.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

export interface Session {
  id: string;
  /** What a page must send back with every change. */
  csrf: string;
  expiresAt: Date;
  userId: number;
  user: string;
  role: Role;
}

export interface SessionRow extends Omit<Session, 'csrf'> {
  userAgent: string;
  createdAt: Date;
}

const SHOWN = {
  id: sessions.id,
  expiresAt: sessions.expiresAt,
  userId: sessions.userId,
  user: users.name,
  role: users.role,
};

export async function openSession(
  tx: Db,
  userId: number,
  userAgent: string,
): Promise<Pick<Session, 'id' | 'csrf' | 'expiresAt'> & { secret: string }> {
  const [secret, csrf] = [newSecret(''), newSecret('')];
  const values = {
    hash: hashOfSecret(secret),
    userId,
    csrf,
    userAgent: storable(userAgent.slice(0, STORED_NAME_CHARS)),
    expiresAt: sql`now() + make_interval(secs => ${SESSION_SECONDS})`,
  };
  const [row] = await tx
    .insert(sessions)
    .values(values)
    .returning({ id: sessions.id, expiresAt: sessions.expiresAt });
  return { ...row!, secret, csrf };
}

/** Null when it is unknown, revoked or over, or its account is disabled. */
export async function identifySession(db: Db, secret: string): Promise<Session | null> {
  const [row] = await db
    .select({ ...SHOWN, csrf: sessions.csrf })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.hash, hashOfSecret(secret)), open()));
  return row ?? null;
}

/** Sessions that are open, newest first. @param userId of one account, or null for all */
export async function listSessions(db: Db, userId: number | null): Promise<SessionRow[]> {
  return db
    .select({ ...SHOWN, userAgent: sessions.userAgent, createdAt: sessions.createdAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(open(), userId === null ? undefined : eq(sessions.userId, userId)))
    .orderBy(desc(sessions.createdAt));
}

/** @returns whether one was open. @param userId whose it must be; null for anybody's */
export async function revokeSession(tx: Db, id: string, userId: number | null): Promise<boolean> {
  const own = userId === null ? undefined : eq(sessions.userId, userId);
  const found = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt), own))
    .returning({ id: sessions.id });
  return found.length > 0;
}

/** Ends every session of an account, and sign-ins half done, as when its password or role changes. */
export async function revokeSessionsOf(tx: Db, userId: number): Promise<void> {
  await closePending(tx, userId);
  await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
}

function open() {
  return and(isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`), isNull(users.disabledAt));
}
