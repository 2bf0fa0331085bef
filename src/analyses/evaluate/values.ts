import type { CodeObject } from '../../contracts/artifact.ts';
import type { NameResolution } from '../../contracts/fact.ts';
import type { OutsideName } from './outside.ts';
import type { ClassRecord, FunctionRecord, OwnModule } from './program.ts';
import type { Scope } from './scope.ts';
import { type Place, type Taint, union } from './taint.ts';

/**
 * What the evaluator knows of a Python value. Every value carries the origins it comes from. Bytes are text
 * with one character per byte (latin-1), as in the syntax tree.
 */
export type Value =
  | Text
  | Bytes
  | Num
  | Bool
  | None
  | Sequence
  | Dictionary
  | Template
  | Ref
  | Obj
  | Func
  | Class
  | Instance
  | OwnModuleValue
  | Namespace
  | Method
  | Super
  | Code
  | Choice
  | Unknown;

/**
 * How a text came about: one `literal` of the source; `joined` from pieces that can be read there; or `computed`
 * from characters, numbers or an alphabet, so that no search of the source finds it.
 */
export type Made = 'literal' | 'joined' | 'computed';

export interface Text {
  t: 'str';
  taint: Taint;
  v: string;
  made: Made;
  /** As Python counts them; looked up once. */
  characters?: string | string[];
}
export interface Bytes {
  t: 'bytes';
  taint: Taint;
  v: string;
  made: Made;
}
export interface Num {
  t: 'num';
  taint: Taint;
  /** Integers beyond 2^53 are bigint. */
  v: number | bigint;
  float: boolean;
}
export interface Bool {
  t: 'bool';
  taint: Taint;
  v: boolean;
}
export interface None {
  t: 'none';
  taint: Taint;
}
export interface Sequence {
  t: 'list' | 'tuple' | 'set';
  taint: Taint;
  items: Value[];
  /** There may be more items than are known. */
  open: boolean;
  /** What `iter()` returns: whoever takes an item takes it from everybody. */
  iterator?: true;
}
export interface Dictionary {
  t: 'dict';
  taint: Taint;
  /** By `keyOf` of the key. */
  entries: Map<string, { key: Value; value: Value }>;
  /** There may be more entries than are known. */
  open: boolean;
  /** Makes the values of absent keys (collections.defaultdict). */
  factory?: Value;
}
/** A string of which only parts are known. */
export interface Template {
  t: 'template';
  taint: Taint;
  parts: Value[];
  bytes: boolean;
}
/** A name outside the distribution: module, function, class, or an attribute of one. */
export interface Ref {
  t: 'ref';
  taint: Taint;
  /** Canonical dotted name. */
  name: string;
  via: NameResolution;
  /** The name was put together from pieces. */
  computed: boolean;
  /** The object it is an attribute of, when that is the result of a call. */
  self: Obj | null;
  /** What is known of the name, once it was looked up. */
  outside: OutsideName | null;
}
/** What an outside call returned, or an instance of an outside class. */
export interface Obj {
  t: 'obj';
  taint: Taint;
  /** Canonical name of what was called. */
  name: string;
  args: Value[];
  keywords: ReadonlyMap<string, Value>;
  at: Place;
  via: NameResolution;
  /** Attributes set or learned. */
  fields: Map<string, Value> | null;
  /** What is known of the name, once it was looked up. */
  outside: OutsideName | null;
  /** What returned it, when that is a method of another result. */
  of?: Obj;
}
export interface Func {
  t: 'func';
  taint: Taint;
  fn: FunctionRecord;
  self: Value | null;
}
export interface Class {
  t: 'class';
  taint: Taint;
  cls: ClassRecord;
}
export interface Instance {
  t: 'inst';
  taint: Taint;
  cls: ClassRecord;
  fields: Map<string, Value>;
}
export interface OwnModuleValue {
  t: 'module';
  taint: Taint;
  module: OwnModule;
}
/** `globals()`, `vars()`, `locals()`: a scope as a mapping; or the attributes of an outside thing. */
export interface Namespace {
  t: 'namespace';
  taint: Taint;
  scope: Scope | null;
  of: Value | null;
}
/** A method of a built-in value that was taken without calling it: `join = ''.join`. */
export interface Method {
  t: 'method';
  taint: Taint;
  receiver: Value;
  name: string;
}
/** `super()`: what the bases of a class hold, for an instance. */
export interface Super {
  t: 'super';
  taint: Taint;
  cls: ClassRecord;
  self: Value;
}
/** A code object: compiled source text, or unmarshalled bytecode. */
export interface Code {
  t: 'code';
  taint: Taint;
  text: string | null;
  object: CodeObject | null;
}
/** One of a few values. */
export interface Choice {
  t: 'choice';
  taint: Taint;
  options: Value[];
}
export interface Unknown {
  t: 'unknown';
  taint: Taint;
}

/** Most calls have none. */
export const NO_KEYWORDS: ReadonlyMap<string, Value> = new Map();
export const UNKNOWN: Unknown = { t: 'unknown', taint: null };
export const NONE: None = { t: 'none', taint: null };
export const TRUE: Bool = { t: 'bool', taint: null, v: true };
export const FALSE: Bool = { t: 'bool', taint: null, v: false };

/** Longest text or bytes a computed value may have; beyond it the value is unknown. */
export const VALUE_LENGTH = 24 * 1024 * 1024;
const CHOICES = 4;

export const unknown = (taint: Taint): Value => (taint === null ? UNKNOWN : { t: 'unknown', taint });
export const bool = (v: boolean): Bool => (v ? TRUE : FALSE);
export const literal = (v: string): Text => ({ t: 'str', taint: null, v, made: 'literal' });
export const text = (v: string, taint: Taint = null, made: Made = 'joined'): Value =>
  v.length > VALUE_LENGTH ? unknown(taint) : { t: 'str', taint, v, made };
export const bytes = (v: string, taint: Taint = null, made: Made = 'joined'): Value =>
  v.length > VALUE_LENGTH ? unknown(taint) : { t: 'bytes', taint, v, made };

/** How a text of several pieces came about. */
export function madeOf(pieces: readonly Value[]): Made {
  for (const piece of pieces)
    if ((piece.t === 'str' || piece.t === 'bytes') && piece.made === 'computed') return 'computed';
  return 'joined';
}
export const list = (items: Value[], taint: Taint = null, open = false): Sequence => ({
  t: 'list',
  taint,
  items,
  open,
});
export const tuple = (items: Value[], taint: Taint = null): Sequence => ({
  t: 'tuple',
  taint,
  items,
  open: false,
});
export const ref = (name: string): Ref => ({
  t: 'ref',
  taint: null,
  name,
  via: 'plain',
  computed: false,
  self: null,
  outside: null,
});

/** Small integers without origins are shared: tables, ranges and byte strings are made of them. */
const SMALL_INTEGERS: (Num | null)[] = new Array<null>(16_384).fill(null);

/** A Python integer or float; integers are normalised to number where exact. */
export function number(v: number | bigint, float = false, taint: Taint = null): Num {
  if (taint === null && !float && v >= 0 && v < SMALL_INTEGERS.length) {
    const small = Number(v);
    const shared = SMALL_INTEGERS[small];
    if (shared === undefined) return { t: 'num', taint, v, float };
    return shared ?? (SMALL_INTEGERS[small] = { t: 'num', taint, v: small, float });
  }
  if (typeof v === 'bigint' && v >= -9007199254740991n && v <= 9007199254740991n) v = Number(v);
  return { t: 'num', taint, v, float };
}

/** The same value with further origins. */
export function tainted<V extends Value>(value: V, taint: Taint): V {
  if (taint === null) return value;
  const merged = union(value.taint, taint);
  return merged === value.taint ? value : { ...value, taint: merged };
}

/** Python truth of a value, or null when it is not known. */
export function truth(value: Value): boolean | null {
  switch (value.t) {
    case 'str':
    case 'bytes':
      return value.v.length > 0;
    case 'num':
      return value.v !== 0 && value.v !== 0n;
    case 'bool':
      return value.v;
    case 'none':
      return false;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0 ? true : value.open ? null : false;
    case 'dict':
      return value.entries.size > 0 ? true : value.open ? null : false;
    case 'func':
    case 'class':
    case 'module':
      return true;
    default:
      return null;
  }
}

/** Characters of the key of a tuple. */
const KEY_LENGTH = 65_536;

/** Key under which equal constants meet; null for values that are not hashable constants. */
export function keyOf(value: Value, depth = 4): string | null {
  switch (value.t) {
    case 'str':
      return `s${value.v}`;
    case 'bytes':
      return `b${value.v}`;
    case 'num':
      return `n${value.v}`;
    case 'bool':
      return value.v ? 'n1' : 'n0';
    case 'none':
      return 'none';
    case 'tuple': {
      if (value.open || value.items.length > 16) return null;
      const parts: string[] = [];
      let length = 0;
      for (const item of value.items) {
        const key = depth === 0 ? null : keyOf(item, depth - 1);
        length += key?.length ?? 0;
        if (key === null || length > KEY_LENGTH) return null;
        parts.push(`${key.length}:${key}`);
      }
      return `t${parts.join('')}`;
    }
    default:
      return null;
  }
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.t !== b.t) return false;
  if (a.t === 'ref') return a.name === (b as Ref).name && a.self === (b as Ref).self;
  if (a.t === 'func') return a.fn === (b as Func).fn;
  if (a.t === 'class') return a.cls === (b as Class).cls;
  if (a.t === 'module') return a.module === (b as OwnModuleValue).module;
  if (a.t === 'inst') return a.fields === (b as Instance).fields;
  if (a.t === 'unknown') return true;
  const key = keyOf(a);
  return key !== null && key === keyOf(b);
}

/** It is no alternative to anything. */
const isNothing = ({ t }: Value): boolean => t === 'none' || t === 'unknown';

/** Either value: what is known after two branches meet. */
export function join(a: Value | undefined, b: Value | undefined): Value {
  if (a === undefined) return b ?? UNKNOWN;
  if (b === undefined || same(a, b)) return b === undefined ? a : tainted(a, b.taint);
  const taint = union(a.taint, b.taint);
  // Most often nothing is known of one of them.
  if (isNothing(b) && a.t !== 'choice') return isNothing(a) ? unknown(taint) : tainted(a, taint);
  if (isNothing(a) && b.t !== 'choice') return tainted(b, taint);
  const options: Value[] = [];
  for (const option of [...alternatives(a), ...alternatives(b)]) {
    if (!isNothing(option) && !options.some((other) => same(other, option))) options.push(option);
  }
  if (options.length === 0) return unknown(taint);
  if (options.length === 1) return tainted(options[0]!, taint);
  return { t: 'choice', taint, options: options.length > CHOICES ? options.slice(0, CHOICES) : options };
}

/** The alternatives a value stands for. */
export const alternatives = (value: Value): readonly Value[] =>
  value.t === 'choice' ? value.options : [value];

export { deepTaint, equal, isConstant } from './deep.ts';
