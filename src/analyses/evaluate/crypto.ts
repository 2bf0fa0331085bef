/** Decryption with constant keys, as packers do it, and digests that keys are made of. */
import { createDecipheriv, createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { fromBuffer, toBuffer } from './codecs.ts';

/** Fernet token with a constant key (https://github.com/fernet/spec); null when it does not verify. */
export function decryptFernet(key: string, token: string): string | null {
  const secret = Buffer.from(key, 'base64url');
  const data = Buffer.from(token, 'base64url');
  if (secret.length !== 32 || data.length < 73 || data[0] !== 0x80) return null;
  const signed = data.subarray(0, -32);
  const mac = createHmac('sha256', secret.subarray(0, 16)).update(signed).digest();
  if (!mac.equals(data.subarray(-32))) return null;
  return decipher('aes-128-cbc', secret.subarray(16), data.subarray(9, 25), signed.subarray(25), true);
}

const MODES: Record<number, string> = { 1: 'ecb', 2: 'cbc', 3: 'cfb8', 5: 'ofb', 6: 'ctr', 11: 'gcm' };

/** PyCryptodome `AES.new(key, mode, iv).decrypt(data)`; mode numbers are PyCryptodome's. */
export function decryptAes(key: string, mode: number, iv: string | null, data: string): string | null {
  const name = MODES[mode];
  if (name === undefined || ![16, 24, 32].includes(key.length)) return null;
  const algorithm = `aes-${key.length * 8}-${name}`;
  const vector = name === 'ecb' ? null : toBuffer(iv ?? '\0'.repeat(16));
  return decipher(algorithm, toBuffer(key), vector, toBuffer(data), false);
}

function decipher(
  algorithm: string,
  key: Buffer,
  iv: Buffer | null,
  data: Buffer,
  padded: boolean,
): string | null {
  try {
    const engine = createDecipheriv(algorithm, key, iv);
    engine.setAutoPadding(padded);
    const head = engine.update(data);
    // GCM without its tag: PyCryptodome's decrypt() does not verify either.
    return algorithm.endsWith('gcm') ? fromBuffer(head) : fromBuffer(Buffer.concat([head, engine.final()]));
  } catch {
    return null; // Wrong key or block size: Python would raise as well.
  }
}

const DIGESTS = new Set(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);

export function digest(algorithm: string, data: string): string | null {
  return DIGESTS.has(algorithm)
    ? createHash(algorithm).update(toBuffer(data)).digest().toString('latin1')
    : null;
}

/** hashlib.pbkdf2_hmac, bounded in rounds. */
export function pbkdf2(
  algorithm: string,
  password: string,
  salt: string,
  rounds: number,
  length: number,
): string | null {
  if (!DIGESTS.has(algorithm) || rounds > 1_000_000 || length > 1024) return null;
  return fromBuffer(pbkdf2Sync(toBuffer(password), toBuffer(salt), rounds, length, algorithm));
}
