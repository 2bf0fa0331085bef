/** Reads the entries of one zip archive, wherever they were found, and compares what their headers say. */
import { createHash } from 'node:crypto';
import { MIB } from '../limits.ts';
import { type Content, DeflatedContent, HeldContent } from './content.ts';
import type { UnpackContext } from './context.ts';
import { childPrefix, type RawEntry, toMember, UnpackedMember } from './entry.ts';
import { decodeCp437Name, decodeUtf8Name, showable } from './member-path.ts';
import { sniffHead, zipTail } from './sniff.ts';
import { compareHeaders, descriptorLength, readsDifferently } from './zip-compare.ts';
import { UNREADABLE as NOTHING, readZipData, type ZipData } from './zip-data.ts';
import type { Directory } from './zip-directory.ts';
import type { Extent } from './zip-layout.ts';
import {
  type CentralEntry,
  FLAG_DESCRIPTOR,
  FLAG_ENCRYPTED,
  FLAG_UTF8,
  type LocalEntry,
  readLocal,
  viewOf,
  type ZipFields,
} from './zip-records.ts';

const S_IFMT = 0o170000;
const S_IFLNK = 0o120000;
const SPECIAL = new Set([0o010000, 0o020000, 0o060000, 0o140000]);

const isRecord = (name: Uint8Array): boolean =>
  Buffer.from(name).toString('latin1').endsWith('.dist-info/RECORD');

/** One archive being read; shared with the reader of gaps. */
export class ZipReader {
  readonly context: UnpackContext;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly path: string;
  readonly depth: number;
  readonly members: UnpackedMember[] = [];
  readonly extents: Extent[] = [];
  /** Packed bytes that may still be decoded: overlapping entries must not multiply the work. */
  work: number;
  /** Bytes of content so far; together they are held to the ratio, or copies of one bomb would pass. */
  produced = 0;
  readonly #installed = new Map<string, UnpackedMember>();
  encrypted = false;
  full = false;
  /** Whether checksums of all entries will be asked for. */
  hasRecord = false;

  constructor(context: UnpackContext, bytes: Uint8Array, path: string, depth: number) {
    this.context = context;
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.path = path;
    this.depth = depth;
    this.work = bytes.length * 2 + 16 * MIB;
  }

  /** The name as Python decodes it: UTF-8 or code page 437 by flag, cut at the first NUL. */
  name(fields: ZipFields): { text: string; valid: boolean } {
    const { text, valid } =
      (fields.flags & FLAG_UTF8) !== 0
        ? decodeUtf8Name(fields.name)
        : { text: decodeCp437Name(fields.name), valid: true };
    const zero = text.indexOf('\0');
    if (zero < 0) return { text, valid };
    this.context.anomaly(
      'path-control-character',
      this.label(text),
      `NUL in ${showable(text)}; Python cuts there`,
    );
    return { text: text.slice(0, zero), valid };
  }

  label(name: string): string {
    return childPrefix(this.path) + showable(name.slice(0, this.context.limits.pathBytes));
  }

  /** Adds a member with its content; null when no more may be added. */
  add(
    fields: ZipFields,
    mode: number,
    installed: boolean,
    read: (path: string) => ZipData,
  ): UnpackedMember | null {
    const { context } = this;
    if (this.full || ((this.members.length & 63) === 0 && context.expired()) || !context.admit()) {
      this.full = true;
      return null;
    }
    const { text, valid } = this.name(fields);
    const directory = text.endsWith('/');
    const raw: RawEntry = {
      name: text,
      nameValid: valid,
      type: directory ? 'directory' : 'file',
      link: null,
      readable: true,
      declaredSize: fields.size,
      mode: mode & 0o7777,
      mtime: fields.mtime,
      installed,
    };
    const member = toMember(context, raw, this.path, this.depth);
    if (member === null) return null;
    const content = read(member.path);
    if (!directory) {
      member.content = this.contentOf(content, member.path);
      member.readable = content.readable;
    }
    this.members.push(member);
    if (member.installed) this.#installed.set(member.path, member);
    const hidden = content.longer ?? (directory && content.data.length > 0 ? content.data : null);
    if (hidden !== null) this.addHidden(member, hidden);
    this.reportMode(member, mode);
    return member;
  }

  /** Beyond what is held of one distribution, entries that can be unpacked again are. */
  contentOf({ data, deflated }: ZipData, path: string): Content {
    if (deflated === null || this.context.hold(data.length)) return new HeldContent(data);
    const nests = sniffHead(data, /\.(?:lzma|tlz)$/i.test(path)) !== null || zipTail(data) >= 0;
    const sha256 = this.hasRecord ? createHash('sha256').update(data).digest('base64url') : null;
    this.context.lastRead.drop(data.length);
    return new DeflatedContent(deflated, data.length, { nests, sha256 }, this.context.lastRead);
  }

  /** Bytes that installers do not write: behind the announced size, or in an entry that is a directory by name. */
  addHidden(member: UnpackedMember, data: Uint8Array): void {
    if (member.type === 'directory') {
      this.context.anomaly('zip-size-mismatch', member.path, `a directory with ${data.length} bytes of data`);
    }
    const hidden = { type: 'file' as const, readable: true, declaredSize: data.length, installed: false };
    this.members.push(new UnpackedMember({ ...member, ...hidden }, new HeldContent(data)));
  }

  /** pip writes links of zip archives as plain files, other tools create them. */
  reportMode(member: UnpackedMember, mode: number): void {
    const kind = mode & S_IFMT;
    if (SPECIAL.has(kind)) this.context.anomaly('device-member', member.path, `mode ${mode.toString(8)}`);
    if (kind !== S_IFLNK || member.type !== 'file') return;
    const target = decodeUtf8Name(member.data.subarray(0, this.context.limits.pathBytes)).text;
    this.context.anomaly(
      'link-member',
      member.path,
      `symlink to ${showable(target)}; pip writes it as a file`,
    );
    const depth = member.path.slice(childPrefix(this.path).length).split('/').length - 1;
    const climbs = target.split('/').filter((segment) => segment === '..').length;
    if (target.startsWith('/') || climbs > depth) {
      this.context.anomaly('link-escapes-root', member.path, `leads to ${showable(target)}`);
    }
  }

  /** Unpacks `size` bytes at `start`, unless the archive makes us read the same bytes over and over. */
  content(fields: ZipFields, start: number, path: string, quiet = false): ZipData {
    const packed = this.bytes.subarray(start, Math.min(this.bytes.length, start + fields.compressedSize));
    this.work -= packed.length;
    if (this.work < 0) {
      this.context.limitation(
        'ratio-limit',
        this.path,
        'Entries share the same bytes many times over; the rest is named only.',
        true,
      );
      return NOTHING;
    }
    if (packed.length < fields.compressedSize && !quiet) {
      this.context.anomaly(
        'compressed-truncated',
        path,
        `${fields.compressedSize} packed bytes announced, ${packed.length} there`,
      );
      this.context.limitation(
        'archive-truncated',
        path,
        'The archive ends inside of this entry.',
        this.depth === 0,
      );
    }
    const bound = this.context.ratioBound(this.bytes.length);
    if (this.produced > bound) {
      this.context.limitation(
        'ratio-limit',
        this.path,
        `${this.bytes.length} bytes unpack to more than ${bound}; the rest is named only.`,
        true,
      );
      return NOTHING;
    }
    const content = readZipData(this.context, fields, packed, path, this.depth, quiet);
    this.produced += content.data.length;
    return content;
  }

  /** Reads one entry of the central directory. */
  entry(central: CentralEntry, shift: number, installed: boolean): void {
    const local = readLocal(this.view, central.offset + shift) ?? readLocal(this.view, central.offset);
    if ((central.flags & FLAG_ENCRYPTED) !== 0) this.encrypted = true;
    const member = this.add(central, central.mode, installed, (path) => {
      if (local !== null) return this.content(central, local.dataAt, path);
      this.context.anomaly(
        'zip-local-central-mismatch',
        path,
        `no local header at byte ${central.offset + shift}`,
      );
      this.context.limitation('member-unreadable', path, 'The entry has no local header.', this.depth === 0);
      return NOTHING;
    });
    if (central.unicodeName !== null && Buffer.compare(central.unicodeName, central.name) !== 0) {
      const other = showable(decodeUtf8Name(central.unicodeName).text);
      // Without the UTF-8 flag this is how Info-ZIP stores a name that is not in the code page.
      if ((central.flags & FLAG_UTF8) !== 0 || central.name.every((byte) => byte < 128)) {
        this.context.anomaly(
          'zip-unicode-path-extra',
          member?.path ?? this.path,
          `an extra field names the entry ${other}`,
        );
      }
    }
    if (local !== null)
      this.compare(central, local, member?.path ?? this.label(this.name(central).text), installed);
  }

  /** Reports disagreements with the local header, and reads the entry its way where that gives other bytes. */
  compare(central: CentralEntry, local: LocalEntry, path: string, installed: boolean): void {
    const differences = compareHeaders(local, central);
    const dataEnd = local.dataAt + central.compressedSize;
    const deferred = (local.flags & FLAG_DESCRIPTOR) !== 0;
    const descriptor = deferred ? descriptorLength(this.view, dataEnd, central) : 0;
    if (deferred && descriptor === 0)
      differences.push('the data descriptor is missing or says something else');
    const name = this.name(central).text;
    this.extents.push({ start: local.at, end: Math.min(dataEnd + descriptor, this.bytes.length), name });
    if (differences.length === 0) return;
    this.context.anomaly('zip-local-central-mismatch', path, `local or central: ${differences.join('; ')}`);
    if (!installed || !readsDifferently(local, central)) return;
    const shadow = this.add(local, central.mode, false, (at) => this.content(local, local.dataAt, at, true));
    if (shadow === null) return;
    const twin = this.#installed.get(shadow.path);
    if (!shadow.readable || (twin !== undefined && Buffer.compare(twin.data, shadow.data) === 0))
      this.members.pop();
  }

  /** Reads a directory whose own bytes end at `limit` at the latest. */
  directory(directory: Directory, installed: boolean, limit = this.bytes.length): void {
    this.hasRecord ||= directory.entries.some(({ name }) => name.length < 512 && isRecord(name));
    for (const entry of directory.entries) {
      if (this.full) return;
      this.entry(entry, directory.shift, installed);
    }
    this.extents.push({ start: directory.start, end: Math.min(directory.end, limit), name: '' });
  }
}
