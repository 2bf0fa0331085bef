/** Pure functions of Python's builtins and standard library, computed on known values. */
import { BUILTINS } from './builtins.ts';
import { ENCODINGS } from './library-encodings.ts';
import { TEXTS } from './library-text.ts';
import type { Pure } from './raw.ts';

const LIBRARY: Readonly<Record<string, Pure>> = { ...ENCODINGS, ...TEXTS };

/** The model of an outside function, or undefined. */
export function pureFunction(name: string): Pure | undefined {
  if (name.startsWith('builtins.')) {
    const own = name.slice(9);
    if (Object.hasOwn(BUILTINS, own)) return BUILTINS[own];
  }
  return Object.hasOwn(LIBRARY, name) ? LIBRARY[name] : undefined;
}

/** Functions whose result is their input decoded: what makes a value `decoded` on its way. */
const DECODERS = new Set([
  ...Object.keys(LIBRARY).filter(
    (name) => /decode|unhexlify|a2b_|decompress|fromhex|unquote/.test(name) && !/^(urllib|os)\./.test(name),
  ),
  'base64.decode',
  'marshal.loads',
  'binascii.rledecode_hqx',
  'zlib.decompressobj.decompress',
  'zlib.decompressobj',
  'bz2.BZ2Decompressor.decompress',
  'lzma.LZMADecompressor.decompress',
  'brotli.decompress',
  'zstandard.decompress',
  'lz4.frame.decompress',
  'base58.b58decode',
  'binascii.a2b_uu',
  'uu.decode',
]);

export const isDecoder = (name: string): boolean => DECODERS.has(name);

const DECRYPTERS =
  /^(cryptography\.fernet\.(Multi)?Fernet\.decrypt|Crypto\.Cipher\.\w+\.new\.decrypt(_and_verify)?|pyaes\.\w+\.decrypt|cryptography\.hazmat\..*\.(update|decrypt|finalize)|nacl\..*\.decrypt|rsa\.decrypt|cryptography\.hazmat\.primitives\.ciphers\.aead\.\w+\.decrypt)$/;

export const isDecrypter = (name: string): boolean => DECRYPTERS.test(name);
