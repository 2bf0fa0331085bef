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

/** Another cipher of the platform; null when the platform has it not, or key and data do not fit. */
export const decryptBlocks = (algorithm: string, key: string, iv: string, data: string): string | null =>
  decipher(algorithm, toBuffer(key), toBuffer(iv), toBuffer(data), false);

/** RC4, which platforms no longer offer. */
export function rc4(key: string, data: string): string | null {
  if (key === '') return null;
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  let j = 0;
  const swap = (a: number, b: number): void => {
    const held = state[a]!;
    state[a] = state[b]!;
    state[b] = held;
  };
  for (let i = 0; i < 256; i++) {
    j = (j + state[i]! + key.charCodeAt(i % key.length)) & 255;
    swap(i, j);
  }
  const out = Buffer.alloc(data.length);
  j = 0;
  for (let k = 0, i = 1; k < data.length; k++, i = (i + 1) & 255) {
    j = (j + state[i]!) & 255;
    swap(i, j);
    out[k] = data.charCodeAt(k) ^ state[(state[i]! + state[j]!) & 255]!;
  }
  return fromBuffer(out);
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
