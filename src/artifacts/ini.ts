import { METADATA_ITEMS } from '../limits.ts';

export interface IniValue {
  value: string;
  /** 1-based line of the key. */
  line: number;
}

/** Section → lower-case key → value. */
export type Ini = Map<string, Map<string, IniValue>>;

/**
 * Reads an INI file the way `configparser` does with setup.cfg and entry_points.txt: indented lines continue a
 * value, `#` and `;` start comment lines, keys are case-insensitive. Lines that make no sense are read over.
 */
export function parseIni(text: string, options: { keepCase?: boolean } = {}): Ini {
  const sections: Ini = new Map();
  let section: Map<string, IniValue> | null = null;
  let last: IniValue | null = null;
  let items = 0;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    if (items >= METADATA_ITEMS) break;
    if (last && /^[ \t]/.test(raw)) {
      last.value += `\n${trimmed}`;
      continue;
    }
    last = null;
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
      const name = trimmed.slice(1, -1).trim();
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      continue;
    }
    const at = trimmed.search(/[=:]/);
    if (at <= 0 || !section) continue;
    const key = trimmed.slice(0, at).trim();
    last = { value: trimmed.slice(at + 1).trim(), line: index + 1 };
    section.set(options.keepCase ? key : key.toLowerCase(), last);
    items++;
  }
  return sections;
}

/** The lines of a multi-line value, comments and blanks dropped. */
export function iniList(value: IniValue | undefined): string[] {
  if (!value) return [];
  return value.value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
