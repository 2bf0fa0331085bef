/** What a scan process may do, as arguments of Node. */
import { realpathSync } from 'node:fs';
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
  const folders = [ENGINE, own, ...packages.map(folderOf), ...(yara === null ? [] : [path.resolve(yara)])];
  return [
    '--permission',
    '--allow-worker',
    ...folders.map((folder) => `--allow-fs-read=${folder}/*`),
    `--allow-fs-read=${path.join(PACKAGE, 'package.json')}`,
    ...(yara === null ? ['--disallow-code-generation-from-strings'] : ['--allow-addons']),
    '--no-warnings',
  ];
}

/** Where a package really is: an installation may link it. */
function folderOf(name: string): string {
  for (let folder = PACKAGE; ; folder = path.dirname(folder)) {
    try {
      return realpathSync(path.join(folder, 'node_modules', name));
    } catch (error) {
      if (folder === path.dirname(folder)) throw error;
    }
  }
}
