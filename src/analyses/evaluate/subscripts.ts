/** Items and slices of values. */
import type { Expression, Node } from '../../python/ast.ts';
import { environmentVariable, namespaceItem } from './attributes.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { slice } from './sequences.ts';
import { union } from './taint.ts';
import { deepTaint, join, keyOf, number, type Ref, unknown, type Value } from './values.ts';
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

/** `sys.argv[0]` is the program itself; the others are what a user says. */
function argument(value: Ref, key: Value): Value {
  const isProgram = key.t === 'num' && key.v === 0;
  return isProgram ? { ...value, name: 'sys.argv[0]' } : unknown(null);
}
