/** Pure functions of Python's builtins and standard library, computed on known values. */
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
import { field, repr, str } from './formatting.ts';
import type { Machine } from './machine.ts';
import { makeTranslation } from './methods.ts';
import { joinPath } from './operators.ts';
import { iterate, reversed, sortValues } from './sequences.ts';
import { union } from './taint.ts';
import {
  bool,
  bytes,
  deepTaint,
  isConstant,
  list,
  number,
  text,
  truth,
  tuple,
  unknown,
  type Value,
} from './values.ts';

type Keywords = ReadonlyMap<string, Value>;
/** undefined or null: not known. */
export type Pure = (args: Value[], keywords: Keywords, m: Machine) => Value | null | undefined;

/** Content of a text or bytes value. */
const raw = (value: Value | undefined): string | null =>
  value?.t === 'str' || value?.t === 'bytes' ? value.v : null;

/** A decoder from text or bytes to bytes. */
const decoder =
  (decode: (v: string, m: Machine, args: Value[], keywords: Keywords) => string | null): Pure =>
  (args, keywords, m) => {
    const input = rawBytes(args[0] ?? keywords.get('s') ?? keywords.get('data'));
    if (input === null) return null;
    const output = charge(m, decode(input, m, args, keywords));
    return output === null ? null : bytes(output, deepTaint(args[0] ?? unknown(null)));
  };

/** Bytes as latin-1 text; a list of small integers is a bytearray. */
function rawBytes(value: Value | undefined): string | null {
  const direct = raw(value);
  if (direct !== null) return direct;
  if (value?.t !== 'list' && value?.t !== 'tuple') return null;
  return value.open ? null : codesToText(value.items, 255);
}

function codesToText(items: readonly Value[], largest: number): string | null {
  const out: string[] = [];
  for (const item of items) {
    if (item.t !== 'num' || typeof item.v !== 'number' || item.v < 0 || item.v > largest || item.float)
      return null;
    out.push(String.fromCodePoint(item.v));
  }
  return out.join('');
}

const sequenceOf =
  (kind: 'list' | 'tuple' | 'set'): Pure =>
  (args) => {
    if (args[0] === undefined) return { t: kind, taint: null, items: [], open: false };
    const items = iterate(args[0]);
    return items === null
      ? { t: kind, taint: deepTaint(args[0]), items: [], open: true }
      : { t: kind, taint: args[0].taint, items, open: false };
  };

const BUILTINS: Record<string, Pure> = {
  chr: ([x]) =>
    x?.t === 'num' && typeof x.v === 'number' && x.v >= 0 && x.v <= 0x10ffff
      ? text(String.fromCodePoint(x.v), x.taint)
      : null,
  unichr: (args, k, m) => BUILTINS.chr!(args, k, m),
  ord: ([x]) => {
    if (x?.t === 'bytes' && x.v.length === 1) return number(x.v.charCodeAt(0), false, x.taint);
    return x?.t === 'str' && x.v !== '' && String.fromCodePoint(x.v.codePointAt(0)!) === x.v
      ? number(x.v.codePointAt(0)!, false, x.taint)
      : null;
  },
  int: toInteger,
  float: ([x]) => {
    const value =
      x?.t === 'num' ? Number(x.v) : x?.t === 'str' && x.v.trim() !== '' ? Number(x.v) : Number.NaN;
    return Number.isNaN(value) ? null : number(value, true, x!.taint);
  },
  bool: ([x]) => {
    const known = x === undefined ? false : truth(x);
    return known === null ? null : bool(known);
  },
  str: ([x, encoding], keywords, m) => {
    if (x === undefined) return text('');
    if (x.t === 'bytes' && (encoding !== undefined || keywords.size > 0))
      return decodeText(m, x.v, raw(encoding) ?? 'utf-8', x.taint);
    const shown = str(x);
    return shown !== null
      ? text(shown, deepTaint(x))
      : x.t === 'template' || x.t === 'obj' || x.t === 'ref'
        ? x
        : null;
  },
  unicode: (args, k, m) => BUILTINS.str!(args, k, m),
  repr: ([x]) => {
    const shown = x === undefined ? null : repr(x);
    return shown === null ? null : text(shown, deepTaint(x!));
  },
  ascii: (args, k, m) => BUILTINS.repr!(args, k, m),
  format: ([x, spec]) => (x === undefined ? null : field(x, raw(spec) ?? '', null)),
  bytes: ([x, encoding], _, m) => {
    if (x === undefined) return bytes('');
    if (x.t === 'str') return encodeText(x.v, raw(encoding) ?? 'utf-8', x.taint);
    if (x.t === 'bytes') return x;
    if (x.t === 'num' && typeof x.v === 'number' && x.v >= 0 && x.v < 1_000_000)
      return bytes('\0'.repeat(x.v), x.taint);
    const items = iterate(x);
    const codes = items === null ? null : charge(m, codesToText(items, 255));
    return codes === null ? null : bytes(codes, deepTaint(x));
  },
  bytearray: ([x], _, m) => {
    if (x === undefined) return list([]);
    const content = BUILTINS.bytes!([x], new Map(), m);
    return content?.t === 'bytes'
      ? list(
          Array.from(content.v, (c) => number(c.charCodeAt(0))),
          content.taint,
        )
      : null;
  },
  memoryview: ([x]) => x,
  list: sequenceOf('list'),
  tuple: sequenceOf('tuple'),
  set: sequenceOf('set'),
  frozenset: sequenceOf('set'),
  iter: ([x]) => x,
  len: ([x]) => {
    if (x?.t === 'str') return number(Array.from(x.v).length, false, x.taint);
    if (x?.t === 'bytes') return number(x.v.length, false, x.taint);
    if (x?.t === 'list' || x?.t === 'tuple' || x?.t === 'set')
      return x.open ? null : number(x.items.length, false, x.taint);
    return x?.t === 'dict' && !x.open ? number(x.entries.size, false, x.taint) : null;
  },
  range: (args) => range(args),
  xrange: (args) => range(args),
  enumerate: ([x, start], keywords) => {
    const items = x === undefined ? null : iterate(x);
    const first = start ?? keywords.get('start');
    const from = first === undefined ? 0 : first.t === 'num' ? Number(first.v) : Number.NaN;
    return items === null || Number.isNaN(from)
      ? null
      : list(
          items.map((item, i) => tuple([number(from + i), item])),
          x!.taint,
        );
  },
  zip: (args) => {
    const columns = args.map(iterate);
    if (columns.some((column) => column === null) || columns.length === 0) return null;
    const length = Math.min(...columns.map((column) => column!.length));
    return list(Array.from({ length }, (_, i) => tuple(columns.map((column) => column![i]!))));
  },
  reversed: ([x]) => (x === undefined ? null : reversed(x)),
  sorted: ([x], keywords) =>
    x === undefined || keywords.has('key') ? null : sortValues(x, keywords.get('reverse')),
  sum: ([x, start]) => {
    const items = x === undefined ? null : iterate(x);
    let total = start?.t === 'num' ? BigInt(Math.trunc(Number(start.v))) : 0n;
    for (const item of items ?? []) {
      if (item.t !== 'num' || item.float) return null;
      total += BigInt(item.v);
    }
    return items === null ? null : number(total, false, deepTaint(x!));
  },
  abs: ([x]) => (x?.t === 'num' ? number(x.v < 0 ? -x.v : x.v, x.float, x.taint) : null),
  min: (args) => extreme(args, -1),
  max: (args) => extreme(args, 1),
  round: ([x, digits]) =>
    x?.t === 'num' && digits === undefined ? number(Math.round(Number(x.v)), false, x.taint) : null,
  divmod: ([x, y]) =>
    x?.t === 'num' && y?.t === 'num' && typeof x.v === 'number' && typeof y.v === 'number' && y.v !== 0
      ? tuple([number(Math.floor(x.v / y.v)), number(x.v - y.v * Math.floor(x.v / y.v))])
      : null,
  hex: ([x]) => inRadix(x, 16, '0x'),
  oct: ([x]) => inRadix(x, 8, '0o'),
  bin: ([x]) => inRadix(x, 2, '0b'),
  pow: ([x, y, z]) => {
    if (x?.t !== 'num' || y?.t !== 'num' || z?.t !== 'num') return null;
    return number(powerModulo(BigInt(x.v), BigInt(y.v), BigInt(z.v)) ?? 0n);
  },
  dict: ([x], keywords) => {
    const entries = new Map<string, { key: Value; value: Value }>();
    if (x?.t === 'dict') for (const [key, entry] of x.entries) entries.set(key, entry);
    for (const [key, value] of keywords) entries.set(`s${key}`, { key: text(key), value });
    return {
      t: 'dict',
      taint: x?.taint ?? null,
      entries,
      open: x !== undefined && (x.t !== 'dict' || x.open),
    };
  },
};

function toInteger([x, base]: Value[], keywords: Keywords): Value | null {
  const radix = base ?? keywords.get('base');
  if (x === undefined) return number(0);
  if (x.t === 'bool') return number(x.v ? 1 : 0, false, x.taint);
  if (x.t === 'num') return x.float ? number(Math.trunc(Number(x.v)), false, x.taint) : x;
  const body = raw(x)?.trim().replaceAll('_', '').toLowerCase();
  if (body === undefined || body === '' || body.length > 100_000) return null;
  const wanted = radix === undefined ? 10 : radix.t === 'num' ? Number(radix.v) : Number.NaN;
  const prefix = /^0[xob]/.exec(body)?.[0];
  const prefixBase = prefix === '0x' ? 16 : prefix === '0o' ? 8 : 2;
  if (prefix !== undefined && (wanted === 0 || wanted === prefixBase))
    return /^0(x[0-9a-f]+|o[0-7]+|b[01]+)$/.test(body) ? number(BigInt(body), false, x.taint) : null;
  if (wanted === 10 || wanted === 0)
    return /^[-+]?\d+$/.test(body) ? number(BigInt(body.replace('+', '')), false, x.taint) : null;
  if (wanted === 16 && /^[0-9a-f]+$/.test(body)) return number(BigInt(`0x${body}`), false, x.taint);
  if (wanted === 2 && /^[01]+$/.test(body)) return number(BigInt(`0b${body}`), false, x.taint);
  if (wanted === 8 && /^[0-7]+$/.test(body)) return number(BigInt(`0o${body}`), false, x.taint);
  const value = wanted >= 2 && wanted <= 36 && body.length <= 10 ? Number.parseInt(body, wanted) : Number.NaN;
  return Number.isNaN(value) ? null : number(value, false, x.taint);
}

/** Longest range that becomes a list. */
const RANGE_ITEMS = 1_000_000;

function range(args: Value[]): Value | null {
  const numbers = args.map((arg) =>
    arg.t === 'num' && typeof arg.v === 'number' && !arg.float ? arg.v : Number.NaN,
  );
  if (numbers.some(Number.isNaN) || numbers.length === 0) return null;
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1];
  if (step === 0) return null;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > RANGE_ITEMS) return null;
  return list(Array.from({ length }, (_, i) => number(start + i * step)));
}

function extreme(args: Value[], sign: number): Value | null {
  const items = args.length === 1 ? iterate(args[0]!) : args;
  if (items === null || items.length === 0 || !items.every((item) => item.t === 'num')) return null;
  return items.reduce((best, item) =>
    ((item.t === 'num' && best.t === 'num' && Number(item.v) - Number(best.v)) as number) * sign > 0
      ? item
      : best,
  );
}

function inRadix(x: Value | undefined, radix: number, prefix: string): Value | null {
  if (x?.t !== 'num' || x.float) return null;
  return x.v < 0
    ? text(`-${prefix}${(-x.v).toString(radix)}`, x.taint)
    : text(prefix + x.v.toString(radix), x.taint);
}

function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint | null {
  if (modulus <= 0n || exponent < 0n || exponent > 1n << 4096n) return null;
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}

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
    (name) => /decode|unhexlify|a2b_|decompress|fromhex|unquote/.test(name) && !name.startsWith('urllib'),
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
