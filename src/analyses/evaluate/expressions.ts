import type { Comprehension, Expression, Lambda, Node } from '../../python/ast.ts';
import { assign } from './assignments.ts';
import { attributeOf, environmentVariable, lookupName, namespaceItem } from './attributes.ts';
import { evaluateCall } from './calls.ts';
import { assemble, field } from './formatting.ts';
import { makeFunction } from './functions.ts';
import type { Frame, Machine } from './machine.ts';
import { binary, compare, unary } from './operators.ts';
import { Scope } from './scope.ts';
import { iterate, slice } from './sequences.ts';
import { scanConstant } from './strings.ts';
import { union } from './taint.ts';
import {
  bool,
  deepTaint,
  FALSE,
  join,
  keyOf,
  list,
  NONE,
  number,
  TRUE,
  truth,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

/** JavaScript recursion at which evaluation gives up on an expression; the parser's own cap is lower. */
export const EVALUATION_DEPTH = 1200;
/** Elements from which a display counts as data that loops may decode. */
const TABLE_ITEMS = 64;
/** Iterations of a comprehension or loop that are followed one by one. */
export const ITERATIONS = 600_000;

export function evaluate(m: Machine, f: Frame, node: Expression): Value {
  if (m.speculation > 0) m.steps++;
  if (++m.depth > EVALUATION_DEPTH) {
    m.depth--;
    m.limit('nesting-too-deep', f, node, `expressions or calls nest deeper than ${EVALUATION_DEPTH}`);
    return UNKNOWN;
  }
  const value = evaluateNode(m, f, node);
  m.depth--;
  return value;
}

function evaluateNode(m: Machine, f: Frame, node: Expression): Value {
  switch (node.kind) {
    case 'Constant':
      return constant(m, f, node);
    case 'Name':
      return lookupName(m, f, node.id, node);
    case 'Attribute':
      return attributeOf(m, f, evaluate(m, f, node.value), node.attr, node);
    case 'Call':
      return evaluateCall(m, f, node);
    case 'BinOp':
      return binaryChain(m, f, node);
    case 'Subscript':
      return subscript(m, f, evaluate(m, f, node.value), node.slice, node);
    case 'JoinedStr': {
      const parts = node.values.map((part) => evaluate(m, f, part));
      return assemble(parts, false);
    }
    case 'FormattedValue': {
      const spec = node.formatSpec === null ? '' : evaluate(m, f, node.formatSpec);
      const value = evaluate(m, f, node.value);
      return spec === '' || spec.t === 'str'
        ? field(value, spec === '' ? '' : spec.v, node.conversion)
        : value;
    }
    case 'List':
    case 'Set':
    case 'Tuple':
      return display(
        m,
        f,
        node.kind === 'List' ? 'list' : node.kind === 'Set' ? 'set' : 'tuple',
        node.elements,
      );
    case 'Dict':
      return dictionary(m, f, node.keys, node.values);
    case 'Compare':
      return comparison(m, f, node);
    case 'BoolOp':
      return logical(m, f, node.op, node.values);
    case 'UnaryOp':
      return unary(node.op, evaluate(m, f, node.operand));
    case 'IfExp':
      return conditional(m, f, node.test, node.body, node.orelse);
    case 'Lambda':
      return lambda(m, f, node);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp': {
      const items = comprehend(m, f, node.generators, (inner) => evaluate(m, inner, node.element));
      return node.kind === 'SetComp' ? { ...items, t: 'set' } : items;
    }
    case 'DictComp':
      return dictComprehension(m, f, node.generators, node.key, node.value);
    case 'NamedExpr': {
      const value = evaluate(m, f, node.value);
      assign(m, f, node.target, value);
      return value;
    }
    case 'Starred':
    case 'Await':
      return evaluate(m, f, node.value);
    case 'Yield':
    case 'YieldFrom': {
      const value = node.value === null ? NONE : evaluate(m, f, node.value);
      const item = node.kind === 'Yield' ? value : unknown(deepTaint(value));
      const before = f.returned;
      if (before?.t === 'list' && before.items.length < 64) before.items.push(item);
      else if (before === undefined) f.returned = list([item], null, true);
      return UNKNOWN;
    }
    case 'Repr':
      return field(evaluate(m, f, node.value), '', 'r');
    case 'Slice':
      for (const part of [node.lower, node.upper, node.step]) if (part !== null) evaluate(m, f, part);
      return UNKNOWN;
    case 'ErrorExpression':
      return UNKNOWN;
  }
}

function constant(m: Machine, f: Frame, node: Expression & { kind: 'Constant' }): Value {
  switch (node.type) {
    case 'str':
    case 'bytes':
      return { t: node.type, taint: scanConstant(m, f, node), v: node.value, made: 'literal' };
    case 'int':
    case 'bigint':
      return number(node.value);
    case 'float':
      return number(node.value, true);
    case 'bool':
      return node.value ? TRUE : FALSE;
    case 'none':
      return NONE;
    default:
      return UNKNOWN;
  }
}

/** Chains of one operator may be thousands of terms long: the left spine is walked in a loop. */
function binaryChain(m: Machine, f: Frame, node: Expression & { kind: 'BinOp' }): Value {
  if (node.left.kind !== 'BinOp')
    return binary(node.op, evaluate(m, f, node.left), evaluate(m, f, node.right));
  const spine: (Expression & { kind: 'BinOp' })[] = [];
  let leaf: Expression = node;
  while (leaf.kind === 'BinOp') {
    spine.push(leaf);
    leaf = leaf.left;
  }
  let value = evaluate(m, f, leaf);
  for (let i = spine.length - 1; i >= 0; i--)
    value = binary(spine[i]!.op, value, evaluate(m, f, spine[i]!.right));
  return value;
}

function display(m: Machine, f: Frame, kind: 'list' | 'tuple' | 'set', elements: Expression[]): Value {
  const items: Value[] = [];
  let open = false;
  if (elements.length >= TABLE_ITEMS && !f.source.scanned.has(elements[0]!.start)) {
    f.source.scanned.add(elements[0]!.start);
    m.grant(elements.length);
  }
  for (const element of elements) {
    const value = evaluate(m, f, element);
    if (element.kind !== 'Starred') items.push(value);
    else {
      const inner = iterate(value);
      if (inner === null) {
        open = true;
        items.push(unknown(deepTaint(value)));
      } else for (const item of inner) items.push(item);
    }
  }
  return { t: kind, taint: null, items, open };
}

function dictionary(m: Machine, f: Frame, keys: (Expression | null)[], values: Expression[]): Value {
  const entries = new Map<string, { key: Value; value: Value }>();
  let open = false;
  for (const [i, expression] of keys.entries()) {
    const key = expression === null ? null : evaluate(m, f, expression);
    const value = evaluate(m, f, values[i]!);
    if (key === null) {
      if (value.t === 'dict') for (const [name, entry] of value.entries) entries.set(name, entry);
      else entries.set(`?${i}`, { key: UNKNOWN, value: unknown(deepTaint(value)) });
      open ||= value.t !== 'dict' || value.open;
    } else {
      const name = keyOf(key);
      open ||= name === null;
      entries.set(name ?? `?${i}`, { key, value });
    }
  }
  return { t: 'dict', taint: null, entries, open };
}

function comparison(m: Machine, f: Frame, node: Expression & { kind: 'Compare' }): Value {
  let left = evaluate(m, f, node.left);
  let taint = left.taint;
  let result = true as boolean | null;
  for (const [i, op] of node.ops.entries()) {
    const right = evaluate(m, f, node.comparators[i]!);
    const known = compare(op, left, right);
    taint = union(taint, right.taint);
    result = known === false || result === false ? false : known === null ? null : result;
    left = right;
  }
  return result === null ? unknown(taint) : bool(result);
}

function logical(m: Machine, f: Frame, op: 'and' | 'or', expressions: Expression[]): Value {
  let result: Value | undefined;
  let decided: Value | null = null;
  for (const expression of expressions) {
    if (decided !== null && f.concrete) break;
    const value = evaluate(m, f, expression);
    if (decided !== null) continue;
    const known = truth(value);
    if (known === (op === 'or')) {
      decided = result === undefined ? value : join(result, value);
    } else if (known === null || expression === expressions[expressions.length - 1]) {
      result = result === undefined ? value : join(result, value);
    }
  }
  return decided ?? result ?? UNKNOWN;
}

function conditional(m: Machine, f: Frame, test: Expression, body: Expression, orelse: Expression): Value {
  const known = truth(evaluate(m, f, test));
  if (known !== null && f.concrete) return evaluate(m, f, known ? body : orelse);
  const yes = evaluate(m, f, body);
  const no = evaluate(m, f, orelse);
  return known === null ? join(yes, no) : known ? yes : no;
}

function lambda(m: Machine, f: Frame, node: Lambda): Value {
  return { t: 'func', taint: null, fn: makeFunction(m, f, node, '<lambda>'), self: null };
}

/** Runs a comprehension: item by item when every iterable is known, else once for what it touches. */
function comprehend(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  element: (inner: Frame) => Value,
): Value & { t: 'list' | 'tuple' | 'set' } {
  const inner: Frame = { ...f, scope: new Scope('function', f.scope) };
  const items: Value[] = [];
  const complete = generate(m, inner, generators, 0, () => {
    items.push(element(inner));
    return items.length < ITERATIONS;
  });
  return { t: 'list', taint: null, items, open: !complete };
}

function dictComprehension(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  key: Expression,
  value: Expression,
): Value {
  const inner: Frame = { ...f, scope: new Scope('function', f.scope) };
  const entries = new Map<string, { key: Value; value: Value }>();
  let open = false;
  const complete = generate(m, inner, generators, 0, () => {
    const name = evaluate(m, inner, key);
    const known = keyOf(name);
    open ||= known === null;
    entries.set(known ?? `?${entries.size}`, { key: name, value: evaluate(m, inner, value) });
    return entries.size < 100_000;
  });
  return { t: 'dict', taint: null, entries, open: open || !complete };
}

/** Calls `emit` for every combination; false when not all of them are known. */
function generate(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  at: number,
  emit: () => boolean,
): boolean {
  const generator = generators[at];
  if (generator === undefined) return emit();
  const source = evaluate(m, f, generator.iter);
  const items = iterate(source);
  if (items === null || !m.mayFollow) {
    assign(m, f, generator.target, unknown(deepTaint(source)));
    for (const test of generator.ifs) evaluate(m, f, test);
    generate(m, f, generators, at + 1, emit);
    return false;
  }
  m.speculation++;
  const complete = generateEach(m, f, generators, at, emit, items);
  m.speculation--;
  return complete;
}

function generateEach(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  at: number,
  emit: () => boolean,
  items: readonly Value[],
): boolean {
  const generator = generators[at]!;
  let complete = true;
  for (const item of items) {
    m.steps++;
    if (!m.mayFollow) return false;
    assign(m, f, generator.target, item);
    let verdict = true as boolean | null;
    for (const test of generator.ifs) {
      const known = truth(evaluate(m, f, test));
      verdict = known === false || verdict === false ? false : known === null ? null : verdict;
    }
    if (verdict === false) continue;
    if (verdict === null) complete = false;
    if (!generate(m, f, generators, at + 1, emit)) complete = false;
  }
  return complete;
}

/** `value[index]`. */
export function subscript(m: Machine, f: Frame, value: Value, index: Expression, node: Node): Value {
  if (index.kind === 'Slice') return sliced(m, f, value, index);
  const key = evaluate(m, f, index);
  return item(m, f, value, key, node);
}

export function item(m: Machine, f: Frame, value: Value, key: Value, node: Node): Value {
  switch (value.t) {
    case 'ref':
      if (value.name === 'os.environ') return environmentVariable(m, f, key, node);
      if (value.name === 'sys.modules' && key.t === 'str')
        return moduleItem(m, f, key.v, key.made !== 'literal', node);
      if (value.name === 'builtins' && key.t === 'str') {
        return namespaceItem(m, f, { t: 'namespace', taint: null, scope: null, of: value }, key, node);
      }
      return { ...value, name: value.name, taint: union(value.taint, key.taint), via: value.via };
    case 'namespace':
      return namespaceItem(m, f, value, key, node);
    case 'dict': {
      const name = keyOf(key);
      const found = name === null ? undefined : value.entries.get(name)?.value;
      if (found !== undefined) return found;
      return unknown(union(deepTaint(value), key.taint));
    }
    case 'list':
    case 'tuple':
      if (key.t === 'num' && typeof key.v === 'number') {
        const at = key.v < 0 ? value.items.length + key.v : key.v;
        const found = value.open && key.v < 0 ? undefined : value.items[at];
        if (found !== undefined) return found;
      }
      if (value.items.length > 0 && value.items.length <= 4 && !value.open)
        return value.items.reduce((a, b) => join(a, b));
      return unknown(deepTaint(value));
    case 'str':
    case 'bytes':
      if (key.t === 'num' && typeof key.v === 'number') {
        const at = key.v < 0 ? value.v.length + key.v : key.v;
        const taint = union(value.taint, key.taint);
        if (at < 0 || at >= value.v.length) return unknown(taint);
        if (value.t === 'bytes') return number(value.v.charCodeAt(at), false, taint);
        return { t: 'str', taint, v: value.v[at]!, made: 'computed' };
      }
      return unknown(union(value.taint, key.taint));
    case 'choice':
      return value.options.map((option) => item(m, f, option, key, node)).reduce((a, b) => join(a, b));
    case 'obj':
      return { ...value, taint: union(value.taint, key.taint), fields: null };
    case 'inst':
      return unknown(deepTaint(value));
    default:
      return unknown(union(value.taint, key.taint));
  }
}

function moduleItem(m: Machine, f: Frame, name: string, built: boolean, node: Node): Value {
  if (name === '__main__') return { t: 'namespace', taint: null, scope: f.scope.global, of: null };
  m.hiddenName(name, 'namespace-lookup', built, f, node);
  return { t: 'ref', taint: null, name, via: 'namespace-lookup', computed: built, self: null };
}

function sliced(m: Machine, f: Frame, value: Value, index: Expression & { kind: 'Slice' }): Value {
  const bound = (part: Expression | null): number | null | undefined => {
    if (part === null) return null;
    const known = evaluate(m, f, part);
    if (known.t === 'none') return null;
    return known.t === 'num' && typeof known.v === 'number' ? known.v : undefined;
  };
  const lower = bound(index.lower);
  const upper = bound(index.upper);
  const step = bound(index.step);
  if (lower === undefined || upper === undefined || step === undefined) return unknown(deepTaint(value));
  return (
    slice(value, lower, upper, step ?? 1) ??
    (value.t === 'template' || value.t === 'obj' ? value : unknown(deepTaint(value)))
  );
}
