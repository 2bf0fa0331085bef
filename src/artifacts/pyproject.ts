/** What pyproject.toml says (PEP 517, 518, 621; tables of poetry, setuptools, hatch, flit, pdm, maturin). */
import { parse } from 'smol-toml';

/** Tables and arrays as `smol-toml` returns them. */
type Toml = unknown;

export interface Pyproject {
  name: string | null;
  version: string | null;
  description: string;
  authors: { name: string; email: string }[];
  urls: Record<string, string>;
  classifiers: string[];
  requires: string[];
  /** `[group, name, value]`. */
  entryPoints: [string, string, string][];
  backend: string;
  backendPath: string[];
  /** Folders that are import roots. */
  roots: string[];
  /** Import name → folder. */
  packageDir: [string, string][];
}

/** The parts that matter, or what is wrong with the file. */
export function readPyproject(text: string): Pyproject | { problem: string } {
  let document: Toml;
  try {
    document = parse(text, { maxDepth: 100, unsafeKeyBehaviour: 'drop' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: reason.split('\n', 1)[0]! };
  }
  const project = get(document, 'project');
  const poetry = get(document, 'tool', 'poetry');
  return {
    name: textAt(project, 'name') ?? textAt(poetry, 'name'),
    version: textAt(project, 'version') ?? textAt(poetry, 'version'),
    description: textAt(project, 'description') ?? textAt(poetry, 'description') ?? '',
    authors: authorsOf(get(project, 'authors') ?? get(poetry, 'authors')),
    urls: stringTable({ ...table(get(poetry, 'urls')), ...table(get(project, 'urls')) }),
    classifiers: strings(get(project, 'classifiers')),
    requires: requirementsOf(project, poetry),
    entryPoints: entryPointsOf(project, poetry),
    backend: textAt(get(document, 'build-system'), 'build-backend') ?? '',
    backendPath: strings(get(document, 'build-system', 'backend-path')),
    ...layoutOf(document),
  };
}

function requirementsOf(project: Toml, poetry: Toml): string[] {
  const optional = Object.values(table(get(project, 'optional-dependencies'))).flatMap(strings);
  return [
    ...strings(get(project, 'dependencies')),
    ...optional,
    ...poetryRequirements(get(poetry, 'dependencies')),
  ];
}

/** Poetry's table of requirements, written the way Requires-Dist writes them. */
function poetryRequirements(dependencies: Toml): string[] {
  return Object.entries(table(dependencies)).flatMap(([name, value]) => {
    if (name === 'python') return [];
    if (typeof value === 'string') return [`${name} ${value}`];
    const git = textAt(value, 'git');
    const url = textAt(value, 'url');
    const path = textAt(value, 'path');
    if (git) return [`${name} @ git+${git}`];
    if (url) return [`${name} @ ${url}`];
    if (path) return [`${name} @ file:${path}`];
    return [`${name} ${textAt(value, 'version') ?? ''}`.trim()];
  });
}

function entryPointsOf(project: Toml, poetry: Toml): [string, string, string][] {
  const groups: [string, Toml][] = [
    ['console_scripts', get(project, 'scripts')],
    ['gui_scripts', get(project, 'gui-scripts')],
    ...Object.entries(table(get(project, 'entry-points'))),
    ['console_scripts', get(poetry, 'scripts')],
    ...Object.entries(table(get(poetry, 'plugins'))),
  ];
  return groups.flatMap(([group, entries]) =>
    Object.entries(stringTable(table(entries))).map(([name, value]): [string, string, string] => [
      group,
      name,
      value,
    ]),
  );
}

function layoutOf(document: Toml): Pick<Pyproject, 'roots' | 'packageDir'> {
  const setuptools = get(document, 'tool', 'setuptools');
  const packageDir = Object.entries(stringTable(table(get(setuptools, 'package-dir'))));
  const roots = [
    ...strings(get(setuptools, 'packages', 'find', 'where')),
    ...packageDir.filter(([name]) => name === '').map(([, folder]) => folder),
    ...list(get(document, 'tool', 'poetry', 'packages')).flatMap((entry) => textAt(entry, 'from') ?? []),
    ...strings(get(document, 'tool', 'hatch', 'build', 'targets', 'wheel', 'packages')).map(parentOf),
    ...strings(get(document, 'tool', 'hatch', 'build', 'targets', 'wheel', 'sources')),
    textAt(get(document, 'tool', 'pdm', 'build'), 'package-dir') ?? '',
    textAt(get(document, 'tool', 'maturin'), 'python-source') ?? '',
  ];
  return {
    roots: roots.filter((root) => root !== ''),
    packageDir: packageDir.filter(([name]) => name !== ''),
  };
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function authorsOf(value: Toml): { name: string; email: string }[] {
  return list(value).map((author) => {
    if (typeof author !== 'string')
      return { name: textAt(author, 'name') ?? '', email: textAt(author, 'email') ?? '' };
    const bracket = author.indexOf('<');
    if (bracket < 0) return { name: author, email: '' };
    return {
      name: author.slice(0, bracket).trim(),
      email: author
        .slice(bracket + 1)
        .replace('>', '')
        .trim(),
    };
  });
}

function get(value: Toml, ...keys: string[]): Toml {
  let current = value;
  for (const key of keys) current = table(current)[key];
  return current;
}

function table(value: Toml): Record<string, Toml> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, Toml>)
    : {};
}

function list(value: Toml): Toml[] {
  return Array.isArray(value) ? value : [];
}

function strings(value: Toml): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

function textAt(value: Toml, key: string): string | null {
  const found = table(value)[key];
  return typeof found === 'string' ? found : null;
}

function stringTable(value: Record<string, Toml>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, string][] => {
      if (typeof item === 'string') return [[key, item]];
      const reference = textAt(item, 'reference') ?? textAt(item, 'callable');
      return reference === null ? [] : [[key, reference]];
    }),
  );
}
