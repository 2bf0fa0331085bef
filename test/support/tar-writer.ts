/** Writes tar archives whose every field can be made to lie. */
import { bytesOf } from './zip-writer.ts';

export interface TarEntrySpec {
  name: string | Uint8Array;
  data?: string | Uint8Array;
  /** Type flag; `0` (default) file, `5` directory, `1` hard link, `2` symlink … */
  type?: string;
  /** Size field when it is not the length of the data. */
  size?: number;
  link?: string | Uint8Array;
  mode?: number;
  prefix?: string;
  magic?: 'ustar' | 'gnu' | 'v7';
  /** Sizes written in base 256. */
  base256?: boolean;
  /** Sum the bytes as signed ones, as old Sun tars did. */
  signed?: boolean;
  /** Store this instead of the right checksum. */
  checksum?: number;
  /** Raw bytes to put into the header before the checksum is taken. */
  raw?: { at: number; bytes: Uint8Array }[];
}

export const BLOCK = 512;
/** The two zero blocks at the end. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);

const pad = (data: Buffer): Buffer =>
  Buffer.concat([data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

function sizeField(header: Buffer, size: number, base256: boolean): void {
  if (!base256) {
    header.write(octal(size, 12), 124, 'latin1');
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

/** One header and its data, padded to blocks. */
export function tarEntry(spec: TarEntrySpec): Buffer {
  const data = bytesOf(spec.data ?? '');
  const header = Buffer.alloc(BLOCK);
  bytesOf(spec.name).copy(header, 0, 0, 100);
  header.write(octal(spec.mode ?? 0o644, 8), 100, 'latin1');
  header.write(octal(0, 8), 108, 'latin1');
  header.write(octal(0, 8), 116, 'latin1');
  sizeField(header, spec.size ?? data.length, spec.base256 ?? false);
  header.write(octal(1_700_000_000, 12), 136, 'latin1');
  header.write(spec.type ?? '0', 156, 'latin1');
  bytesOf(spec.link ?? '').copy(header, 157, 0, 100);
  const magic = spec.magic ?? 'ustar';
  if (magic !== 'v7') header.write(magic === 'gnu' ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  header.write(spec.prefix ?? '', 345, 'latin1');
  for (const { at, bytes } of spec.raw ?? []) bytesOf(bytes).copy(header, at);
  header.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of header) sum += spec.signed && byte > 127 ? byte - 256 : byte;
  header.write(`${(spec.checksum ?? sum).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, pad(data)]);
}

/** One PAX record, its length counting itself. */
export function paxRecord(keyword: string, value: string | Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${keyword}=`), bytesOf(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** An extended header (`x`) or a global one (`g`) with these records. */
export function pax(records: Record<string, string>, type: 'x' | 'g' = 'x'): Buffer {
  const data = Buffer.concat(Object.entries(records).map(([keyword, value]) => paxRecord(keyword, value)));
  return tarEntry({ name: 'PaxHeaders/entry', type, data });
}

/** A GNU long name (`L`) or long link (`K`). */
export function gnuLong(value: string, type: 'L' | 'K' = 'L'): Buffer {
  return tarEntry({ name: '././@LongLink', type, data: `${value}\0`, magic: 'gnu' });
}

/** Entries (specs or ready bytes) and the end. */
export function tar(entries: (TarEntrySpec | Buffer)[], end: Buffer = TAR_END): Buffer {
  return Buffer.concat([...entries.map((entry) => (Buffer.isBuffer(entry) ? entry : tarEntry(entry))), end]);
}

/** An old GNU sparse header: `segments` of the expanded file, their bytes one after the other in `data`. */
export function oldSparse(
  name: string,
  segments: [number, number][],
  realSize: number,
  data: string,
): Buffer {
  const field = (value: number) => Buffer.from(octal(value, 12), 'latin1');
  const raw = segments.slice(0, 4).flatMap(([offset, size], i) => [
    { at: 386 + i * 24, bytes: field(offset) },
    { at: 398 + i * 24, bytes: field(size) },
  ]);
  return tarEntry({
    name,
    type: 'S',
    magic: 'gnu',
    data,
    raw: [...raw, { at: 483, bytes: field(realSize) }],
  });
}
