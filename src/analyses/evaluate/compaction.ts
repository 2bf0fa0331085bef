/** Makes small what modules leave behind: in large distributions most of it is never looked at again. */
import { LONG_TEXT_CHARACTERS, SHARED_TEXT_CHARACTERS, SHARED_TEXTS } from '../../limits.ts';
import { ownText } from '../../python/own-text.ts';
import { remember } from '../remember.ts';
import type { OwnModule, SourceText } from './program.ts';
import { literal, type Text, type Value } from './values.ts';

/** How often a source is gone through for its literals: those with escapes are not found, and there may be many. */
const SEARCHES = 4;
/** Containers inside one another that are gone through. */
const DEPTH = 12;

/** What the modules of one distribution have in common. */
export class Compaction {
  readonly #texts = new Map<string, Text>();
  readonly #strings = new Map<string, string>();
  /** Containers gone through. */
  readonly #done = new WeakSet<object>();

  /** All of the module has been evaluated, and nothing is under way. */
  compact(module: OwnModule): void {
    this.#giveUpTexts(module);
    this.#names(module.scope.names, 0);
    module.functions = module.functions.slice();
    for (const fn of module.functions) {
      fn.name = this.#string(fn.name);
      for (const param of fn.node.params.all) param.name = this.#string(param.name);
      if (fn.result !== null) fn.result = this.#value(fn.result, 0);
      this.#values(fn.defaults, 0);
    }
  }

  #names(names: Map<string, Value>, depth: number): void {
    const all = [...names];
    names.clear();
    for (const [name, value] of all) names.set(this.#string(name), this.#value(value, depth));
  }

  #values(values: (Value | null)[], depth: number): void {
    for (const [i, value] of values.entries()) if (value !== null) values[i] = this.#value(value, depth);
  }

  /** The value itself, or one like it that others hold as well. */
  #value(value: Value, depth: number): Value {
    if (value.t === 'str') return this.#text(value);
    if (depth < DEPTH) this.#inside(value, depth + 1);
    return value;
  }

  #inside(value: Value, depth: number): void {
    switch (value.t) {
      case 'list':
      case 'tuple':
      case 'set':
        if (this.#isNew(value.items)) this.#values(value.items, depth);
        return;
      case 'dict':
        if (this.#isNew(value.entries)) this.#entries(value.entries, depth);
        return;
      case 'inst':
        if (this.#isNew(value.fields)) this.#names(value.fields, depth);
        return;
      case 'class':
        if (this.#isNew(value.cls)) this.#names(value.cls.members.names, depth);
        return;
      case 'choice':
        value.options = value.options.slice();
        this.#values(value.options, depth);
        return;
      default:
    }
  }

  #entries(entries: Map<string, { key: Value; value: Value }>, depth: number): void {
    const all = [...entries];
    entries.clear();
    for (const [name, entry] of all) {
      entry.key = this.#value(entry.key, depth);
      entry.value = this.#value(entry.value, depth);
      entries.set(this.#string(name), entry);
    }
  }

  #isNew(container: object): boolean {
    if (this.#done.has(container)) return false;
    this.#done.add(container);
    return true;
  }

  #text(value: Text): Text {
    if (value.taint !== null || value.made !== 'literal' || value instanceof GivenUp) return value;
    const { v } = value;
    if (v.length > SHARED_TEXT_CHARACTERS) return value;
    const known = this.#texts.get(v);
    if (known !== undefined) return known;
    const shared = literal(this.#string(v));
    remember(this.#texts, shared.v, shared, SHARED_TEXTS);
    return shared;
  }

  #string(text: string): string {
    if (text.length > SHARED_TEXT_CHARACTERS) return text;
    const known = this.#strings.get(text);
    if (known === undefined) remember(this.#strings, text, text, SHARED_TEXTS);
    return known ?? text;
  }

  /** Long literals of a module are read from its source again, should anybody want them. */
  #giveUpTexts({ scope, source }: OwnModule): void {
    let from = 0;
    let left = SEARCHES * source.length;
    for (const [name, value] of scope.names) {
      if (left <= 0) return;
      if (value.t !== 'str' || value.made !== 'literal' || value.taint !== null || value instanceof GivenUp)
        continue;
      const { length } = value.v;
      if (length < LONG_TEXT_CHARACTERS) continue;
      // Names stand in the order of their texts, mostly.
      const start = source.text.indexOf(value.v, from);
      left -= (start < 0 ? source.length : start) - from;
      if (start < 0) continue;
      from = start + length;
      scope.names.set(name, new GivenUp(source, start, from));
    }
  }
}

/** A literal that stands in a source. */
class GivenUp implements Text {
  readonly t = 'str';
  readonly taint = null;
  readonly made = 'literal';
  declare readonly v: string;
  #text: string | null = null;
  readonly #source: SourceText;
  readonly #start: number;
  readonly #end: number;

  constructor(source: SourceText, start: number, end: number) {
    this.#source = source;
    this.#start = start;
    this.#end = end;
    // Its own, for values are copied by what is their own.
    Object.defineProperty(this, 'v', READ_AGAIN);
  }

  read(): string {
    this.#text ??= ownText(this.#source.text.slice(this.#start, this.#end));
    return this.#text;
  }
}

const READ_AGAIN: PropertyDescriptor & ThisType<GivenUp> = {
  enumerable: true,
  get() {
    return this.read();
  },
};
