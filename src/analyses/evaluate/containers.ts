/** Methods of lists, dictionaries and sets; they change the value in place, as in Python. */

import type { Machine } from './machine.ts';
import { setOperation } from './operators.ts';
import { rawBytes } from './raw.ts';
import { sortValues } from './sequences.ts';
import { union } from './taint.ts';
import { textMethod } from './text-methods.ts';
import {
  type Dictionary,
  deepTaint,
  keyOf,
  list,
  NO_KEYWORDS,
  NONE,
  number,
  type Sequence,
  text,
  tuple,
  unknown,
  type Value,
} from './values.ts';

type Keywords = ReadonlyMap<string, Value>;

export function sequenceMethod(
  m: Machine,
  receiver: Sequence,
  name: string,
  args: Value[],
  keywords: Keywords = NO_KEYWORDS,
): Value | null {
  const first = args[0];
  const change = (): void => m.changes(receiver, first);
  switch (name) {
    case 'append':
    case 'add':
      change();
      if (first !== undefined && !(receiver.t === 'set' && holds(receiver, first))) push(receiver, first);
      return NONE;
    case 'appendleft':
      change();
      if (first !== undefined) receiver.items.unshift(first);
      return NONE;
    case 'extend':
    case 'update':
    case '__iadd__':
      change();
      if (first?.t === 'list' || first?.t === 'tuple' || first?.t === 'set') {
        for (const item of first === receiver ? first.items.slice() : first.items) push(receiver, item);
        receiver.open ||= first.open;
      } else if (first?.t === 'bytes') {
        for (const c of first.v) push(receiver, number(c.charCodeAt(0), false, first.taint));
      } else if (first !== undefined) {
        push(receiver, unknown(deepTaint(first)));
        receiver.open = true;
      }
      return NONE;
    case 'insert':
      change();
      if (first?.t === 'num' && typeof first.v === 'number' && args[1] !== undefined && !receiver.open) {
        receiver.items.splice(first.v, 0, args[1]);
      } else receiver.open = true;
      return NONE;
    case 'reverse':
      change();
      receiver.items.reverse();
      return NONE;
    case 'sort': {
      change();
      const sorted = keywords.has('key') ? null : sortValues(receiver, keywords.get('reverse'));
      if (sorted?.t === 'list') receiver.items = sorted.items;
      else receiver.open = true;
      return NONE;
    }
    case 'remove':
    case 'discard': {
      change();
      const key = first === undefined ? null : keyOf(first);
      const at = key === null ? -1 : receiver.items.findIndex((item) => keyOf(item) === key);
      if (at >= 0) receiver.items = receiver.items.filter((_, i) => i !== at);
      else if (key === null) receiver.open = true;
      return NONE;
    }
    case 'rotate': {
      change();
      const size = receiver.items.length;
      const by = first === undefined ? 1 : first.t === 'num' ? Number(first.v) : Number.NaN;
      if (Number.isNaN(by) || receiver.open) receiver.open = true;
      else if (size > 0) {
        const cut = (((size - by) % size) + size) % size;
        receiver.items = [...receiver.items.slice(cut), ...receiver.items.slice(0, cut)];
      }
      return NONE;
    }
    case 'popleft':
    case 'pop': {
      change();
      const at =
        name === 'popleft'
          ? 0
          : first === undefined
            ? receiver.items.length - 1
            : first.t === 'num'
              ? Number(first.v)
              : Number.NaN;
      if (Number.isNaN(at) || receiver.open) {
        receiver.open = true;
        return unknown(deepTaint(receiver));
      }
      const [item] = receiver.items.splice(at, 1);
      return item ?? unknown(receiver.taint);
    }
    case 'clear':
      change();
      receiver.items = [];
      return NONE;
    case 'copy':
      return { ...receiver, items: receiver.items.slice() };
    case 'index': {
      const key = first === undefined ? null : keyOf(first);
      const at = key === null || receiver.open ? -1 : receiver.items.findIndex((item) => keyOf(item) === key);
      return at < 0 ? unknown(receiver.taint) : number(at);
    }
    case 'count': {
      const key = first === undefined ? null : keyOf(first);
      if (key === null || receiver.open) return unknown(receiver.taint);
      return number(receiver.items.filter((item) => keyOf(item) === key).length);
    }
    case 'union':
    case 'intersection':
    case 'difference':
    case 'symmetric_difference':
      return first === undefined ? null : setOperation(SET_METHODS[name]!, receiver, first);
    case 'tolist':
      return { ...receiver, t: 'list', items: receiver.items.slice() };
    case 'decode':
    case 'hex':
    case 'tobytes':
    case 'tostring':
      return asBytes(m, receiver, name, args, keywords);
    default:
      return null;
  }
}

/** Methods of bytearray and array, which are kept as lists of numbers. */
function asBytes(m: Machine, receiver: Sequence, name: string, args: Value[], keywords: Keywords): Value {
  const content = rawBytes(receiver);
  const taint = deepTaint(receiver);
  if (content === null) return unknown(taint);
  const all = { t: 'bytes', taint, v: content, made: 'computed' } as const;
  return name === 'decode' || name === 'hex' ? textMethod(m, all, name, args, keywords) : all;
}

function holds(sequence: Sequence, value: Value): boolean {
  const key = keyOf(value);
  // A set that is built item by item may become long: its last items are compared.
  return key !== null && sequence.items.slice(-256).some((item) => keyOf(item) === key);
}

const SET_METHODS: Readonly<Record<string, string>> = {
  union: '|',
  intersection: '&',
  difference: '-',
  symmetric_difference: '^',
};

/** Most items a list grows to; beyond it the list is open. */
const SEQUENCE_ITEMS = 2_000_000;

function push(sequence: Sequence, value: Value): void {
  if (sequence.items.length >= SEQUENCE_ITEMS) sequence.open = true;
  else sequence.items.push(value);
}

export function setItem(m: Machine, receiver: Dictionary, key: Value, value: Value): void {
  m.changes(receiver, value);
  const name = keyOf(key) ?? `?${receiver.entries.size}`;
  if (name.startsWith('?')) receiver.open = true;
  if (receiver.entries.size < 20_000) receiver.entries.set(name, { key, value });
  else receiver.open = true;
}

export function dictionaryMethod(
  m: Machine,
  receiver: Dictionary,
  name: string,
  args: Value[],
  keywords: Keywords,
): Value | null {
  const first = args[0];
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault': {
      const key = first === undefined ? null : keyOf(first);
      const found = key === null ? undefined : receiver.entries.get(key)?.value;
      if (found === undefined && name === 'setdefault' && first !== undefined) {
        setItem(m, receiver, first, args[1] ?? NONE);
        return receiver.open
          ? unknown(union(deepTaint(receiver), args[1]?.taint ?? null))
          : (args[1] ?? NONE);
      }
      if (found !== undefined && name === 'pop') {
        m.changes(receiver);
        receiver.entries.delete(key!);
      }
      if (found !== undefined) return found;
      return key !== null && !receiver.open ? (args[1] ?? NONE) : unknown(deepTaint(receiver));
    }
    case 'keys':
      return list(
        Array.from(receiver.entries.values(), (entry) => entry.key),
        receiver.taint,
        receiver.open,
      );
    case 'values':
      return list(
        Array.from(receiver.entries.values(), (entry) => entry.value),
        receiver.taint,
        receiver.open,
      );
    case 'items':
      return list(
        Array.from(receiver.entries.values(), (entry) => tuple([entry.key, entry.value])),
        receiver.taint,
        receiver.open,
      );
    case 'copy':
      return { ...receiver, entries: new Map(receiver.entries) };
    case 'update': {
      m.changes(receiver);
      if (first?.t === 'dict') {
        for (const { key, value } of first.entries.values()) setItem(m, receiver, key, value);
        receiver.open ||= first.open;
      } else if (first !== undefined) {
        setItem(m, receiver, unknown(null), unknown(deepTaint(first)));
      }
      for (const [key, value] of keywords) setItem(m, receiver, text(key), value);
      return NONE;
    }
    case 'popitem': {
      m.changes(receiver);
      const last = [...receiver.entries].at(-1);
      if (last === undefined || receiver.open) return unknown(deepTaint(receiver));
      receiver.entries.delete(last[0]);
      return tuple([last[1].key, last[1].value]);
    }
    case 'clear':
      m.changes(receiver);
      receiver.entries = new Map();
      return NONE;
    default:
      return null;
  }
}
