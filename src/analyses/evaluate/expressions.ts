import type { Expression, Lambda } from '../../python/ast.ts';
import { assign } from './assignments.ts';
import { attributeOf, lookupName } from './attributes.ts';
import { evaluateCall } from './calls.ts';
import { comprehend, dictComprehension } from './comprehensions.ts';
import { assemble, field } from './formatting.ts';
import { makeFunction } from './functions.ts';
import { elements } from './instances.ts';
import type { Frame, Machine } from './machine.ts';
import { LIST_ITEMS } from './operators.ts';
import { comparePair, formatted, negated, operate } from './overloads.ts';
import { scanConstant } from './strings.ts';
import { subscript } from './subscripts.ts';
import { type Taint, union } from './taint.ts';
import {
  bool,
  deepTaint,
  FALSE,
  join,
  keyOf,
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
  if (m.speculation > 0) m.steps.step();
  if (++m.depth > EVALUATION_DEPTH) {
    m.depth--;
    m.limit('nesting-too-deep', f, node, `expressions or calls nest deeper than ${EVALUATION_DEPTH}`);
    return UNKNOWN;
  }
  const value = evaluateNode(m, f, node);
  m.depth--;
  return value;
}

/** What most expressions are; the others are apart, so that the engine can compile this well. */
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
      return negated(m, f, node.op, evaluate(m, f, node.operand));
    default:
      return evaluateOther(m, f, node);
  }
}

function evaluateOther(m: Machine, f: Frame, node: Expression): Value {
  switch (node.kind) {
    case 'JoinedStr': {
      const parts = node.values.map((part) => evaluate(m, f, part));
      return assemble(parts, false);
    }
    case 'FormattedValue': {
      const spec = node.formatSpec === null ? '' : evaluate(m, f, node.formatSpec);
      const value = evaluate(m, f, node.value);
      return spec === '' || spec.t === 'str'
        ? field(formatted(m, f, value, spec), spec === '' ? '' : spec.v, node.conversion)
        : value;
    }
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
      yieldValue(m, f, node.kind === 'Yield' ? [value] : elements(m, f, value, node), value);
      return UNKNOWN;
    }
    case 'Repr':
      return field(evaluate(m, f, node.value), '', 'r');
    case 'Slice':
      for (const part of [node.lower, node.upper, node.step]) if (part !== null) evaluate(m, f, part);
      return UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** Most values kept of one generator. */
const YIELDED_ITEMS = 100_000;

function yieldValue(m: Machine, f: Frame, items: readonly Value[] | null, source: Value): void {
  const all = f.yielded;
  if (all === null) return;
  m.changes(all, source);
  if (items === null || all.items.length + items.length > YIELDED_ITEMS) {
    all.open = true;
    if (all.items.length < YIELDED_ITEMS) all.items.push(unknown(deepTaint(source)));
  } else for (const item of items) all.items.push(item);
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
    return operate(m, f, node, node.op, evaluate(m, f, node.left), evaluate(m, f, node.right));
  const spine: (Expression & { kind: 'BinOp' })[] = [];
  let leaf: Expression = node;
  while (leaf.kind === 'BinOp') {
    spine.push(leaf);
    leaf = leaf.left;
  }
  let value = evaluate(m, f, leaf);
  for (let i = spine.length - 1; i >= 0; i--)
    value = operate(m, f, spine[i]!, spine[i]!.op, value, evaluate(m, f, spine[i]!.right));
  return value;
}

function display(m: Machine, f: Frame, kind: 'list' | 'tuple' | 'set', parts: Expression[]): Value {
  const items: Value[] = [];
  let open = false;
  for (const element of parts) {
    const value = evaluate(m, f, element);
    if (element.kind !== 'Starred') items.push(value);
    else {
      const inner = m.weigh(value, f, element) ? elements(m, f, value, element) : null;
      if (inner === null || items.length + inner.length > LIST_ITEMS) {
        open = true;
        items.push(unknown(deepTaint(value)));
      } else for (const item of inner) items.push(item);
    }
  }
  return { t: kind, taint: tableTaint(m, f, parts, items), items, open };
}

/** A long list of numbers is data that a loop may decode: a source of its own. */
function tableTaint(m: Machine, f: Frame, parts: readonly Expression[], items: readonly Value[]): Taint {
  const first = parts[0];
  if (first === undefined || items.length < TABLE_ITEMS || !items.every(({ t }) => t === 'num')) return null;
  if (!f.source.scanned.has(first.start)) {
    f.source.scanned.add(first.start);
    m.steps.grant(items.length);
  }
  return [m.origin('constant-blob', 'list of numbers', `${items.length} numbers`, f, first)];
}

function dictionary(m: Machine, f: Frame, keys: (Expression | null)[], values: Expression[]): Value {
  const entries = new Map<string, { key: Value; value: Value }>();
  let open = false;
  for (let i = 0; i < keys.length; i++) {
    const expression = keys[i]!;
    const key = expression === null ? null : evaluate(m, f, expression);
    const value = evaluate(m, f, values[i]!);
    if (key === null) {
      const known = value.t === 'dict' && m.weigh(value, f, values[i]!);
      if (known) for (const [name, entry] of value.entries) entries.set(name, entry);
      else entries.set(`?${i}`, { key: UNKNOWN, value: unknown(deepTaint(value)) });
      open ||= !known || value.open;
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
  for (let i = 0; i < node.ops.length; i++) {
    const right = evaluate(m, f, node.comparators[i]!);
    const known = comparePair(m, f, node, node.ops[i]!, left, right);
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
