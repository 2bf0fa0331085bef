/** What a scan process may do, as arguments of Node. */
import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** `src` or `dist`, and the package it belongs to. */
const ENGINE = path.dirname(HERE);
const PACKAGE = path.dirname(ENGINE);

/** The only packages that scanning needs. */
const PACKAGES = ['smol-toml'];
const NATIVE_PACKAGES = ['@litko'];

/**
 * Reading is allowed in the engine's folder, the script's and that of YARA rules, threads are; writing, programs, native code and, where
 * Node can deny it, the network are not. Text never becomes code.
 */
export function processRights(script: URL, yara: string | null): string[] {
  const packages = yara === null ? PACKAGES : [...PACKAGES, ...NATIVE_PACKAGES];
  const own = path.dirname(fileURLToPath(script));
  const places = packages.map(placeOf);
  const links = [...new Set(places.flatMap(({ links: found }) => found))];
  const folders = [
    ENGINE,
    own,
    ...places.map(({ folder }) => folder),
    ...(yara === null ? [] : [path.resolve(yara)]),
  ];
  return [
    '--permission',
    '--allow-worker',
    ...folders.map((folder) => `--allow-fs-read=${folder}/*`),
    ...links.map((link) => `--allow-fs-read=${link}`),
    `--allow-fs-read=${path.join(PACKAGE, 'package.json')}`,
    ...(yara === null ? ['--disallow-code-generation-from-strings'] : ['--allow-addons']),
    '--no-warnings',
  ];
}

/** Where a package really is, and the links on the way to it: the loader reads those as well. */
function placeOf(name: string): { folder: string; links: string[] } {
  for (let root = PACKAGE; ; root = path.dirname(root)) {
    const modules = path.join(root, 'node_modules');
    const found = path.join(modules, name);
    try {
      return { folder: realpathSync(found), links: [modules, found].filter(isLink) };
    } catch (error) {
      if (root === path.dirname(root)) throw error;
    }
  }
}

function isLink(place: string): boolean {
  return lstatSync(place).isSymbolicLink();
}
