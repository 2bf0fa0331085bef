/** Assignment: to names, attributes, items, and patterns of them. */
import type { Expression } from '../../python/ast.ts';
import { setItem } from './containers.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import type { Scope } from './scope.ts';
import { iterate } from './sequences.ts';
import { onAttributeSet, onItemSet } from './stores.ts';
import { deepTaint, UNKNOWN, unknown, type Value } from './values.ts';

/** Assigns a name; a function of another module under another name counts as rebound. */
export function setName(m: Machine, f: Frame, name: string, value: Value): void {
  const rebound =
    value.t === 'ref' && value.via === 'plain' && !value.name.endsWith(`.${name}`) && value.name !== name;
  bindName(m, f, name, rebound ? { ...value, via: 'rebound' } : value);
}

/** Gives a name its value as it is: `import x as y` says in plain sight what `y` is. */
export function bindName(m: Machine, f: Frame, name: string, value: Value): void {
  const scope = f.scope.redirected?.get(name) ?? f.scope;
  m.journal?.name(scope, name);
  scope.names.set(name, value);
}

export function assign(m: Machine, f: Frame, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'Name':
      setName(m, f, target.id, value);
      return;
    case 'Tuple':
    case 'List':
      unpack(m, f, target.elements, value);
      return;
    case 'Starred':
      assign(m, f, target.value, value);
      return;
    case 'Attribute': {
      const owner = evaluate(m, f, target.value);
      onAttributeSet(m, f, owner, target.attr, value, target);
      return;
    }
    case 'Subscript': {
      const owner = evaluate(m, f, target.value);
      const key = target.slice.kind === 'Slice' ? UNKNOWN : evaluate(m, f, target.slice);
      setSubscript(m, f, owner, key, value, target);
      return;
    }
    default:
      return;
  }
}

function setSubscript(m: Machine, f: Frame, owner: Value, key: Value, value: Value, node: Expression): void {
  if (owner.t === 'dict') setItem(m, owner, key, value);
  else if (owner.t === 'list') {
    m.journal?.sequence(owner);
    if (key.t === 'num' && typeof key.v === 'number' && !owner.open) {
      const at = key.v < 0 ? owner.items.length + key.v : key.v;
      if (at < owner.items.length) owner.items[at] = value;
    } else if (owner.items.length < 10_000) {
      owner.items.push(unknown(deepTaint(value)));
      owner.open = true;
    }
  } else if (owner.t === 'namespace' && key.t === 'str' && owner.scope !== null) {
    m.journal?.name(owner.scope, key.v);
    owner.scope.names.set(key.v, value);
  } else onItemSet(m, f, owner, key, value, node);
}

function unpack(m: Machine, f: Frame, targets: Expression[], value: Value): void {
  const items = value.t === 'dict' ? null : iterate(value);
  const star = targets.findIndex((target) => target.kind === 'Starred');
  for (const [i, target] of targets.entries()) {
    let part: Value | undefined;
    if (items !== null && star < 0) part = items[i];
    else if (items !== null && i < star) part = items[i];
    else if (items !== null && i > star) part = items[items.length - targets.length + i];
    else if (items !== null)
      part = {
        t: 'list',
        taint: value.taint,
        items: items.slice(star, items.length - (targets.length - star - 1)),
        open: false,
      };
    assign(m, f, target, part ?? (value.t === 'obj' ? value : unknown(deepTaint(value))));
  }
}

export function redirect(f: Frame, names: string[], global: boolean): void {
  if (f.scope.kind === 'module') return;
  f.scope.redirected ??= new Map();
  for (const name of names) {
    let scope: Scope | null = global ? f.scope.global : f.scope.parent;
    while (
      !global &&
      scope !== null &&
      scope.kind !== 'module' &&
      !(scope.kind === 'function' && scope.names.has(name))
    )
      scope = scope.parent;
    if (scope !== null) f.scope.redirected.set(name, scope);
  }
}

// ── Branches ─────────────────────────────────────────────────────────────────────────────────────
