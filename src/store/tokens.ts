import { and, desc, eq, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm';
import type { Actor, Identity, Role } from '../contracts/service.ts';
import { TOKEN_SEEN_SECONDS } from '../service-limits.ts';
import { type Db, storableName } from './database.ts';
import { apiTokens } from './schema.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

/** Tells a leaked token from other texts, as secret scanners do. */
const PREFIX = 'lzr_';

export interface NewToken {
  name: string;
  role: Role;
  /** Account that uploads with it are counted to, or null. */
  uploader: string | null;
  actor: Actor;
  expiresAt: Date | null;
}

/** A token as it may be shown: nobody can use what is in it. */
export type TokenRow = Omit<typeof apiTokens.$inferSelect, 'hash'>;

const { hash: _hash, ...SHOWN } = getTableColumns(apiTokens);

/** Makes a token of 256 random bits. Its text is returned once; only its hash is kept. */
export async function createToken(tx: Db, token: NewToken): Promise<{ id: number; secret: string }> {
  const secret = newSecret(PREFIX);
  const prefix = secret.slice(0, PREFIX.length + 4);
  const texts = {
    name: storableName(token.name),
    uploader: token.uploader === null ? null : storableName(token.uploader),
  };
  const [row] = await tx
    .insert(apiTokens)
    .values({ ...token, ...texts, prefix, hash: hashOfSecret(secret) })
    .returning({ id: apiTokens.id });
  return { id: row!.id, secret };
}

/** Whose token this is; null when it is unknown, revoked or has expired. */
export async function identifyToken(db: Db, secret: string): Promise<Identity | null> {
  if (!secret.startsWith(PREFIX)) return null;
  const stale = sql<boolean>`coalesce(${apiTokens.lastUsedAt} < now() - make_interval(secs => ${TOKEN_SEEN_SECONDS}), true)`;
  const [row] = await db
    .select({ id: apiTokens.id, role: apiTokens.role, uploader: apiTokens.uploader, stale })
    .from(apiTokens)
    .where(and(eq(apiTokens.hash, hashOfSecret(secret)), validToken()));
  if (row === undefined) return null;
  if (row.stale) await db.update(apiTokens).set({ lastUsedAt: sql`now()` }).where(eq(apiTokens.id, row.id));
  return { actor: `token:${row.id}`, role: row.role, uploader: row.uploader };
}

/** Newest first, revoked and expired ones too. */
export async function listTokens(db: Db): Promise<TokenRow[]> {
  return db.select(SHOWN).from(apiTokens).orderBy(desc(apiTokens.id));
}

/** From now on nobody is let in by it. False when there is none, or it was revoked before. */
export async function revokeToken(tx: Db, id: number): Promise<boolean> {
  const found = await tx
    .update(apiTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return found.length > 0;
}

/** Neither revoked nor expired. */
export function validToken() {
  return and(
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
  );
}
