import type { BinaryOperator, CompareOperator } from '../../python/ast.ts';
import { formatPercent } from './formatting.ts';
import { union } from './taint.ts';
import {
  bool,
  bytes,
  equal,
  isConstant,
  keyOf,
  list,
  madeOf,
  NO_KEYWORDS,
  type Num,
  number,
  type Sequence,
  type Template,
  text,
  truth,
  tuple,
  unknown,
  VALUE_LENGTH,
  type Value,
} from './values.ts';

/** Bits of the largest integer computed; beyond it the result is unknown. */
const INTEGER_BITS = 200_000;
/** Items of the longest list a repetition or concatenation may make. */
export const LIST_ITEMS = 2_000_000;

export function binary(op: BinaryOperator, left: Value, right: Value): Value {
  const taint = union(left.taint, right.taint);
  if (left.t === 'bool') left = number(left.v ? 1 : 0);
  if (right.t === 'bool') right = number(right.v ? 1 : 0);
  if (left.t === 'num' && right.t === 'num') return arithmetic(op, left, right) ?? unknown(taint);
  if (op === '+') return add(left, right) ?? unknown(taint);
  if (op === '*') return repeat(left, right) ?? repeat(right, left) ?? unknown(taint);
  if (op === '%' && (left.t === 'str' || left.t === 'bytes' || left.t === 'template')) {
    return formatPercent(left, right);
  }
  if (op === '/' && left.t === 'obj' && left.name.startsWith('pathlib.')) {
    const base = left.args.length > 0 ? left.args : left.name === 'pathlib.Path.home' ? [text('~')] : [];
    const args = [joinPath([...base, right])];
    return { ...left, name: 'pathlib.Path', taint, args, keywords: NO_KEYWORDS, fields: null };
  }
  if (op === '|' && left.t === 'dict' && right.t === 'dict') {
    return {
      ...left,
      taint,
      entries: new Map([...left.entries, ...right.entries]),
      open: left.open || right.open,
    };
  }
  return setOperation(op, left, right) ?? unknown(taint);
}

/** `a | b`, `a & b`, `a - b`, `a ^ b` of sets that are wholly known. */
export function setOperation(op: string, left: Value, right: Value): Value | null {
  if (left.t !== 'set' || !('items' in right) || left.open || right.open) return null;
  const keys = (items: readonly Value[]): (string | null)[] => items.map(keyOf);
  const [ours, theirs] = [new Set(keys(left.items)), new Set(keys(right.items))];
  if (ours.has(null) || theirs.has(null)) return null;
  const only = right.items.filter((item) => !ours.has(keyOf(item)));
  const rest = left.items.filter((item) => !theirs.has(keyOf(item)));
  const both = left.items.filter((item) => theirs.has(keyOf(item)));
  const items =
    op === '|'
      ? [...left.items, ...only]
      : op === '&'
        ? both
        : op === '-'
          ? rest
          : op === '^'
            ? [...rest, ...only]
            : null;
  return items === null ? null : { ...left, taint: union(left.taint, right.taint), items };
}

/** Path pieces joined with `/`; known where all are. */
export function joinPath(parts: Value[]): Value {
  let result: Value | null = null;
  for (const part of parts) {
    const piece =
      part.t === 'obj' && part.name.startsWith('pathlib.') && part.args.length === 1 ? part.args[0]! : part;
    if (result === null) result = piece;
    else if (piece.t === 'str' && /^(\/|[A-Za-z]:)/.test(piece.v)) result = piece;
    else result = add(add(result, text('/')) ?? unknown(null), piece) ?? template([result, text('/'), piece]);
  }
  return result ?? text('');
}

export function template(parts: Value[], isBytes = false): Template {
  const flat: Value[] = [];
  let taint = null as Value['taint'];
  for (const part of parts) {
    taint = union(taint, part.taint);
    const last = flat[flat.length - 1];
    const pieces = part.t === 'template' ? part.parts : [part];
    for (const piece of pieces) {
      if (piece.t === 'str' && last?.t === 'str' && flat[flat.length - 1] === last) {
        flat[flat.length - 1] = text(last.v + piece.v, union(last.taint, piece.taint), madeOf([last, piece]));
      } else if (flat.length < 64) flat.push(piece);
    }
  }
  return { t: 'template', taint, parts: flat, bytes: isBytes };
}

const isTextual = (value: Value): boolean =>
  value.t === 'str' || value.t === 'bytes' || value.t === 'template';

function add(left: Value, right: Value): Value | null {
  const taint = union(left.taint, right.taint);
  if (left.t === 'str' && right.t === 'str') return text(left.v + right.v, taint, madeOf([left, right]));
  if (left.t === 'bytes' && right.t === 'bytes') return bytes(left.v + right.v, taint, madeOf([left, right]));
  if ((left.t === 'list' && right.t === 'list') || (left.t === 'tuple' && right.t === 'tuple')) {
    if (left.items.length + right.items.length > LIST_ITEMS) return null;
    const items = left.items.concat(right.items);
    return left.t === 'list' ? list(items, taint, left.open || right.open) : tuple(items, taint);
  }
  if (isTextual(left) || isTextual(right)) {
    const isBytes = left.t === 'bytes' || right.t === 'bytes';
    return template([left, right], isBytes);
  }
  return null;
}

function repeat(value: Value, count: Value): Value | null {
  if (count.t !== 'num' || typeof count.v !== 'number' || count.float) return null;
  const times = Math.max(0, count.v);
  const taint = union(value.taint, count.taint);
  if (value.t === 'str' || value.t === 'bytes') {
    if (value.v.length * times > VALUE_LENGTH) return null;
    const repeated = value.v.repeat(times);
    return value.t === 'str' ? text(repeated, taint, value.made) : bytes(repeated, taint, value.made);
  }
  if (value.t === 'list' || value.t === 'tuple') {
    if (value.items.length * times > 100_000) return null;
    return { ...value, items: repeatItems(value.items, times), taint } satisfies Sequence;
  }
  return null;
}

/** Nothing, however often, is nothing: a count without bound is not counted up to. */
function repeatItems(items: readonly Value[], times: number): Value[] {
  const [only] = items;
  if (items.length === 1) return new Array<Value>(times).fill(only!);
  const all: Value[] = [];
  if (items.length > 0) for (let i = 0; i < times; i++) for (const item of items) all.push(item);
  return all;
}

function arithmetic(op: BinaryOperator, a: Num, b: Num): Num | null {
  const taint = union(a.taint, b.taint);
  if (a.float || b.float || op === '/') {
    const x = Number(a.v);
    const y = Number(b.v);
    const result = floatOperation(op, x, y);
    return result === null || Number.isNaN(result) ? null : number(result, true, taint);
  }
  if (typeof a.v === 'number' && typeof b.v === 'number') {
    const small = smallInteger(op, a.v, b.v);
    if (small !== null) return number(small, false, taint);
  }
  const big = bigInteger(op, BigInt(a.v), BigInt(b.v));
  return big === null ? null : number(big, false, taint);
}

function floatOperation(op: BinaryOperator, x: number, y: number): number | null {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return y === 0 ? null : x / y;
    case '//':
      return y === 0 ? null : Math.floor(x / y);
    case '%':
      return y === 0 ? null : x - y * Math.floor(x / y);
    case '**':
      return x ** y;
    default:
      return null;
  }
}

/** The result where 32-bit or exact double arithmetic gives it, else null. */
function smallInteger(op: BinaryOperator, x: number, y: number): number | null {
  const int32 = (x | 0) === x && (y | 0) === y;
  let result: number;
  switch (op) {
    case '+':
      result = x + y;
      break;
    case '-':
      result = x - y;
      break;
    case '*':
      result = x * y;
      break;
    case '//':
      if (y === 0) return null;
      result = Math.floor(x / y);
      break;
    case '%':
      if (y === 0) return null;
      result = x - y * Math.floor(x / y);
      break;
    case '^':
      return int32 ? x ^ y : null;
    case '&':
      return int32 ? x & y : null;
    case '|':
      return int32 ? x | y : null;
    case '>>':
      return int32 && y >= 0 && y < 32 ? x >> y : null;
    case '<<':
      return int32 && y >= 0 && y < 20 ? x * 2 ** y : null;
    default:
      return null;
  }
  return Number.isSafeInteger(result) ? (result === 0 ? 0 : result) : null;
}

function bigInteger(op: BinaryOperator, x: bigint, y: bigint): bigint | null {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return bits(x) + bits(y) > INTEGER_BITS ? null : x * y;
    case '//':
      return y === 0n ? null : floorDivide(x, y);
    case '%':
      return y === 0n ? null : x - y * floorDivide(x, y);
    case '**':
      return y < 0n || y > 100_000n || bits(x) * Number(y) > INTEGER_BITS ? null : x ** y;
    case '^':
      return x ^ y;
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '<<':
      return y < 0n || y > BigInt(INTEGER_BITS) || bits(x) + Number(y) > INTEGER_BITS ? null : x << y;
    case '>>':
      return y < 0n || y > 1_000_000n ? null : x >> y;
    default:
      return null;
  }
}

const bits = (x: bigint): number => (x < 0n ? -x : x).toString(16).length * 4;

function floorDivide(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
}

export function unary(op: 'not' | '+' | '-' | '~', value: Value): Value {
  if (op === 'not') {
    const known = truth(value);
    return known === null ? unknown(value.taint) : bool(!known);
  }
  const operand = value.t === 'bool' ? number(value.v ? 1 : 0) : value;
  if (operand.t !== 'num') return unknown(value.taint);
  if (op === '+') return operand;
  if (op === '-')
    return number(typeof operand.v === 'bigint' ? -operand.v : -operand.v, operand.float, operand.taint);
  return operand.float ? unknown(value.taint) : number(~BigInt(operand.v), false, operand.taint);
}

/** Comparison of two values; null when it is not known. */
export function compare(op: CompareOperator, a: Value, b: Value): boolean | null {
  if (op === 'in' || op === 'not in') {
    const inside = contains(b, a);
    return inside === null ? null : op === 'in' ? inside : !inside;
  }
  if (op === 'is' || op === 'is not') {
    if (a.t !== 'none' && b.t !== 'none') return null;
    if (!isConstant(a) || !isConstant(b)) return null;
    return (a.t === b.t) === (op === 'is');
  }
  if (op === '==' || op === '!=') {
    const x = keyOf(a);
    const y = keyOf(b);
    const same = x === null || y === null ? equal(a, b, keyOf) : x === y;
    return same === null ? null : same === (op === '==');
  }
  return order(op, a, b);
}

function order(op: CompareOperator, a: Value, b: Value): boolean | null {
  let sign: number;
  if (a.t === 'num' && b.t === 'num') sign = a.v < b.v ? -1 : a.v > b.v ? 1 : 0;
  else if ((a.t === 'str' && b.t === 'str') || (a.t === 'bytes' && b.t === 'bytes'))
    sign = a.v < b.v ? -1 : a.v > b.v ? 1 : 0;
  else return null;
  switch (op) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    default:
      return null;
  }
}

function contains(container: Value, item: Value): boolean | null {
  if ((container.t === 'str' && item.t === 'str') || (container.t === 'bytes' && item.t === 'bytes')) {
    return container.v.includes(item.v);
  }
  const key = keyOf(item);
  if (key === null) return null;
  if (container.t === 'list' || container.t === 'tuple' || container.t === 'set') {
    if (container.items.some((other) => keyOf(other) === key)) return true;
    return container.open || !isConstant(container) ? null : false;
  }
  if (container.t === 'dict') return container.entries.has(key) ? true : container.open ? null : false;
  return null;
}
