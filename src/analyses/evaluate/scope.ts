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

/** Names by scope, and what they stood for. */
export type Names = Map<Scope, Map<string, Value | undefined>>;

const NO_NAMES: Names = new Map();

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
    this.#names ??= new Map();
    let names = this.#names.get(scope);
    if (names === undefined) this.#names.set(scope, (names = new Map()));
    if (!names.has(name)) names.set(name, scope.names.get(name));
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
    for (const [scope, names] of this.#names) {
      for (const [name, before] of names) {
        names.set(name, scope.names.get(name));
        restore(scope, name, before);
      }
    }
    return this.#names;
  }

  /** Undoes everything. */
  rollback(): void {
    for (const [scope, names] of this.#names ?? [])
      for (const [name, before] of names) restore(scope, name, before);
    for (const [sequence, { items, open }] of this.#sequences ?? []) Object.assign(sequence, { items, open });
    for (const [dictionary, { entries, open }] of this.#dictionaries ?? [])
      Object.assign(dictionary, { entries, open });
  }
}

function restore(scope: Scope, name: string, before: Value | undefined): void {
  if (before === undefined) scope.names.delete(name);
  else scope.names.set(name, before);
}
