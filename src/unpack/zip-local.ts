/** What lies in bytes of a zip archive that the central directory does not account for. */
import type { ArchiveAnomalyCode } from '../contracts/member.ts';
import { inflateRaw } from '../formats/codecs.ts';
import { showable } from './member-path.ts';
import { UNKNOWN_SIZE } from './zip-data.ts';
import type { ZipReader } from './zip-reader.ts';
import { DESCRIPTOR_SIGNATURE, FLAG_DESCRIPTOR, type LocalEntry, readLocal } from './zip-records.ts';

const LOCAL_MAGIC = Buffer.from([0x50, 0x4b, 3, 4]);
const END_MAGIC = Buffer.from([0x50, 0x4b, 5, 6]);
const PK = Buffer.from('PK');
/** Signed blocks of Android packages stand in front of the directory; their magic ends the block. */
const APK_BLOCK_MAGIC = Buffer.from('APK Sig Block 42');

function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}

/** Where the data of a local entry ends when its header leaves the sizes to a descriptor behind it. */
function dataEnd(reader: ZipReader, local: LocalEntry, limit: number): number {
  const deferred = (local.flags & FLAG_DESCRIPTOR) !== 0 && local.compressedSize === 0;
  if (!deferred) return Math.min(limit, local.dataAt + local.compressedSize);
  if (local.method === 8) {
    const rest = reader.bytes.subarray(local.dataAt, limit);
    reader.work -= rest.length;
    const max = Math.min(reader.context.limits.memberBytes, reader.context.room);
    if (reader.work > 0)
      return local.dataAt + inflateRaw(rest, max, { keep: 0, deadline: reader.context.deadline }).consumed;
  }
  const rest = Buffer.from(reader.bytes.buffer, reader.bytes.byteOffset + local.dataAt, limit - local.dataAt);
  for (let at = rest.indexOf(PK); at >= 0; at = rest.indexOf(PK, at + 2)) {
    if (rest[at + 2] === 7 && rest[at + 3] === 8) return local.dataAt + at;
    if (rest[at + 2] === 3 && rest[at + 3] === 4) return local.dataAt + at;
  }
  return limit;
}

/** The entry with sizes and checksum filled in from a descriptor at `end`, if there is one. */
function completed(reader: ZipReader, local: LocalEntry, end: number): { entry: LocalEntry; next: number } {
  const compressedSize = end - local.dataAt;
  if ((local.flags & FLAG_DESCRIPTOR) === 0) return { entry: { ...local, compressedSize }, next: end };
  const { view } = reader;
  const signed = end + 16 <= view.byteLength && view.getUint32(end, true) === DESCRIPTOR_SIGNATURE;
  if (!signed) return { entry: { ...local, compressedSize, size: local.size || UNKNOWN_SIZE }, next: end };
  const entry = {
    ...local,
    compressedSize,
    crc: view.getUint32(end + 4, true),
    size: view.getUint32(end + 12, true),
  };
  return { entry, next: end + 16 };
}

/** Reads local entries in [start, end) and reports what is left over under `code`. */
export function scanGap(
  reader: ZipReader,
  start: number,
  end: number,
  code: ArchiveAnomalyCode,
  installed: boolean,
): void {
  const { context, bytes } = reader;
  const area = Buffer.from(bytes.buffer, bytes.byteOffset, end);
  let unexplained = 0;
  let endRecords = 0;
  let hidden = 0;
  const leftover = (from: number, to: number) => {
    const part = area.subarray(from, to);
    if (part.length === 0 || (code === 'zip-gap-data' && isZero(part))) return;
    if (code === 'zip-gap-data' && part.subarray(-16).equals(APK_BLOCK_MAGIC)) return;
    unexplained += part.length;
    for (let at = part.indexOf(END_MAGIC); at >= 0; at = part.indexOf(END_MAGIC, at + 4)) endRecords++;
  };
  let at = start;
  for (let from = start; ; ) {
    const found = area.indexOf(LOCAL_MAGIC, from);
    const local = found < 0 || reader.full ? null : readLocal(reader.view, found);
    if (found < 0 || reader.full) break;
    if (local === null || local.dataAt > end || local.name.length === 0) {
      from = found + 4;
      continue;
    }
    leftover(at, found);
    const { entry, next } = completed(reader, local, dataEnd(reader, local, end));
    const member = reader.add(entry, 0, installed, (path) => {
      const content = reader.content(entry, entry.dataAt, path, true);
      if (reader.depth === 0 || hidden++ === 0) {
        context.anomaly(
          'zip-local-only-entry',
          path,
          `a local header at byte ${found} that the directory does not list`,
        );
      }
      return content;
    });
    if (member !== null && entry.size === UNKNOWN_SIZE) member.declaredSize = member.size;
    at = from = Math.max(next, found + 4);
  }
  leftover(at, end);
  if (endRecords > 0)
    context.anomaly(
      'zip-multiple-eocd',
      reader.path,
      `${endRecords} more end records in bytes ${start} to ${end}`,
    );
  if (unexplained === 0) return;
  const head = showable(Buffer.from(area.subarray(start, Math.min(end, start + 8))).toString('latin1'));
  context.anomaly(
    code,
    reader.path,
    `${unexplained} bytes from byte ${start} on that belong to no entry, beginning ${head}`,
  );
}
