import type { Member } from '../contracts/member.ts';
import type { UnpackContext } from './context.ts';
import { readMemberPath } from './member-path.ts';

/** Data of entries without any, and of entries that could not be read. */
export const NO_BYTES = new Uint8Array(0);

/** One entry as a format reader found it, before it has a place among the members. */
export interface RawEntry {
  name: string;
  /** False when the name's bytes are not in the encoding they claim. */
  nameValid: boolean;
  type: Member['type'];
  link: string | null;
  data: Uint8Array;
  readable: boolean;
  declaredSize: number;
  mode: number;
  mtime: number;
  installed: boolean;
}

/** What a format reader answers. */
export interface ReadArchive {
  members: Member[];
  /** False when Python's reader would refuse the archive as a whole. */
  openable: boolean;
  /** True when an entry could not be read for want of a password. */
  encrypted: boolean;
}

/** Where the members of an archive live: `''` or `outer.zip!/`. */
export const childPrefix = (archivePath: string): string => (archivePath === '' ? '' : `${archivePath}!/`);

/** Turns an entry into a member: resolves its path and reports what is wrong with it. Null for the root itself. */
export function toMember(
  context: UnpackContext,
  entry: RawEntry,
  archivePath: string,
  depth: number,
): Member | null {
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
  return {
    path: full,
    depth,
    type: entry.type,
    link: entry.link,
    data: entry.data,
    readable: entry.readable,
    declaredSize: entry.declaredSize,
    mode: entry.mode,
    mtime: entry.mtime,
    installed: entry.installed && !escapes,
  };
}
