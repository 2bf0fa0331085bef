import { isAscii, isUtf8 } from 'node:buffer';
import { decodeEscapes } from './escapes.ts';

/** What a declared codec made of the bytes. */
export interface CodecResult {
  /** null: not decodable here; the caller falls back to UTF-8. */
  text: string | null;
  encoding: string;
  problem: string | null;
}

export function isUtf8Name(name: string): boolean {
  return UTF8.has(name) || name.startsWith('utf-8-');
}

/** Decodes a whole source file with the codec of a cookie (lower case, `-` for `_`). Never throws. */
export function decodeWith(name: string, bytes: Uint8Array): CodecResult {
  if (isUtf8Name(name)) return { text: null, encoding: 'utf-8', problem: null };
  if (LATIN1.has(name) || /^(?:iso-8859-1|latin-1|iso-latin-1)-/.test(name)) {
    return { text: latin1(bytes), encoding: 'latin-1', problem: null };
  }
  if (ASCII.has(name)) return asciiResult(name, bytes);
  const transform = TRANSFORMS.get(name);
  if (transform !== undefined) {
    const problem = `The file is written in the codec ${name}, which hides its text.`;
    return { text: transform(latin1(bytes)), encoding: name, problem };
  }
  const label = webLabel(name);
  if (label !== null) return { text: new TextDecoder(label).decode(bytes), encoding: name, problem: null };
  const problem = `The file declares the codec ${name}, which is unknown here.`;
  if (isUtf8(bytes)) return { text: null, encoding: 'utf-8', problem };
  return { text: latin1(bytes), encoding: 'latin-1', problem };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function asciiResult(name: string, bytes: Uint8Array): CodecResult {
  if (isAscii(bytes)) return { text: latin1(bytes), encoding: 'ascii', problem: null };
  return { text: null, encoding: 'utf-8', problem: `The file declares ${name} but has other bytes.` };
}

const UTF8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'utf', 'u8', 'cp65001', 'utf8-sig']);
const LATIN1: ReadonlySet<string> = new Set([
  'latin-1',
  'latin1',
  'latin',
  'l1',
  'iso-8859-1',
  'iso8859-1',
  'iso8859',
  '8859',
  'cp819',
  'iso-latin-1',
]);
const ASCII: ReadonlySet<string> = new Set(['ascii', 'us-ascii', '646', 'ansi-x3.4-1968']);

/** Codecs that are no character sets. Python 3 takes the escapes and UTF-7, Python 2 all of them. */
const TRANSFORMS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['rot13', rot13],
  ['rot-13', rot13],
  ['unicode-escape', unicodeEscape],
  ['unicodeescape', unicodeEscape],
  ['raw-unicode-escape', rawUnicodeEscape],
  ['rawunicodeescape', rawUnicodeEscape],
  ['string-escape', stringEscape],
  ['utf-7', utf7],
  ['utf7', utf7],
  ['u7', utf7],
  ['unicode-1-1-utf-7', utf7],
]);

function unicodeEscape(text: string): string {
  return decodeEscapes(text, 0, text.length, 'str');
}

function rawUnicodeEscape(text: string): string {
  return decodeEscapes(text, 0, text.length, 'raw-unicode');
}

function stringEscape(text: string): string {
  return decodeEscapes(text, 0, text.length, 'bytes');
}

function rot13(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  for (let i = 0; i < bytes.length; i++) {
    const lower = bytes[i]! | 32;
    if (lower >= 97 && lower <= 122) bytes[i] = bytes[i]! + (lower < 110 ? 13 : -13);
  }
  return bytes.toString('latin1');
}

/** UTF-7 (RFC 2152): `+…-` is base64 of UTF-16, `+-` a plus sign. A malformed run stays as written. */
export function utf7(text: string): string {
  return text.replace(/\+([A-Za-z0-9+/]*)(-?)/g, (run: string, base64: string, dash: string) => {
    if (base64 === '') return dash === '' ? run : '+';
    const bytes = Buffer.from(base64, 'base64');
    let decoded = '';
    for (let i = 0; i + 1 < bytes.length; i += 2)
      decoded += String.fromCharCode(bytes[i]! * 256 + bytes[i + 1]!);
    return decoded;
  });
}

/** The label of the Encoding standard (https://encoding.spec.whatwg.org) for Python's name; null when none. */
function webLabel(name: string): string | null {
  const alias = WEB_LABELS.get(name);
  if (alias !== undefined) return alias;
  const iso = /^iso-?8859-?(\d{1,2})$/.exec(name);
  if (iso !== null) return ISO_PARTS.has(iso[1]!) ? `iso-8859-${iso[1]}` : null;
  const windows = /^(?:cp|windows-?)(125[0-8]|874)$/.exec(name);
  return windows === null ? null : `windows-${windows[1]}`;
}

const ISO_PARTS: ReadonlySet<string> = new Set('2 3 4 5 6 7 8 10 13 14 15 16'.split(' '));

/** Python's names and aliases of the multi-byte and other character sets that the Encoding standard has. */
const WEB_LABELS: ReadonlyMap<string, string> = new Map([
  ['gbk', 'gbk'],
  ['936', 'gbk'],
  ['cp936', 'gbk'],
  ['ms936', 'gbk'],
  ['gb2312', 'gbk'],
  ['chinese', 'gbk'],
  ['euc-cn', 'gbk'],
  ['euccn', 'gbk'],
  ['gb18030', 'gb18030'],
  ['gb18030-2000', 'gb18030'],
  ['big5', 'big5'],
  ['big5-tw', 'big5'],
  ['big5hkscs', 'big5'],
  ['big5-hkscs', 'big5'],
  ['cp950', 'big5'],
  ['shift-jis', 'shift_jis'],
  ['shiftjis', 'shift_jis'],
  ['sjis', 'shift_jis'],
  ['cp932', 'shift_jis'],
  ['ms932', 'shift_jis'],
  ['euc-jp', 'euc-jp'],
  ['eucjp', 'euc-jp'],
  ['ujis', 'euc-jp'],
  ['iso2022-jp', 'iso-2022-jp'],
  ['iso-2022-jp', 'iso-2022-jp'],
  ['euc-kr', 'euc-kr'],
  ['euckr', 'euc-kr'],
  ['cp949', 'euc-kr'],
  ['ms949', 'euc-kr'],
  ['uhc', 'euc-kr'],
  ['koi8-r', 'koi8-r'],
  ['koi8-u', 'koi8-u'],
  ['cp866', 'ibm866'],
  ['ibm866', 'ibm866'],
  ['mac-roman', 'macintosh'],
  ['macroman', 'macintosh'],
  ['mac-cyrillic', 'x-mac-cyrillic'],
  ['maccyrillic', 'x-mac-cyrillic'],
  ['latin2', 'iso-8859-2'],
  ['l2', 'iso-8859-2'],
  ['latin9', 'iso-8859-15'],
  ['mbcs', 'windows-1252'],
  ['ansi', 'windows-1252'],
]);
