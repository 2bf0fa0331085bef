/** Methods of Python's text, bytes, list, dict and set values, on what is known of them. */

import type { BinaryOperator, CompareOperator } from '../../python/ast.ts';
import { dictionaryMethod, sequenceMethod } from './containers.ts';
import { repr, str } from './formatting.ts';
import type { Machine } from './machine.ts';
import { binary, compare, unary } from './operators.ts';
import { itemOf, iterate, lengthOf, reversed } from './sequences.ts';
import { TEXT_METHODS, templateMethod, textMethod } from './text-methods.ts';
import { bool, bytes, isConstant, list, number, text, unknown, type Value } from './values.ts';

type Keywords = ReadonlyMap<string, Value>;

/** Result of a method of a built-in value, or null when the value has no such method. */
export function callMethod(
  m: Machine,
  receiver: Value,
  name: string,
  args: Value[],
  keywords: Keywords,
): Value | null {
  if (name.startsWith('__')) return operatorMethod(m, receiver, name, args);
  // A memoryview is the bytes it shows.
  if (receiver.t === 'bytes' && (name === 'tobytes' || name === 'tolist'))
    return name === 'tobytes' ? receiver : list(iterate(receiver) ?? [], receiver.taint);
  switch (receiver.t) {
    case 'str':
    case 'bytes':
      return TEXT_METHODS.has(name) ? textMethod(m, receiver, name, args, keywords) : null;
    case 'template':
      return TEXT_METHODS.has(name) ? templateMethod(receiver, name, args, keywords) : null;
    case 'list':
    case 'tuple':
    case 'set':
      return sequenceMethod(m, receiver, name, args, keywords);
    case 'dict':
      return dictionaryMethod(m, receiver, name, args, keywords);
    case 'num':
      return numberMethod(receiver, name, args, keywords);
    default:
      return null;
  }
}

const OPERATORS = new Map<string, BinaryOperator>([
  ['add', '+'],
  ['mul', '*'],
  ['mod', '%'],
  ['sub', '-'],
  ['xor', '^'],
  ['floordiv', '//'],
  ['or', '|'],
  ['and', '&'],
  ['lshift', '<<'],
  ['rshift', '>>'],
  ['pow', '**'],
  ['truediv', '/'],
]);
const COMPARISONS = new Map<string, CompareOperator>([
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
]);
const OTHERS = ['next', 'getitem', 'len', 'str', 'repr', 'iter', 'contains', 'neg', 'invert', 'reversed'];

/** Special methods of built-in values that are understood when they are called by name. */
export const OPERATOR_METHODS: ReadonlySet<string> = new Set(
  [...OTHERS, ...COMPARISONS.keys(), ...[...OPERATORS.keys()].flatMap((name) => [name, `r${name}`])].map(
    (name) => `__${name}__`,
  ),
);

/** `'a'.__add__('b')`: the operator in other clothes. */
function operatorMethod(m: Machine, receiver: Value, method: string, args: Value[]): Value | null {
  if (method === '__next__' && receiver.t === 'list') return sequenceMethod(m, receiver, 'popleft', []);
  if (!isConstant(receiver) && receiver.t !== 'template') return null;
  const name = method.slice(2, -2);
  const [first] = args;
  const operator = OPERATORS.get(name);
  if (operator !== undefined && first !== undefined) return binary(operator, receiver, first);
  const swapped = name.startsWith('r') ? OPERATORS.get(name.slice(1)) : undefined;
  if (swapped !== undefined && first !== undefined) return binary(swapped, first, receiver);
  const comparison = COMPARISONS.get(name);
  if (comparison !== undefined && first !== undefined) return known(compare(comparison, receiver, first));
  switch (name) {
    case 'getitem':
      return first === undefined ? null : itemOf(receiver, first);
    case 'len':
      return lengthOf(receiver);
    case 'str':
      return textOrNull(str(receiver), receiver);
    case 'repr':
      return textOrNull(repr(receiver), receiver);
    case 'iter':
      return receiver;
    case 'reversed':
      return reversed(receiver);
    case 'contains':
      return first === undefined ? null : known(compare('in', first, receiver));
    case 'neg':
      return unary('-', receiver);
    case 'invert':
      return unary('~', receiver);
    default:
      return null;
  }
}

const known = (result: boolean | null): Value | null => (result === null ? null : bool(result));
const textOrNull = (shown: string | null, from: Value): Value | null =>
  shown === null ? null : text(shown, from.taint, 'joined');

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
    return number(
      BigInt(receiver.v) === 0n ? 0 : BigInt(receiver.v).toString(2).replace('-', '').length,
      false,
      receiver.taint,
    );
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
