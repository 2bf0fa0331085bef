/** What of a distribution runs when it is installed, and what is left where nobody imports it. */
import { liesBeside } from '../beside.ts';
import { externalBaseOf } from './lineage.ts';
import type { Machine } from './machine.ts';
import type { ClassRecord, OwnModule } from './program.ts';

const EXTRA_FOLDER = /^(tests?|testing|examples?|samples?|demos?|docs?|benchmarks?)$/;
/** What a project keeps beside its packages to build and release itself; no package as long as it does not say so. */
const TOOLS_FOLDER =
  /^(tools?|scripts?|ci|dev|build_?tools?|bootloader|packaging|contrib|hooks|maintenance)$/;
const TEST_FILE = /^(test_.*|.*_tests?|conftest)$/;
const isExtra = (name: string): boolean => EXTRA_FOLDER.test(name) || TEST_FILE.test(name);

/**
 * Tests and examples are importable, but nobody imports them; what does reaches them by its own phase. A
 * distribution that has nothing else is what its top-level module is, whatever that is called.
 */
function extras(m: Machine): (module: OwnModule) => boolean {
  const tops = new Set<string>();
  for (const { role, name } of m.allModules())
    if (role === 'module' && name !== null) tops.add(name.split('.')[0]!);
  // In a wheel everything lies where it is installed to.
  const isWheel = [...m.members.keys()].some((path) => /^[^/]+\.dist-info\//.test(path));
  const isTools = (top: string): boolean =>
    !isWheel && TOOLS_FOLDER.test(top) && !m.members.has(`${m.root}${top}/__init__.py`);
  const hasMain = [...tops].some((name) => !isExtra(name) && !isTools(name));
  return ({ name }) => {
    const [top = '', ...rest] = name?.split('.') ?? [];
    return rest.some(isExtra) || (hasMain && (isExtra(top) || (rest.length > 0 && isTools(top))));
  };
}

/** A module inside of a package whose name says that it is nobody's business outside (PEP 8). */
const PRIVATE = /\._(?!_)/;

/**
 * No import statement spells it, or none outside the distribution does, or it is a script in a folder of a package
 * that is no package itself; whatever does import it reaches it by its own phase.
 */
export function standsApart(m: Machine, { name, path, isPackage }: OwnModule): boolean {
  if (name !== null && (!IMPORTABLE.test(name) || PRIVATE.test(name))) return true;
  // A compiled module counts where its source would lie, and so does the one of a package.
  const folders = path
    .replace(/(?<![^/])__pycache__\/(?=[^/]*$)/, '')
    .split('/')
    .slice(0, -1);
  const hasInit = (count: number): boolean => {
    const init = [...folders.slice(0, folders.length - count), '__init__.py'].join('/');
    return m.members.has(init) || m.members.has(`${init}c`);
  };
  return !isPackage && folders.length > 1 && !hasInit(0) && hasInit(1);
}

/**
 * Which modules no victim runs although they are shipped: tests, examples and tools beside what is installed, and files
 * that the one call of setup() does not name. `backend` is the module of an in-tree build backend.
 */
export function besides(m: Machine, backend: string | undefined): (module: OwnModule) => boolean {
  const isLeftOut = leftOut(m);
  return (module) => {
    if (module.role === 'backend' && module.name === backend) return false;
    if (module.role !== 'loose') return isLeftOut(module);
    // What lies in an archive inside is found by code that opens it.
    return !module.path.includes('!/') && liesBeside(module.path.slice(m.root.length));
  };
}

/** Modules that lie where modules lie, but are not installed, or are tests. */
function leftOut(m: Machine): (module: OwnModule) => boolean {
  const named = namedModules(m);
  const packages = listedPackages(m);
  const onlyPackages = findsPackages(m);
  const isBeside = extras(m);
  return (module) => {
    if (module.role !== 'module' && module.role !== 'backend') return false;
    const path = module.path.slice(m.root.length);
    if (isBeside(module)) return true;
    if (onlyPackages && path.includes('/') && !isInPackages(m, module)) return true;
    if (packages !== null && path.includes('/') && !isListed(module, packages)) return true;
    return named !== null && !path.includes('/') && module.name !== null && !named.has(module.name);
  };
}

/** Names in `py_modules`, or null when that cannot be known for certain. */
function namedModules(m: Machine): ReadonlySet<string> | null {
  const [call, ...others] = m.setupCalls;
  if (call === undefined || others.length > 0 || call.has('**')) return null;
  const listed = call.get('py_modules');
  if (listed === undefined && !call.has('packages')) return null;
  for (const name of ['setup.cfg', 'pyproject.toml']) {
    const member = m.members.get(m.root + name);
    if (member !== undefined && /py[_-]modules/.test(Buffer.from(member.data).toString('latin1')))
      return null;
  }
  if (listed === undefined) return new Set();
  if ((listed.t !== 'list' && listed.t !== 'tuple') || listed.open) return null;
  const names = new Set<string>();
  for (const item of listed.items) {
    if (item.t !== 'str') return null;
    names.add(item.v);
  }
  return names;
}

const IMPORTABLE = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

function isListed(module: OwnModule, packages: ReadonlySet<string>): boolean {
  if (module.name === null) return false;
  const parent = module.isPackage ? module.name : module.name.split('.').slice(0, -1).join('.');
  return packages.has(parent) || packages.has('');
}

/** `packages` of the one call of setup(), when it is a plain list and nothing else may add to it. */
function listedPackages(m: Machine): ReadonlySet<string> | null {
  const [call, ...others] = m.setupCalls;
  if (call === undefined || others.length > 0 || call.has('**') || call.has('package_dir')) return null;
  const listed = call.get('packages');
  if (listed === undefined || (listed.t !== 'list' && listed.t !== 'tuple') || listed.open) return null;
  const names = new Set<string>();
  for (const item of listed.items) {
    if (item.t !== 'str') return null;
    names.add(item.v);
  }
  return names;
}

/** `packages=find_packages(…)` in the one call of setup(): folders without `__init__.py` are not found. */
function findsPackages(m: Machine): boolean {
  const [call, ...others] = m.setupCalls;
  if (call === undefined || others.length > 0 || call.has('**')) return false;
  const packages = call.get('packages');
  return packages?.t === 'obj' && /^setuptools\.(find_packages|PackageFinder\.find)$/.test(packages.name);
}

/** Whether every folder on the way from the import root to the module is a package. */
function isInPackages(m: Machine, module: OwnModule): boolean {
  const parts = module.name?.split('.') ?? [];
  const folders = module.isPackage ? parts : parts.slice(0, -1);
  const depth = module.isPackage ? folders.length + 1 : parts.length;
  const root = module.path.split('/').slice(0, -depth);
  return folders.every((_, i) =>
    m.members.has([...root, ...folders.slice(0, i + 1), '__init__.py'].join('/')),
  );
}

/** Commands that `pip install` and the build hooks run. */
const RUN_BY_PIP =
  /^(install(_lib|_data|_scripts|_headers|_egg_info)?|develop|egg_info|dist_info|editable_wheel|bdist_wheel|bdist|bdist_egg|sdist|build(_py|_ext|_clib|_scripts)?|easy_install|saveopts|clean)$/;

/** Classes of commands that run while a distribution is built or installed. */
export function installCommands(m: Machine): ReadonlySet<ClassRecord> {
  const chained = m
    .allModules()
    .some(({ source, role }) => role === 'setup' && /run_command|sub_commands/.test(source.text));
  const commands = new Set<ClassRecord>();
  for (const [cls, name] of m.commands) if (chained || RUN_BY_PIP.test(name)) commands.add(cls);
  for (const cls of m.classes) if (!m.commands.has(cls) && extendsCommand(cls)) commands.add(cls);
  return commands;
}

/** A subclass of a command that pip runs, in setup.py or a backend, which may register it in ways not seen. */
function extendsCommand(cls: ClassRecord): boolean {
  if (cls.module.role !== 'setup' && cls.module.role !== 'backend') return false;
  const name = externalBaseOf(cls)?.name ?? '';
  const command = /^(?:(?:setuptools\.)?(?:_?distutils|setuptools)\.command|wheel)\.(\w+)/.exec(name)?.[1];
  return command !== undefined && RUN_BY_PIP.test(command);
}
