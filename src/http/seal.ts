/** Secrets at rest: AES-256-GCM with a key that is not in the database. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { SECRET_KEY_CHARS } from '../service-limits.ts';
import { Problem } from './problem.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = `${CIPHER}:`;

/** Whether a text can be a secret key. */
export function isSecretKey(key: string): boolean {
  return key.length >= SECRET_KEY_CHARS;
}

/**
 * @param key null leaves the secret in the clear
 * @param owner whose it is: sealed for one account, it opens for no other
 */
export function seal(secret: string, key: string | null, owner: string): string {
  if (key === null) return secret;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, derived(key), iv).setAAD(Buffer.from(owner));
  const bytes = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return SEALED + Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64url');
}

/** @throws Problem 503 when it was sealed with another key */
export function unseal(stored: string, key: string | null, owner: string): string {
  if (!stored.startsWith(SEALED)) return stored;
  const bytes = Buffer.from(stored.slice(SEALED.length), 'base64url');
  const start = IV_BYTES + TAG_BYTES;
  try {
    if (key === null) throw new Error('there is no key');
    const decipher = createDecipheriv(CIPHER, derived(key), bytes.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(owner))
      .setAuthTag(bytes.subarray(IV_BYTES, start));
    return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8');
  } catch {
    const detail = 'The second factor cannot be read: LAZARET_SECRET_KEY is missing or another one.';
    throw new Problem(503, 'Service Unavailable', detail);
  }
}

function derived(key: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'lazaret secrets at rest', 32));
}
