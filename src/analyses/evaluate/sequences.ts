/** Iteration over known values. */
import { type Taint, union } from './taint.ts';
import { keyOf, list, number, type Text, text, truth, type Value } from './values.ts';

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

/** Characters as Python counts them; a text without surrogate pairs is its own list of them. */
export function charactersOf(value: Text): string | string[] {
  value.characters ??= ASTRAL.test(value.v) ? Array.from(value.v) : value.v;
  return value.characters;
}

/** Characters of a text as Python counts them. */
export const lengthOfText = (v: string): number => (ASTRAL.test(v) ? Array.from(v).length : v.length);

/** `len(value)`, or null. */
export function lengthOf(value: Value): Value | null {
  switch (value.t) {
    case 'str':
      return number(charactersOf(value).length, false, value.taint);
    case 'bytes':
      return number(value.v.length, false, value.taint);
    case 'list':
    case 'tuple':
    case 'set':
      return value.open ? null : number(value.items.length, false, value.taint);
    case 'dict':
      return value.open ? null : number(value.entries.size, false, value.taint);
    default:
      return null;
  }
}

/** `value[key]` of a known text, bytes, sequence or dictionary; null when it cannot be known. */
export function itemOf(value: Value, key: Value): Value | null {
  if (value.t === 'dict') {
    const name = keyOf(key);
    return (name === null ? undefined : value.entries.get(name)?.value) ?? null;
  }
  const index =
    key.t === 'bool' ? Number(key.v) : key.t === 'num' && typeof key.v === 'number' ? key.v : null;
  if (index === null) return null;
  if (value.t === 'list' || value.t === 'tuple') {
    if (value.open && index < 0) return null;
    return value.items[index < 0 ? value.items.length + index : index] ?? null;
  }
  if (value.t !== 'str' && value.t !== 'bytes') return null;
  const characters = value.t === 'str' ? charactersOf(value) : value.v;
  const found = characters[index < 0 ? characters.length + index : index];
  if (found === undefined) return null;
  const taint = union(value.taint, key.taint);
  if (value.t === 'bytes') return number(found.charCodeAt(0), false, taint);
  return { t: 'str', taint, v: found, made: 'computed' };
}

/** Items of a known iterable in order, or null. Bytes give integers, as in Python 3. */
export function iterate(value: Value): Value[] | null {
  switch (value.t) {
    case 'list':
    case 'tuple':
    case 'set':
      return value.open ? null : value.items;
    case 'str':
      return value.v.length > 4_000_000 ? null : eachCharacter(value);
    case 'bytes':
      return value.v.length > 4_000_000 ? null : codesOf(value.v, value.taint);
    case 'dict':
      return value.open ? null : Array.from(value.entries.values(), (entry) => entry.key);
    default:
      return null;
  }
}

/** Each byte as an integer, one object for all places where a byte stands. */
export function codesOf(v: string, taint: Taint): Value[] {
  const known: Value[] = [];
  const items = new Array<Value>(v.length);
  for (let i = 0; i < v.length; i++) {
    const code = v.charCodeAt(i);
    items[i] = known[code] ??= number(code, false, taint);
  }
  return items;
}

/** Texts of one character, one object for all places where a character stands. */
export function eachCharacter({ v, taint, made }: Text): Value[] {
  const known = new Map<string, Value>();
  const items: Value[] = [];
  for (const c of v) {
    let one = known.get(c);
    if (one === undefined) known.set(c, (one = text(c, taint, made)));
    items.push(one);
  }
  return items;
}

export function reversed(value: Value): Value | null {
  const items = iterate(value);
  return items === null ? null : list(items.slice().reverse(), value.taint);
}

/** Sorted as Python sorts, or null where that is not known. */
export function sortValues(value: Value, reverse: Value | undefined): Value | null {
  const items = iterate(value);
  if (items === null || !items.every((item) => isComparable(item, items[0]!))) return null;
  const sign = reverse !== undefined && truth(reverse) === true ? -1 : 1;
  return list(
    items.slice().sort((a, b) => sign * order(a, b)),
    value.taint,
  );
}

function isComparable(value: Value, other: Value, depth = 3): boolean {
  if (value.t === 'tuple' && other.t === 'tuple' && depth > 0) {
    return value.items.every(
      (item, i) => other.items[i] === undefined || isComparable(item, other.items[i]!, depth - 1),
    );
  }
  return value.t === other.t && (value.t === 'num' || value.t === 'str' || value.t === 'bytes');
}

/** Which of two comparable values comes first. Texts compare by code points. */
function order(a: Value, b: Value): number {
  if (a.t === 'num' && b.t === 'num') return a.v < b.v ? -1 : a.v > b.v ? 1 : 0;
  if (a.t === 'tuple' && b.t === 'tuple') {
    for (const [i, item] of a.items.entries()) {
      const other = b.items[i];
      if (other === undefined) return 1;
      const found = order(item, other);
      if (found !== 0) return found;
    }
    return a.items.length - b.items.length;
  }
  if (!('v' in a) || !('v' in b)) return 0;
  const [left, right] = [String(a.v), String(b.v)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Resolves Python slice bounds over a length. */
export function sliceBounds(
  length: number,
  lower: number | null,
  upper: number | null,
  step: number,
): { start: number; stop: number } {
  const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  if (step > 0) {
    const start = lower === null ? 0 : clamp(lower < 0 ? lower + length : lower, 0, length);
    const stop = upper === null ? length : clamp(upper < 0 ? upper + length : upper, 0, length);
    return { start, stop };
  }
  const start = lower === null ? length - 1 : clamp(lower < 0 ? lower + length : lower, -1, length - 1);
  const stop = upper === null ? -1 : clamp(upper < 0 ? upper + length : upper, -1, length - 1);
  return { start, stop };
}

/** `value[lower:upper:step]` of a known text, bytes or sequence; null when it cannot be known. */
export function slice(value: Value, lower: number | null, upper: number | null, step: number): Value | null {
  // Python takes whole numbers only; a float here is an estimate of ours.
  if (step === 0 || ![lower ?? 0, upper ?? 0, step].every(Number.isInteger)) return null;
  if (value.t === 'str' || value.t === 'bytes') {
    const characters = value.t === 'str' ? charactersOf(value) : value.v;
    const { start, stop } = sliceBounds(characters.length, lower, upper, step);
    if (step === 1) {
      const cut = start < stop ? characters.slice(start, stop) : '';
      const v = typeof cut === 'string' ? cut : cut.join('');
      const made = value.made === 'computed' ? 'computed' : 'joined';
      return value.t === 'str' ? text(v, value.taint, made) : { ...value, v, made };
    }
    const v =
      typeof characters === 'string'
        ? every(characters, start, stop, step)
        : everyOf(characters, start, stop, step).join('');
    return value.t === 'str' ? text(v, value.taint, 'computed') : { ...value, v, made: 'computed' };
  }
  if ((value.t === 'list' || value.t === 'tuple') && !value.open) {
    const { start, stop } = sliceBounds(value.items.length, lower, upper, step);
    return { ...value, items: everyOf(value.items, start, stop, step) };
  }
  return null;
}

const stepsBetween = (start: number, stop: number, step: number): number =>
  Math.max(0, Math.ceil((stop - start) / step));

function everyOf<T>(items: readonly T[], start: number, stop: number, step: number): T[] {
  if (step === 1) return items.slice(start, Math.max(start, stop));
  return Array.from({ length: stepsBetween(start, stop, step) }, (_, i) => items[start + i * step]!);
}

/** The same of a text in UTF-16 units. */
function every(characters: string, start: number, stop: number, step: number): string {
  const units = new Uint16Array(stepsBetween(start, stop, step));
  for (let i = 0; i < units.length; i++) units[i] = characters.charCodeAt(start + i * step);
  return Buffer.from(units.buffer).toString('utf16le');
}
