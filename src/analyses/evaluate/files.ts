/** Files as the program sees them: its own members, what it writes, and what it reads of the machine. */
import type { SinkKind, SourceKind } from '../../contracts/fact.ts';
import { SOURCE_BYTES } from '../../limits.ts';
import type { Expression, Node } from '../../python/ast.ts';
import { sinkKindOfPath, sourceKindOfPath } from '../sensitive-names.ts';
import { fromBuffer } from './codecs.ts';
import { noteProgramText } from './commands.ts';
import { type Frame, type Machine, place, type WrittenFile } from './machine.ts';
import { readable, textOf } from './render.ts';
import { type Taint, union, withStep } from './taint.ts';
import { bytes, deepTaint, text, UNKNOWN, unknown, type Value } from './values.ts';

const normalise = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .toLowerCase();
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The distribution's own member that a path means, or null. */
export function ownMember(m: Machine, f: Frame, path: string): string | null {
  const marked = path.lastIndexOf('member:');
  const folder = f.source.path.slice(0, f.source.path.lastIndexOf('/') + 1);
  const tries =
    marked >= 0
      ? [path.slice(marked + 7)]
      : /^(\/|~|%|«|[A-Za-z]:|…)/.test(path)
        ? []
        : [folder + path, m.root + path];
  for (const attempt of tries) {
    const parts: string[] = [];
    for (const part of attempt.replaceAll('\\', '/').split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.' && part !== '') parts.push(part);
    }
    const name = parts.join('/');
    if (m.members.has(name)) return name;
  }
  return null;
}

/** Content of a file that is read, with where it comes from. */
export function readFile(m: Machine, f: Frame, path: Value, binary: boolean, api: string, node: Node): Value {
  const name = textOf(path);
  const own = ownMember(m, f, name);
  // A member is what it is, unless exactly it was written; any other file may be one written under another folder.
  const written = own === null ? findWritten(m, name) : (m.files.get(normalise(name)) ?? null);
  if (written !== null) {
    const taint = withStep(written.taint, `read back from ${short(name)}`, place(f, node));
    const origin = m.origin('written-file', api, short(name), f, node);
    const all = union(taint, [origin]);
    return written.content === null
      ? unknown(all)
      : binary
        ? bytes(written.content, all)
        : text(written.content, all);
  }
  if (own !== null) return ownContent(m, f, own, binary, api, node);
  const { kind, detail } = meaningOf(name, path);
  return unknown([m.origin(kind, api, short(detail), f, node)]);
}

/** What reading a path means: by itself, or by the folder in whose listing it was found. */
function meaningOf(name: string, path: Value): { kind: SourceKind; detail: string } {
  const kind = sourceKindOfPath(name);
  if (kind !== 'file-content' || !/^[«…]/.test(name)) return { kind, detail: name };
  const listing = deepTaint(path)?.find(
    (origin) => origin.kind === 'directory-listing' && /^[~/%]|^[A-Z]:/i.test(origin.detail),
  );
  if (listing === undefined) return { kind, detail: name };
  const detail = `${listing.detail.replace(/[/\\]?\**$/, '')}/${name}`;
  return { kind: sourceKindOfPath(detail), detail };
}

function ownContent(m: Machine, f: Frame, path: string, binary: boolean, api: string, node: Node): Value {
  const taint: Taint = [m.origin('own-data-file', api, path, f, node)];
  const member = m.members.get(path)!;
  if (member.size > SOURCE_BYTES / 4) return unknown(taint);
  const content = binary ? fromBuffer(member.data) : Buffer.from(member.data).toString('utf8');
  return binary ? bytes(content, taint) : text(content, taint);
}

/** A member found by the end of its path: package resources are named without their folder. */
export function resource(
  m: Machine,
  f: Frame,
  name: Value | undefined,
  binary: boolean,
  api: string,
  node: Node,
): Value {
  if (name?.t === 'str' && name.v.length > 2) {
    const member =
      ownMember(m, f, name.v) ?? [...m.members.keys()].find((path) => path.endsWith(`/${name.v}`));
    if (member !== undefined && member !== null) return ownContent(m, f, member, binary, api, node);
  }
  return unknown([m.origin('own-data-file', api, name === undefined ? '' : short(textOf(name)), f, node)]);
}

/** What a write to a path means. */
function writeKind(f: Frame, name: string): SinkKind {
  if (name === `member:${f.source.path}`) return 'code-file-write';
  const kind = sinkKindOfPath(name);
  // A code file by a relative path is generated beside whatever runs the program, not put into somebody else's.
  const isBeside =
    /^[\w.-][^:%~«…]*\.pyw?$/i.test(name) && !/(site|dist)-packages|__init__|sitecustomize/.test(name);
  return kind === 'code-file-write' && isBeside ? 'file-write' : kind;
}

/** A write: the flow, what a later read or start of that file will see, and program text inside. */
export function writeFile(m: Machine, f: Frame, path: Value, content: Value, api: string, node: Node): void {
  const name = textOf(path);
  const taint = deepTaint(content);
  const kind = writeKind(f, name);
  m.flow(taint, kind, api, short(name), f, node);
  if (kind === 'code-file-write' && name === `member:${f.source.path}`)
    m.behaviour('own-source-rewrite', short(name), f, node);
  if (taint === null && kind !== 'file-write') {
    m.flow([m.origin('decoded', 'constant text', '', f, node)], kind, api, short(name), f, node);
  }
  const known = content.t === 'str' || content.t === 'bytes' ? content.v : null;
  rememberFile(m, f, name, taint, known, node);
  if (known !== null)
    noteProgramText(m, f, known, kind === 'persistence-write' ? startText(name) : name, taint, node);
}

/** What starts by itself from a place without a suffix is a shell's: profiles, crontabs, autostart entries. */
const startText = (name: string): string =>
  /\.(bat|cmd|vbs|ps1|pyw?|js|lnk|desktop|plist|service)$/i.test(name) ? name : `${name}.sh`;

export function rememberFile(
  m: Machine,
  f: Frame,
  name: string,
  taint: Taint,
  content: string | null,
  node: Node,
): void {
  if (name === '…' || m.files.size > 2000) return;
  const key = normalise(name);
  const before = m.files.get(key);
  const stepped = withStep(taint, `written to ${short(name)}`, place(f, node));
  const merged = union(before?.taint ?? null, stepped);
  const joined = before?.content != null && content !== null ? before.content + content : content;
  const file = {
    key,
    taint: merged,
    content: joined !== null && joined.length < SOURCE_BYTES ? joined : null,
    at: place(f, node),
  };
  m.files.set(key, file);
  m.filesByName.set(baseName(key), file);
}

/** What was written to that path earlier: the same text, or the same base name where folders are unknown. */
export function findWritten(m: Machine, name: string): WrittenFile | null {
  const key = normalise(name);
  // Two names of which nothing is known are no more alike than any two.
  if (/^[…/]*$/.test(key)) return null;
  const exact = m.files.get(key);
  if (exact !== undefined) return exact;
  const base = baseName(key);
  if (base.length < 4 || base.includes('…')) return null;
  return m.filesByName.get(base) ?? null;
}

/** Whether a command line names a file: as a word or path of its own, not as part of one. */
function names(line: string, file: string): boolean {
  if (file.length < 4) return false;
  for (let at = line.indexOf(file); at >= 0; at = line.indexOf(file, at + 1)) {
    const before = line[at - 1];
    const after = file.endsWith('/') ? undefined : line[at + file.length];
    if ((before === undefined || !/[\w.-]/.test(before)) && (after === undefined || !/[\w.-]/.test(after)))
      return true;
  }
  return false;
}

/** Written files that a command line names. */
export function writtenIn(m: Machine, command: string): WrittenFile[] {
  if (m.files.size === 0) return [];
  const line = normalise(command);
  const found: WrittenFile[] = [];
  for (const file of m.files.values()) {
    const base = baseName(file.key);
    if (names(line, file.key) || (!base.includes('…') && names(line, base))) found.push(file);
  }
  return found;
}

/** `shutil.copy(a, b)`, `os.rename(a, b)`: the second path is what the first was. */
export function copyFile(m: Machine, f: Frame, from: Value, to: Value, api: string, node: Node): void {
  const source = textOf(from);
  const target = textOf(to);
  const written = findWritten(m, source);
  const member = written === null ? ownMember(m, f, source) : null;
  let taint: Taint = written?.taint ?? null;
  if (taint === null) {
    const kind = member !== null ? 'own-data-file' : sourceKindOfPath(source);
    taint = [m.origin(kind, api, short(member ?? source), f, node)];
  }
  const kind = sinkKindOfPath(target);
  m.flow(taint, kind, api, short(target), f, node);
  rememberFile(m, f, target, taint, written?.content ?? null, node);
}

/** A download straight to a file: `urlretrieve(url, path)`, `wget.download(url, path)`. */
export function downloadTo(
  m: Machine,
  f: Frame,
  url: Value,
  path: Value | undefined,
  api: string,
  node: Node,
): Value {
  const address = textOf(url);
  const target = path ?? text(baseName(address));
  const origin = m.origin('network-response', api, short(address), f, node);
  const name = textOf(target);
  m.flow([origin], sinkKindOfPath(name), api, short(name), f, node);
  rememberFile(m, f, name, [origin], null, node);
  return target;
}

/** For a reader: cut, and without the offsets that tell two unknown values apart. */
export function short(name: string): string {
  const shown = readable(name.slice(0, 2000));
  return shown.length > 160 ? `${shown.slice(0, 159)}…` : shown;
}

export { type Expression, UNKNOWN };
