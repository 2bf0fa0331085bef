/** Files of the distribution that it runs itself: by path, by loader, or as a program of their own. */
import type { Node } from '../../python/ast.ts';
import { runText } from './dynamic.ts';
import { findWritten, ownMember, readFile, short } from './files.ts';
import { type Frame, isolated, type Machine } from './machine.ts';
import { findModule, importModule, loadModule } from './modules.ts';
import type { OwnModule } from './program.ts';
import { raw } from './raw.ts';
import { textOf } from './render.ts';
import type { Handler } from './special.ts';
import { moduleItem } from './subscripts.ts';
import { ref, UNKNOWN, type Value } from './values.ts';

/** Runs a member that a path means, as Python would; null when the path is none of ours. */
export function runOwnFile(m: Machine, f: Frame, path: Value, node: Node): Value | null {
  const member = ownMember(m, f, textOf(path));
  if (member === null) return null;
  const module = m.byPath.get(member);
  if (module !== undefined) return runAsMain(m, f, module);
  const content = readFile(m, f, path, false, 'open', node);
  if (content.t === 'str') runText(m, isolated(m, f), content.v, content.taint, 'code-execution', node);
  return UNKNOWN;
}

function runAsMain(m: Machine, f: Frame, module: OwnModule): Value {
  loadModule(m, module, f);
  f.unit.runs(module.mainBlock);
  return { t: 'module', taint: null, module };
}

/** `runpy.run_path(path)`, `execfile(path)`. */
export const runPath: Handler = (m, f, node, _callee, given) => {
  if (given.args[0] !== undefined) runOwnFile(m, f, given.args[0], node);
  return undefined;
};

/** `runpy.run_module(name)`. */
export const runModuleByName: Handler = (m, f, _node, _callee, given) => {
  const name = raw(given.args[0]);
  if (name !== null) runOwnModule(m, f, name);
  return undefined;
};

/** `python -m name`: the module itself, or the `__main__` of a package. */
export function runOwnModule(m: Machine, f: Frame, name: string): void {
  const module = findModule(m, `${name}.__main__`, f.module) ?? findModule(m, name, f.module);
  if (module !== null) runAsMain(m, f, module);
}

/** `imp.load_source(name, path)`, `SourceFileLoader(name, path).load_module()`, `spec.loader.exec_module(…)`. */
export const loadSource: Handler = (m, f, node, callee, given) => {
  const holder = callee.self;
  const path =
    holder === null
      ? given.args[1]
      : (holder.args[1] ?? holder.keywords.get('location') ?? holder.keywords.get('path'));
  return path === undefined ? undefined : (runOwnFile(m, f, path, node) ?? undefined);
};

/** `importlib.util.module_from_spec(importlib.util.find_spec(name))`. */
export const moduleFromSpec: Handler = (m, f, node, _callee, given) => {
  const [spec] = given.args;
  const name = spec?.t === 'obj' && spec.name.endsWith('.find_spec') ? spec.args[0] : undefined;
  if (name?.t !== 'str') return undefined;
  const own = importModule(m, name.v, f);
  if (own !== null) return own.leaf;
  const computed = name.made !== 'literal';
  if (computed) m.hiddenName(name.v, 'dynamic-import', true, f, node);
  return { ...ref(name.v), via: 'dynamic-import', computed };
};

/** `sys.modules.get(name)`. */
export const moduleByName: Handler = (m, f, node, _callee, given) => {
  const [name] = given.args;
  return name?.t === 'str' ? moduleItem(m, f, name.v, name.made !== 'literal', node) : undefined;
};

/** `sys.path.insert(0, folder)`: modules in it can be imported by their bare names. */
export const searchFolder: Handler = (m, f, node, callee, given) => {
  const folder = given.args[callee.name.endsWith('insert') ? 1 : 0];
  if (folder === undefined) return undefined;
  const path = textOf(folder);
  const written = findWritten(m, path);
  // What was fetched into a folder or archive on the search path is there to be imported.
  const fetched = written?.taint?.filter(({ kind }) => kind === 'network-response') ?? null;
  m.flow(fetched, 'code-execution', callee.name, short(path), f, node);
  const base = f.source.path.slice(0, f.source.path.lastIndexOf('/') + 1);
  const own = /^member:/.test(path) ? path.slice(7) : /^[\w.-]/.test(path) ? base + path : null;
  if (own !== null && m.searched.length < 64) m.searched.push(searchable(m, own));
  return undefined;
};

/** `zipimport.zipimporter(archive).load_module(name)`. */
export const importFromArchive: Handler = (m, f, _node, callee, given) => {
  const archive = callee.self?.args[0];
  const name = raw(given.args[0]);
  const path = archive === undefined ? null : ownMember(m, f, textOf(archive));
  const module =
    path === null || name === null ? undefined : m.byPath.get(`${path}!/${name.replaceAll('.', '/')}.py`);
  return module === undefined ? undefined : runAsMain(m, f, module);
};

/** What stands in front of the paths of members in a folder, or in an archive among the members. */
function searchable(m: Machine, path: string): string {
  const folder = normal(path);
  const archive = folder.slice(0, -1);
  return m.members.has(archive) ? `${archive}!/` : folder;
}

/** Without `.` and `..`, with a slash behind. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}
