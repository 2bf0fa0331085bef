/** Items and slices of values. */
import type { Expression, Node, Slice } from '../../python/ast.ts';
import { environmentVariable, namespaceItem } from './attributes.ts';
import { call } from './calls.ts';
import { setItem } from './containers.ts';
import { evaluate } from './expressions.ts';
import { callFunction } from './functions.ts';
import { dunder } from './instances.ts';
import { classMember } from './lineage.ts';
import type { Frame, Machine } from './machine.ts';
import { itemOf, slice } from './sequences.ts';
import { union } from './taint.ts';
import {
  type Class,
  type Dictionary,
  deepTaint,
  join,
  keyOf,
  NO_KEYWORDS,
  NONE,
  type Ref,
  tainted,
  unknown,
  type Value,
} from './values.ts';
/** `value[index]`. */
export function subscript(m: Machine, f: Frame, value: Value, index: Expression, node: Node): Value {
  if (index.kind === 'Slice') return sliced(m, f, value, index);
  const key = evaluate(m, f, index);
  return item(m, f, value, key, node);
}

export function item(m: Machine, f: Frame, value: Value, key: Value, node: Node): Value {
  switch (value.t) {
    case 'ref':
      if (value.name === 'sys.argv') return argument(value, key);
      if (value.name === 'os.environ') return environmentVariable(m, f, key, node);
      if (value.name === 'sys.modules' && key.t === 'str')
        return moduleItem(m, f, key.v, key.made !== 'literal', node);
      if (value.name === 'builtins' && key.t === 'str') {
        return namespaceItem(m, f, { t: 'namespace', taint: null, scope: null, of: value }, key, node);
      }
      return { ...value, name: value.name, taint: union(value.taint, key.taint), via: value.via };
    case 'namespace':
      return namespaceItem(m, f, value, key, node);
    case 'dict':
      return (
        itemOf(value, key) ?? absent(m, f, value, key, node) ?? unknown(union(deepTaint(value), key.taint))
      );
    case 'list':
    case 'tuple': {
      const found = sliceKey(value, key) ?? itemOf(value, key);
      if (found !== null) return tainted(found, value.taint);
      if (value.items.length > 0 && value.items.length <= 4 && !value.open)
        return value.items.reduce((a, b) => join(a, b));
      return unknown(deepTaint(value));
    }
    case 'str':
    case 'bytes':
      return sliceKey(value, key) ?? itemOf(value, key) ?? unknown(union(value.taint, key.taint));
    case 'choice':
      return value.options.map((option) => item(m, f, option, key, node)).reduce((a, b) => join(a, b));
    case 'obj':
      return { ...value, taint: union(value.taint, key.taint), fields: null };
    case 'inst':
      return dunder(m, f, value, '__getitem__', [key]) ?? unknown(deepTaint(value));
    case 'class':
      return classItem(m, f, value, key) ?? unknown(value.taint);
    default:
      return unknown(union(value.taint, key.taint));
  }
}

/** What a default dictionary makes for a key it does not have. */
function absent(m: Machine, f: Frame, value: Dictionary, key: Value, node: Node): Value | null {
  if (value.factory === undefined || keyOf(key) === null) return null;
  const made = call(m, f, node as Expression, value.factory, { args: [], keywords: NO_KEYWORDS });
  setItem(m, value, key, made);
  return made;
}

/** `Class[key]`: `__class_getitem__`, or the metaclass's `__getitem__`. */
function classItem(m: Machine, f: Frame, value: Class, key: Value): Value | null {
  const own = classMember(value.cls, '__class_getitem__');
  if (own?.t === 'func') return callFunction(m, f, own.fn, [value, key], new Map());
  const { metaclass } = value.cls;
  const inherited = metaclass?.t === 'class' ? classMember(metaclass.cls, '__getitem__') : undefined;
  return inherited?.t === 'func' ? callFunction(m, f, inherited.fn, [value, key], new Map()) : null;
}

export function moduleItem(m: Machine, f: Frame, name: string, built: boolean, node: Node): Value {
  if (name === '__main__') return { t: 'namespace', taint: null, scope: f.scope.global, of: null };
  m.hiddenName(name, 'namespace-lookup', built, f, node);
  return { t: 'ref', taint: null, name, via: 'namespace-lookup', computed: built, self: null, outside: null };
}

/** Going through a text character by character costs about this many times a copy. */
const SLOW = 4;

function sliced(m: Machine, f: Frame, value: Value, index: Slice): Value {
  const bounds = sliceOf(m, f, index);
  if (bounds === null || !m.weigh(value, f, index, bounds.step === 1 ? 1 : SLOW))
    return unknown(deepTaint(value));
  return (
    slice(value, bounds.lower, bounds.upper, bounds.step) ??
    (value.t === 'template' || value.t === 'obj' ? value : unknown(deepTaint(value)))
  );
}

interface Bounds {
  lower: number | null;
  upper: number | null;
  step: number;
}

/** Bounds of a slice, or null when one is not known. */
export function sliceOf(m: Machine, f: Frame, { lower, upper, step }: Slice): Bounds | null {
  return boundsOf([lower, upper, step].map((part) => (part === null ? NONE : evaluate(m, f, part))));
}

function boundsOf([lower, upper, step]: Value[]): Bounds | null {
  const from = boundOf(lower);
  const to = boundOf(upper);
  const by = boundOf(step);
  if (from === undefined || to === undefined || by === undefined) return null;
  return { lower: from, upper: to, step: by ?? 1 };
}

function boundOf(value: Value | undefined): number | null | undefined {
  if (value === undefined || value.t === 'none') return null;
  return value.t === 'num' && typeof value.v === 'number' ? value.v : undefined;
}

/** `value[slice(a, b)]`. */
function sliceKey(value: Value, key: Value): Value | null {
  if (key.t !== 'obj' || key.name !== 'builtins.slice') return null;
  const bounds = boundsOf(key.args.length === 1 ? [NONE, key.args[0]!, NONE] : key.args);
  return bounds === null ? null : slice(value, bounds.lower, bounds.upper, bounds.step);
}

/** `sys.argv[0]` is the program itself; the others are what a user says. */
function argument(value: Ref, key: Value): Value {
  const isProgram = key.t === 'num' && key.v === 0;
  return isProgram ? { ...value, name: 'sys.argv[0]' } : unknown(null);
}
