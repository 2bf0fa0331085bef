/** What the readers of PE, ELF and Mach-O share. */
import type { NativeBinary } from '../contracts/artifact.ts';
import { BINARY_SYMBOLS } from '../limits.ts';

export type Section = NativeBinary['sections'][number];

/** Distinct names in order of arrival, bounded. */
export class NameList {
  readonly #names = new Set<string>();
  readonly #limit: number;

  constructor(limit = BINARY_SYMBOLS) {
    this.#limit = limit;
  }

  get full(): boolean {
    return this.#names.size >= this.#limit;
  }

  add(name: string): void {
    if (name !== '' && !this.full) this.#names.add(name);
  }

  list(): string[] {
    return [...this.#names];
  }
}

/** True when the names exported make a module that Python can import: `PyInit_x`, in Python 2 `initx`. */
export function isPythonExtension(exported: readonly string[], imported: readonly string[]): boolean {
  if (exported.some((name) => name.startsWith('PyInit_'))) return true;
  const python2 = imported.some((name) => /:py_initmodule|^python2\d\.dll/.test(name));
  return python2 && exported.some((name) => name.startsWith('init'));
}

export const ARCHITECTURES: Record<'pe' | 'elf' | 'macho', Record<number, string>> = {
  pe: { 332: 'x86', 34404: 'x86_64', 448: 'arm', 452: 'arm', 43620: 'arm64', 512: 'ia64', 20580: 'riscv64' },
  elf: {
    3: 'x86',
    8: 'mips',
    20: 'ppc',
    21: 'ppc64',
    22: 's390x',
    40: 'arm',
    62: 'x86_64',
    183: 'arm64',
    243: 'riscv64',
    258: 'loongarch64',
  },
  macho: { 7: 'x86', 16777223: 'x86_64', 12: 'arm', 16777228: 'arm64', 18: 'ppc', 16777234: 'ppc64' },
};

export function architectureOf(format: 'pe' | 'elf' | 'macho', machine: number): string {
  return ARCHITECTURES[format][machine] ?? `machine-${machine}`;
}
