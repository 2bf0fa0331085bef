import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits, fit for addresses and headers. @param prefix tells it from other texts */
export function newSecret(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is kept of such a secret. It has 256 random bits: a plain hash protects it as well as a slow one. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
