/** What bytes are, told by magic numbers and never by a name. */
import { isBzip2 } from '../formats/codecs.ts';
import { isGzip } from '../formats/gzip.ts';
import { readLzmaHeader } from '../formats/lzma.ts';
import { isXzHeader } from '../formats/xz.ts';
import { isZstd } from '../formats/zstd.ts';
import { looksLikeTar } from './tar-header.ts';
import { findEnd, readEnd } from './zip-directory.ts';
import { EOCD_SIZE, readCentral, readLocal, viewOf } from './zip-records.ts';

export type Compression = 'gz' | 'bz2' | 'xz' | 'zst' | 'lzma';
export type Head = Compression | 'zip' | 'tar' | '7z' | 'rar' | null;

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

const MAGIC = {
  zipEnd: [0x50, 0x4b, 5, 6],
  sevenZip: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  rar: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07],
} as const;

/** Types whose readers stop before an appended archive, so that one file is two things. */
const CARRIERS: readonly (readonly [string, readonly number[]])[] = [
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['PDF', [0x25, 0x50, 0x44, 0x46]],
];

/** The archive or compression format that begins here. `.lzma` has no magic number and only counts if asked for. */
export function sniffHead(bytes: Uint8Array, lzma: boolean): Head {
  if (startsWith(bytes, MAGIC.zipEnd) && bytes.length >= EOCD_SIZE) return 'zip';
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && readLocal(viewOf(bytes), 0) !== null) return 'zip';
  if (isGzip(bytes)) return 'gz';
  if (isBzip2(bytes)) return 'bz2';
  if (bytes[0] === 0xfd && isXzHeader(bytes)) return 'xz';
  if (isZstd(bytes)) return 'zst';
  if (startsWith(bytes, MAGIC.sevenZip)) return '7z';
  if (startsWith(bytes, MAGIC.rar)) return 'rar';
  if (looksLikeTar(bytes)) return 'tar';
  if (lzma && readLzmaHeader(bytes) !== null) return 'lzma';
  return null;
}

/** The carrier format that begins here, for files that are also archives. */
export function sniffCarrier(bytes: Uint8Array): string | null {
  return CARRIERS.find(([, magic]) => startsWith(bytes, magic))?.[0] ?? null;
}

/** Where the end record of a zip archive stands that ends here, whatever the bytes begin with; -1 without one. */
export function zipTail(bytes: Uint8Array): number {
  const at = findEnd(bytes);
  if (at < 0) return -1;
  const view = viewOf(bytes);
  const end = readEnd(bytes, at);
  const found =
    readCentral(view, end.start - end.size) ?? (end.offset > 0 ? readCentral(view, end.offset) : null);
  return found === null ? -1 : at;
}
