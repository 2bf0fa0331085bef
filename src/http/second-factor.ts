/** Time-based codes (RFC 6238) besides the password, and recovery codes for whoever has lost the device. */
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Actor, Role } from '../contracts/service.ts';
import { RECOVERY_CODES, SECOND_FACTOR_FAILURES } from '../service-limits.ts';
import { recordAudit } from '../store/audit.ts';
import type { Database, Db } from '../store/database.ts';
import {
  confirmFactor,
  countRecoveryCodes,
  findFactor,
  lockFactor,
  noteRight,
  noteWrong,
  proposeFactor,
  removeFactor,
  type SecondFactor,
  takeRecoveryCode,
} from '../store/second-factors.ts';
import type { User } from '../store/users.ts';
import { conflict, Problem, tooMany } from './problem.ts';
import { seal, unseal } from './seal.ts';

export interface SecondFactorOptions {
  /** Seals secrets in the database; null leaves them in the clear. */
  secretKey: string | null;
  /** Roles that do not get in without a second factor. */
  required: readonly Role[];
}

export type Proof = 'code' | 'recovery-code';

/** As every authenticator application expects: six digits, 30 seconds, SHA-1. */
const PARAMETERS = { issuer: 'Lazaret', algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Codes before and after the current one that hold too: clocks differ. */
const WINDOW = 1;

/** What somebody has. */
export async function describeFactor(db: Db, user: Pick<User, 'id' | 'role'>, options: SecondFactorOptions) {
  const factor = await findFactor(db, user.id);
  return {
    since: factor?.confirmedAt ?? null,
    recoveryCodes: await countRecoveryCodes(db, user.id),
    required: options.required.includes(user.role),
  };
}

/** What is asked for after the password: a code, first to set one up, or nothing. */
export async function asksFor(
  db: Db,
  user: User,
  options: SecondFactorOptions,
): Promise<'code' | 'enrolment' | null> {
  const { since, required } = await describeFactor(db, user, options);
  if (since !== null) return 'code';
  return required ? 'enrolment' : null;
}

/** Makes a secret, which is shown this once and holds after `confirm`. @throws Problem 409 when one holds already */
export async function enrol(
  { db }: Database,
  user: User,
  { secretKey }: SecondFactorOptions,
): Promise<{ secret: string; uri: string }> {
  const totp = new TOTP({ ...PARAMETERS, label: user.name, secret: new Secret({ size: 20 }) });
  const secret = totp.secret.base32;
  if (!(await proposeFactor(db, user.id, seal(secret, secretKey, ownerOf(user.id))))) {
    throw conflict('There is a second factor already: turn it off first.');
  }
  return { secret, uri: totp.toString() };
}

/**
 * Turns the proposed factor on with a first code.
 * @returns recovery codes, shown this once
 * @throws Problem 403 when the code is wrong, 409 when nothing was proposed or it holds already, 429
 */
export async function confirm(
  database: Database,
  user: User,
  given: string,
  options: SecondFactorOptions,
  actor: Actor,
): Promise<string[]> {
  return attempt(database, user.id, async (tx, factor) => {
    if (factor.confirmedAt !== null) throw conflict('The second factor is on already.');
    const step = stepOf(factor, bare(given), options);
    if (step === null) return null;
    await noteRight(tx, user.id, step);
    const codes = Array.from({ length: RECOVERY_CODES.count }, newRecoveryCode);
    await confirmFactor(tx, user.id, codes.map(bare));
    await recordAudit(tx, actor, 'user.second-factor', `user:${user.id}`, { on: true });
    return codes;
  });
}

/** Takes a code, or a recovery code, once. @throws Problem 403 when it is wrong or was used, 409, 429 */
export async function prove(
  database: Database,
  user: User,
  given: string,
  options: SecondFactorOptions,
): Promise<Proof> {
  return attempt(database, user.id, async (tx, factor) => {
    if (factor.confirmedAt === null) throw conflict('There is no second factor.');
    const code = bare(given);
    if (!/^\d{6}$/.test(code)) {
      if (!(await takeRecoveryCode(tx, user.id, code))) return null;
      await noteRight(tx, user.id, null);
      const left = await countRecoveryCodes(tx, user.id);
      await recordAudit(tx, `user:${user.id}`, 'user.recovery-code', `user:${user.id}`, { left });
      return 'recovery-code';
    }
    const step = stepOf(factor, code, options);
    if (step === null) return null;
    await noteRight(tx, user.id, step);
    return 'code';
  });
}

/** Turns it off. False when there was none. */
export async function turnOff({ db }: Database, userId: number, actor: Actor): Promise<boolean> {
  return db.transaction(async (tx) => {
    const removed = await removeFactor(tx, userId);
    if (removed) await recordAudit(tx, actor, 'user.second-factor', `user:${userId}`, { on: false });
    return removed;
  });
}

/** One try, which is counted also when it fails: hence its own transaction, which then does not fail. */
async function attempt<T>(
  { db }: Database,
  userId: number,
  use: (tx: Db, factor: SecondFactor) => Promise<T | null>,
): Promise<T> {
  const found = await db.transaction(async (tx) => {
    const factor = await lockFactor(tx, userId);
    if (factor === null) throw conflict('There is no second factor.');
    const recent = secondsLeft(factor);
    if (factor.failures >= SECOND_FACTOR_FAILURES.most && recent > 0) {
      throw tooMany('There were too many wrong codes.', recent);
    }
    const result = await use(tx, factor);
    if (result === null) await noteWrong(tx, userId, recent > 0 ? factor.failures + 1 : 1);
    return result;
  });
  if (found === null) throw new Problem(403, 'Forbidden', 'The code is wrong or has been used.');
  return found;
}

/** Seconds for which the last wrong code still counts. */
function secondsLeft({ failedAt }: SecondFactor): number {
  if (failedAt === null) return 0;
  return Math.ceil(SECOND_FACTOR_FAILURES.seconds - (Date.now() - failedAt.getTime()) / 1000);
}

/** Time step of a code that holds now and is newer than the last one taken; null for any other. */
function stepOf(factor: SecondFactor, code: string, { secretKey }: SecondFactorOptions): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const secret = Secret.fromBase32(unseal(factor.secret, secretKey, ownerOf(factor.userId)));
  const totp = new TOTP({ ...PARAMETERS, secret });
  const timestamp = Date.now();
  const delta = totp.validate({ token: code, timestamp, window: WINDOW });
  if (delta === null) return null;
  const step = totp.counter({ timestamp }) + delta;
  return factor.lastStep !== null && step <= factor.lastStep ? null : step;
}

function newRecoveryCode(): string {
  const { base32 } = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_CODES.bytes)).buffer });
  return base32.toLowerCase().match(/.{4}/g)!.join('-');
}

/** As it was typed, without what only helps reading. */
function bare(code: string): string {
  return code.replace(/[\s-]/g, '').toLowerCase();
}

function ownerOf(userId: number): string {
  return `user:${userId}`;
}
