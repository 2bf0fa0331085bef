/** Operators, comparisons, displays, slices and formatted strings. */
import { BYTECODE_NAME, BYTECODE_TARGETS } from '../../limits.ts';
import { type Body, display } from './body.ts';
import {
  atom,
  compound,
  type Display,
  type Entry,
  type Expression,
  operand,
  type PartGroup,
  receiver,
} from './entries.ts';
import type { Handler, Handlers } from './handler.ts';
import { literalOf, templateText } from './literals.ts';
import { isIdentifier } from './session.ts';

const BINARY: Readonly<Record<string, string>> = {
  POWER: '**',
  MULTIPLY: '*',
  MATRIX_MULTIPLY: '@',
  DIVIDE: '/',
  TRUE_DIVIDE: '/',
  FLOOR_DIVIDE: '//',
  MODULO: '%',
  ADD: '+',
  SUBTRACT: '-',
  LSHIFT: '<<',
  RSHIFT: '>>',
  AND: '&',
  XOR: '^',
  OR: '|',
};

/** Arguments of BINARY_OP; the same again for the operators that work in place (3.11 and later). */
const NUMBERED = ['+', '&', '//', '<<', '@', '*', '%', '|', '**', '>>', '-', '/', '^'];
const SUBSCRIPT = 26;

function binary(b: Body, operator: string): void {
  const right = b.pop();
  const left = b.pop();
  b.push(compound(`${operand(left)} ${operator} ${operand(right)}`, [left, right], 'operation'));
}

function subscript(b: Body): void {
  const index = indexOf(b);
  const owner = b.pop();
  b.push(compound(`${operand(owner)}[${index.text}]`, [owner, index], 'atom'));
}

/** What stands in brackets: tuples without their own, because they may hold slices. */
export function indexOf(b: Body): Expression {
  const entry = b.stack.pop();
  if (entry.kind !== 'display' || entry.form !== 'tuple' || entry.items.length < 2) return b.value(entry);
  return { ...b.value(entry), text: entry.items.join(', ') };
}

const unary =
  (operator: string): Handler =>
  (b) => {
    const value = b.pop();
    b.push(compound(`${operator}${operand(value)}`, [value], 'operation'));
  };

const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
/** Further ones up to 3.8; the tenth is the match of an exception. */
const OLD_COMPARISONS = [...COMPARISONS, 'in', 'not in', 'is', 'is not', 'is', 'is'];

function compare(b: Body, a: number): void {
  if (!b.session.since(9)) binary(b, OLD_COMPARISONS[a] ?? '==');
  else binary(b, COMPARISONS[b.session.since(13) ? a >> 5 : b.session.since(12) ? a >> 4 : a] ?? '==');
}

const build =
  (form: Display['form']): Handler =>
  (b, a) =>
    b.push(display(form, b.popMany(a)));

/** Keys and values, one behind the other. */
function buildMap(b: Body, a: number): void {
  const result = display('dict', []);
  // Python 2 gives a size and fills the display with STORE_MAP.
  const values = b.session.minor === 0 ? [] : b.popMany(a * 2);
  for (let at = 0; at + 1 < values.length; at += 2) addPair(result, values[at]!, values[at + 1]!);
  b.push(result);
}

function buildConstantMap(b: Body, a: number): void {
  const keys = b.stack.pop();
  const values = b.popMany(a);
  const result = display('dict', []);
  const names = keys.kind === 'expression' && keys.constant?.type === 'tuple' ? keys.constant.items : [];
  values.forEach((value, index) => {
    const constant = names[index];
    addPair(result, { ...atom(literalOf(constant)), ...(constant ? { constant } : {}) }, value);
  });
  b.push(result);
}

export function addPair(to: Display, key: Expression, value: Expression): void {
  const constant = key.constant;
  const keyword =
    constant?.type === 'str' && constant.value.length <= BYTECODE_NAME && isIdentifier(constant.value)
      ? constant.value
      : null;
  to.items.push(`${key.text}: ${value.text}`);
  to.keywords.push(keyword === null ? null : `${keyword}=${value.text}`);
  widen(to, key, value);
}

function widen(to: Display, ...values: Expression[]): void {
  for (const { depth, effects } of values) {
    to.depth = Math.max(to.depth, depth);
    to.effects ||= effects;
  }
}

/** `x.append(y)` and its like, on a display that is being filled or on a name. */
function extend(
  b: Body,
  depth: number,
  method: string,
  write: (to: Display, value: Expression) => boolean,
): void {
  const value = b.pop();
  const target = b.stack.peek(depth);
  if (target.kind === 'display' && b.loop === undefined && write(target, value)) return;
  if (target.kind === 'display') b.stack.replace(depth, b.spill(b.value(target)));
  b.emit(`${receiver(b.value(b.stack.peek(depth)))}.${method}(${value.text})`);
}

function append(method: string): Handler {
  return (b, a) => {
    extend(b, a, method, (to, value) => {
      to.items.push(value.text);
      widen(to, value);
      return true;
    });
  };
}

/** `[*x]`; constants become items. */
function appendAll(method: string): Handler {
  return (b, a) => {
    extend(b, a, method, (to, value) => {
      const items = value.constant && 'items' in value.constant ? value.constant.items : null;
      if (items === null) to.items.push(`*${operand(value)}`);
      else for (const item of items) to.items.push(b.session.literal(item));
      widen(to, value);
      return true;
    });
  };
}

const mergeAll: Handler = (b, a) => {
  const top = b.stack.peek();
  const target = b.stack.peek(a + 1);
  const isDict = top.kind === 'display' && top.form === 'dict' && top.items.length <= BYTECODE_TARGETS;
  if (isDict && target.kind === 'display' && top !== target) {
    b.stack.pop();
    for (const item of top.items) target.items.push(item);
    for (const keyword of top.keywords) target.keywords.push(keyword);
    target.effects ||= top.effects;
    target.depth = Math.max(target.depth, top.depth);
    return;
  }
  extend(b, a, 'update', (to, value) => {
    to.items.push(`**${operand(value)}`);
    to.keywords.push(null);
    widen(to, value);
    return true;
  });
};

function addToMap(b: Body, a: number): void {
  const [first, second] = [b.pop(), b.pop()];
  const [key, value] = b.session.since(8) ? [second, first] : [first, second];
  const target = b.stack.peek(a);
  if (target.kind === 'display' && b.loop === undefined) {
    addPair(target, key, value);
    return;
  }
  if (target.kind === 'display') b.stack.replace(a, b.spill(b.value(target)));
  b.emit(`${operand(b.value(b.stack.peek(a)))}[${key.text}] = ${value.text}`);
}

/** Python 2: the display is below value and key. */
function storeMap(b: Body): void {
  const key = b.pop();
  const value = b.pop();
  const target = b.stack.peek();
  if (target.kind === 'display') addPair(target, key, value);
}

/** 3.5 to 3.8: `[*a, *b]`. */
const unpackInto =
  (form: Display['form']): Handler =>
  (b, a) => {
    const values = b.popMany(a);
    const result = display(form, values);
    result.items = values.map((value) => `${form === 'dict' ? '**' : '*'}${operand(value)}`);
    result.keywords = values.map(() => null);
    b.push(result);
  };

function unpack(b: Body, before: number, after: number, starred: number): void {
  const count = Math.min(before + after + (starred < 0 ? 0 : 1), BYTECODE_TARGETS);
  const from = b.stack.pop();
  const isPlace = from.kind === 'item' || from.kind === 'part';
  const group: PartGroup = {
    from: isPlace ? from : b.value(from),
    targets: Array.from({ length: count }, () => null),
    starred,
    missing: count,
  };
  for (let index = count - 1; index >= 0; index--) b.push({ kind: 'part', group, index });
}

const CONVERSIONS = ['', '!s', '!r', '!a'];

/** FORMAT_VALUE: two bits of conversion, one for a format below which the value is. */
function formatValue(b: Body, a: number): void {
  const spec = a & 4 ? b.stack.pop() : null;
  replacement(b, b.pop(), CONVERSIONS[a & 3]!, spec);
}

function replacement(b: Body, value: Expression, conversion: string, spec: Entry | null): void {
  const simple = value.atom && /^[\w.]+$/.test(value.text) ? value : b.spill(value);
  let format = '';
  if (spec?.kind === 'replacement') format = `:{${spec.text}}`;
  else if (spec?.kind === 'expression') {
    format =
      spec.constant?.type === 'str' ? `:${templateText(spec.constant.value)}` : `:{${b.spill(spec).text}}`;
  }
  b.push({ kind: 'replacement', text: `${simple.text}${conversion}${format}` });
}

function formatSimple(b: Body): void {
  const top = b.stack.pop();
  if (top.kind === 'replacement') b.push(top);
  else replacement(b, b.value(top), '', null);
}

function convert(b: Body, a: number): void {
  const value = b.pop();
  const simple = /^[\w.]+$/.test(value.text) ? value : b.spill(value);
  b.push({ kind: 'replacement', text: `${simple.text}${CONVERSIONS[a] ?? ''}` });
}

/** FORMAT_WITH_SPEC: the value may have been converted before. */
function formatWithSpec(b: Body): void {
  const spec = b.stack.pop();
  const top = b.stack.pop();
  if (top.kind !== 'replacement') {
    replacement(b, b.value(top), '', spec);
    return;
  }
  const [, name = '', conversion = ''] = /^([^!]*)(![sra])?$/.exec(top.text) ?? [];
  replacement(b, atom(name), conversion, spec);
}

function buildString(b: Body, a: number): void {
  const pieces = b.stack.popMany(a).map((entry) => {
    if (entry.kind === 'replacement') return `{${entry.text}}`;
    const value = b.value(entry);
    return value.constant?.type === 'str' ? templateText(value.constant.value) : `{${b.spill(value).text}}`;
  });
  b.push(atom(`f"${pieces.join('')}"`));
}

function buildSlice(b: Body, a: number): void {
  const parts = b.popMany(a);
  const text = parts.map((part) => (part.text === 'None' ? '' : operand(part))).join(':');
  // As a value of its own a slice is a call; within brackets the short form is meant.
  b.push(compound(text, parts, 'atom'));
}

export const OPERATORS: Handlers = {
  ...Object.fromEntries(
    Object.entries(BINARY).flatMap(([name, operator]) => {
      const handler: Handler = (b) => binary(b, operator);
      return [
        [`BINARY_${name}`, handler],
        [`INPLACE_${name}`, handler],
      ];
    }),
  ),
  BINARY_OP: (b, a) => (a === SUBSCRIPT ? subscript(b) : binary(b, NUMBERED[a % 13] ?? '+')),
  BINARY_SUBSCR: subscript,
  UNARY_POSITIVE: unary('+'),
  UNARY_NEGATIVE: unary('-'),
  UNARY_INVERT: unary('~'),
  UNARY_NOT: unary('not '),
  UNARY_CONVERT: (b) => b.push(compound(`repr(${b.pop().text})`, [], 'call')),
  COMPARE_OP: compare,
  IS_OP: (b, a) => binary(b, a ? 'is not' : 'is'),
  CONTAINS_OP: (b, a) => binary(b, a ? 'not in' : 'in'),
  BUILD_LIST: build('list'),
  BUILD_TUPLE: build('tuple'),
  BUILD_SET: build('set'),
  BUILD_MAP: buildMap,
  BUILD_CONST_KEY_MAP: buildConstantMap,
  BUILD_STRING: buildString,
  BUILD_TEMPLATE: (b) => b.push(compound('___', b.popMany(2), 'atom')),
  BUILD_INTERPOLATION: (b, a) => b.push(compound('___', b.popMany(2 + (a & 1)), 'atom')),
  BUILD_SLICE: buildSlice,
  BUILD_LIST_UNPACK: unpackInto('list'),
  BUILD_TUPLE_UNPACK: unpackInto('tuple'),
  BUILD_TUPLE_UNPACK_WITH_CALL: unpackInto('tuple'),
  BUILD_SET_UNPACK: unpackInto('set'),
  BUILD_MAP_UNPACK: unpackInto('dict'),
  BUILD_MAP_UNPACK_WITH_CALL: (b, a, i) => unpackInto('dict')(b, a & 0xff, i),
  LIST_APPEND: append('append'),
  SET_ADD: append('add'),
  LIST_EXTEND: appendAll('extend'),
  SET_UPDATE: appendAll('update'),
  DICT_UPDATE: mergeAll,
  DICT_MERGE: mergeAll,
  MAP_ADD: addToMap,
  STORE_MAP: storeMap,
  UNPACK_SEQUENCE: (b, a) => unpack(b, a, 0, -1),
  UNPACK_EX: (b, a) => unpack(b, a & 0xff, a >> 8, a & 0xff),
  FORMAT_VALUE: formatValue,
  FORMAT_SIMPLE: formatSimple,
  FORMAT_WITH_SPEC: formatWithSpec,
  CONVERT_VALUE: convert,
};
