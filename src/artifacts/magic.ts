/** What a file is by its first bytes (and a few fixed places further in). */
import type { MemberType } from '../contracts/fact.ts';
import { ByteView, indexOfBytes, startsWithText } from '../formats/byte-view.ts';
import { pycVersion } from '../formats/pyc-magic.ts';

/** [offset, bytes as latin-1 text, type]; the first that matches wins. */
const SIGNATURES: readonly [number, string, MemberType][] = [
  [0, '\x7fELF', 'elf'],
  [0, '\xfe\xed\xfa\xce', 'macho'],
  [0, '\xfe\xed\xfa\xcf', 'macho'],
  [0, '\xce\xfa\xed\xfe', 'macho'],
  [0, '\xcf\xfa\xed\xfe', 'macho'],
  [0, 'PK\x05\x06', 'archive'],
  [0, '\x1f\x8b\x08', 'archive'],
  [0, '\x1f\x9d', 'archive'],
  [0, '\xfd7zXZ\0', 'archive'],
  [0, '\x28\xb5\x2f\xfd', 'archive'],
  [0, '\x04\x22\x4d\x18', 'archive'],
  [0, '7z\xbc\xaf\x27\x1c', 'archive'],
  [0, 'Rar!\x1a\x07', 'archive'],
  [0, 'MSCF\0\0\0\0', 'archive'],
  [0, '!<arch>\n', 'archive'],
  [0, 'xar!', 'archive'],
  [257, 'ustar', 'archive'],
  [0, 'SQLite format 3\0', 'sqlite'],
  [0, '\0asm', 'wasm'],
  [0, '\x4c\0\0\0\x01\x14\x02\0', 'shortcut'],
  [0, '%PDF-', 'document'],
  [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'document'],
  [0, '{\\rtf', 'document'],
  [0, '%!PS', 'document'],
  [0, 'ITSF\x03', 'document'],
  [0, '\x89PNG\r\n\x1a\n', 'image'],
  [0, '\xff\xd8\xff', 'image'],
  [0, 'GIF87a', 'image'],
  [0, 'GIF89a', 'image'],
  [0, 'II*\0', 'image'],
  [0, 'II+\0', 'image'],
  [0, 'MM\0*', 'image'],
  [0, 'MM\0+', 'image'],
  [0, '\0\0\x01\0', 'image'],
  [0, '\0\0\x02\0', 'image'],
  [0, '8BPS', 'image'],
  [0, 'icns', 'image'],
  [0, 'qoif', 'image'],
  [0, 'gimp xcf', 'image'],
  [0, 'DDS ', 'image'],
  [0, '\0\0\0\x0cjP  ', 'image'],
  [0, '\xff\x4f\xff\x51', 'image'],
  [0, '#?RADIANCE', 'image'],
  [0, '\x76\x2f\x31\x01', 'image'],
  [0, '\xabKTX ', 'image'],
  [0, 'wOFF', 'font'],
  [0, 'wOF2', 'font'],
  [0, 'OTTO\0', 'font'],
  [0, 'ttcf\0', 'font'],
  [0, 'true\0', 'font'],
  [0, '\0\x01\0\0\0', 'font'],
  [34, 'LP', 'font'],
  [0, 'ID3', 'media'],
  [0, 'OggS\0', 'media'],
  [0, 'fLaC', 'media'],
  [0, 'MThd', 'media'],
  [0, 'FLV\x01', 'media'],
  [0, '\x1a\x45\xdf\xa3', 'media'],
  [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'media'],
  [0, '.snd', 'media'],
];

/** Signatures that are short or shared: each needs a second look. */
const RULES: readonly ((bytes: Uint8Array, view: ByteView) => MemberType | null)[] = [
  portableExecutable,
  zip,
  zipApplication,
  fatOrClass,
  compiledPython,
  riff,
  isoMedia,
  bitmap,
  bzip2,
  mpegAudio,
  formAudio,
];

/** The type that the bytes themselves show, or null when they show none (text, unknown data). */
export function magicType(bytes: Uint8Array): MemberType | null {
  const view = new ByteView(bytes);
  for (const rule of RULES) {
    const type = rule(bytes, view);
    if (type) return type;
  }
  const signature = SIGNATURES.find(([offset, text]) => startsWithText(bytes, text, offset));
  if (!signature) return null;
  // Embedded OpenType has its mark at 34 and starts with its own size.
  if (signature[0] === 34 && view.u32(0) !== bytes.length) return null;
  return signature[2];
}

function portableExecutable(bytes: Uint8Array, view: ByteView): MemberType | null {
  return startsWithText(bytes, 'MZ') && startsWithText(bytes, 'PE\0\0', view.u32(0x3c)) ? 'pe' : null;
}

/** Zip containers: Java archives and office documents say what they are in their first entries. */
function zip(bytes: Uint8Array, view: ByteView): MemberType | null {
  if (!startsWithText(bytes, 'PK\x03\x04')) return null;
  const first = view.cString(30, Math.min(view.u16(26), 256));
  if (first.startsWith('META-INF/')) return 'jar';
  if (first === '[Content_Types].xml' || first === 'mimetype') return 'document';
  return indexOfBytes(bytes.subarray(0, 4096), '[Content_Types].xml') >= 0 ? 'document' : 'archive';
}

/** A zip that an interpreter line makes executable (PEP 441). */
function zipApplication(bytes: Uint8Array): MemberType | null {
  if (!startsWithText(bytes, '#!')) return null;
  const end = indexOfBytes(bytes.subarray(0, 256), '\n');
  return end > 0 && startsWithText(bytes, 'PK\x03\x04', end + 1) ? 'archive' : null;
}

/** Fat Mach-O files and Java classes share four bytes; the next are a count of a few, or a version from 45 on. */
function fatOrClass(bytes: Uint8Array): MemberType | null {
  const view = new ByteView(bytes, false);
  const magic = view.u32(0);
  if (magic !== 0xcafebabe && magic !== 0xcafebabf) return null;
  return view.u32(4) < 43 ? 'macho' : 'jar';
}

function compiledPython(bytes: Uint8Array, view: ByteView): MemberType | null {
  return view.u16(2) === 0x0a0d && bytes.length > 12 && pycVersion(view.u16(0)) ? 'bytecode' : null;
}

function riff(bytes: Uint8Array): MemberType | null {
  if (!startsWithText(bytes, 'RIFF')) return null;
  return startsWithText(bytes, 'WEBP', 8) ? 'image' : 'media';
}

/** ISO base media: HEIF and AVIF are images, all other brands are media. */
function isoMedia(bytes: Uint8Array): MemberType | null {
  if (!startsWithText(bytes, 'ftyp', 4)) return null;
  const image = ['avif', 'avis', 'heic', 'heix', 'mif1', 'msf1'].some((brand) =>
    startsWithText(bytes, brand, 8),
  );
  return image ? 'image' : 'media';
}

function bitmap(bytes: Uint8Array, view: ByteView): MemberType | null {
  if (!startsWithText(bytes, 'BM')) return null;
  return view.u32(6) === 0 && view.u32(10) < 4096 && view.u32(14) <= 124 && bytes.length > 26
    ? 'image'
    : null;
}

function bzip2(bytes: Uint8Array): MemberType | null {
  const level = bytes[3] ?? 0;
  const isStream = startsWithText(bytes, 'BZh') && level >= 0x31 && level <= 0x39;
  return isStream &&
    (startsWithText(bytes, '1AY&SY', 4) || startsWithText(bytes, '\x17\x72\x45\x38\x50\x90', 4))
    ? 'archive'
    : null;
}

/** A frame header of MPEG audio layer III or ADTS, sanity of its fields included. */
function mpegAudio(bytes: Uint8Array): MemberType | null {
  const second = bytes[1] ?? 0;
  const third = bytes[2] ?? 0;
  if (bytes[0] !== 0xff || bytes.length < 128) return null;
  const layer3 = (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
  const adts = (second & 0xf6) === 0xf0 && ((third >> 2) & 15) < 13;
  return layer3 || adts ? 'media' : null;
}

function formAudio(bytes: Uint8Array): MemberType | null {
  return startsWithText(bytes, 'FORM') && startsWithText(bytes, 'AIF', 8) ? 'media' : null;
}
