/**
 * Decoders of Python's standard library (base64, binascii, codecs, zlib, bz2, lzma, gzip, urllib, quopri),
 * over text with one character per byte. Bounded in output; null where Python would raise.
 */
import { bunzip2, gunzip, inflate, inflateRaw, unlzma, unxz } from '../../formats/codecs.ts';
import { DECODED_BYTES, DECODED_TOTAL_BYTES } from '../../limits.ts';
import { utf7 } from '../../python/source-codecs.ts';
import type { Machine } from './machine.ts';
import type { Taint } from './taint.ts';
import { bytes, text, type Value } from './values.ts';

export const toBuffer = (v: string): Buffer => Buffer.from(v, 'latin1');
export const fromBuffer = (b: Uint8Array): string =>
  Buffer.from(b.buffer, b.byteOffset, b.byteLength).toString('latin1');

/** Charges a decoder's output to the distribution's allowance. */
export function charge(m: Machine, v: string | null): string | null {
  if (v === null) return null;
  m.decodedBytes += v.length;
  return m.decodedBytes > DECODED_TOTAL_BYTES ? null : v;
}

export function base64(v: string, urlSafe = false): string | null {
  const body = (urlSafe ? v.replaceAll('-', '+').replaceAll('_', '/') : v).replace(/[^A-Za-z0-9+/]/g, '');
  return body.length % 4 === 1 ? null : Buffer.from(body, 'base64').toString('latin1');
}

export function hex(v: string): string | null {
  const body = v.replace(/\s/g, '');
  if (body.length % 2 !== 0 || /[^0-9a-fA-F]/.test(body)) return null;
  return Buffer.from(body, 'hex').toString('latin1');
}

export function base32(v: string, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'): string | null {
  let out = '';
  let buffer = 0;
  let held = 0;
  for (const c of v.replace(/=+$/, '').toUpperCase()) {
    const digit = alphabet.indexOf(c);
    if (digit < 0) return null;
    buffer = (buffer << 5) | digit;
    held += 5;
    if (held >= 8) {
      held -= 8;
      out += String.fromCharCode((buffer >> held) & 255);
      buffer &= (1 << held) - 1;
    }
  }
  return out;
}

const RFC1924 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/** base64.b85decode: RFC 1924 alphabet. */
export function base85(v: string): string | null {
  return radix85(v, (c) => RFC1924.indexOf(c), 84);
}

/** base64.a85decode: Ascii85, with `z` for four zeros and optional `<~ ~>`. */
export function ascii85(v: string): string | null {
  const body = v
    .replace(/^<~|~>$/g, '')
    .replace(/[ \t\n\r\v]/g, '')
    .replaceAll('z', '!!!!!');
  return radix85(body, (c) => (c >= '!' && c <= 'u' ? c.charCodeAt(0) - 33 : -1), 84);
}

/** base64.z85decode: ZeroMQ's alphabet. */
export function z85(v: string): string | null {
  const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
  return radix85(v, (c) => alphabet.indexOf(c), 84);
}

/** binascii.a2b_uu: one line. */
export function uudecode(line: string): string | null {
  const length = (line.charCodeAt(0) - 32) & 63;
  let out = '';
  for (let i = 1; out.length < length; i += 4) {
    const sextets = [0, 1, 2, 3].map((k) => {
      const code = line.charCodeAt(i + k);
      return Number.isNaN(code) || code < 32 || code > 96 ? 0 : (code - 32) & 63;
    });
    const [a = 0, b = 0, c = 0, d = 0] = sextets;
    out += String.fromCharCode(
      ((a << 2) | (b >> 4)) & 255,
      ((b << 4) | (c >> 2)) & 255,
      ((c << 6) | d) & 255,
    );
  }
  return out.slice(0, length);
}

function radix85(v: string, digitOf: (c: string) => number, pad: number): string | null {
  const out: string[] = [];
  for (let i = 0; i < v.length; i += 5) {
    const count = Math.min(5, v.length - i);
    if (count === 1) return null;
    let value = 0;
    for (let k = 0; k < 5; k++) {
      const digit = k < count ? digitOf(v[i + k]!) : pad;
      if (digit < 0) return null;
      value = value * 85 + digit;
    }
    if (value > 0xffffffff) return null;
    const group = String.fromCharCode(
      Math.floor(value / 0x1000000),
      (value >>> 16) & 255,
      (value >>> 8) & 255,
      value & 255,
    );
    out.push(count === 5 ? group : group.slice(0, count - 1));
  }
  return out.join('');
}

export type Decompress = (data: Uint8Array, max: number) => { data: Uint8Array; complete: boolean };

/** Results remembered: tests and loops unpack the same few again and again. */
const REMEMBERED = 16;

function decompress(m: Machine, v: string, decoder: Decompress): string | null {
  const known = m.decompressed.find((one) => one.decoder === decoder && one.packed === v);
  if (known !== undefined) return known.content;
  const { data } = decoder(toBuffer(v), DECODED_BYTES);
  const content = data.length === 0 ? null : charge(m, fromBuffer(data));
  if (m.decompressed.length < REMEMBERED) m.decompressed.push({ decoder, packed: v, content });
  return content;
}

export const zlib = (m: Machine, v: string, raw = false): string | null =>
  decompress(m, v, raw ? inflateRaw : inflate);
export const gzip = (m: Machine, v: string): string | null => decompress(m, v, gunzip);
export const bz2 = (m: Machine, v: string): string | null => decompress(m, v, bunzip2);
export const lzma = (m: Machine, v: string): string | null =>
  decompress(m, v, v.startsWith('\xfd7zXZ') ? unxz : unlzma);

export function rot13(v: string): string {
  return v.replace(/[a-zA-Z]/g, (c) => {
    const base = c <= 'Z' ? 65 : 97;
    return String.fromCharCode(((c.charCodeAt(0) - base + 13) % 26) + base);
  });
}

export function percentDecode(v: string, plus: boolean): string {
  const spaced = plus ? v.replaceAll('+', ' ') : v;
  const raw = spaced.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(raw, 'latin1').toString('utf8');
}

export function quotedPrintable(v: string): string {
  return v
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

/** Python's unicode_escape: backslash escapes in latin-1 text. */
export function unescapeBackslashes(v: string): string {
  return v.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([abfnrtv\\'"])|\r?\n)/g,
    (_, x: string, u: string, big: string, octal: string, simple: string) => {
      if (x ?? u) return String.fromCharCode(Number.parseInt(x ?? u, 16));
      if (big)
        return Number.parseInt(big, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(big, 16)) : '';
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      const at = 'abfnrtv'.indexOf(simple ?? '~');
      return at >= 0 ? '\x07\b\f\n\r\t\v'[at]! : (simple ?? '');
    },
  );
}

const normalise = (codec: string): string => codec.toLowerCase().replace(/[-_ ]/g, '');

/** `value.decode(codec)` or `codecs.decode(value, codec)`. Text codecs give str, others what Python gives. */
export function decodeText(m: Machine, v: string, codec: string, taint: Taint): Value | null {
  const binary = (out: string | null): Value | null =>
    charge(m, out) === null ? null : bytes(out!, taint, 'computed');
  switch (normalise(codec)) {
    case 'utf8':
    case 'u8':
    case 'utf':
    case 'utf8sig':
      return text(
        Buffer.from(v, 'latin1')
          .toString('utf8')
          .replace(/^\ufeff/, ''),
        taint,
      );
    case 'ascii':
    case 'latin1':
    case 'iso88591':
    case 'l1':
    case 'usascii':
      return text(v, taint);
    case 'utf16':
    case 'utf16le':
      return text(
        Buffer.from(v, 'latin1')
          .toString('utf16le')
          .replace(/^\ufeff/, ''),
        taint,
      );
    case 'utf16be':
      return text(v.length % 2 === 0 ? Buffer.from(v, 'latin1').swap16().toString('utf16le') : v, taint);
    case 'base64':
    case 'base64codec':
      return binary(base64(v));
    case 'hex':
    case 'hexcodec':
      return binary(hex(v));
    case 'rot13':
      return text(rot13(v), taint, 'computed');
    case 'zlib':
    case 'zip':
    case 'zlibcodec':
      return binary(zlib(m, v));
    case 'bz2':
    case 'bz2codec':
      return binary(bz2(m, v));
    case 'unicodeescape':
    case 'stringescape':
      return text(unescapeBackslashes(v), taint, 'computed');
    case 'rawunicodeescape':
      return text(
        v.replace(/\\u([0-9a-fA-F]{4})/g, (_, u: string) => String.fromCharCode(Number.parseInt(u, 16))),
        taint,
        'computed',
      );
    case 'utf7':
      return text(utf7(v), taint, 'computed');
    case 'quopri':
    case 'quotedprintable':
      return binary(quotedPrintable(v));
    default:
      return decodeOther(v, codec, taint);
  }
}

function decodeOther(v: string, codec: string, taint: Taint): Value | null {
  try {
    return text(new TextDecoder(codec.replaceAll('_', '-')).decode(toBuffer(v)), taint);
  } catch {
    return null; // TextDecoder throws for names it does not know.
  }
}

/** `value.encode(codec)`. */
export function encodeText(v: string, codec: string, taint: Taint): Value | null {
  switch (normalise(codec)) {
    case 'utf8':
    case 'utf':
    case 'u8':
    case 'ascii':
    case 'usascii':
      return bytes(Buffer.from(v, 'utf8').toString('latin1'), taint);
    case 'latin1':
    case 'iso88591':
    case 'rawunicodeescape':
      return bytes(v, taint);
    case 'utf16':
      return bytes(`\xff\xfe${Buffer.from(v, 'utf16le').toString('latin1')}`, taint);
    case 'utf16le':
      return bytes(Buffer.from(v, 'utf16le').toString('latin1'), taint);
    case 'base64':
      return bytes(Buffer.from(v, 'latin1').toString('base64'), taint);
    case 'hex':
      return bytes(Buffer.from(v, 'latin1').toString('hex'), taint);
    case 'rot13':
      return text(rot13(v), taint, 'computed');
    default:
      return null;
  }
}
