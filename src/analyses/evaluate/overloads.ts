/** Operators, which classes of the distribution may give a meaning of their own. */
import type { BinaryOperator, CompareOperator, Node } from '../../python/ast.ts';
import { sequenceMethod } from './containers.ts';
import { asText, dunder } from './instances.ts';
import type { Frame, Machine } from './machine.ts';
import { binary, compare, unary } from './operators.ts';
import { union } from './taint.ts';
import { deepTaint, truth, tuple, unknown, type Value } from './values.ts';

const BINARY: Readonly<Record<BinaryOperator, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '<<': 'lshift',
  '>>': 'rshift',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
};

export function operate(
  m: Machine,
  f: Frame,
  node: Node,
  op: BinaryOperator,
  left: Value,
  right: Value,
): Value {
  // Texts are joined without copying them, so that a decoder's `out += c` costs what it adds.
  const copies = op !== '+' || (left.t !== 'str' && left.t !== 'bytes');
  if (copies && !(m.weigh(left, f, node) && m.weigh(right, f, node))) {
    return unknown(union(deepTaint(left), deepTaint(right)));
  }
  if (op === '%' && left.t === 'str') return binary(op, left, textArguments(m, f, right));
  if (left.t !== 'inst' && right.t !== 'inst') return binary(op, left, right);
  return (
    dunder(m, f, left, `__${BINARY[op]}__`, [right]) ??
    dunder(m, f, right, `__r${BINARY[op]}__`, [left]) ??
    binary(op, left, right)
  );
}

/** Own instances among what `%` formats. */
function textArguments(m: Machine, f: Frame, value: Value): Value {
  if (value.t === 'inst') return asText(m, f, value);
  if (value.t !== 'tuple' || !value.items.some((item) => item.t === 'inst')) return value;
  return tuple(
    value.items.map((item) => asText(m, f, item)),
    value.taint,
  );
}

/** `target op= value`: lists and sets grow in place, for everybody who holds them. */
export function augmented(
  m: Machine,
  f: Frame,
  node: Node,
  op: BinaryOperator,
  before: Value,
  value: Value,
): Value {
  const own = dunder(m, f, before, `__i${BINARY[op]}__`, [value]);
  if (own !== null) return own;
  const grows = (before.t === 'list' && op === '+') || (before.t === 'set' && op === '|');
  if (!grows || !('items' in value || value.t === 'str' || value.t === 'bytes')) {
    return operate(m, f, node, op, before, value);
  }
  sequenceMethod(m, before as Value & { t: 'list' }, 'extend', [value]);
  return before;
}

const COMPARISONS: Readonly<Record<CompareOperator, string>> = {
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  in: 'contains',
  'not in': 'contains',
  is: '',
  'is not': '',
};

export function comparePair(
  m: Machine,
  f: Frame,
  node: Node,
  op: CompareOperator,
  left: Value,
  right: Value,
): boolean | null {
  if (left.t !== 'inst' && right.t !== 'inst') {
    const goesThrough = op.endsWith('in') && right.t !== 'dict';
    return goesThrough && !m.weigh(right, f, node) ? null : compare(op, left, right);
  }
  const name = `__${COMPARISONS[op]}__`;
  const membership = op === 'in' || op === 'not in';
  const result = membership ? dunder(m, f, right, name, [left]) : dunder(m, f, left, name, [right]);
  const known = result === null ? null : truth(result);
  return known === null ? null : op === 'not in' ? !known : known;
}

const UNARY = { not: '__bool__', '+': '__pos__', '-': '__neg__', '~': '__invert__' } as const;

export function negated(m: Machine, f: Frame, op: keyof typeof UNARY, value: Value): Value {
  const own = dunder(m, f, value, UNARY[op]);
  if (own === null) return unary(op, value);
  return op === 'not' ? unary(op, own) : own;
}

/** An own instance inside an f-string. */
export function formatted(m: Machine, f: Frame, value: Value, spec: Value | ''): Value {
  if (value.t !== 'inst') return value;
  const given: Value = spec === '' ? { t: 'str', taint: null, v: '', made: 'literal' } : spec;
  return dunder(m, f, value, '__format__', [given]) ?? asText(m, f, value);
}
