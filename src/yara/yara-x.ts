/** The native engine: the prebuilt yara-x for x64 Linux with glibc, an optional dependency. */
import { createRequire } from 'node:module';

/** The part of the native module that is used; its own package ships no types. */
export interface YaraX {
  compile(source: string, options: CompilerOptions): CompiledRules;
}

export interface CompilerOptions {
  enableIncludes: boolean;
  enableAllWarnings: boolean;
  /** Modules whose rules are left out instead of failing the compilation. */
  ignoreModules: string[];
  defineVariables: Record<string, string>;
}

export interface CompiledRules {
  /** Compiles further sources into their namespaces, all or none. Throws at the first error. */
  addRuleSources(sources: { source: string; namespace: string }[]): void;
  getIgnoredRules(): { name: string; reason: string; detail: string }[];
  setMaxMatchesPerPattern(count: number): void;
  /** Effective in whole seconds. */
  setTimeout(milliseconds: number): void;
  /** Throws an Error with code `Cancelled` when the time ran out. */
  scan(data: Buffer, variables: Record<string, string>): NativeMatch[];
}

export interface NativeMatch {
  ruleIdentifier: string;
  namespace: string;
  tags: string[];
  matches: { offset: number; length: number; data: string; identifier: string }[];
}

const PACKAGE = '@litko/yara-x-linux-x64-gnu';

/** The module, or why there is none: another platform, not installed, or a binary that does not fit the machine. */
export function loadYaraX(): YaraX | { missing: string } {
  try {
    return createRequire(import.meta.url)(PACKAGE) as YaraX;
  } catch (error) {
    const notInstalled = (error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND';
    return { missing: notInstalled ? `${PACKAGE} is not installed` : `${PACKAGE} does not load here` };
  }
}
