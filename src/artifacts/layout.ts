/** Where a distribution's import roots are, and what becomes of each Python file when it is installed. */
import type { Artifacts, SourceRole } from '../contracts/artifact.ts';
import type { DistributionKind, Member } from '../contracts/member.ts';
import { nameOf, suffixOf } from './suffix.ts';

/** What build files say of the layout; every path is relative to the distribution's root, `/`-separated. */
export interface LayoutHints {
  /** Folders that hold top-level modules. */
  roots: string[];
  /** Import name → folder. */
  packageDir: [string, string][];
  /** Top-level names that are installed, whatever their folder is called. */
  topLevel: string[];
  /** Files installed as programs. */
  scripts: string[];
  /** `find_packages()`: any folder with `__init__.py` is installed. */
  findsPackages: boolean;
}

/** Where one file ends up. */
export interface Placement {
  role: SourceRole;
  module: string | null;
  isPackage: boolean;
}

export interface Layout {
  kind: DistributionKind;
  root: string;
  hints: LayoutHints;
  backend: Artifacts['inTreeBackend'];
  /** Paths of all members, to see which folders are packages. */
  paths: ReadonlySet<string>;
  /** True when a folder `src` is an import root by convention. */
  srcLayout: boolean;
}

/** Folders at the root of a source tree that are not installed unless a build file says so. */
const LOOSE_FOLDERS =
  /^(?:tests?|testing|unit_?tests?|integration_?tests?|e2e|docs?|documentation|examples?|samples?|demos?|tutorials?|notebooks?|bench(?:marks?)?|fuzz(?:ing)?|ci|\.[^/]+)$/i;
/** Files at the root of a source tree that only its developers run. */
const LOOSE_FILES =
  /^(?:conftest|noxfile|tasks|fabfile|dodo|toxfile|runtests?|run_tests?|ez_setup|distribute_setup|versioneer|test_[^/]*|[^/]*_tests?)$/i;
const STARTUP = new Set(['sitecustomize', 'usercustomize']);
/** `name.data/<scheme>/rest` of a wheel (PEP 427). */
const WHEEL_DATA = /^[^/]+\.data\/(purelib|platlib|scripts|data|headers)\/(.*)$/s;

/** Common first folder of all installed files, with `/`, or ''; the way pip flattens an sdist. */
export function commonRoot(members: readonly Member[]): string {
  let root: string | null = null;
  for (const member of members) {
    if (member.depth > 0 || member.type !== 'file' || member.path === 'pax_global_header') continue;
    const slash = member.path.indexOf('/');
    const first = slash < 0 ? '' : member.path.slice(0, slash + 1);
    if (first === '' || (root !== null && root !== first)) return '';
    root = first;
  }
  return root ?? '';
}

export function describeLayout(
  kind: DistributionKind,
  root: string,
  members: readonly Member[],
  hints: LayoutHints,
  backend: Artifacts['inTreeBackend'],
): Layout {
  const paths = new Set(members.map((member) => member.path));
  const isInstalledTree =
    kind === 'directory' && members.some((member) => /^[^/]+\.dist-info\//.test(member.path));
  const src = `${root}src/`;
  const srcLayout =
    !paths.has(`${src}__init__.py`) &&
    members.some((member) => member.path.startsWith(src) && suffixOf(member.path) === 'py');
  return { kind: isInstalledTree ? 'wheel' : kind, root, hints, backend, paths, srcLayout };
}

/** Role and dotted name of the Python file at `member.path`. */
export function place(layout: Layout, member: Member): Placement {
  if (member.depth > 0) return loose();
  if (layout.kind === 'wheel' || layout.kind === 'egg') return placeInstalled(member.path);
  if (!member.path.startsWith(layout.root)) return loose();
  return placeInSourceTree(layout, member.path.slice(layout.root.length));
}

/** Wheels and eggs: what is there is what gets installed. */
function placeInstalled(path: string): Placement {
  const data = WHEEL_DATA.exec(path);
  if (/^EGG-INFO\/scripts\//.test(path) || data?.[1] === 'scripts') return { ...loose(), role: 'script' };
  if (data?.[1] === 'headers') return loose();
  if (data?.[1] === 'data') {
    // Files under the prefix may be put right into its library folder.
    const inLibrary = /(?:^|\/)(?:site|dist)-packages\/(.*)$/s.exec(data[2]!);
    return inLibrary ? placeModule(inLibrary[1]!) : loose();
  }
  return placeModule(data ? data[2]! : path);
}

function placeInSourceTree(layout: Layout, path: string): Placement {
  if (path === 'setup.py') return { ...loose(), role: 'setup' };
  const backend = placeBackend(layout, path);
  if (backend) return backend;
  if (isScript(layout, path)) return { ...loose(), role: 'script' };
  const [relative, fromRoot] = relativeToImportRoot(layout, path);
  if (fromRoot && isLoose(layout, relative)) return loose();
  return placeModule(relative);
}

function isScript({ hints }: Layout, path: string): boolean {
  if (hints.scripts.some((script) => normal(script) === path)) return true;
  return path.startsWith('bin/') && suffixOf(path) === '';
}

/** The path below its import root, and whether that root is the distribution's own. */
function relativeToImportRoot(layout: Layout, path: string): [string, boolean] {
  for (const [name, folder] of layout.hints.packageDir) {
    const prefix = `${normal(folder)}/`;
    if (name !== '' && path.startsWith(prefix)) {
      return [`${name.replaceAll('.', '/')}/${path.slice(prefix.length)}`, false];
    }
  }
  const roots = [...layout.hints.roots.map(normal), ...(layout.srcLayout ? ['src'] : [])];
  const root = roots.filter((folder) => folder !== '' && path.startsWith(`${folder}/`)).sort(byLength)[0];
  return root === undefined ? [path, true] : [path.slice(root.length + 1), false];
}

function isLoose(layout: Layout, path: string): boolean {
  const [first = '', ...rest] = path.split('/');
  const name = rest.length === 0 ? first.replace(/\.\w+$/, '') : first;
  const { topLevel, findsPackages } = layout.hints;
  if (topLevel.some((installed) => installed.split('.')[0] === name)) return false;
  if (rest.length === 0) return LOOSE_FILES.test(name);
  const isPackage = layout.paths.has(`${layout.root}${first}/__init__.py`);
  return LOOSE_FOLDERS.test(first) && !(findsPackages && isPackage);
}

/** The module of an in-tree backend, and the other files of its package. */
function placeBackend({ backend }: Layout, path: string): Placement | null {
  if (!backend) return null;
  const top = backend.module.split(':')[0]!.split('.')[0]!;
  for (const folder of backend.paths.map(normal)) {
    const prefix = folder === '' ? '' : `${folder}/`;
    if (!path.startsWith(prefix)) continue;
    const relative = path.slice(prefix.length);
    if (relative === `${top}.py` || relative.startsWith(`${top}/`))
      return { ...placeModule(relative), role: 'backend' };
  }
  return null;
}

/** A path relative to an import root. */
function placeModule(path: string): Placement {
  const stem = path.replace(/\.(?:py|pyw|pyx)$/i, '');
  if (stem === path) return loose();
  const isPackage = nameOf(stem) === '__init__';
  const parts = stem.split('/');
  if (isPackage) parts.pop();
  // `importlib` and `python -m` take names that no statement can spell: `0001_initial`, `my-package`.
  const importable = parts.length > 0 && parts.every((part) => part !== '' && !part.includes('.'));
  if (!importable) return { role: 'loose', module: null, isPackage };
  const role = parts.length === 1 && STARTUP.has(parts[0]!) ? 'startup' : 'module';
  return { role, module: parts.join('.'), isPackage };
}

function loose(): Placement {
  return { role: 'loose', module: null, isPackage: false };
}

function byLength(left: string, right: string): number {
  return right.length - left.length;
}

/** Without `./` in front and slashes behind. */
function normal(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
