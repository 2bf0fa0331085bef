/** Files and paths. */

import type { Expression } from '../../python/ast.ts';
import type { Arguments } from './calls.ts';
import { findWritten, readFile, rememberFile, writeFile } from './files.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { joinPath, template } from './operators.ts';
import { textOf } from './render.ts';
import type { Handler } from './special.ts';
import { union } from './taint.ts';
import {
  bytes,
  deepTaint,
  list,
  literal,
  NO_KEYWORDS,
  type Obj,
  ref,
  tainted,
  text,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

const first = (given: Arguments, keyword: string): Value | undefined =>
  given.args[0] ?? given.keywords.get(keyword);

export const openFile: Handler = (m, f, node, callee, given) => {
  const path = first(given, 'file') ?? UNKNOWN;
  const object = outside(callee.name, [path, ...given.args.slice(1)], given, f, node);
  const mode = modeOf(object);
  if (/[wax]/.test(mode)) return object;
  const content = readFile(m, f, path, mode.includes('b'), 'open', node);
  return tainted(object, content.taint);
};

export function modeOf(object: Obj): string {
  const mode = object.args[1] ?? object.keywords.get('mode');
  return mode?.t === 'str' ? mode.v : 'r';
}

export function outside(name: string, args: Value[], given: Arguments, f: Frame, node: Expression): Obj {
  return {
    t: 'obj',
    taint: null,
    name,
    args,
    keywords: given.keywords,
    at: place(f, node),
    via: 'plain',
    fields: null,
    outside: null,
  };
}

export const readOpen: Handler = (m, f, node, callee, given) => {
  const file = callee.self;
  if (file === null) return undefined;
  const mode = modeOf(file);
  if (/[wx]/.test(mode)) return undefined;
  const content = readFile(m, f, file.args[0] ?? UNKNOWN, mode.includes('b'), 'open', node);
  if (callee.name.endsWith('readlines')) {
    return content.t === 'str'
      ? list(content.v.split(/(?<=\n)/).map((line) => text(line, content.taint)))
      : unknown(content.taint);
  }
  return nextPart(m, f, file, content, callee.name.endsWith('readline') ? 'line' : given.args[0]);
};

/**
 * What `read(n)` or `readline()` gives of a known content: in a loop that is followed the part that comes next, so
 * that the loop ends; elsewhere all of it, for who has read before is not known. A size that is not known is enough.
 */
export function nextPart(
  m: Machine,
  f: Frame,
  file: Obj,
  content: Value,
  size: Value | 'line' | undefined,
): Value {
  if (m.reading === null || !f.concrete || (content.t !== 'str' && content.t !== 'bytes')) return content;
  const { length } = content.v;
  const from = Math.min(m.reading.get(file) ?? 0, length);
  let to = length;
  if (size === 'line') to = content.v.indexOf('\n', from) + 1 || length;
  else if (size?.t === 'num' && size.v >= 0 && size.v < length) to = Math.min(from + Number(size.v), length);
  m.reading.set(file, to);
  const part = content.v.slice(from, to);
  const made = content.made === 'computed' ? 'computed' : 'joined';
  return content.t === 'str' ? text(part, content.taint, made) : bytes(part, content.taint, made);
}

/** `file.seek(n)`: reading goes on there; anything else than a plain offset begins anew. */
export const seekIn: Handler = (m, _f, _node, { self }, { args, keywords }) => {
  const [offset] = args;
  const isPlain = args.length === 1 && keywords.size === 0 && offset?.t === 'num' && offset.v >= 0;
  if (self !== null && isPlain) m.reading?.set(self, Number(offset.v));
  else if (self !== null) m.reading?.delete(self);
  return undefined;
};

export const writeOpen: Handler = (m, f, node, callee, given) => {
  if (callee.self === null || given.args[0] === undefined) return undefined;
  writeFile(m, f, targetOf(callee.self), given.args[0], 'open', node);
  return UNKNOWN;
};

/** Path of an open file; a temporary file is its own name. */
export const targetOf = (file: Obj): Value =>
  file.name === 'builtins.open' ? (file.args[0] ?? UNKNOWN) : file;

export const readPath: Handler = (m, f, node, callee) => {
  if (callee.self === null) return undefined;
  return readFile(m, f, callee.self, callee.name.endsWith('bytes'), 'pathlib.Path.read', node);
};

export const writePath: Handler = (m, f, node, callee, given) => {
  if (callee.self === null || given.args[0] === undefined) return undefined;
  writeFile(m, f, callee.self, given.args[0], 'pathlib.Path.write', node);
  return UNKNOWN;
};

export const makePath: Handler = (_m, f, node, _callee, given) => {
  const path = given.args.length === 0 ? literal('.') : joinPath(given.args);
  const parts =
    path.t === 'obj' && path.name.startsWith('pathlib.') && path.args.length > 0 ? path.args : [path];
  return {
    ...outside('pathlib.Path', parts, { args: [], keywords: NO_KEYWORDS }, f, node),
    taint: deepTaint(path),
  };
};

export const openPath: Handler = (m, f, node, callee, given) => {
  if (callee.self === null) return undefined;
  return openFile(
    m,
    f,
    node,
    { ...ref('builtins.open') },
    { args: [callee.self, ...given.args], keywords: given.keywords },
  );
};

export const joinOntoPath: Handler = (_m, f, node, callee, given) => {
  if (callee.self === null) return undefined;
  return outside(
    'pathlib.Path',
    [joinPath([callee.self, ...given.args])],
    { args: [], keywords: NO_KEYWORDS },
    f,
    node,
  );
};

/** Folder of a path; of `__file__`, the member's own folder. */
export const folderOf: Handler = (_m, f, node, _callee, given) => {
  const path = given.args[0];
  if (path === undefined) return undefined;
  if (
    path.t === 'obj' &&
    (path.name === '__file__' || path.name === '__dir__') &&
    path.args[0]?.t === 'str'
  ) {
    const folder = path.args[0].v.replace(/\/?[^/]*$/, '');
    return { ...outside('__dir__', [literal(folder)], { args: [], keywords: NO_KEYWORDS }, f, node) };
  }
  return path.t === 'str' ? text(path.v.replace(/[/\\][^/\\]*$/, ''), path.taint) : unknown(path.taint);
};

/** `path.parent`: of the program's own file, the member's folder; of a known path, what is in front of its name. */
export function parentOf(path: Obj): Value {
  const [own] = path.args;
  if (own?.t === 'obj' && (own.name === '__file__' || own.name === '__dir__') && own.args[0]?.t === 'str') {
    const folder = literal(own.args[0].v.replace(/\/?[^/]*$/, ''));
    return { ...path, args: [{ ...own, name: '__dir__', args: [folder] }] };
  }
  if (own?.t !== 'str' || !own.v.includes('/')) return path;
  return { ...path, args: [text(own.v.replace(/\/[^/]*$/, ''), own.taint)] };
}

/** `path.with_name(name)`. */
export const besideOf: Handler = (_m, f, node, callee, given) => {
  const [name] = given.args;
  if (callee.self === null || name === undefined) return undefined;
  const made = { args: [], keywords: NO_KEYWORDS };
  return outside('pathlib.Path', [joinPath([parentOf(callee.self), name])], made, f, node);
};

/** `shutil.copyfileobj(source, target)`. */
export const copyObject: Handler = (m, f, node, callee, given) => {
  const [source, target] = given.args;
  if (source !== undefined && target?.t === 'obj') {
    writeFile(m, f, targetOf(target), unknown(deepTaint(source)), callee.name, node);
  }
  return undefined;
};

/** A library that opens a file by its path: what it yields is what the file holds. */
export const openedByLibrary: Handler = (m, f, node, callee, given) => {
  const path = given.args[0] ?? given.keywords.get('database') ?? given.keywords.get('path');
  if (path === undefined) return undefined;
  const content =
    path.t === 'obj' && path.name.startsWith('io.') ? path : readFile(m, f, path, true, callee.name, node);
  // A configuration file that is parsed is configuration; what it means to attackers its name says.
  const taint =
    content.taint?.filter(({ kind }) => kind !== 'file-content' && kind !== 'own-data-file') ?? null;
  if (callee.self !== null) {
    callee.self.taint = union(callee.self.taint, taint);
    return undefined;
  }
  return { ...outside(callee.name, given.args, given, f, node), taint };
};

/** `archive.write(path)`: what is packed travels with the archive. */
export const addToArchive: Handler = (m, f, node, callee, given) => {
  const archive = callee.self?.args[0];
  const path = given.args[0];
  if (archive === undefined || path === undefined) return undefined;
  const content = callee.name.endsWith('writestr')
    ? (given.args[1] ?? UNKNOWN)
    : readFile(m, f, path, true, callee.name, node);
  writeFile(m, f, archive, unknown(deepTaint(content)), callee.name, node);
  return undefined;
};

/** `ZipFile(path).extractall(folder)`: what lies in the folder then is what the archive was. */
export const extractArchive: Handler = (m, f, node, callee, given) => {
  const archive = callee.self?.args[0] ?? given.args[0];
  if (archive === undefined) return undefined;
  const unpacks = callee.name === 'shutil.unpack_archive';
  const folder = unpacks
    ? (given.args[1] ?? given.keywords.get('extract_dir'))
    : (given.args[0] ?? given.keywords.get('path'));
  const taint = union(findWritten(m, textOf(archive))?.taint ?? null, deepTaint(archive));
  if (taint === null) return undefined;
  rememberFile(m, f, `${folder === undefined ? '.' : textOf(folder)}/`, taint, null, node);
  return undefined;
};

/** `shutil.make_archive(base, format, folder)`. */
export const makeArchive: Handler = (m, f, node, callee, given) => {
  const [base, format] = given.args;
  const folder = given.args[2] ?? given.keywords.get('root_dir') ?? given.keywords.get('base_dir');
  if (base === undefined || folder === undefined) return undefined;
  const kind = format ?? given.keywords.get('format');
  const suffix = literal(kind?.t === 'str' ? `.${kind.v}` : '');
  const target = base.t === 'str' ? text(base.v + suffix.v, base.taint) : template([base, suffix]);
  const origin = m.origin('file-content', callee.name, textOf(folder).slice(0, 160), f, node);
  writeFile(m, f, target, unknown([origin]), callee.name, node);
  return target;
};

/** `importlib.resources.files(name)`: the folder of one of our own modules. */
export const ownFolder: Handler = (m, f, node, _callee, given) => {
  const name = given.args[0];
  const known = name?.t === 'str' ? m.modules.get(name.v) : name?.t === 'module' ? name.module : undefined;
  const module = known ?? (name === undefined || name.t === 'unknown' ? f.module : undefined);
  if (module === undefined) return undefined;
  const folder = literal(module.path.replace(/\/?[^/]*$/, ''));
  const none = { args: [], keywords: NO_KEYWORDS };
  return outside('pathlib.Path', [outside('__dir__', [folder], none, f, node)], none, f, node);
};
