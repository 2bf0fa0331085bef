import type { EntryPoint } from '../contracts/artifact.ts';
import { parseIni } from './ini.ts';

/** entry_points.txt (https://packaging.python.org/specifications/entry-points/). */
export function parseEntryPoints(text: string): EntryPoint[] {
  return [...parseIni(text, { keepCase: true })].flatMap(([group, entries]) =>
    [...entries].flatMap(([name, { value }]) => entryPoint(group, name, value) ?? []),
  );
}

/** One `module:attribute [extras]` reference; null when it is none. */
export function entryPoint(group: string, name: string, reference: string): EntryPoint | null {
  const [module = '', attribute = ''] = reference.split('[', 1)[0]!.split(':');
  if (module.trim() === '') return null;
  return { group, name, module: module.trim(), attribute: attribute.trim() };
}

/** `name = module:attribute`, as setup.py and setup.cfg list them. */
export function entryPointLine(group: string, line: string): EntryPoint | null {
  const at = line.indexOf('=');
  return at <= 0 ? null : entryPoint(group, line.slice(0, at).trim(), line.slice(at + 1));
}
