/** A directory on disk as members: every file of it, links recorded and never followed. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import type { Member } from '../contracts/member.ts';
import { HeldContent } from './content.ts';
import type { UnpackContext } from './context.ts';
import { toMember, type UnpackedMember } from './entry.ts';
import { decodeUtf8Name, showable } from './member-path.ts';

const SEPARATOR = Buffer.from('/');

function typeOf(stats: Stats): Member['type'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'fifo';
  return stats.isSocket() ? 'other' : 'device';
}

/** Up to `size` bytes of a regular file; a link or pipe put in its place meanwhile is refused. */
function readFileStart(path: Buffer, size: number): Uint8Array {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(handle).isFile()) throw new Error('no longer a regular file');
    const data = new Uint8Array(size);
    let length = 0;
    while (length < size) {
      const read = readSync(handle, data, length, size - length, length);
      if (read === 0) break;
      length += read;
    }
    return data.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

class DirectoryReader {
  readonly context: UnpackContext;
  readonly root: Buffer;
  readonly members: UnpackedMember[] = [];

  constructor(context: UnpackContext, root: string) {
    this.context = context;
    this.root = Buffer.from(root);
  }

  absolute(relative: Buffer): Buffer {
    return relative.length === 0 ? this.root : Buffer.concat([this.root, SEPARATOR, relative]);
  }

  unreadable(member: Member, error: unknown): void {
    member.readable = false;
    const code = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    this.context.limitation('member-unreadable', member.path, `The file could not be read: ${code}.`, true);
  }

  readData(member: UnpackedMember, relative: Buffer, size: number): void {
    const allowance = this.context.book(member.path, size);
    if (allowance !== 'whole') member.readable = false;
    if (allowance === 'nothing') return;
    try {
      const length = allowance === 'whole' ? size : this.context.limits.keptBytes;
      member.content = new HeldContent(readFileStart(this.absolute(relative), length));
    } catch (error) {
      this.unreadable(member, error);
    }
  }

  /** Adds one entry; true when it is a directory to go into. */
  entry(relative: Buffer): boolean {
    const { context } = this;
    if (((this.members.length & 63) === 0 && context.expired()) || !context.admit()) return false;
    const { text, valid } = decodeUtf8Name(relative);
    const base = { name: text, nameValid: valid, readable: true, installed: true };
    let stats: Stats;
    try {
      stats = lstatSync(this.absolute(relative));
    } catch (error) {
      const raw = { ...base, type: 'other' as const, link: null, declaredSize: 0, mode: 0, mtime: 0 };
      const member = toMember(context, raw, '', 0);
      if (member !== null) this.unreadable(member, error);
      if (member !== null) this.members.push(member);
      return false;
    }
    const type = typeOf(stats);
    const link =
      type === 'symlink'
        ? showable(decodeUtf8Name(readlinkSync(this.absolute(relative), 'buffer')).text)
        : null;
    const member = toMember(
      context,
      {
        ...base,
        type,
        link,
        declaredSize: type === 'file' ? stats.size : 0,
        mode: stats.mode & 0o7777,
        mtime: Math.floor(stats.mtimeMs / 1000),
      },
      '',
      0,
    );
    if (member === null) return false;
    this.members.push(member);
    if (type === 'file') this.readData(member, relative, stats.size);
    else if (type === 'device' || type === 'fifo') context.anomaly('device-member', member.path, `a ${type}`);
    return type === 'directory';
  }

  /** Depth first, names in byte order, without recursion: trees can be deeper than the stack. */
  run(): UnpackedMember[] {
    const stack: Buffer[] = [Buffer.alloc(0)];
    while (stack.length > 0) {
      const relative = stack.pop()!;
      if (relative.length > 0 && !this.entry(relative)) continue;
      if (relative.length > this.context.limits.pathBytes) {
        const where = showable(decodeUtf8Name(relative).text);
        this.context.limitation(
          'path-limit',
          where,
          'The path is too long; what is below was not read.',
          true,
        );
        continue;
      }
      const names = this.list(relative).sort(Buffer.compare).reverse();
      for (const name of names)
        stack.push(relative.length === 0 ? name : Buffer.concat([relative, SEPARATOR, name]));
    }
    return this.members;
  }

  list(relative: Buffer): Buffer[] {
    try {
      return readdirSync(this.absolute(relative), { encoding: 'buffer' });
    } catch (error) {
      const where = showable(decodeUtf8Name(relative).text);
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      this.context.limitation(
        'archive-unreadable',
        where,
        `The directory could not be listed: ${code}.`,
        true,
      );
      return [];
    }
  }
}

/** Reads the tree below `root`. Links stay links; what cannot be read is a limitation. */
export function readDirectoryTree(context: UnpackContext, root: string): UnpackedMember[] {
  return new DirectoryReader(context, root).run();
}
