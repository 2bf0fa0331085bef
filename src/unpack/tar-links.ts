/** Links of one archive: where they lead, and the content that an installer would find there. */
import { LINK_HOPS, LINK_WORK } from '../limits.ts';
import type { UnpackContext } from './context.ts';
import { childPrefix, type UnpackedMember as Member } from './entry.ts';

type Target =
  | { kind: 'member'; member: Member }
  | { kind: 'directory' }
  | { kind: 'escapes' }
  | { kind: 'dangling' }
  | { kind: 'unknown' };

/** Paths of one archive, directories that exist only as parents included. */
class Tree {
  readonly #members = new Map<string, Member>();
  readonly #directories = new Set<string>(['']);
  /** Characters of path looked up; deep paths times many links would be quadratic. */
  work = 0;

  constructor(members: Member[], prefix: string) {
    for (const member of members) {
      const path = member.path.slice(prefix.length);
      this.#members.set(path, member);
      for (
        let cut = path.lastIndexOf('/');
        cut > 0 && this.work < LINK_WORK;
        cut = path.lastIndexOf('/', cut - 1)
      ) {
        this.work += cut;
        const parent = path.slice(0, cut);
        if (this.#directories.has(parent)) break;
        this.#directories.add(parent);
      }
    }
  }

  /** Resolves `target` as the kernel would, from directory `base`, following links on the way. */
  resolve(base: string, target: string): Target {
    if (target.startsWith('/') || /^[A-Za-z]:[\\/]/.test(target)) return { kind: 'escapes' };
    const done = base === '' ? [] : base.split('/');
    const todo = target.split('/').reverse();
    for (let hops = 0; todo.length > 0; ) {
      const segment = todo.pop()!;
      if (segment === '' || segment === '.') continue;
      if (segment === '..') {
        if (done.pop() === undefined) return { kind: 'escapes' };
        continue;
      }
      done.push(segment);
      const path = done.join('/');
      this.work += path.length;
      if (this.work > LINK_WORK) return { kind: 'unknown' };
      const member = this.#members.get(path);
      if (member?.type !== 'symlink' || member.link === null) continue;
      if (++hops > LINK_HOPS) return { kind: 'dangling' };
      if (member.link.startsWith('/')) return { kind: 'escapes' };
      done.pop();
      todo.push(...member.link.split('/').reverse());
    }
    const path = done.join('/');
    const member = this.#members.get(path);
    if (member !== undefined && member.type !== 'directory') return { kind: 'member', member };
    return member !== undefined || this.#directories.has(path) ? { kind: 'directory' } : { kind: 'dangling' };
  }
}

/**
 * Reports links and gives those that lead to a file in the archive its content: a `setup.py` that is a link
 * to `data.txt` runs all the same. Such a member has the type `file` and keeps its `link`.
 */
export function materialiseLinks(
  context: UnpackContext,
  members: Member[],
  archivePath: string,
  depth: number,
): void {
  const links = members.filter(({ link }) => link !== null);
  if (links.length === 0) return;
  const prefix = childPrefix(archivePath);
  const tree = new Tree(members, prefix);
  // Deep down, where nothing is installed from, one line says it all.
  if (depth > 0)
    context.anomaly('link-member', archivePath, `${links.length} links, the first is ${links[0]!.path}`);
  const contents: [Member, Member][] = [];
  for (const member of links) {
    const link = member.link!;
    const path = member.path.slice(prefix.length);
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const target = member.type === 'hardlink' ? tree.resolve('', link) : tree.resolve(parent, link);
    if (depth === 0) context.anomaly('link-member', member.path, `${member.type} to ${link}`);
    if (target.kind === 'escapes') context.anomaly('link-escapes-root', member.path, `leads to ${link}`);
    else if (target.kind === 'unknown') {
      context.limitation('path-limit', archivePath, 'Too many deep links; the rest was not followed.', true);
    } else if (target.kind === 'dangling')
      context.anomaly('link-dangling', member.path, `${link} is not in the archive`);
    else if (target.kind === 'member' && target.member.type === 'file')
      contents.push([member, target.member]);
  }
  for (const [member, target] of contents) {
    if (context.book(member.path, target.size) !== 'whole') {
      member.readable = false;
      continue;
    }
    Object.assign(member, {
      type: 'file',
      content: target.content,
      readable: target.readable,
      declaredSize: target.declaredSize,
    });
  }
}
