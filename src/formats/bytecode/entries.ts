/** What stands on the symbolic stack: expressions, and things that become part of a statement. */
import type { CodeObject, PyConstant } from '../../contracts/artifact.ts';
import type { Line } from './lines.ts';

/** Stands for every value that is not known. */
export const UNKNOWN_NAME = '___';

/** An expression as Python writes it. */
export interface Expression {
  kind: 'expression';
  text: string;
  /** It needs no brackets as an operand. */
  atom: boolean;
  /** Expressions inside one another. */
  depth: number;
  /** Evaluating it may do something, so that it must not get lost. */
  effects: boolean;
  constant?: PyConstant;
}

/** A display being filled; written out when it is used. */
export interface Display {
  kind: 'display';
  form: 'list' | 'tuple' | 'set' | 'dict';
  /** `x` and `*x`; for dictionaries `key: value` and `**x`. */
  items: string[];
  /** Of dictionaries: keyword of each item when its key is an identifier, else null. */
  keywords: (string | null)[];
  depth: number;
  effects: boolean;
}

/** A module being imported: `import name`, or `from name import …`. */
export interface ImportedModule {
  kind: 'module';
  /** With leading dots. */
  name: string;
  isFrom: boolean;
  /** A statement of its own has been written. */
  written: boolean;
}

/** A name of an imported module. */
export interface ImportedName {
  kind: 'imported';
  module: ImportedModule;
  name: string;
}

/** A function or class that has no name of its own yet. */
export interface Definition {
  kind: 'definition';
  form: 'function' | 'class';
  code: CodeObject;
  name: string;
  /** Of functions: values of the last positional parameters, and of keyword-only ones. */
  defaults: string[];
  keywordDefaults: ReadonlyMap<string, string>;
  /** Of classes: bases and keywords. */
  bases: string[];
  decorators: string[];
}

/** What a `for` loop or `with` statement gives its target. */
export interface Item {
  kind: 'item';
  line: Line;
  /** `for TARGET in …`, or `with … as TARGET`. */
  write: (target: string) => string;
  taken: string | null;
}

/** One of the values that a sequence is taken apart into. */
export interface Part {
  kind: 'part';
  group: PartGroup;
  index: number;
}

export interface PartGroup {
  /** The sequence: written once all targets are known. */
  from: Entry;
  targets: (string | null)[];
  /** Index of the target with a star, or -1. */
  starred: number;
  missing: number;
}

/** A replacement of an f-string: `{text!r:spec}` without its braces. */
export interface Replacement {
  kind: 'replacement';
  text: string;
}

export type Entry =
  | Expression
  | Display
  | ImportedModule
  | ImportedName
  | Definition
  | Item
  | Part
  | Replacement
  | { kind: 'code'; code: CodeObject }
  /** The empty slot beside a function that is called, and other things that have no value. */
  | { kind: 'null' }
  | { kind: 'build-class' }
  /** `__exit__` of a context, and `__enter__` with the context. */
  | { kind: 'exit' }
  | { kind: 'enter'; context: Entry; word: string };

export const NULL: Entry = { kind: 'null' };
export const UNKNOWN: Expression = {
  kind: 'expression',
  text: UNKNOWN_NAME,
  atom: true,
  depth: 1,
  effects: false,
};

export function atom(text: string): Expression {
  return { kind: 'expression', text, atom: true, depth: 1, effects: false };
}

/** An expression out of others; a call is an atom with effects. */
export function compound(
  text: string,
  parts: readonly Expression[],
  form: 'operation' | 'atom' | 'call',
): Expression {
  const depth = 1 + parts.reduce((most, part) => Math.max(most, part.depth), 0);
  const effects = form === 'call' || parts.some((part) => part.effects);
  return { kind: 'expression', text, atom: form !== 'operation', depth, effects };
}

/** As an operand. */
export function operand(value: Expression): string {
  return value.atom ? value.text : `(${value.text})`;
}

/** In front of `.name`: numbers need brackets. */
export function receiver(value: Expression): string {
  return value.atom && !/^\d/.test(value.text) ? value.text : `(${value.text})`;
}

export function isUnknown(entry: Entry): boolean {
  return entry.kind === 'expression' && entry.text === UNKNOWN_NAME;
}
