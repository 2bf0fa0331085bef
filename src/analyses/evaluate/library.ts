/** Pure functions of Python's builtins and standard library, computed on known values. */
import { BUILTINS } from './builtins.ts';
import {
  ascii85,
  base32,
  base64,
  base85,
  bz2,
  charge,
  decodeText,
  encodeText,
  gzip,
  hex,
  lzma,
  percentDecode,
  quotedPrintable,
  rot13,
  unescapeBackslashes,
  zlib,
} from './codecs.ts';
import { decryptAes, decryptFernet, digest } from './crypto.ts';
import { joinPath } from './operators.ts';
import { decoder, type Pure, raw, rawBytes } from './raw.ts';
import { iterate } from './sequences.ts';
import { union } from './taint.ts';
import { makeTranslation } from './text-methods.ts';
import {
  bool,
  bytes,
  deepTaint,
  isConstant,
  list,
  number,
  text,
  tuple,
  unknown,
  type Value,
} from './values.ts';

const LIBRARY: Record<string, Pure> = {
  'base64.b64decode': decoder((v, _, args, k) => base64(v, raw(args[1] ?? k.get('altchars')) === '-_')),
  'base64.standard_b64decode': decoder((v) => base64(v)),
  'base64.urlsafe_b64decode': decoder((v) => base64(v, true)),
  'base64.decodebytes': decoder((v) => base64(v)),
  'base64.decodestring': decoder((v) => base64(v)),
  'base64.b32decode': decoder((v) => base32(v)),
  'base64.b32hexdecode': decoder((v) => base32(v, '0123456789ABCDEFGHIJKLMNOPQRSTUV')),
  'base64.b16decode': decoder((v) => hex(v)),
  'base64.b85decode': decoder((v) => base85(v)),
  'base64.a85decode': decoder((v) => ascii85(v)),
  'base64.b64encode': encoder((v) => Buffer.from(v, 'latin1').toString('base64')),
  'base64.standard_b64encode': encoder((v) => Buffer.from(v, 'latin1').toString('base64')),
  'base64.urlsafe_b64encode': encoder((v) =>
    Buffer.from(v, 'latin1').toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  ),
  'base64.b16encode': encoder((v) => Buffer.from(v, 'latin1').toString('hex').toUpperCase()),
  'binascii.a2b_base64': decoder((v) => base64(v)),
  'binascii.unhexlify': decoder((v) => hex(v)),
  'binascii.a2b_hex': decoder((v) => hex(v)),
  'binascii.a2b_qp': decoder((v) => quotedPrintable(v)),
  'binascii.hexlify': encoder((v) => Buffer.from(v, 'latin1').toString('hex')),
  'builtins.bytes.fromhex': decoder((v) => hex(v)),
  'builtins.bytearray.fromhex': decoder((v) => hex(v)),
  'zlib.decompress': decoder((v, m, args, k) => {
    const bits = args[1] ?? k.get('wbits');
    const width = bits?.t === 'num' ? Number(bits.v) : 15;
    return width < 0 ? zlib(m, v, true) : width > 15 ? gzip(m, v) : zlib(m, v);
  }),
  'gzip.decompress': decoder((v, m) => gzip(m, v)),
  'bz2.decompress': decoder((v, m) => bz2(m, v)),
  'lzma.decompress': decoder((v, m) => lzma(m, v)),
  'quopri.decodestring': decoder((v) => quotedPrintable(v)),
  'codecs.decode': ([x, codec], k, m) => {
    const input = raw(x);
    return input === null ? null : decodeText(m, input, raw(codec ?? k.get('encoding')) ?? 'utf-8', x!.taint);
  },
  'codecs.encode': ([x, codec], k) => {
    const input = raw(x);
    return input === null ? null : encodeText(input, raw(codec ?? k.get('encoding')) ?? 'utf-8', x!.taint);
  },
  'codecs.escape_decode': ([x]) =>
    raw(x) === null ? null : tuple([bytes(unescapeBackslashes(raw(x)!), x!.taint), number(raw(x)!.length)]),
  'urllib.parse.unquote': ([x]) => (x?.t === 'str' ? text(percentDecode(x.v, false), x.taint) : null),
  'urllib.parse.unquote_plus': ([x]) => (x?.t === 'str' ? text(percentDecode(x.v, true), x.taint) : null),
  'urllib.parse.unquote_to_bytes': ([x]) =>
    raw(x) === null ? null : bytes(Buffer.from(percentDecode(raw(x)!, false)).toString('latin1'), x!.taint),
  'html.unescapeBackslashes': ([x]) =>
    x?.t === 'str'
      ? text(
          x.v
            .replace(/&#(\d{1,7});/g, (_, n: string) =>
              Number(n) <= 0x10ffff ? String.fromCodePoint(Number(n)) : '',
            )
            .replace(/&#x([0-9a-f]{1,6});/gi, (_, n: string) =>
              Number.parseInt(n, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(n, 16)) : '',
            ),
          x.taint,
        )
      : null,
  'builtins.int.from_bytes': ([x, order], k) => {
    const input = rawBytes(x);
    if (input === null || input.length > 100_000) return null;
    const digits = Buffer.from(
      (raw(order ?? k.get('byteorder')) ?? 'big') === 'little' ? Array.from(input).reverse().join('') : input,
      'latin1',
    ).toString('hex');
    return number(digits === '' ? 0n : BigInt(`0x${digits}`), false, x!.taint);
  },
  'builtins.str.maketrans': (args) => makeTranslation(args),
  'builtins.bytes.maketrans': (args) => makeTranslation(args),
  'string.maketrans': (args) => makeTranslation(args),
  'builtins.dict.fromkeys': () => null,
  'operator.add': () => null,
  'itertools.chain': (args) => {
    const items = args.map(iterate);
    return items.some((item) => item === null) ? null : list(items.flatMap((item) => item!));
  },
  'itertools.cycle': ([x]) => {
    // Endless in Python; long enough for any zip with a known text.
    const items = x === undefined ? null : iterate(x);
    if (items === null || items.length === 0 || !isConstant(x!)) return null;
    return {
      t: 'list',
      taint: x!.taint,
      items: Array.from({ length: 200_000 }, (_, i) => items[i % items.length]!),
      open: true,
    };
  },
  'os.path.join': (args) => (args.length === 0 ? null : joinPath(args)),
  'posixpath.join': (args) => (args.length === 0 ? null : joinPath(args)),
  'os.path.normpath': ([x]) => x,
  'os.path.abspath': ([x]) => x,
  'os.path.realpath': ([x]) => x,
  'os.fspath': ([x]) => x,
  'os.fsencode': ([x]) => x,
  'os.fsdecode': ([x]) => x,
  'os.path.basename': ([x]) => (x?.t === 'str' ? text(x.v.replace(/^.*[/\\]/s, ''), x.taint) : null),
  'textwrap.dedent': ([x]) => (x?.t === 'str' ? text(dedent(x.v), x.taint) : null),
  'inspect.cleandoc': ([x]) => (x?.t === 'str' ? text(dedent(x.v).trim(), x.taint) : null),
  'json.loads': ([x]) => (raw(x) === null ? null : fromJson(raw(x)!, x!)),
  'ast.literal_eval': ([x]) =>
    x?.t === 'str' && /^\s*\d{1,15}\s*$/.test(x.v) ? number(Number(x.v), false, x.taint) : null,
  'shlex.split': ([x]) =>
    x?.t === 'str' && !/["'\\]/.test(x.v)
      ? list(
          x.v.split(/\s+/).map((word) => text(word, x.taint)),
          x.taint,
        )
      : null,
  'shlex.quote': ([x]) => x,
  'hashlib.md5.hexdigest': () => null,
  'cryptography.fernet.Fernet.decrypt': () => null,
  rot13: ([x]) => (x?.t === 'str' ? text(rot13(x.v), x.taint) : null),
};

function encoder(encode: (v: string) => string): Pure {
  return ([x], _, m) => {
    const input = rawBytes(x);
    const output = input === null ? null : charge(m, encode(input));
    return output === null ? null : bytes(output, deepTaint(x!));
  };
}

/** textwrap.dedent for spaces and tabs. */
export function dedent(v: string): string {
  const lines = v.split('\n');
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (margin === null) margin = indent;
    while (!indent.startsWith(margin)) margin = margin.slice(0, -1);
  }
  return margin === null || margin === ''
    ? v
    : lines
        .map((line) => (line.startsWith(margin) ? line.slice(margin.length) : line.trimStart()))
        .join('\n');
}

function fromJson(source: string, input: Value): Value | null {
  if (source.length > 4_000_000) return null;
  try {
    return ofJson(JSON.parse(source), input, 0);
  } catch {
    return null; // Not JSON: Python would raise as well.
  }
}

function ofJson(data: unknown, input: Value, depth: number): Value {
  if (typeof data === 'string') return text(data, input.taint);
  if (typeof data === 'number') return number(data, !Number.isInteger(data), input.taint);
  if (typeof data === 'boolean') return bool(data);
  if (depth > 16 || data === null || typeof data !== 'object') return unknown(input.taint);
  if (Array.isArray(data))
    return list(
      data.map((item) => ofJson(item, input, depth + 1)),
      input.taint,
    );
  const entries = new Map<string, { key: Value; value: Value }>();
  for (const [key, value] of Object.entries(data))
    entries.set(`s${key}`, { key: text(key), value: ofJson(value, input, depth + 1) });
  return { t: 'dict', taint: input.taint, entries, open: false };
}

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

export { decryptAes, decryptFernet, digest, union };
