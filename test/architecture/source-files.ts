/** The project's own files and their imports, read with patterns that suit how this project is written. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface SourceFile {
  /** Below the root, with `/`. */
  path: string;
  text: string;
}

export interface Import {
  from: string;
  to: string;
  /** Erased before it runs. */
  typeOnly: boolean;
}

/** Files below the folders whose names end in one of the suffixes, in order. */
export function filesIn(folders: readonly string[], suffixes: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && suffixes.some((suffix) => entry.name.endsWith(suffix)))
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort()
      .map((file) => ({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') })),
  );
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'/gm;
const BARE = /^import\s+'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

/** Relative imports of a file, resolved to paths below the root. */
export function importsOf({ path: from, text }: SourceFile): Import[] {
  const found: { specifier: string; typeOnly: boolean }[] = [
    ...[...text.matchAll(STATEMENT)].map(([, type, names, specifier]) => ({
      specifier: specifier!,
      typeOnly: type !== undefined || allNamesAreTypes(names!),
    })),
    ...[...text.matchAll(BARE), ...text.matchAll(DYNAMIC)].map(([, specifier]) => ({
      specifier: specifier!,
      typeOnly: false,
    })),
  ];
  return found
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, typeOnly }) => ({
      from,
      to: path.posix.join(path.posix.dirname(from), specifier),
      typeOnly,
    }));
}

function allNamesAreTypes(names: string): boolean {
  const inside = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (inside === undefined) return false;
  return inside.split(',').every((name) => /^\s*(?:type\s|$)/.test(name));
}

/** `unpack` for `src/unpack/zip.ts`, `pipeline` for `src/pipeline.ts`. */
export function roomOf(file: string): string {
  return file.split('/')[1]!.replace(/\.ts$/, '');
}
