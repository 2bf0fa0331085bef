/** Methods of lists, dictionaries and sets; they change the value in place, as in Python. */

import type { Machine } from './machine.ts';
import {
  type Dictionary,
  deepTaint,
  keyOf,
  list,
  NONE,
  number,
  type Sequence,
  text,
  tuple,
  unknown,
  type Value,
} from './values.ts';

type Keywords = ReadonlyMap<string, Value>;

export function sequenceMethod(m: Machine, receiver: Sequence, name: string, args: Value[]): Value | null {
  const first = args[0];
  const change = (): void => m.journal?.sequence(receiver);
  switch (name) {
    case 'append':
    case 'add':
      change();
      if (first !== undefined) push(receiver, first);
      return NONE;
    case 'extend':
    case 'update':
      change();
      if (first?.t === 'list' || first?.t === 'tuple' || first?.t === 'set') {
        if (first !== receiver) for (const item of first.items) push(receiver, item);
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
      receiver.open = true;
      return NONE;
    }
    case 'pop': {
      change();
      const at =
        first === undefined ? receiver.items.length - 1 : first.t === 'num' ? Number(first.v) : Number.NaN;
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
    case 'decode':
    case 'hex':
      // bytearray is kept as a list of numbers.
      return unknown(deepTaint(receiver));
    case 'count':
      return unknown(receiver.taint);
    default:
      return null;
  }
}

/** Most items a list grows to; beyond it the list is open. */
const SEQUENCE_ITEMS = 2_000_000;

function push(sequence: Sequence, value: Value): void {
  if (sequence.items.length >= SEQUENCE_ITEMS) sequence.open = true;
  else sequence.items.push(value);
}

export function setItem(m: Machine, receiver: Dictionary, key: Value, value: Value): void {
  m.journal?.dictionary(receiver);
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
      if (found === undefined && name === 'setdefault' && first !== undefined)
        setItem(m, receiver, first, args[1] ?? NONE);
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
      m.journal?.dictionary(receiver);
      if (first?.t === 'dict') {
        for (const { key, value } of first.entries.values()) setItem(m, receiver, key, value);
        receiver.open ||= first.open;
      } else if (first !== undefined) {
        setItem(m, receiver, unknown(null), unknown(deepTaint(first)));
      }
      for (const [key, value] of keywords) setItem(m, receiver, text(key), value);
      return NONE;
    }
    case 'clear':
    case 'popitem':
      m.journal?.dictionary(receiver);
      receiver.open = true;
      return unknown(deepTaint(receiver));
    default:
      return null;
  }
}
