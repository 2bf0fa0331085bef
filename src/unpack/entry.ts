import type { Member } from '../contracts/member.ts';
import { type Content, NO_CONTENT } from './content.ts';
import type { UnpackContext } from './context.ts';
import { readMemberPath } from './member-path.ts';

/** One entry as a format reader found it, before it has a place among the members. */
export interface RawEntry {
  name: string;
  /** False when the name's bytes are not in the encoding they claim. */
  nameValid: boolean;
  type: Member['type'];
  link: string | null;
  readable: boolean;
  declaredSize: number;
  mode: number;
  mtime: number;
  installed: boolean;
}

type Fields = Omit<Member, 'data' | 'size'>;

/** A member whose content may be unpacked only when it is read. */
export class UnpackedMember implements Member {
  path: string;
  depth: number;
  type: Member['type'];
  link: string | null;
  readable: boolean;
  declaredSize: number;
  mode: number;
  mtime: number;
  installed: boolean;
  content: Content;

  constructor(fields: Fields, content: Content = NO_CONTENT) {
    this.path = fields.path;
    this.depth = fields.depth;
    this.type = fields.type;
    this.link = fields.link;
    this.readable = fields.readable;
    this.declaredSize = fields.declaredSize;
    this.mode = fields.mode;
    this.mtime = fields.mtime;
    this.installed = fields.installed;
    this.content = content;
  }

  get data(): Uint8Array {
    return this.content.bytes();
  }

  get size(): number {
    return this.content.size;
  }
}

/** What a format reader answers. */
export interface ReadArchive {
  members: UnpackedMember[];
  /** False when Python's reader would refuse the archive as a whole. */
  openable: boolean;
  /** True when an entry could not be read for want of a password. */
  encrypted: boolean;
}

/** Where the members of an archive live: `''` or `outer.zip!/`. */
export const childPrefix = (archivePath: string): string => (archivePath === '' ? '' : `${archivePath}!/`);

/** Turns an entry into a member, as yet without content: resolves its path and reports what is wrong with it. Null for the root itself. */
export function toMember(
  context: UnpackContext,
  entry: RawEntry,
  archivePath: string,
  depth: number,
): UnpackedMember | null {
  const prefix = childPrefix(archivePath);
  const { path, escapes, problems } = readMemberPath(entry.name, context.limits.pathBytes, entry.nameValid);
  if (path === '' && entry.type === 'directory') return null;
  const full = prefix + (path === '' ? '(no name)' : path);
  for (const { code, detail } of problems) context.anomaly(code, full, detail);
  if (problems.some(({ code }) => code === 'path-too-long')) {
    context.limitation(
      'path-limit',
      full,
      `A name is longer than ${context.limits.pathBytes} bytes and was cut.`,
      false,
    );
  }
  return new UnpackedMember({ ...entry, path: full, depth, installed: entry.installed && !escapes });
}
