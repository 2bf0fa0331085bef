/** Methods of Python's text, bytes, list, dict and set values, on what is known of them. */

import { dictionaryMethod, sequenceMethod } from './containers.ts';
import type { Machine } from './machine.ts';
import { TEXT_METHODS, templateMethod, textMethod } from './text-methods.ts';
import { bytes, number, unknown, type Value } from './values.ts';

type Keywords = ReadonlyMap<string, Value>;

/** Result of a method of a built-in value, or null when the value has no such method. */
export function callMethod(
  m: Machine,
  receiver: Value,
  name: string,
  args: Value[],
  keywords: Keywords,
): Value | null {
  switch (receiver.t) {
    case 'str':
    case 'bytes':
      return TEXT_METHODS.has(name) ? textMethod(m, receiver, name, args, keywords) : null;
    case 'template':
      return TEXT_METHODS.has(name) ? templateMethod(receiver, name, args, keywords) : null;
    case 'list':
    case 'tuple':
    case 'set':
      return sequenceMethod(m, receiver, name, args);
    case 'dict':
      return dictionaryMethod(m, receiver, name, args, keywords);
    case 'num':
      return numberMethod(receiver, name, args, keywords);
    default:
      return null;
  }
}

function numberMethod(
  receiver: Value & { t: 'num' },
  name: string,
  args: Value[],
  keywords: Keywords,
): Value | null {
  if (name === 'to_bytes')
    return toBytes(
      receiver.v,
      args[0] ?? keywords.get('length'),
      args[1] ?? keywords.get('byteorder'),
      receiver.taint,
    );
  if (name === 'bit_length')
    return number(BigInt(receiver.v).toString(2).replace('-', '').length, false, receiver.taint);
  return null;
}

function toBytes(
  v: number | bigint,
  length: Value | undefined,
  order: Value | undefined,
  taint: Value['taint'],
): Value {
  const size = length === undefined ? 1 : length.t === 'num' ? Number(length.v) : -1;
  const value = BigInt(v);
  if (size < 0 || size > 1_000_000 || value < 0n) return unknown(taint);
  const digits = value.toString(16).padStart(size * 2, '0');
  if (digits.length > size * 2) return unknown(taint);
  let out = '';
  for (let i = 0; i < digits.length; i += 2)
    out += String.fromCharCode(Number.parseInt(digits.slice(i, i + 2), 16));
  const little = order?.t === 'str' && order.v === 'little';
  return bytes(little ? Array.from(out).reverse().join('') : out, taint);
}
