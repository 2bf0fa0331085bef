/** Ciphers with constant keys, as packers use them: cryptography, PyCryptodome, pyaes. */
import type { Expression } from '../../python/ast.ts';
import type { Arguments } from './calls.ts';
import { decryptAes, decryptBlocks, decryptFernet, pbkdf2, rc4 } from './crypto.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { raw, rawBytes } from './raw.ts';
import type { Handler } from './special.ts';
import { union, withStep } from './taint.ts';
import { bytes, deepTaint, type Obj, type Ref, UNKNOWN, unknown, type Value } from './values.ts';

/** What a decrypter returns: the plain bytes when they are known, with where they come from. */
function decrypted(
  m: Machine,
  f: Frame,
  node: Expression,
  callee: Ref,
  given: Arguments,
  plain: string | null,
): Value {
  let taint = withStep(deepTaint(given.args[0] ?? UNKNOWN), callee.name, place(f, node));
  taint = union(taint, [m.origin('decrypted', callee.name, '', f, node)]);
  return plain === null ? unknown(taint) : bytes(plain, taint, 'computed');
}

export const fernet: Handler = (m, f, node, callee, given) => {
  const [key, token] = [raw(callee.self?.args[0]), raw(given.args[0])];
  return decrypted(
    m,
    f,
    node,
    callee,
    given,
    key === null || token === null ? null : decryptFernet(key, token),
  );
};

/** `AES.new(key, mode, iv).decrypt(data)`, and the same of other ciphers. */
export const cipherDecrypt: Handler = (m, f, node, callee, given) => {
  const cipher = callee.self;
  const data = rawBytes(given.args[0]);
  const key = rawBytes(cipher?.args[0] ?? cipher?.keywords.get('key'));
  const plain =
    cipher === null || data === null || key === null
      ? null
      : decryptWith(callee.name.split('.')[2] ?? '', key, cipher, data);
  return decrypted(m, f, node, callee, given, plain);
};

function decryptWith(name: string, key: string, cipher: Obj, data: string): string | null {
  const vector = cipher.args[2] ?? firstOf(cipher, ['iv', 'IV', 'nonce', 'initial_value']);
  const iv = rawBytes(vector);
  switch (name) {
    case 'AES':
      return decryptAes(key, modeOf(cipher.args[1] ?? cipher.keywords.get('mode')), iv, data);
    case 'ARC4':
      return rc4(key, data);
    case 'ChaCha20':
      return iv === null ? null : decryptBlocks('chacha20', key, iv.padStart(16, '\0'), data);
    case 'DES3':
      return iv === null
        ? null
        : decryptBlocks(key.length === 16 ? 'des-ede-cbc' : 'des-ede3-cbc', key, iv, data);
    default:
      return null;
  }
}

const firstOf = (cipher: Obj, names: readonly string[]): Value | undefined => {
  for (const name of names) if (cipher.keywords.has(name)) return cipher.keywords.get(name);
  return undefined;
};

/** PyCryptodome's numbers of modes. */
const AES_MODES: Readonly<Record<string, number>> = {
  MODE_ECB: 1,
  MODE_CBC: 2,
  MODE_CFB: 3,
  MODE_OFB: 5,
  MODE_CTR: 6,
  MODE_GCM: 11,
  ECB: 1,
  CBC: 2,
  CFB8: 3,
  OFB: 5,
  CTR: 6,
  GCM: 11,
};

function modeOf(mode: Value | undefined): number {
  if (mode?.t === 'num') return Number(mode.v);
  return mode?.t === 'ref' || mode?.t === 'obj' ? (AES_MODES[mode.name.split('.').at(-1)!] ?? -1) : -1;
}

/** `Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor().update(data)`. */
export const decryptorUpdate: Handler = (m, f, node, callee, given) => {
  const cipher = callee.self?.of ?? callee.self;
  const [algorithm, mode] = cipher?.args ?? [];
  const [data, key] = [rawBytes(given.args[0]), algorithm?.t === 'obj' ? rawBytes(algorithm.args[0]) : null];
  const iv = mode?.t === 'obj' ? rawBytes(mode.args[0]) : null;
  const isAes = algorithm?.t === 'obj' && algorithm.name.endsWith('.AES');
  const plain = isAes && data !== null && key !== null ? decryptAes(key, modeOf(mode), iv, data) : null;
  return decrypted(m, f, node, callee, given, plain);
};

/** `decryptor.finalize()`: nothing is left where `update` gave all. */
export const decryptorEnd: Handler = () => bytes('');

/** `pyaes.AESModeOfOperationCBC(key, iv).decrypt(block)`. */
export const pyaesDecrypt: Handler = (m, f, node, callee, given) => {
  const cipher = callee.self;
  const mode = AES_MODES[/AESModeOfOperation(\w+)\./.exec(callee.name)?.[1] ?? ''] ?? -1;
  const [data, key] = [rawBytes(given.args[0]), rawBytes(cipher?.args[0] ?? cipher?.keywords.get('key'))];
  const iv = rawBytes(cipher?.args[1] ?? cipher?.keywords.get('iv'));
  // Its counter starts at one.
  const start = mode === AES_MODES.CTR ? '\x01'.padStart(16, '\0') : iv;
  const plain = data === null || key === null ? null : decryptAes(key, mode, start, data);
  return decrypted(m, f, node, callee, given, plain);
};

/** `Crypto.Util.Padding.unpad(data, block)`. */
export const unpad: Handler = (_m, _f, _node, _callee, given) => {
  const [data] = given.args;
  if (data?.t !== 'bytes') return undefined;
  const size = data.v.charCodeAt(data.v.length - 1);
  return size >= 1 && size <= 32 && size <= data.v.length
    ? { ...data, v: data.v.slice(0, -size) }
    : undefined;
};

/** Characters that a round of key derivation costs as much as. */
const WEIGHT_OF_ROUND = 24;

export const deriveKey: Handler = (m, f, node, _callee, given) => {
  const [name, password, salt, rounds, length] = given.args;
  if (name?.t !== 'str' || password?.t !== 'bytes' || salt?.t !== 'bytes' || rounds?.t !== 'num')
    return undefined;
  if (!m.charge(Math.min(Number(rounds.v), 1_000_000) * WEIGHT_OF_ROUND, f, node)) return undefined;
  const key = pbkdf2(
    name.v,
    password.v,
    salt.v,
    Number(rounds.v),
    length?.t === 'num' ? Number(length.v) : 32,
  );
  return key === null ? undefined : bytes(key, password.taint, 'computed');
};
