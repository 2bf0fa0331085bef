/** Opens an archive of any known format, and the archives inside of it. */
import type { ArchiveFormat } from '../contracts/member.ts';
import { decompress } from './compressed.ts';
import { type Content, DeflatedContent, HeldContent } from './content.ts';
import type { UnpackContext } from './context.ts';
import { childPrefix, type ReadArchive, toMember, type UnpackedMember } from './entry.ts';
import { reportCollisions, settleDuplicates } from './names.ts';
import { type Compression, type Head, sniffCarrier, sniffHead, zipTail } from './sniff.ts';
import { readTar } from './tar.ts';
import { BLOCK, isZeroBlock, looksLikeTar } from './tar-header.ts';
import { checkRecords } from './wheel-record.ts';
import { readZip } from './zip.ts';

export interface OpenedArchive {
  format: ArchiveFormat;
  /** Members with the members of nested archives right behind their container. */
  members: UnpackedMember[];
  encrypted: boolean;
  /** True for one compressed file, which is no archive. */
  single: boolean;
}

/** Blocks searched for a header when the first one is damaged and no suffix says tar. */
const SALVAGE_BLOCKS = 64;

const COMPRESSIONS: readonly Head[] = ['gz', 'bz2', 'xz', 'zst', 'lzma'];
const isCompression = (head: Head): head is Compression => COMPRESSIONS.includes(head);

/** Where an archive is: its path and what its name says about it. */
export interface Place {
  path: string;
  depth: number;
  /** The file name, for guesses that bytes alone do not allow. */
  filename: string;
}

function finish(context: UnpackContext, read: ReadArchive, place: Place, zip: boolean): UnpackedMember[] {
  settleDuplicates(context, read.members, zip ? 'zip-duplicate-name' : 'tar-duplicate-name');
  if (place.depth === 0) reportCollisions(context, read.members);
  if (zip) checkRecords(context, read.members, childPrefix(place.path));
  return withChildren(context, read.members, place.depth);
}

function openZip(context: UnpackContext, bytes: Uint8Array, place: Place): OpenedArchive {
  const read = readZip(context, bytes, place.path, place.depth);
  return {
    format: 'zip',
    members: finish(context, read, place, true),
    encrypted: read.encrypted,
    single: false,
  };
}

function openTar(
  context: UnpackContext,
  bytes: Uint8Array,
  place: Place,
  format: ArchiveFormat,
): OpenedArchive {
  const read = readTar(context, bytes, place.path, place.depth);
  if (!read.openable) {
    context.limitation(
      'archive-unreadable',
      place.path,
      'The first header is damaged; Python refuses the archive.',
      place.depth === 0,
    );
  }
  return { format, members: finish(context, read, place, false), encrypted: false, single: false };
}

/** Whether the suffix says tar; pip then insists on reading one. */
const promisesTar = (filename: string): boolean => /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz|tlz)$/i.test(filename);

/** Whether a good header stands on one of the first block boundaries, behind a damaged one. */
function holdsTarHeader(data: Uint8Array): boolean {
  const end = Math.min(data.length - BLOCK, BLOCK * SALVAGE_BLOCKS);
  for (let at = BLOCK; at <= end; at += BLOCK) if (looksLikeTar(data.subarray(at))) return true;
  return false;
}

/** The name a compressed file has without its compression. */
function innerName(filename: string): string {
  const base = filename.split('/').at(-1)!;
  const stem = base.replace(/\.(?:gz|bz2|xz|zst|lzma|tgz|tbz2?|txz|Z)$/i, '');
  return stem === base || stem === '' ? 'data' : stem;
}

function openSingle(context: UnpackContext, data: Uint8Array, place: Place): OpenedArchive {
  const opened: OpenedArchive = { format: 'unknown', members: [], encrypted: false, single: true };
  if (!context.admit()) return opened;
  const name = innerName(place.filename);
  const member = toMember(
    context,
    {
      name,
      nameValid: true,
      type: 'file',
      link: null,
      readable: true,
      declaredSize: data.length,
      mode: 0,
      mtime: 0,
      installed: place.depth > 0,
    },
    place.path,
    place.depth,
  );
  if (member === null) return opened;
  const allowance = context.book(member.path, data.length);
  if (allowance !== 'whole') {
    const kept = allowance === 'start' ? context.limits.keptBytes : 0;
    member.readable = false;
    member.content = new HeldContent(data.slice(0, kept));
  } else member.content = new HeldContent(data);
  opened.members = withChildren(context, [member], place.depth);
  return opened;
}

const isView = (content: Content, data: Uint8Array): content is HeldContent =>
  content instanceof HeldContent && content.held.buffer === data.buffer;

/** Copies what little is left of a large stream, so that a bomb does not stay in memory as long as its members. */
function release(opened: OpenedArchive, data: Uint8Array): OpenedArchive {
  const views = opened.members.filter(({ content }) => isView(content, data));
  const used = views.reduce((sum, { size }) => sum + size, 0);
  if (used * 2 < data.length)
    for (const member of views) member.content = new HeldContent(member.data.slice());
  return opened;
}

function openCompressed(
  context: UnpackContext,
  bytes: Uint8Array,
  kind: Compression,
  place: Place,
): OpenedArchive | null {
  const data = decompress(context, bytes, kind, place.path, place.depth);
  const format: ArchiveFormat = `tar.${kind}`;
  if (looksLikeTar(data)) return release(openTar(context, data, place, format), data);
  if (kind === 'lzma') return null;
  const empty = data.length >= BLOCK && data[0] === 0 && isZeroBlock(data, 0);
  if (place.depth === 0 && empty) return openTar(context, data, place, format);
  if (place.depth > 0 || !(promisesTar(place.filename) || holdsTarHeader(data)))
    return openSingle(context, data, place);
  const salvaged = openTar(context, data, place, format);
  return salvaged.members.length > 0 ? salvaged : openSingle(context, data, place);
}

/** Whether byte `at` of `bytes` lies in the data of a member, which is a view of the same memory. */
function insideMember(members: UnpackedMember[], bytes: Uint8Array, at: number): boolean {
  const position = bytes.byteOffset + at;
  return members.some(
    ({ content }) =>
      isView(content, bytes) &&
      content.held.byteOffset <= position &&
      position < content.held.byteOffset + content.size,
  );
}

/** A file that is a zip archive for some readers (pip among them) and something else for others. */
function openBoth(
  context: UnpackContext,
  bytes: Uint8Array,
  head: Head,
  tail: number,
  place: Place,
): OpenedArchive | null {
  const first =
    head === 'tar'
      ? openTar(context, bytes, place, 'tar')
      : openCompressed(context, bytes, head as Compression, place);
  if (first === null) return openZip(context, bytes, place);
  if (head === 'tar' && insideMember(first.members, bytes, tail)) return first;
  context.anomaly(
    'polyglot',
    place.path,
    `a ${first.format} archive and a zip archive at once; pip reads the zip archive`,
  );
  const zip = openZip(context, bytes, place);
  // Tools that go by the suffix install the other one.
  if (!promisesTar(place.filename)) for (const member of first.members) member.installed = false;
  return { ...zip, members: [...zip.members, ...first.members], encrypted: zip.encrypted };
}

/** Opens `bytes`; null when they are no archive that is known here. */
export function openArchive(context: UnpackContext, bytes: Uint8Array, place: Place): OpenedArchive | null {
  const head = sniffHead(bytes, /\.(?:lzma|tlz)$/i.test(place.filename));
  if (head === 'zip') return openZip(context, bytes, place);
  const tail = zipTail(bytes);
  if (tail >= 0) {
    if (head === 'tar' || isCompression(head)) return openBoth(context, bytes, head, tail, place);
    const carrier = sniffCarrier(bytes);
    if (carrier !== null)
      context.anomaly('polyglot', place.path, `a ${carrier} file and a zip archive at once`);
    return openZip(context, bytes, place);
  }
  if (head === 'tar') return openTar(context, bytes, place, 'tar');
  if (isCompression(head)) return openCompressed(context, bytes, head, place);
  if (head === null) return null;
  const what = `${head === '7z' ? '7z' : 'RAR'} archives are not opened`;
  context.limitation('unsupported-format', place.path, `${what}.`, place.depth === 0);
  if (place.depth > 0) context.anomaly('nested-archive', place.path, what);
  return null;
}

/** Whether a member may hold an archive at all. */
const mayNest = (member: UnpackedMember): boolean =>
  !(member.content instanceof DeflatedContent && !member.content.look.nests) &&
  member.type === 'file' &&
  member.readable &&
  member.link === null &&
  member.size >= 18;

/** Opens the archives among `members` and puts their members behind them. */
export function withChildren(
  context: UnpackContext,
  members: UnpackedMember[],
  depth: number,
): UnpackedMember[] {
  const result: UnpackedMember[] = [];
  for (const member of members) {
    result.push(member);
    if (!mayNest(member)) continue;
    for (const child of openChild(context, member, depth)) result.push(child);
  }
  return result;
}

function openChild(context: UnpackContext, member: UnpackedMember, depth: number): UnpackedMember[] {
  const { data, path } = member;
  const lzma = /\.(?:lzma|tlz)$/i.test(path);
  const head = sniffHead(data, lzma);
  if (head === null && zipTail(data) < 0) return [];
  if (depth + 1 > context.limits.nestingDepth) {
    context.limitation(
      'nesting-limit',
      path,
      `Archives are nested more than ${context.limits.nestingDepth} deep.`,
      true,
    );
    return [];
  }
  if (context.expired()) return [];
  const opened = openArchive(context, data, { path, depth: depth + 1, filename: path });
  if (opened === null) return [];
  if (!opened.single)
    context.anomaly('nested-archive', path, `a ${opened.format} archive of ${opened.members.length} members`);
  if (opened.encrypted)
    context.anomaly('nested-archive-encrypted', path, 'entries of the nested archive are encrypted');
  if (!member.installed) for (const child of opened.members) child.installed = false;
  return opened.members;
}
