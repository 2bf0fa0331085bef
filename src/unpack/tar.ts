/**
 * Tar archives as CPython's `tarfile` (and so pip) reads them: ustar, V7, GNU and PAX. What Python does not
 * get to see, because it stops at the first zero block or bad header, is read too and marked not installed.
 */
import type { Member } from '../contracts/member.ts';
import { TAR_HEADER_BYTES, TAR_HEADER_CHAIN } from '../limits.ts';
import type { UnpackContext } from './context.ts';
import { childPrefix, NO_BYTES, type RawEntry, type ReadArchive, toMember } from './entry.ts';
import { decodeUtf8Name, showable } from './member-path.ts';
import { BLOCK, blocks, isZeroBlock, readTarHeader, type TarHeader } from './tar-header.ts';
import { materialiseLinks } from './tar-links.ts';
import { overridesName, overridesSize } from './tar-override.ts';
import { type PaxRecords, paxInteger, paxNumber, readPaxRecords } from './tar-pax.ts';
import {
  expandSparse,
  inlineSparseMap,
  paxSparseMap,
  paxSparsePairs,
  paxSparseVersion,
  readOldSparse,
  type Segment,
} from './tar-sparse.ts';

/** Types whose data blocks are not skipped, because Python expects none. */
const WITHOUT_DATA = '123456';

interface Extension {
  type: 'L' | 'K' | 'x';
  payload: Uint8Array;
  records: PaxRecords;
}

const MEMBER_TYPE: Record<string, Member['type']> = {
  1: 'hardlink',
  2: 'symlink',
  3: 'device',
  4: 'device',
  5: 'directory',
  6: 'fifo',
};

/** The fields of an entry once all its extension headers are applied. */
interface Resolved {
  name: Uint8Array;
  link: Uint8Array;
  size: number;
  mtime: number;
  dataAt: number;
  next: number;
  sparse: Segment[] | null;
}

class TarReader {
  readonly context: UnpackContext;
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly depth: number;
  readonly members: Member[] = [];
  readonly globals: PaxRecords = new Map();
  installed = true;
  full = false;

  constructor(context: UnpackContext, bytes: Uint8Array, path: string, depth: number) {
    this.context = context;
    this.bytes = bytes;
    this.path = path;
    this.depth = depth;
  }

  anomaly(code: Parameters<UnpackContext['anomaly']>[0], name: string, detail: string): void {
    this.context.anomaly(code, childPrefix(this.path) + showable(name), detail);
  }

  truncated(detail: string): void {
    this.context.anomaly('tar-truncated', this.path, detail);
    this.context.limitation(
      'archive-truncated',
      this.path,
      `The archive ends early: ${detail}.`,
      this.depth === 0,
    );
  }

  /** Reads entries from `start` until Python would stop; answers where that is and why. */
  run(start: number): { end: number; why: 'zeros' | 'end' | 'bad' | 'full' } {
    const { bytes } = this;
    let at = start;
    let pending: Extension[] = [];
    for (;;) {
      if (at >= bytes.length) {
        if (at > bytes.length || pending.length > 0) this.truncated('an entry is cut off');
        return { end: bytes.length, why: 'end' };
      }
      if (at + BLOCK > bytes.length) {
        if (!isZeroBlock(bytes, at)) this.truncated(`${bytes.length - at} bytes of a header`);
        return { end: bytes.length, why: 'end' };
      }
      const header = readTarHeader(bytes, at);
      if (header === 'zeros') {
        if (pending.length > 0) this.truncated('an extension header without its entry');
        return { end: at, why: 'zeros' };
      }
      if (typeof header === 'string' || header.size < 0 || pending.length > TAR_HEADER_CHAIN)
        return { end: at, why: 'bad' };
      if ('LKxXg'.includes(header.type)) {
        const extension = this.extension(header, at);
        if (extension === 'bad') return { end: at, why: 'bad' };
        if (extension !== null) pending.push(extension);
        at += BLOCK + blocks(header.size);
        continue;
      }
      const next = this.entry(header, at, pending);
      pending = [];
      if (next < 0) return { end: at, why: 'full' };
      at = next;
    }
  }

  /** Reads an extension header; null for a global one, which is remembered here. */
  extension(header: TarHeader, at: number): Extension | null | 'bad' {
    const payload = this.bytes.subarray(at + BLOCK, at + BLOCK + blocks(header.size));
    if (header.size > TAR_HEADER_BYTES) {
      this.context.anomaly('tar-oversized-header', this.path, `an extension header of ${header.size} bytes`);
    }
    if (header.type === 'L' || header.type === 'K') return { type: header.type, payload, records: new Map() };
    if (header.type === 'g') {
      if (!readPaxRecords(payload, this.globals)) return 'bad';
      const keys = [...this.globals.keys()].filter(
        (key) => key === 'path' || key === 'linkpath' || key === 'size',
      );
      if (keys.length > 0)
        this.context.anomaly('tar-pax-override', this.path, `a global header sets ${keys.join(', ')}`);
      return null;
    }
    const records: PaxRecords = new Map(this.globals);
    return readPaxRecords(payload, records) ? { type: 'x', payload, records } : 'bad';
  }

  /** Applies what stands in front of the entry, innermost first, as Python's recursion does. */
  resolve(header: TarHeader, at: number, pending: Extension[]): Resolved {
    const takesData = !WITHOUT_DATA.includes(header.type);
    const own = decodeUtf8Name(header.name).text;
    const resolved: Resolved = {
      name: header.name,
      link: header.link,
      size: header.size,
      mtime: header.mtime,
      dataAt: at + BLOCK,
      next: at + BLOCK + (takesData ? blocks(header.size) : 0),
      sparse: null,
    };
    if (header.type === 'S') {
      const { segments, size, dataAt } = readOldSparse(this.bytes, at);
      Object.assign(resolved, { sparse: segments, size, dataAt, next: dataAt + blocks(header.size) });
    } else this.applyRecords(resolved, this.globals);
    for (const extension of [...pending].reverse()) {
      if (extension.type === 'x') this.applyPax(resolved, extension, header, own, takesData);
      else this.applyLong(resolved, extension, own, header);
    }
    return resolved;
  }

  applyLong(resolved: Resolved, extension: Extension, own: string, header: TarHeader): void {
    const zero = extension.payload.indexOf(0);
    const value = zero < 0 ? extension.payload : extension.payload.subarray(0, zero);
    const text = decodeUtf8Name(value).text;
    const before = extension.type === 'L' ? own : decodeUtf8Name(header.link).text;
    if (overridesName(before, text))
      this.anomaly('tar-gnu-override', text, `the header says ${showable(before)}`);
    if (extension.type === 'L') resolved.name = value;
    else resolved.link = value;
  }

  applyPax(
    resolved: Resolved,
    extension: Extension,
    header: TarHeader,
    own: string,
    takesData: boolean,
  ): void {
    const { records } = extension;
    const sparse = paxSparseVersion(records);
    if (sparse === '0.1') resolved.sparse = paxSparseMap(records);
    else if (sparse === '0.0') resolved.sparse = paxSparsePairs(extension.payload);
    else if (sparse === '1.0') {
      const map = inlineSparseMap(this.bytes, resolved.dataAt);
      resolved.sparse = map?.segments ?? [];
      resolved.dataAt = map?.dataAt ?? resolved.dataAt;
    }
    const path = records.get('path');
    const text = path === undefined ? own : decodeUtf8Name(path).text;
    if (sparse === null && overridesName(own, text))
      this.anomaly('tar-pax-override', text, `the header says ${showable(own)}`);
    const link = records.get('linkpath');
    const headerLink = decodeUtf8Name(header.link).text;
    if (link !== undefined && overridesName(headerLink, decodeUtf8Name(link).text)) {
      this.anomaly('tar-pax-override', text, `the header links to ${showable(headerLink)}`);
    }
    const size = paxInteger(records.get('size'));
    if (sparse === null && takesData && records.has('size') && overridesSize(header.size, size)) {
      this.anomaly('tar-pax-override', text, `the header has ${header.size} bytes, the record ${size}`);
    }
    this.applyRecords(resolved, records);
    if (records.has('size')) resolved.next = resolved.dataAt + (takesData ? blocks(resolved.size) : 0);
  }

  applyRecords(resolved: Resolved, records: PaxRecords): void {
    for (const [keyword, value] of records) {
      if (keyword === 'path' || keyword === 'GNU.sparse.name') resolved.name = value;
      else if (keyword === 'linkpath') resolved.link = value;
      else if (keyword === 'size' || keyword === 'GNU.sparse.size' || keyword === 'GNU.sparse.realsize') {
        resolved.size = Math.max(0, paxInteger(value));
      } else if (keyword === 'mtime') resolved.mtime = paxNumber(value) || 0;
    }
  }

  /** Adds the member; answers where the next header is, or -1 when no more members may be added. */
  entry(header: TarHeader, headerAt: number, pending: Extension[]): number {
    const { context } = this;
    if ((this.members.length & 255) === 0 && context.expired()) return -1;
    if (!context.admit()) return -1;
    const resolved = this.resolve(header, headerAt, pending);
    const { text, valid } = decodeUtf8Name(resolved.name);
    const type = MEMBER_TYPE[header.type] ?? 'file';
    const raw: RawEntry = {
      name: text,
      nameValid: valid,
      type,
      link: type === 'hardlink' || type === 'symlink' ? showable(decodeUtf8Name(resolved.link).text) : null,
      data: NO_BYTES,
      readable: true,
      declaredSize: type === 'file' ? resolved.size : 0,
      mode: header.mode & 0o7777,
      mtime: resolved.mtime,
      installed: this.installed,
    };
    const member = toMember(context, raw, this.path, this.depth);
    if (member === null) return resolved.next;
    if (type === 'file') this.attachData(member, resolved);
    else if (type === 'device' || type === 'fifo') context.anomaly('device-member', member.path, `a ${type}`);
    this.members.push(member);
    return Math.max(resolved.next, headerAt + BLOCK);
  }

  attachData(member: Member, resolved: Resolved): void {
    const { context, bytes } = this;
    if (resolved.sparse !== null) {
      context.anomaly(
        'tar-sparse',
        member.path,
        `a sparse file of ${resolved.size} bytes in ${resolved.sparse.length} segments`,
      );
    }
    const allowance = context.book(member.path, resolved.size);
    if (allowance !== 'whole') member.readable = false;
    if (allowance === 'nothing') return;
    const size = allowance === 'whole' ? resolved.size : context.limits.keptBytes;
    member.data =
      resolved.sparse === null
        ? bytes.subarray(resolved.dataAt, resolved.dataAt + size)
        : expandSparse(bytes, resolved.dataAt, resolved.sparse, resolved.size, size);
    if (member.data.length < size) member.readable = member.data.length > 0;
  }

  /** Looks for headers behind the place where Python stopped. */
  salvage(from: number): void {
    const { bytes } = this;
    this.installed = false;
    this.globals.clear();
    for (let at = from; at + BLOCK <= bytes.length && !this.full; ) {
      const header = readTarHeader(bytes, at);
      if (typeof header === 'string' || header.size < 0 || header.name.length === 0) {
        at += BLOCK;
        continue;
      }
      const { end, why } = this.run(at);
      this.full = why === 'full';
      at = Math.max(end, at + BLOCK);
    }
  }
}

function firstNonZero(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] === 0) at++;
  return at;
}

/** Takes out what stands behind the end but only repeats an installed member: nothing is learnt from reading it twice. */
function dropRepeated(members: Member[]): void {
  const installed = new Map(
    members.filter((member) => member.installed).map((member) => [member.path, member]),
  );
  let kept = 0;
  for (const member of members) {
    const twin = member.installed ? undefined : installed.get(member.path);
    const repeats = twin !== undefined && twin.type === member.type && twin.link === member.link;
    if (!repeats || Buffer.compare(twin.data, member.data) !== 0) members[kept++] = member;
  }
  members.length = kept;
}

/** Reads `bytes` as a tar archive. `archivePath` is '' for the distribution itself. */
export function readTar(
  context: UnpackContext,
  bytes: Uint8Array,
  archivePath: string,
  depth: number,
): ReadArchive {
  const reader = new TarReader(context, bytes, archivePath, depth);
  const { end, why } = reader.run(0);
  if (why === 'bad') {
    context.anomaly(
      'tar-bad-checksum',
      archivePath,
      `the header at byte ${end} is damaged; Python reads no further`,
    );
    reader.salvage(end + BLOCK);
  } else if (why === 'zeros') {
    const more = firstNonZero(bytes, end);
    if (more < bytes.length) {
      context.anomaly(
        'tar-data-after-end',
        archivePath,
        `${bytes.length - more} bytes after the end-of-archive block at ${end}`,
      );
      reader.salvage(end + BLOCK);
    }
  }
  dropRepeated(reader.members);
  materialiseLinks(context, reader.members, archivePath, depth);
  return { members: reader.members, openable: end > 0 || why !== 'bad', encrypted: false };
}
