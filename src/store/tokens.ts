import { createHash, randomBytes } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Actor, Identity, Role } from '../contracts/service.ts';
import type { Db } from './database.ts';
import { apiTokens } from './schema.ts';

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

/** Makes a token of 256 random bits. Its text is returned once; only its hash is kept. */
export async function createToken(tx: Db, token: NewToken): Promise<{ id: number; secret: string }> {
  const secret = PREFIX + randomBytes(32).toString('base64url');
  const prefix = secret.slice(0, PREFIX.length + 4);
  const [row] = await tx
    .insert(apiTokens)
    .values({ ...token, prefix, hash: hashOf(secret) })
    .returning({ id: apiTokens.id });
  return { id: row!.id, secret };
}

/** Whose token this is; null when it is unknown, revoked or has expired. */
export async function identifyToken(db: Db, secret: string): Promise<Identity | null> {
  if (!secret.startsWith(PREFIX)) return null;
  const [row] = await db
    .update(apiTokens)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiTokens.hash, hashOf(secret)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      ),
    )
    .returning({ id: apiTokens.id, role: apiTokens.role, uploader: apiTokens.uploader });
  return row === undefined ? null : { actor: `token:${row.id}`, role: row.role, uploader: row.uploader };
}

/** A token has 256 random bits: a plain hash protects it as well as a slow one. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
