/** METADATA of a wheel in the vault, read in place: its directory, then that one member. */
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { normaliseProject } from '../intake/names.ts';
import { WHEEL_METADATA_BYTES, ZIP_DIRECTORY_BYTES } from '../service-limits.ts';
import { findEnd, readEnd } from '../unpack/zip-directory.ts';
import {
  type CentralEntry,
  FLAG_ENCRYPTED,
  LOCAL_SIGNATURE,
  LOCAL_SIZE,
  readCentral,
  viewOf,
} from '../unpack/zip-records.ts';
import type { Part, Vault } from '../vault/vault.ts';

const inflate = promisify(inflateRaw);

/** The end record with the longest comment and zip64 records before it. */
const TAIL = 65_536 + 22 + 20 + 56;

interface Sample {
  bytes: number;
  read(part: Part): Promise<Uint8Array>;
}

/**
 * The core metadata of a wheel as an installer would read it; null when the sample is no wheel of that project or
 * leaves open which member it is: then nobody should have to guess.
 */
export async function readWheelMetadata(
  vault: Vault,
  sha256: string,
  project: string,
): Promise<Uint8Array | null> {
  const bytes = await vault.size(sha256);
  if (bytes === null) return null;
  const sample: Sample = { bytes, read: (part) => buffer(vault.readPart(sha256, part)) };
  const found = await findMember(sample, project);
  return found === null ? null : readMember(sample, found);
}

interface Found {
  entry: CentralEntry;
  /** Where its local header stands. */
  at: number;
}

async function findMember(sample: Sample, project: string): Promise<Found | null> {
  const tailAt = Math.max(0, sample.bytes - TAIL);
  if (sample.bytes === 0) return null;
  const tail = await sample.read({ start: tailAt, end: sample.bytes });
  const endAt = findEnd(tail);
  if (endAt < 0) return null;
  const end = readEnd(tail, endAt);
  const stop = tailAt + end.start;
  const start = stop - end.size;
  if (start < 0 || end.size === 0 || end.size > ZIP_DIRECTORY_BYTES) return null;
  const directory = await sample.read({ start, end: stop });
  const entries = metadataEntries(directory);
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined || !belongsTo(entry, project)) return null;
  return { entry, at: entry.offset + start - end.offset };
}

/** However it is spelled: on some file systems that is the same file. */
const METADATA = /^[^/\\\0]+\.dist-info\/METADATA$/i;

function metadataEntries(directory: Uint8Array): CentralEntry[] {
  const entries: CentralEntry[] = [];
  const view = viewOf(directory);
  let read = directory.byteLength === 0 ? null : readCentral(view, 0);
  while (read !== null) {
    if (METADATA.test(nameOf(read.entry))) entries.push(read.entry);
    read = readCentral(view, read.next);
  }
  return entries;
}

function nameOf({ name }: { name: Uint8Array }): string {
  return Buffer.from(name).toString('latin1');
}

function belongsTo(entry: CentralEntry, project: string): boolean {
  const [owner = ''] = nameOf(entry).split('-');
  return normaliseProject(owner) === project && nameOf(entry).endsWith('/METADATA');
}

async function readMember(sample: Sample, { entry, at }: Found): Promise<Uint8Array | null> {
  const { compressedSize, size, method, flags, crc } = entry;
  if ((flags & FLAG_ENCRYPTED) !== 0 || size > WHEEL_METADATA_BYTES || compressedSize > WHEEL_METADATA_BYTES)
    return null;
  if (at < 0 || at + LOCAL_SIZE > sample.bytes) return null;
  const header = viewOf(await sample.read({ start: at, end: at + LOCAL_SIZE }));
  if (header.getUint32(0, true) !== LOCAL_SIGNATURE) return null;
  const nameAt = at + LOCAL_SIZE;
  const nameLength = header.getUint16(26, true);
  const dataAt = nameAt + nameLength + header.getUint16(28, true);
  const dataEnd = dataAt + compressedSize;
  if (dataEnd > sample.bytes || nameLength === 0) return null;
  const name = await sample.read({ start: nameAt, end: nameAt + nameLength });
  if (nameOf({ name }) !== nameOf(entry)) return null;
  const packed =
    compressedSize === 0 ? new Uint8Array(0) : await sample.read({ start: dataAt, end: dataEnd });
  const bytes = await unpacked(packed, method);
  return bytes !== null && bytes.byteLength === size && crc32(bytes) === crc ? bytes : null;
}

async function unpacked(packed: Uint8Array, method: number): Promise<Uint8Array | null> {
  if (method === 0) return packed;
  if (method !== 8) return null;
  return inflate(packed, { maxOutputLength: WHEEL_METADATA_BYTES }).catch(() => null);
}
