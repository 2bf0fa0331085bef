/** Passwords of accounts: scrypt (RFC 7914), stored with its parameters. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { PASSWORD_CHARS } from '../service-limits.ts';
import { badRequest } from './problem.ts';

/** OWASP's choice for 32 MiB: about 0.2 s of one core. */
const COST = { N: 2 ** 15, r: 8, p: 3 } as const;
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Compared with when there is no such account, so that its absence takes as long as a wrong password. */
const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

/** @throws Problem 400 when it is too short or too long */
export async function hashPassword(password: string): Promise<string> {
  const { least, most } = PASSWORD_CHARS;
  const chars = [...password].length;
  if (chars < least || chars > most) {
    throw badRequest(`A password has ${least} to ${most} characters.`);
  }
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, KEY_BYTES, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Takes equally long whether there is an account, a hash, or neither. */
export async function passwordMatches(hash: string | null, password: string): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = (hash ?? NOBODY).split('$');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  // Longer ones are never set; hashing one would only cost.
  const given = password.slice(0, 4 * PASSWORD_CHARS.most);
  const found = await derive(given, Buffer.from(salt, 'base64url'), expected.byteLength, cost);
  return timingSafeEqual(found, expected) && hash !== null;
}

function derive(password: string, salt: Buffer, bytes: number, cost: ScryptOptions): Promise<Buffer> {
  const options = { ...cost, maxmem: 2 * 128 * (cost.N ?? 0) * (cost.r ?? 0) };
  return new Promise((resolve, reject) => {
    // Composed, so that the same letters typed on another keyboard match.
    scrypt(password.normalize('NFC'), salt, bytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
