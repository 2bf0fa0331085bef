/**
 * Recognises addresses of crypto currencies by their own checksums where they have one: Base58Check (Bitcoin,
 * Litecoin, Dogecoin, Dash, Tron) and Bech32/Bech32m (BIP 173, BIP 350). Others need a strict form or context.
 */
import { createHash } from 'node:crypto';
import { WALLET_CHECKS } from '../limits.ts';

/** Counts the checksums computed for one text, so that a text made of candidates stays cheap. */
export class WalletBudget {
  left = WALLET_CHECKS;
  /** Whether the text speaks of Solana; undefined until asked. */
  solana: boolean | undefined;
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE58_TEXT = /^[1-9A-HJ-NP-Za-km-z]+$/;
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** First character of a Base58Check address to the version bytes it may carry. */
const VERSIONS: Record<string, { coin: string; versions: number[] }> = {
  '1': { coin: 'bitcoin', versions: [0x00] },
  '3': { coin: 'bitcoin', versions: [0x05] },
  L: { coin: 'litecoin', versions: [0x30] },
  M: { coin: 'litecoin', versions: [0x32] },
  D: { coin: 'dogecoin', versions: [0x1e] },
  X: { coin: 'dash', versions: [0x4c] },
  T: { coin: 'tron', versions: [0x41] },
};

function base58Bytes(text: string): Uint8Array | null {
  let value = 0n;
  for (const ch of text) value = value * 58n + BigInt(BASE58.indexOf(ch));
  const bytes = new Uint8Array(25);
  for (let i = 24; i >= 0; i--) {
    bytes[i] = Number(value & 255n);
    value >>= 8n;
  }
  return value === 0n ? bytes : null;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function base58Check(text: string, versions: number[]): boolean {
  const bytes = base58Bytes(text);
  if (bytes === null || !versions.includes(bytes[0]!)) return false;
  const sum = sha256(sha256(bytes.subarray(0, 21)));
  return [0, 1, 2, 3].every((i) => sum[i] === bytes[21 + i]);
}

/** BIP 173 checksum over the human-readable part and the data part; 1 for Bech32, 0x2bc830a3 for Bech32m. */
function bech32Check(prefix: string, data: string): boolean {
  const values = [...prefix].map((ch) => ch.charCodeAt(0) >> 5);
  values.push(0, ...[...prefix].map((ch) => ch.charCodeAt(0) & 31));
  for (const ch of data) {
    const at = BECH32.indexOf(ch);
    if (at === -1) return false;
    values.push(at);
  }
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((generator, i) => {
      if ((top >>> i) & 1) sum ^= generator;
    });
  }
  return sum >>> 0 === 1 || sum >>> 0 === 0x2bc830a3;
}

/** 20 bytes with no visible pattern: not zero, not one digit repeated, not counting up. */
function isEthereum(text: string): boolean {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return false;
  return new Set(text.slice(2).toLowerCase()).size >= 8 && !/(.)\1{7}/.test(text);
}

function isSolana(text: string, budget: WalletBudget, context: string): boolean {
  if (text.length < 43 || text.length > 44 || !BASE58_TEXT.test(text)) return false;
  budget.solana ??= /\bsolana\b/i.test(context);
  return budget.solana && /[0-9]/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text);
}

/** The currency whose address `text` is, or null. `context` is the string it stands in. */
export function walletType(text: string, budget: WalletBudget, context: string): string | null {
  const first = text[0]!;
  if (text.length >= 42 && /^(?:bc1|ltc1)/i.test(text)) {
    const lower = text.toLowerCase();
    const one = lower.indexOf('1');
    if (text.length <= 90 && budget.left-- > 0 && bech32Check(lower.slice(0, one), lower.slice(one + 1))) {
      return lower.startsWith('bc1') ? 'bitcoin' : 'litecoin';
    }
  }
  if (first === '0' && text.length === 42 && isEthereum(text)) return 'ethereum';
  const version = text.length <= 35 ? VERSIONS[first] : undefined;
  if (version !== undefined && BASE58_TEXT.test(text)) {
    return budget.left-- > 0 && base58Check(text, version.versions) ? version.coin : null;
  }
  if (text.length === 95 && /^[48][0-9AB]/.test(text) && BASE58_TEXT.test(text)) return 'monero';
  return isSolana(text, budget, context) ? 'solana' : null;
}
