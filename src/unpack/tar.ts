/**
 * Tar archives as CPython's `tarfile` (and so pip) reads them: ustar, V7, GNU and PAX. What Python does not
 * get to see, because it stops at the first zero block or bad header, is read too and marked not installed.
 */
import type { Member } from '../contracts/member.ts';
import { TAR_HEADER_BYTES, TAR_HEADER_CHAIN } from '../limits.ts';
import { HeldContent } from './content.ts';
import type { UnpackContext } from './context.ts';
import { childPrefix, type RawEntry, type ReadArchive, toMember, type UnpackedMember } from './entry.ts';
import { decodeUtf8Name, showable } from './member-path.ts';
import { dropRepeated } from './names.ts';
import { BLOCK, blocks, isZeroBlock, readTarHeader, type TarHeader } from './tar-header.ts';
import { materialiseLinks } from './tar-links.ts';
import { type PaxRecords, readPaxRecords } from './tar-pax.ts';
import { EntryResolver, type Extension, type Resolved } from './tar-resolve.ts';
import { expandSparse } from './tar-sparse.ts';

const MEMBER_TYPE: Record<string, Member['type']> = {
  1: 'hardlink',
  2: 'symlink',
  3: 'device',
  4: 'device',
  5: 'directory',
  6: 'fifo',
};

class TarReader {
  readonly context: UnpackContext;
  readonly bytes: Uint8Array;
  readonly path: string;
  readonly depth: number;
  readonly members: UnpackedMember[] = [];
  readonly globals: PaxRecords = new Map();
  readonly resolver: EntryResolver;
  installed = true;
  full = false;

  constructor(context: UnpackContext, bytes: Uint8Array, path: string, depth: number) {
    this.context = context;
    this.bytes = bytes;
    this.path = path;
    this.depth = depth;
    this.resolver = new EntryResolver(context, bytes, childPrefix(path));
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

  /** Adds the member; answers where the next header is, or -1 when no more members may be added. */
  entry(header: TarHeader, headerAt: number, pending: Extension[]): number {
    const { context } = this;
    if ((this.members.length & 255) === 0 && context.expired()) return -1;
    if (!context.admit()) return -1;
    const resolved = this.resolver.resolve(header, headerAt, pending, this.globals);
    const { text, valid } = decodeUtf8Name(resolved.name);
    const type = MEMBER_TYPE[header.type] ?? 'file';
    const raw: RawEntry = {
      name: text,
      nameValid: valid,
      type,
      link: type === 'hardlink' || type === 'symlink' ? showable(decodeUtf8Name(resolved.link).text) : null,
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

  attachData(member: UnpackedMember, resolved: Resolved): void {
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
    const data =
      resolved.sparse === null
        ? bytes.subarray(resolved.dataAt, resolved.dataAt + size)
        : expandSparse(bytes, resolved.dataAt, resolved.sparse, resolved.size, size);
    member.content = new HeldContent(data);
    if (data.length < size) member.readable = data.length > 0;
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
