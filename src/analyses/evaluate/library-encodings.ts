/** Encodings, compressions and other spellings of bytes in Python's standard library. */
import { crc32 } from 'node:zlib';
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
  unescapeBackslashes,
  uudecode,
  z85,
  zlib,
} from './codecs.ts';
import { toAscii85, toBase32, toBase85 } from './encoders.ts';
import { decoder, type Pure, raw, rawBytes } from './raw.ts';
import { pack, unpack } from './struct.ts';
import { bytes, deepTaint, number, type Text, text, tuple, type Value } from './values.ts';

export const ENCODINGS: Readonly<Record<string, Pure>> = {
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
  'base64.z85decode': decoder((v) => z85(v)),
  'base64.b32encode': encoder(toBase32),
  'base64.b85encode': encoder(toBase85),
  'base64.a85encode': encoder(toAscii85),
  'binascii.a2b_base64': decoder((v) => base64(v)),
  'binascii.a2b_uu': decoder((v) => uudecode(v)),
  'binascii.b2a_base64': encoder((v) => `${Buffer.from(v, 'latin1').toString('base64')}\n`),
  'binascii.b2a_hex': encoder((v) => Buffer.from(v, 'latin1').toString('hex')),
  'binascii.crc32': ([x]) =>
    rawBytes(x) === null ? null : number(crc32(Buffer.from(rawBytes(x)!, 'latin1'))),
  'zlib.crc32': ([x]) => (rawBytes(x) === null ? null : number(crc32(Buffer.from(rawBytes(x)!, 'latin1')))),
  'binascii.unhexlify': decoder((v) => hex(v)),
  'binascii.a2b_hex': decoder((v) => hex(v)),
  'binascii.a2b_qp': decoder((v) => quotedPrintable(v)),
  'binascii.hexlify': encoder((v) => Buffer.from(v, 'latin1').toString('hex')),
  'builtins.bytes.fromhex': decoder((v) => hex(v)),
  'builtins.bytearray.fromhex': decoder((v) => hex(v)),
  'zlib.decompress': decoder((v, m, args, k) => {
    const bits = args[1] ?? k.get('wbits');
    const width = bits?.t === 'num' ? Number(bits.v) : 15;
    if (width < 0) return zlib(m, v, true);
    return width > 15 && v.startsWith('\x1f\x8b') ? gzip(m, v) : zlib(m, v);
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
  'urllib.parse.unquote': ([x]) => unquoted(x, false),
  'urllib.parse.unquote_plus': ([x]) => unquoted(x, true),
  'urllib.parse.quote': ([x]) => (x?.t === 'str' ? text(percentEncode(x.v), x.taint) : null),
  'urllib.parse.unquote_to_bytes': ([x]) =>
    raw(x) === null ? null : bytes(Buffer.from(percentDecode(raw(x)!, false)).toString('latin1'), x!.taint),
  'html.unescape': ([x]) => (x?.t === 'str' ? spelled(x, htmlUnescape(x.v)) : null),
  'struct.pack': ([format, ...values]) => {
    const packed = raw(format) === null ? null : pack(raw(format)!, values);
    return packed === null ? null : bytes(packed, deepTaint(tuple(values)), 'computed');
  },
  'struct.unpack': ([format, data]) => {
    const values = raw(format) === null || raw(data) === null ? null : unpack(raw(format)!, raw(data)!);
    return values === null ? null : tuple(values, data!.taint);
  },
  'builtins.int.from_bytes': ([x, order], k) => {
    const input = rawBytes(x);
    if (input === null || input.length > 100_000) return null;
    const digits = Buffer.from(
      (raw(order ?? k.get('byteorder')) ?? 'big') === 'little' ? Array.from(input).reverse().join('') : input,
      'latin1',
    ).toString('hex');
    return number(digits === '' ? 0n : BigInt(`0x${digits}`), false, x!.taint);
  },
};

/** A text in another spelling; where letters were spelled out as numbers no search of the source finds it. */
function spelled(from: Text, v: string): Value {
  return text(v, from.taint, v === from.v ? from.made : 'computed');
}

const unquoted = (x: Value | undefined, plus: boolean): Value | null => {
  if (x?.t !== 'str') return null;
  const v = percentDecode(x.v, plus);
  return /%[2-7][0-9a-f]/i.test(x.v) ? spelled(x, v) : text(v, x.taint, x.made);
};

const percentEncode = (v: string): string =>
  Array.from(Buffer.from(v, 'utf8'), (code) =>
    /[A-Za-z0-9_.~/-]/.test(String.fromCharCode(code))
      ? String.fromCharCode(code)
      : `%${code.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');

const HTML_NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const htmlUnescape = (v: string): string =>
  v.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (whole, decimal, hexadecimal, name) => {
      if (name !== undefined) return HTML_NAMES[name] ?? whole;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );

function encoder(encode: (v: string) => string): Pure {
  return ([x], _, m) => {
    const input = rawBytes(x);
    const output = input === null ? null : charge(m, encode(input));
    return output === null ? null : bytes(output, deepTaint(x!));
  };
}
