/** What is inside a value, containers included, to a small depth and a bounded number of items. */
import { type Taint, union } from './taint.ts';
import type { Value } from './values.ts';

/** Items of one container whose origins are looked at. */
const TAINT_ITEMS = 256;
/** Values inside one value whose origins are looked at: containers may hold one another many times. */
const TAINT_VALUES = 4096;
/** Values inside one value that are looked at to tell whether all are known. */
const CONSTANT_VALUES = 250_000;

/** Every origin inside a value. */
export function deepTaint(value: Value, depth = 4): Taint {
  return isContainer(value) ? taintWithin(value, depth, { left: TAINT_VALUES }) : value.taint;
}

function isContainer({ t }: Value): boolean {
  return (
    t === 'list' ||
    t === 'tuple' ||
    t === 'dict' ||
    t === 'set' ||
    t === 'template' ||
    t === 'inst' ||
    t === 'choice' ||
    t === 'obj'
  );
}

function taintWithin(value: Value, depth: number, budget: { left: number }): Taint {
  let taint = value.taint;
  if (depth <= 0 || budget.left < 0) return taint;
  switch (value.t) {
    case 'list':
    case 'tuple':
    case 'set': {
      const limit = Math.min(value.items.length, TAINT_ITEMS);
      for (let i = 0; i < limit && budget.left >= 0; i++)
        taint = withTaintOf(taint, value.items[i]!, depth - 1, budget);
      return taint;
    }
    case 'dict': {
      let count = 0;
      for (const entry of value.entries.values()) {
        if (++count > TAINT_ITEMS || budget.left < 0) break;
        taint = withTaintOf(union(taint, entry.key.taint), entry.value, depth - 1, budget);
      }
      return taint;
    }
    case 'template':
      for (const part of value.parts) taint = withTaintOf(taint, part, depth - 1, budget);
      return taint;
    case 'inst':
      for (const field of value.fields.values()) taint = withTaintOf(taint, field, depth - 2, budget);
      return taint;
    case 'choice':
      for (const option of value.options) taint = withTaintOf(taint, option, depth - 1, budget);
      return taint;
    case 'obj':
      if (value.fields !== null)
        for (const field of value.fields.values()) taint = withTaintOf(taint, field, depth - 2, budget);
      return taint;
    default:
      return taint;
  }
}

/** Origins so far, and those of one more value inside. */
function withTaintOf(taint: Taint, inner: Value, depth: number, budget: { left: number }): Taint {
  if (--budget.left < 0) return taint;
  return union(taint, isContainer(inner) ? taintWithin(inner, depth, budget) : inner.taint);
}

/** Wholly known: a scalar, or a container of such. */
export function isConstant(value: Value): boolean {
  return isKnown(value, 6, { left: CONSTANT_VALUES });
}

function isKnown(value: Value, depth: number, budget: { left: number }): boolean {
  switch (value.t) {
    case 'str':
    case 'bytes':
    case 'num':
    case 'bool':
    case 'none':
    case 'code':
      return true;
    case 'list':
    case 'tuple':
    case 'set':
      if (value.open || depth === 0 || (budget.left -= value.items.length) < 0) return false;
      for (const item of value.items) if (!isKnown(item, depth - 1, budget)) return false;
      return true;
    case 'dict':
      if (value.open || depth === 0 || (budget.left -= value.entries.size) < 0) return false;
      for (const entry of value.entries.values()) if (!isKnown(entry.value, depth - 1, budget)) return false;
      return true;
    default:
      return false;
  }
}

/** Values that a comparison goes through. */
const COMPARED_VALUES = 20_000;

/** `a == b` of containers of known values; null where it is not known. `key` gives equal scalars the same text. */
export function equal(a: Value, b: Value, key: (value: Value) => string | null): boolean | null {
  const [left, right] = [key(a), key(b)];
  if (left !== null && right !== null) return left === right;
  // What holds itself many times is not gone through to see that it is itself.
  if (a === b && 'items' in a) return true;
  if (!isConstant(a) || !isConstant(b)) return null;
  return isEqual(a, b, key, 6, { left: COMPARED_VALUES });
}

function isEqual(
  a: Value,
  b: Value,
  key: (value: Value) => string | null,
  depth: number,
  budget: { left: number },
): boolean | null {
  if (a === b) return true;
  const [left, right] = [key(a), key(b)];
  if (left !== null && right !== null) return left === right;
  if (--budget.left < 0 || depth === 0) return null;
  if (a.t !== b.t) return false;
  if ((a.t === 'list' || a.t === 'tuple') && 'items' in b) {
    if (a.items.length !== b.items.length) return false;
    for (const [i, item] of a.items.entries()) {
      const same = isEqual(item, b.items[i]!, key, depth - 1, budget);
      if (same !== true) return same;
    }
    return true;
  }
  if (a.t !== 'dict' || b.t !== 'dict') return null;
  if (a.entries.size !== b.entries.size) return false;
  for (const [name, entry] of a.entries) {
    const other = b.entries.get(name);
    const same = other === undefined ? false : isEqual(entry.value, other.value, key, depth - 1, budget);
    if (same !== true) return same;
  }
  return true;
}
