/** What the recovery of one file shares between its code objects: bounds, names, long constants. */
import type { CodeObject, PyConstant } from '../../contracts/artifact.ts';
import { BYTECODE_CHARACTERS, BYTECODE_INSTRUCTIONS, BYTECODE_LITERAL_CHARACTERS } from '../../limits.ts';
import { type Table, tableOf } from './instructions.ts';
import { type Line, simple } from './lines.ts';
import { literalOf } from './literals.ts';

/** Constants shorter than this are always written in place. */
const SHORT = 100;
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u;
const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

export class Session {
  /** Version of the instruction table, e.g. `3.11`. */
  readonly version: string;
  /** Minor version; 0 for Python 2. */
  readonly minor: number;
  readonly table: Table;
  /** Assignments in front of everything else: long constants that are used again and again. */
  readonly prelude: Line[] = [];
  /** Operations that are in no table, or in none of this module's. */
  unknown = 0;
  instructionsLeft = BYTECODE_INSTRUCTIONS;
  /** Something was left out for a bound. */
  isCut = false;
  readonly #seen = new Set<CodeObject>();
  readonly #named = new Map<PyConstant, string>();
  readonly #names = new Map<string, string>();
  #characters = 0;
  #count = 0;

  constructor(version: string) {
    this.version = version;
    this.table = tableOf(version);
    const [major, minor = 0] = version.split('.').map(Number);
    this.minor = major === 2 ? 0 : minor;
  }

  /** True for Python 3 from this minor version on. */
  since(minor: number): boolean {
    return this.minor >= minor;
  }

  /** A name that stands for a value of the stack. */
  fresh(): string {
    return `_v${++this.#count}`;
  }

  /** Each code object is written once, however often constants refer to it. */
  enter(code: CodeObject): boolean {
    if (this.#seen.has(code)) return false;
    this.#seen.add(code);
    return true;
  }

  /** Whether so many characters may be written still. */
  mayWrite(characters: number): boolean {
    this.#characters += characters;
    if (this.#characters <= BYTECODE_CHARACTERS) return true;
    this.isCut = true;
    return false;
  }

  /** A constant in place, or by name once long ones have been written often enough. */
  literal(constant: PyConstant | undefined): string {
    const known = constant && this.#named.get(constant);
    if (known !== undefined) return known;
    const text = literalOf(constant);
    if (text.length < SHORT || constant === undefined) return text;
    this.#characters += text.length;
    if (this.#characters <= BYTECODE_LITERAL_CHARACTERS) return text;
    const name = this.fresh();
    this.#named.set(constant, name);
    this.prelude.push(simple(`${name} = ${text}`));
    return name;
  }

  /** A name of code objects as an identifier: obfuscators use names that no source can hold. */
  identifier(name: string): string {
    if (isIdentifier(name)) return name;
    let made = this.#names.get(name);
    if (made === undefined) {
      const readable = name.slice(0, 40).replace(/\W+/g, '_');
      made = `_n${this.#names.size + 1}${readable}`;
      this.#names.set(name, made);
    }
    return made;
  }
}

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && !KEYWORDS.has(name);
}
