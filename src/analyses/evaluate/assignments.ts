/** Assignment: to names, attributes, items, and patterns of them. */
import type { Expression, Node, Slice } from '../../python/ast.ts';
import { dictionaryMethod, sequenceMethod, setItem } from './containers.ts';
import { evaluate } from './expressions.ts';
import { dunder, elements } from './instances.ts';
import type { Frame, Machine } from './machine.ts';
import type { Scope } from './scope.ts';
import { sliceBounds } from './sequences.ts';
import { onAttributeSet, onItemSet } from './stores.ts';
import { sliceOf } from './subscripts.ts';
import { deepTaint, unknown, type Value } from './values.ts';

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
  m.notes(value);
  scope.names.set(name, value);
}

export function assign(m: Machine, f: Frame, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'Name':
      setName(m, f, target.id, value);
      return;
    case 'Tuple':
    case 'List':
      unpack(m, f, target, target.elements, value);
      return;
    case 'Starred':
      assign(m, f, target.value, value);
      return;
    case 'Attribute': {
      const owner = evaluate(m, f, target.value);
      m.notes(value);
      onAttributeSet(m, f, owner, target.attr, value, target);
      return;
    }
    case 'Subscript': {
      const owner = evaluate(m, f, target.value);
      if (target.slice.kind === 'Slice') setSlice(m, f, owner, target.slice, value);
      else setSubscript(m, f, owner, evaluate(m, f, target.slice), value, target);
      return;
    }
    default:
      return;
  }
}

function setSubscript(m: Machine, f: Frame, owner: Value, key: Value, value: Value, node: Expression): void {
  if (owner.t === 'dict') setItem(m, owner, key, value);
  else if (owner.t === 'list') {
    m.changes(owner, value);
    if (key.t === 'num' && typeof key.v === 'number' && !owner.open) {
      const at = key.v < 0 ? owner.items.length + key.v : key.v;
      if (at < owner.items.length) owner.items[at] = value;
    } else if (owner.items.length < 10_000) {
      owner.items.push(unknown(deepTaint(value)));
      owner.open = true;
    }
  } else if (owner.t === 'inst' && dunder(m, f, owner, '__setitem__', [key, value]) !== null) {
    return;
  } else if (owner.t === 'namespace' && key.t === 'str' && owner.scope !== null) {
    m.journal?.name(owner.scope, key.v);
    owner.scope.names.set(key.v, value);
  } else onItemSet(m, f, owner, key, value, node);
}

function unpack(m: Machine, f: Frame, node: Node, targets: Expression[], value: Value): void {
  const items = elements(m, f, value, node);
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

/** `owner[a:b] = value`. */
function setSlice(m: Machine, f: Frame, owner: Value, slice: Slice, value: Value | null): void {
  const bounds = sliceOf(m, f, slice);
  if (owner.t !== 'list') return;
  m.changes(owner, value ?? undefined);
  const items = value === null ? [] : elements(m, f, value, slice);
  if (bounds === null || items === null || owner.open) {
    owner.open = true;
    if (value !== null && owner.items.length < 10_000) owner.items.push(unknown(deepTaint(value)));
    return;
  }
  const { lower, upper, step } = bounds;
  const { start, stop } = sliceBounds(owner.items.length, lower, upper, step);
  if (step === 1) {
    owner.items = [...owner.items.slice(0, start), ...items, ...owner.items.slice(Math.max(start, stop))];
  } else if (value === null) {
    const dropped = new Set<number>();
    for (let i = start; step > 0 ? i < stop : i > stop; i += step) dropped.add(i);
    owner.items = owner.items.filter((_, i) => !dropped.has(i));
  } else {
    for (let i = start, k = 0; step > 0 ? i < stop : i > stop; i += step) {
      const item = items[k++];
      if (item !== undefined) owner.items[i] = item;
    }
  }
}

/** `del target`. */
export function remove(m: Machine, f: Frame, target: Expression): void {
  if (target.kind === 'Tuple' || target.kind === 'List') {
    for (const element of target.elements) remove(m, f, element);
    return;
  }
  if (target.kind !== 'Subscript') {
    evaluate(m, f, target);
    return;
  }
  const owner = evaluate(m, f, target.value);
  if (target.slice.kind === 'Slice') {
    setSlice(m, f, owner, target.slice, null);
    return;
  }
  const key = evaluate(m, f, target.slice);
  if (owner.t === 'list') sequenceMethod(m, owner, 'pop', [key]);
  else if (owner.t === 'dict') dictionaryMethod(m, owner, 'pop', [key], new Map());
  else dunder(m, f, owner, '__delitem__', [key]);
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
