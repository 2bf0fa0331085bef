/** What the database keeps of second factors. */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { PENDING_SIGN_IN_SECONDS } from '../service-limits.ts';
import type { Db } from './database.ts';
import { pendingSignIns, recoveryCodes, secondFactors } from './schema-accounts.ts';
import { hashOfSecret, newSecret } from './secrets.ts';

export type SecondFactor = typeof secondFactors.$inferSelect;

export async function findFactor(db: Db, userId: number): Promise<SecondFactor | null> {
  const [row] = await db.select().from(secondFactors).where(eq(secondFactors.userId, userId));
  return row ?? null;
}

/** As `findFactor`; nobody else tries a code of that account until the transaction ends. */
export async function lockFactor(tx: Db, userId: number): Promise<SecondFactor | null> {
  const [row] = await tx.select().from(secondFactors).where(eq(secondFactors.userId, userId)).for('update');
  return row ?? null;
}

/** Writes the secret of a factor that is not confirmed. False when there is a confirmed one, which stays. */
export async function proposeFactor(tx: Db, userId: number, secret: string): Promise<boolean> {
  const written = await tx
    .insert(secondFactors)
    .values({ userId, secret })
    .onConflictDoUpdate({
      target: secondFactors.userId,
      set: { secret, lastStep: null, createdAt: sql`now()` },
      setWhere: isNull(secondFactors.confirmedAt),
    })
    .returning({ userId: secondFactors.userId });
  return written.length > 0;
}

/** A code was right. @param step its time step; null for a recovery code */
export async function noteRight(tx: Db, userId: number, step: number | null): Promise<void> {
  await tx
    .update(secondFactors)
    .set({ failures: 0, ...(step === null ? {} : { lastStep: step }) })
    .where(eq(secondFactors.userId, userId));
}

/** A code was wrong. @param failures wrong ones in a row, this one included */
export async function noteWrong(tx: Db, userId: number, failures: number): Promise<void> {
  await tx
    .update(secondFactors)
    .set({ failures, failedAt: sql`now()` })
    .where(eq(secondFactors.userId, userId));
}

/** From now on its codes are asked for. @param codes recovery codes, which replace earlier ones */
export async function confirmFactor(tx: Db, userId: number, codes: readonly string[]): Promise<void> {
  await tx.update(secondFactors).set({ confirmedAt: sql`now()` }).where(eq(secondFactors.userId, userId));
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  await tx.insert(recoveryCodes).values(codes.map((code) => ({ userId, hash: hashOfSecret(code) })));
}

/** False when there was none. */
export async function removeFactor(tx: Db, userId: number): Promise<boolean> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
  const removed = await tx
    .delete(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .returning({ userId: secondFactors.userId });
  return removed.length > 0;
}

/** Uses a recovery code up. False when it is not one of the account's, or was used. */
export async function takeRecoveryCode(tx: Db, userId: number, code: string): Promise<boolean> {
  const taken = await tx
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.hash, hashOfSecret(code)),
        eq(recoveryCodes.userId, userId),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ hash: recoveryCodes.hash });
  return taken.length > 0;
}

/** Recovery codes of an account that have not been used. */
export async function countRecoveryCodes(db: Db, userId: number): Promise<number> {
  return db.$count(recoveryCodes, and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
}

/** The password was right. Returns what the browser shows for it; an earlier one of the account stops working. */
export async function openPending(tx: Db, userId: number): Promise<{ secret: string; expiresAt: Date }> {
  const secret = newSecret('');
  const set = {
    hash: hashOfSecret(secret),
    expiresAt: sql`now() + make_interval(secs => ${PENDING_SIGN_IN_SECONDS})`,
  };
  const [row] = await tx
    .insert(pendingSignIns)
    .values({ userId, ...set })
    .onConflictDoUpdate({ target: pendingSignIns.userId, set })
    .returning({ expiresAt: pendingSignIns.expiresAt });
  return { secret, expiresAt: row!.expiresAt };
}

/** Account whose password was right; null when the secret is unknown or too old. */
export async function findPending(db: Db, secret: string): Promise<number | null> {
  const [row] = await db
    .select({ userId: pendingSignIns.userId })
    .from(pendingSignIns)
    .where(and(eq(pendingSignIns.hash, hashOfSecret(secret)), gt(pendingSignIns.expiresAt, sql`now()`)));
  return row?.userId ?? null;
}

/** False when there was none: somebody was faster. */
export async function closePending(tx: Db, userId: number): Promise<boolean> {
  const closed = await tx
    .delete(pendingSignIns)
    .where(eq(pendingSignIns.userId, userId))
    .returning({ userId: pendingSignIns.userId });
  return closed.length > 0;
}
