/** The distribution's own modules: finding them, running their bodies in the order of imports. */
import type { Frame, Machine } from './machine.ts';
import type { OwnModule } from './program.ts';
import type { Value } from './values.ts';
import { ref } from './values.ts';

/** Runs a module body; set by the composer, since bodies import modules and modules run bodies. */
export type ModuleRunner = (m: Machine, module: OwnModule) => void;

const runners = new WeakMap<Machine, ModuleRunner>();

export function setRunner(m: Machine, run: ModuleRunner): void {
  runners.set(m, run);
}

/** Evaluates a module once, and records that the importing unit runs it. */
export function loadModule(m: Machine, module: OwnModule, importer: Frame | null): void {
  if (importer !== null) importer.unit.runs(module.body);
  if (module.state !== 'new' || m.depth > 600) return;
  runners.get(m)?.(m, module);
}

/** Absolute dotted name of `from ..a import b` inside `module`, or null when it leaves the root. */
export function absoluteName(module: OwnModule, level: number, name: string): string | null {
  if (level === 0) return name;
  if (module.name === null) return name === '' ? null : name;
  const parts = module.name.split('.');
  const drop = module.isPackage ? level - 1 : level;
  if (drop > parts.length) return null;
  const base = parts.slice(0, parts.length - drop);
  return [...base, ...(name === '' ? [] : [name])].join('.');
}

/** The last part of a module's name, as its path tells it. */
export function leafOf(path: string): string {
  const parts = path.split('/');
  const file = parts.pop()!.replace(/\.py$/, '');
  return file === '__init__' ? (parts.pop() ?? '') : file;
}

/**
 * The own module of that name. A script at the root (setup.py, in-tree backend) and a module in a folder that
 * is no package see their neighbours, as `sys.path[0]` makes them.
 */
export function findModule(m: Machine, name: string, importer: OwnModule): OwnModule | null {
  const direct = m.modules.get(name);
  if (direct !== undefined) return direct;
  const leaf = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
  // A package may be imported by the name of its file as well.
  if (leaf !== '__init__' && !m.leaves.has(leaf)) return null;
  const own = importer.path.slice(0, importer.path.lastIndexOf('/') + 1);
  for (const folder of [own, ...m.searched]) {
    const relative = `${folder}${name.replaceAll('.', '/')}`;
    for (const path of [`${relative}.py`, `${relative}/__init__.py`]) {
      const found = m.byPath.get(path);
      if (found !== undefined && found !== importer) return found;
    }
  }
  return null;
}

/** Runs every package on the way to a dotted module and returns the module's value. */
export function importModule(m: Machine, name: string, frame: Frame): { top: Value; leaf: Value } | null {
  const parts = name.split('.');
  let top: Value | null = null;
  let leaf: OwnModule | null = null;
  for (let i = 1; i <= parts.length; i++) {
    const module = findModule(m, parts.slice(0, i).join('.'), frame.module);
    if (module === null) {
      if (i === 1) continue;
      break;
    }
    loadModule(m, module, frame);
    top ??= i === 1 ? { t: 'module', taint: null, module } : null;
    leaf = i === parts.length ? module : null;
  }
  if (leaf === null) return null;
  const value: Value = { t: 'module', taint: null, module: leaf };
  return { top: top ?? ref(parts[0]!), leaf: value };
}
