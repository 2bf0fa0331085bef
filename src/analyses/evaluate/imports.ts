import type { Import, ImportFrom, Node } from '../../python/ast.ts';
import { canonical } from '../apis/canonical.ts';
import { bindName } from './assignments.ts';
import { missingFromModule } from './attributes.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { absoluteName, findModule, importModule, loadModule } from './modules.ts';
import { OUTSIDE } from './outside.ts';
import { ref, type Value } from './values.ts';

export function importNames(m: Machine, f: Frame, node: Import): void {
  for (const alias of node.names) {
    const found = importModule(m, alias.name, f);
    note(m, f, node, alias.name, found !== null);
    if (found === null) importWritten(m, f, node, alias.name);
    if (alias.asName !== null) bindName(m, f, alias.asName, found?.leaf ?? OUTSIDE.value(alias.name));
    else {
      const top = alias.name.split('.')[0]!;
      bindName(m, f, top, found?.top ?? OUTSIDE.value(top));
    }
  }
}

export function importFrom(m: Machine, f: Frame, node: ImportFrom): void {
  const name = absoluteName(f.module, node.level, node.module);
  const found = name === null || name === '' ? null : importModule(m, name, f);
  const own = found?.leaf.t === 'module' ? found.leaf.module : null;
  note(m, f, node, name ?? node.module, own !== null);
  if (own === null && name !== null) importWritten(m, f, node, name);
  if (name === null) return;
  for (const alias of node.names) {
    if (alias.name === '*') {
      if (own === null) f.module.starImports.push(name);
      else for (const [key, value] of own.scope.names) bindName(m, f, key, value);
      continue;
    }
    bindName(m, f, alias.asName ?? alias.name, imported(m, f, name, own, alias.name));
  }
}

function imported(
  m: Machine,
  f: Frame,
  module: string,
  own: (Value & { t: 'module' })['module'] | null,
  name: string,
): Value {
  const value = own?.scope.names.get(name);
  if (value !== undefined) return value;
  const submodule = findModule(m, module === '' ? name : `${module}.${name}`, f.module);
  if (submodule !== null) {
    loadModule(m, submodule, f);
    return { t: 'module', taint: null, module: submodule };
  }
  if (own !== null) return missingFromModule(m, f, own, name);
  return OUTSIDE.value(module === '' ? name : [module, name].join('.'));
}

/** A module that the program wrote itself: importing runs it. */
function importWritten(m: Machine, f: Frame, node: Node, name: string): void {
  if (m.files.size === 0) return;
  const leaf = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (!m.filesByName.has(`${leaf}.py`)) return;
  for (const file of m.files.values()) {
    if (!file.key.endsWith(`/${leaf}.py`) && file.key !== `${leaf}.py`) continue;
    m.flow(file.taint, 'code-execution', 'import', name, f, node);
    m.flow(
      [m.origin('written-file', 'import', file.key, f, node)],
      'code-execution',
      'import',
      name,
      f,
      node,
    );
  }
}

function note(m: Machine, f: Frame, node: Node, module: string, own: boolean): void {
  m.facts.add(f.unit, place(f, node), { kind: 'import', module, own });
}

/** `__import__(name)`, `importlib.import_module(name)`: the module, or its top package. */
export function dynamicImport(
  m: Machine,
  f: Frame,
  node: Node,
  name: string,
  built: boolean,
  wantsLeaf: boolean,
): Value {
  const found = importModule(m, name, f);
  note(m, f, node, name, found !== null);
  if (built) m.hiddenName(name, 'dynamic-import', true, f, node);
  if (found !== null) return wantsLeaf ? found.leaf : found.top;
  const target = wantsLeaf ? name : name.split('.')[0]!;
  return { ...ref(canonical(target)), via: 'dynamic-import', computed: built };
}
