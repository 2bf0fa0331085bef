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

type Entry =
  | { scope: Scope; name: string; before: Value | undefined }
  | { sequence: Sequence; items: Value[]; open: boolean }
  | { dictionary: Dictionary; entries: Map<string, { key: Value; value: Value }>; open: boolean };

/**
 * Remembers what a branch changed, so that the other branch starts from the same state and both meet
 * afterwards. A branch that may have run may have changed containers: only a trial, whose effects are undone
 * by `rollback`, keeps copies of them.
 */
export class Journal {
  readonly #entries: Entry[] = [];
  readonly #touched = new Set<object>();
  readonly #outer: Journal | null;
  readonly #trial: boolean;

  constructor(outer: Journal | null, trial: boolean) {
    this.#outer = outer;
    this.#trial = trial;
  }

  name(scope: Scope, name: string): void {
    this.#entries.push({ scope, name, before: scope.names.get(name) });
  }

  sequence(sequence: Sequence): void {
    if (!this.#trial) {
      this.#outer?.sequence(sequence);
      return;
    }
    if (this.#touched.has(sequence)) return;
    this.#touched.add(sequence);
    this.#entries.push({ sequence, items: sequence.items.slice(), open: sequence.open });
  }

  dictionary(dictionary: Dictionary): void {
    if (!this.#trial) {
      this.#outer?.dictionary(dictionary);
      return;
    }
    if (this.#touched.has(dictionary)) return;
    this.#touched.add(dictionary);
    this.#entries.push({ dictionary, entries: new Map(dictionary.entries), open: dictionary.open });
  }

  /** Puts names back as they were and returns what the branch had made of them. */
  takeNames(): Map<Scope, Map<string, Value | undefined>> {
    const after = new Map<Scope, Map<string, Value | undefined>>();
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i]!;
      if (!('scope' in entry)) continue;
      let names = after.get(entry.scope);
      if (names === undefined) after.set(entry.scope, (names = new Map()));
      if (!names.has(entry.name)) names.set(entry.name, entry.scope.names.get(entry.name));
      restore(entry.scope, entry.name, entry.before);
    }
    return after;
  }

  /** Undoes everything. */
  rollback(): void {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i]!;
      if ('scope' in entry) restore(entry.scope, entry.name, entry.before);
      else if ('sequence' in entry) {
        entry.sequence.items = entry.items;
        entry.sequence.open = entry.open;
      } else {
        entry.dictionary.entries = entry.entries;
        entry.dictionary.open = entry.open;
      }
    }
  }
}

function restore(scope: Scope, name: string, before: Value | undefined): void {
  if (before === undefined) scope.names.delete(name);
  else scope.names.set(name, before);
}
