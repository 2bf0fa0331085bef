import type { Dictionary, Sequence, Value } from './values.ts';

/** Names of a module, class or function body. `parent` is where free names are looked up (classes are skipped). */
export class Scope {
  readonly names = new Map<string, Value>();
  readonly kind: 'module' | 'class' | 'function';
  readonly parent: Scope | null;
  /** Names declared `global` or `nonlocal` here, with the scope they mean. */
  redirected: Map<string, Scope> | null = null;

  constructor(kind: 'module' | 'class' | 'function', parent: Scope | null) {
    this.kind = kind;
    this.parent = parent;
  }

  /** The scope of the module this one stands in. */
  get global(): Scope {
    let scope: Scope = this;
    while (scope.kind !== 'module' && scope.parent !== null) scope = scope.parent;
    return scope;
  }

  lookup(name: string): Value | undefined {
    const own = (this.redirected?.get(name) ?? this).names.get(name);
    if (own !== undefined) return own;
    for (let scope = this.parent; scope !== null; scope = scope.parent) {
      if (scope.kind === 'class') continue;
      const value = scope.names.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

/** A name of a scope, and what it stands for in one branch; undefined where nothing. */
export interface NamedValue {
  readonly scope: Scope;
  readonly name: string;
  value: Value | undefined;
}

/** Up to here going through a list is cheaper than looking up. */
const SHORT = 8;

/** Names with what they stand for, in the order in which they came; most branches give values to one or two. */
export class Names {
  readonly all: NamedValue[] = [];
  #index: Map<Scope, Map<string, NamedValue>> | null = null;

  find(scope: Scope, name: string): NamedValue | undefined {
    if (this.#index !== null) return this.#index.get(scope)?.get(name);
    for (const one of this.all) if (one.name === name && one.scope === scope) return one;
    return undefined;
  }

  /** @param one of which there is none yet. */
  add(one: NamedValue): void {
    this.all.push(one);
    if (this.#index !== null) this.#enter(one);
    else if (this.all.length > SHORT) {
      this.#index = new Map();
      for (const known of this.all) this.#enter(known);
    }
  }

  #enter(one: NamedValue): void {
    const names = this.#index?.get(one.scope);
    if (names === undefined) this.#index?.set(one.scope, new Map([[one.name, one]]));
    else names.set(one.name, one);
  }
}

const NO_NAMES = new Names();

/**
 * Remembers what a branch changed, so that the other branch starts from the same state and both meet
 * afterwards. A branch that may have run may have changed containers: only a trial, whose effects are undone
 * by `rollback`, keeps copies of them.
 */
export class Journal {
  /** What names stood for before the branch. */
  #names: Names | null = null;
  /** Copies of containers as they were before a trial. */
  #sequences: Map<Sequence, Sequence> | null = null;
  #dictionaries: Map<Dictionary, Dictionary> | null = null;
  readonly #outer: Journal | null;
  readonly #trial: boolean;

  constructor(outer: Journal | null, trial: boolean) {
    this.#outer = outer;
    this.#trial = trial;
  }

  name(scope: Scope, name: string): void {
    this.#names ??= new Names();
    if (this.#names.find(scope, name) === undefined)
      this.#names.add({ scope, name, value: scope.names.get(name) });
  }

  sequence(sequence: Sequence): void {
    if (!this.#trial) this.#outer?.sequence(sequence);
    else if (!this.#sequences?.has(sequence))
      (this.#sequences ??= new Map()).set(sequence, { ...sequence, items: sequence.items.slice() });
  }

  dictionary(dictionary: Dictionary): void {
    if (!this.#trial) this.#outer?.dictionary(dictionary);
    else if (!this.#dictionaries?.has(dictionary))
      (this.#dictionaries ??= new Map()).set(dictionary, {
        ...dictionary,
        entries: new Map(dictionary.entries),
      });
  }

  /** Puts names back as they were and returns what the branch had made of them. */
  takeNames(): Names {
    if (this.#names === null) return NO_NAMES;
    for (const one of this.#names.all) {
      const before = one.value;
      one.value = one.scope.names.get(one.name);
      restore(one, before);
    }
    return this.#names;
  }

  /** Undoes everything. */
  rollback(): void {
    if (this.#names !== null) for (const one of this.#names.all) restore(one, one.value);
    for (const [sequence, { items, open }] of this.#sequences ?? []) Object.assign(sequence, { items, open });
    for (const [dictionary, { entries, open }] of this.#dictionaries ?? [])
      Object.assign(dictionary, { entries, open });
  }
}

function restore({ scope, name }: NamedValue, before: Value | undefined): void {
  if (before === undefined) scope.names.delete(name);
  else scope.names.set(name, before);
}
