/** When code runs: phases spread from their roots along imports and calls. */
import type { Artifacts, EntryPoint, SourceRole } from '../../contracts/artifact.ts';
import { PHASES, type Phase } from '../../contracts/location.ts';
import { isStartFile } from '../beside.ts';
import { installCommands, standsApart } from './installed.ts';
import { classMember } from './lineage.ts';
import type { Machine } from './machine.ts';
import type { ClassRecord, CodeUnit, FunctionRecord, OwnModule } from './program.ts';
import { alternatives, UNKNOWN } from './values.ts';

/** PEP 517 and PEP 660 hooks. */
const BACKEND_HOOKS =
  /^(build_(wheel|sdist|editable)|get_requires_for_build_(wheel|sdist|editable)|prepare_metadata_for_build_(wheel|editable))$/;
/** Methods that setuptools calls on a command. */
const COMMAND_METHODS =
  /^(__init__|run|initialize_options|finalize_options|build_extensions?|build_module|make_distribution|run_command|get_outputs|copy_extensions_to_source|do_egg_install)$/;

export function spreadPhases(
  m: Machine,
  modules: readonly OwnModule[],
  { entryPoints, inTreeBackend }: Pick<Artifacts, 'entryPoints' | 'inTreeBackend'>,
): void {
  const roots: Record<Exclude<Phase, 'none'>, CodeUnit[]> = {
    startup: [],
    install: [],
    import: [],
    'entry-point': [],
    call: [],
    development: [],
  };
  const backend = inTreeBackend?.module.split(':')[0];
  for (const module of modules) {
    // What a backend imports runs with it; what merely lies in its package does not.
    const role = module.role === 'backend' && module.name !== backend ? 'module' : module.role;
    rootsOf(m, module, role, roots);
  }
  for (const cls of installCommands(m)) {
    const methods = commandMethods(cls);
    noteHook(m, cls.name, methods);
    roots.install.push(...methods.map(({ unit }) => unit));
  }
  for (const { name, method } of m.replaced) {
    if (!COMMAND_METHODS.test(name)) continue;
    noteHook(m, name, [method]);
    roots.install.push(method.unit);
  }
  for (const entry of entryPoints) {
    const unit = entryUnit(m, entry);
    if (unit !== null) roots['entry-point'].push(unit);
  }
  for (const { isBeside, functions } of modules)
    for (const { unit } of functions) roots[isBeside ? 'development' : 'call'].push(unit);
  const reached = new Set<CodeUnit>();
  for (const phase of PHASES) if (phase !== 'none') spread(roots[phase], phase, reached);
}

function rootsOf(
  m: Machine,
  module: OwnModule,
  role: SourceRole,
  roots: Record<Exclude<Phase, 'none'>, CodeUnit[]>,
): void {
  if (module.isBeside) {
    roots.development.push(module.body, module.mainBlock);
    return;
  }
  switch (role) {
    case 'setup':
      roots.install.push(module.body, module.mainBlock);
      break;
    case 'backend':
      roots.install.push(module.body);
      for (const fn of module.functions)
        if (BACKEND_HOOKS.test(fn.name.slice(fn.name.lastIndexOf('.') + 1))) roots.install.push(fn.unit);
      roots.call.push(module.mainBlock);
      break;
    case 'pth':
      roots[startsWithPython(m, module.path) ? 'startup' : 'call'].push(module.body);
      roots.call.push(module.mainBlock);
      break;
    case 'startup':
      roots.startup.push(module.body);
      roots.call.push(module.mainBlock);
      break;
    case 'module': {
      // `python -m package` runs `__main__`; nobody imports it.
      const isMain = /(^|\.)__main__$/.test(module.name ?? '');
      roots[isMain ? 'entry-point' : standsApart(m, module) ? 'call' : 'import'].push(module.body);
      roots[isMain ? 'entry-point' : 'call'].push(module.mainBlock);
      break;
    }
    case 'script':
      roots['entry-point'].push(module.body, module.mainBlock);
      break;
    default:
      roots.call.push(module.body, module.mainBlock);
  }
}

/** A .pth file in a nested archive, or one that lies among tests and that nothing installs, is read by no interpreter. */
function startsWithPython(m: Machine, path: string): boolean {
  return isStartFile(
    path,
    m.root,
    m
      .allModules()
      .flatMap(({ role, source }) => (role === 'setup' || role === 'backend' ? [source.text] : [])),
  );
}

function commandMethods(cls: ClassRecord, depth = 0): FunctionRecord[] {
  const methods: FunctionRecord[] = [];
  for (const name of cls.members.names.keys()) {
    if (!COMMAND_METHODS.test(name)) continue;
    for (const option of alternatives(classMember(cls, name) ?? UNKNOWN)) {
      if (option.t === 'func') methods.push(option.fn);
    }
  }
  for (const base of cls.bases)
    if (base.t === 'class' && depth < 16) methods.push(...commandMethods(base.cls, depth + 1));
  return methods;
}

/** A command of setup.py that fetches, runs, decodes or writes something besides what its parent does. */
function noteHook(m: Machine, detail: string, methods: readonly FunctionRecord[]): void {
  const effects = m.facts.effectUnits;
  for (const method of methods) {
    const reached = new Set<CodeUnit>();
    spreadFrom([method.unit], reached);
    if (![...reached].some((unit) => effects.has(unit))) continue;
    const at = { source: method.source, offset: method.node.start };
    m.facts.add(method.unit, at, { kind: 'behaviour', behaviour: 'install-hook', detail });
  }
}

function entryUnit(m: Machine, entry: EntryPoint): CodeUnit | null {
  const module = m.modules.get(entry.module);
  if (module === undefined) return null;
  const [first = '', ...rest] = entry.attribute.split('.');
  let value = module.scope.names.get(first);
  for (const name of rest) {
    if (value?.t === 'class' || value?.t === 'inst') value = classMember(value.cls, name);
    else return null;
  }
  if (value?.t === 'class') value = classMember(value.cls, '__init__');
  return value?.t === 'func' ? value.fn.unit : null;
}

function spread(roots: readonly CodeUnit[], phase: Phase, reached: Set<CodeUnit>): void {
  for (const unit of spreadFrom(roots, reached)) unit.phase = phase;
}

/** Everything that runs with the roots and was not reached before. Iterative: call chains may be very long. */
function spreadFrom(roots: readonly CodeUnit[], reached: Set<CodeUnit>): CodeUnit[] {
  const found: CodeUnit[] = [];
  const queue = [...roots];
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop()) {
    if (reached.has(unit)) continue;
    reached.add(unit);
    found.push(unit);
    for (const next of unit.ran) if (!reached.has(next)) queue.push(next);
  }
  return found;
}
