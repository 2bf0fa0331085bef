/** Writes zip archives whose every field can be made to lie. */
import { crc32, deflateRawSync } from 'node:zlib';

/** Header fields; local and central headers can disagree. */
export interface ZipHeaderSpec {
  name?: string | Uint8Array;
  flags?: number;
  method?: number;
  crc?: number;
  compressedSize?: number;
  size?: number;
  extra?: Uint8Array;
}

export interface ZipEntrySpec {
  name: string | Uint8Array;
  data?: string | Uint8Array;
  /** 0 stored (default), 8 deflate; any other needs `packed`. */
  method?: number;
  packed?: Uint8Array;
  flags?: number;
  mode?: number;
  /** Sizes and checksum behind the data instead of in the local header. */
  descriptor?: 'signed' | 'bare' | Uint8Array;
  local?: ZipHeaderSpec;
  central?: ZipHeaderSpec & { offset?: number };
  /** Bytes between the entry before and this one. */
  gap?: Uint8Array;
  /** Leave one of the two headers out (without a local header there is no data either). */
  omit?: 'central' | 'local';
}

export interface ZipSpec {
  entries: ZipEntrySpec[];
  /** Bytes in front; offsets count them only when `prefixCounted`. */
  prefix?: Uint8Array;
  prefixCounted?: boolean;
  beforeDirectory?: Uint8Array;
  comment?: Uint8Array;
  trailing?: Uint8Array;
  end?: { entries?: number; entriesOnDisk?: number; size?: number; offset?: number; disk?: number };
  /** Adds zip64 end records, with these values where given. */
  zip64?: { entries?: number; size?: number; offset?: number; locator?: number };
}

export const bytesOf = (value: string | Uint8Array): Buffer =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.from(value.buffer, value.byteOffset, value.length);

/** One extra field. */
export function extraField(id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

const u64 = (value: number): Buffer => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
};

/** Extra field 1 with the given 64-bit values. */
export const zip64Field = (...values: number[]): Buffer => extraField(1, Buffer.concat(values.map(u64)));

/** Info-ZIP's Unicode path field for the header name `original`. */
export function unicodePathField(original: string, name: string): Buffer {
  const head = Buffer.alloc(5);
  head[0] = 1;
  head.writeUInt32LE(crc32(Buffer.from(original)), 1);
  return extraField(0x7075, Buffer.concat([head, Buffer.from(name)]));
}

interface Written {
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  name: Buffer;
  extra: Buffer;
}

function fieldsOf(
  entry: ZipEntrySpec,
  packed: Buffer,
  data: Buffer,
  spec: ZipHeaderSpec | undefined,
): Written {
  const name = bytesOf(spec?.name ?? entry.name);
  return {
    flags: spec?.flags ?? (entry.flags ?? 0) | (entry.descriptor === undefined ? 0 : 8),
    method: spec?.method ?? entry.method ?? 0,
    crc: spec?.crc ?? crc32(data),
    compressedSize: spec?.compressedSize ?? packed.length,
    size: spec?.size ?? data.length,
    name,
    extra: bytesOf(spec?.extra ?? new Uint8Array(0)),
  };
}

/** The 22 bytes that local and central header have in common. */
function common(fields: Written): Buffer {
  const out = Buffer.alloc(26);
  out.writeUInt16LE(20, 0);
  out.writeUInt16LE(fields.flags, 2);
  out.writeUInt16LE(fields.method, 4);
  out.writeUInt16LE(0, 6);
  out.writeUInt16LE(0x5a21, 8);
  out.writeUInt32LE(fields.crc, 10);
  out.writeUInt32LE(fields.compressedSize, 14);
  out.writeUInt32LE(fields.size, 18);
  out.writeUInt16LE(fields.name.length, 22);
  out.writeUInt16LE(fields.extra.length, 24);
  return out;
}

function localHeader(fields: Written): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04'), common(fields), fields.name, fields.extra]);
}

function centralHeader(fields: Written, offset: number, mode: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE((mode << 16) >>> 0, 6);
  tail.writeUInt32LE(offset, 10);
  const madeBy = Buffer.from([20, 3]);
  return Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common(fields), tail, fields.name, fields.extra]);
}

function descriptor(entry: ZipEntrySpec, fields: Written): Buffer {
  if (entry.descriptor === undefined) return Buffer.alloc(0);
  if (entry.descriptor instanceof Uint8Array) return bytesOf(entry.descriptor);
  const out = Buffer.alloc(12);
  out.writeUInt32LE(fields.crc, 0);
  out.writeUInt32LE(fields.compressedSize, 4);
  out.writeUInt32LE(fields.size, 8);
  return entry.descriptor === 'signed' ? Buffer.concat([Buffer.from('PK\x07\x08'), out]) : out;
}

function endRecords(spec: ZipSpec, count: number, size: number, offset: number, at: number): Buffer {
  const parts: Buffer[] = [];
  const values = { entries: count, size, offset };
  if (spec.zip64 !== undefined) {
    const record = Buffer.alloc(56);
    record.write('PK\x06\x06', 'latin1');
    record.writeBigUInt64LE(44n, 4);
    record.writeBigUInt64LE(BigInt(spec.zip64.entries ?? count), 24);
    record.writeBigUInt64LE(BigInt(spec.zip64.entries ?? count), 32);
    record.writeBigUInt64LE(BigInt(spec.zip64.size ?? size), 40);
    record.writeBigUInt64LE(BigInt(spec.zip64.offset ?? offset), 48);
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeBigUInt64LE(BigInt(spec.zip64.locator ?? at), 8);
    locator.writeUInt32LE(1, 16);
    parts.push(record, locator);
    Object.assign(values, { entries: 0xffff, size: 0xffffffff, offset: 0xffffffff });
  }
  const comment = bytesOf(spec.comment ?? new Uint8Array(0));
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(spec.end?.disk ?? 0, 4);
  end.writeUInt16LE(spec.end?.entriesOnDisk ?? spec.end?.entries ?? values.entries, 8);
  end.writeUInt16LE(spec.end?.entries ?? values.entries, 10);
  end.writeUInt32LE(spec.end?.size ?? values.size, 12);
  end.writeUInt32LE(spec.end?.offset ?? values.offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, end, comment]);
}

/** Writes the archive. */
export function zip(spec: ZipSpec | ZipEntrySpec[]): Buffer {
  const full = Array.isArray(spec) ? { entries: spec } : spec;
  const prefix = bytesOf(full.prefix ?? new Uint8Array(0));
  const shift = full.prefixCounted ? 0 : prefix.length;
  const body: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  let position = prefix.length;
  const push = (part: Buffer) => {
    body.push(part);
    position += part.length;
  };
  for (const entry of full.entries) {
    push(bytesOf(entry.gap ?? new Uint8Array(0)));
    const data = bytesOf(entry.data ?? '');
    const packed = bytesOf(entry.packed ?? (entry.method === 8 ? deflateRawSync(data) : data));
    const central = fieldsOf(entry, packed, data, entry.central);
    const zeroed = entry.descriptor === undefined ? {} : { crc: 0, compressedSize: 0, size: 0 };
    const local = fieldsOf(entry, packed, data, { ...zeroed, ...entry.local });
    const offset = entry.central?.offset ?? position - shift;
    if (entry.omit !== 'local') {
      push(localHeader(local));
      push(packed);
      push(descriptor(entry, central));
    }
    if (entry.omit !== 'central') directory.push(centralHeader(central, offset, entry.mode ?? 0o100644));
  }
  push(bytesOf(full.beforeDirectory ?? new Uint8Array(0)));
  const offset = position - shift;
  const whole = Buffer.concat(directory);
  push(whole);
  push(endRecords(full, directory.length, whole.length, offset, position));
  push(bytesOf(full.trailing ?? new Uint8Array(0)));
  return Buffer.concat(body);
}
