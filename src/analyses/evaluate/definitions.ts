/** Functions and classes as they are defined, and what decorators make of them. */
import type { ClassDef, Expression, FunctionDef } from '../../python/ast.ts';
import { setName } from './assignments.ts';
import { call } from './calls.ts';
import { evaluate } from './expressions.ts';
import { callFunction, makeFunction } from './functions.ts';
import { dunder } from './instances.ts';
import { classMember } from './lineage.ts';
import type { Frame, Machine } from './machine.ts';
import { OUTSIDE } from './outside.ts';
import type { ClassRecord } from './program.ts';
import { noteHandler } from './remote.ts';
import { Scope } from './scope.ts';
import { runBlock } from './statements.ts';
import { literal, NO_KEYWORDS, type Ref, type Value } from './values.ts';

export function define(m: Machine, f: Frame, node: FunctionDef): void {
  const fn = makeFunction(m, f, node, node.name);
  annotations(m, f, node);
  const value: Value = { t: 'func', taint: null, fn, self: null };
  // `@name.setter` adds to the property of that name.
  if (node.decorators.some((one) => one.kind === 'Attribute' && /^(setter|deleter)$/.test(one.attr))) return;
  setName(m, f, node.name, decorated(m, f, node.decorators, value));
}

/** Annotations are evaluated where they stand; only those that call something do anything. */
function annotations(m: Machine, f: Frame, { params, returns }: FunctionDef): void {
  for (const { annotation } of params.all) if (annotation !== null) evaluateAnnotation(m, f, annotation);
  for (const rest of [params.vararg, params.kwarg])
    if (rest?.annotation != null) evaluateAnnotation(m, f, rest.annotation);
  if (returns !== null) evaluateAnnotation(m, f, returns);
}

export function evaluateAnnotation(m: Machine, f: Frame, annotation: Expression): void {
  if (annotation.kind === 'Name' || annotation.kind === 'Constant' || annotation.kind === 'Attribute') return;
  const { start, end } = annotation;
  if (f.source.text.slice(start, Math.min(end, start + 10_000)).includes('(')) evaluate(m, f, annotation);
}

/** Decorators are evaluated from the top and applied from the bottom. */
function decorated(m: Machine, f: Frame, decorators: readonly Expression[], value: Value): Value {
  const applied = decorators.map((decorator) => evaluate(m, f, decorator));
  let result = value;
  for (let i = applied.length - 1; i >= 0; i--) result = decorate(m, f, decorators[i]!, applied[i]!, result);
  return result;
}

/** A decorator of ours is a call like any other; one from outside leaves what it is given as it is. */
function decorate(m: Machine, f: Frame, node: Expression, decorator: Value, value: Value): Value {
  if (decorator.t === 'ref' || decorator.t === 'obj') noteHandler(decorator.name, value);
  switch (decorator.t) {
    case 'ref':
      return decorateOutside(m, f, node, decorator, value);
    case 'obj':
      if (decorator.name !== 'functools.partial') return value;
      break;
    case 'func':
    case 'class':
    case 'inst':
    case 'method':
      break;
    default:
      return value;
  }
  const result = call(m, f, node, decorator, { args: [value], keywords: NO_KEYWORDS });
  return result.t === 'unknown' || result.t === 'none' || result.t === 'choice' ? value : result;
}

function decorateOutside(m: Machine, f: Frame, node: Expression, decorator: Ref, value: Value): Value {
  const { name } = decorator;
  if (name === 'builtins.exec' || name === 'builtins.eval')
    call(m, f, node, decorator, { args: [value], keywords: NO_KEYWORDS });
  else if (value.t === 'func' && (name === 'atexit.register' || OUTSIDE.find(name).api.callsArgument))
    f.unit.runs(value.fn.unit);
  return value;
}

export function defineClass(m: Machine, f: Frame, node: ClassDef): void {
  const bases = node.bases.map((base) => evaluate(m, f, base));
  const keywords = new Map<string, Value>();
  for (const { name, value } of node.keywords) {
    const given = evaluate(m, f, value);
    if (name !== null) keywords.set(name, given);
  }
  const cls = makeClass(m, f, f.cls === null ? node.name : `${f.cls.name}.${node.name}`, bases);
  cls.decorators = node.decorators;
  runBlock(m, { ...f, scope: cls.members, cls, returned: undefined }, node.body);
  const value = created(m, f, node, cls, keywords.get('metaclass'));
  setName(m, f, node.name, decorated(m, f, node.decorators, value));
}

export function makeClass(m: Machine, f: Frame, name: string, bases: Value[]): ClassRecord {
  const members = new Scope('class', f.scope);
  const { module, source } = f;
  const cls: ClassRecord = {
    name,
    module,
    source,
    bases,
    members,
    generic: null,
    decorators: [],
    lineage: null,
  };
  m.classes.push(cls);
  return cls;
}

/** What Python calls once the body of a class has run. */
export function created(
  m: Machine,
  f: Frame,
  node: ClassDef | Expression,
  cls: ClassRecord,
  given?: Value,
): Value {
  const value: Value = { t: 'class', taint: null, cls };
  const descriptors: [name: string, member: Value][] = [];
  for (const entry of cls.members.names) if (entry[1].t === 'inst') descriptors.push(entry);
  for (const [name, member] of descriptors) dunder(m, f, member, '__set_name__', [value, literal(name)]);
  for (const base of cls.bases) {
    const hook = base.t === 'class' ? classMember(base.cls, '__init_subclass__') : undefined;
    if (hook?.t === 'func') callFunction(m, f, hook.fn, [value], new Map());
  }
  const metaclass = given ?? inheritedMetaclass(cls);
  if (metaclass === undefined) return value;
  cls.metaclass = metaclass;
  if (metaclass.t !== 'class') {
    if (metaclass.t === 'func') call(m, f, node as Expression, metaclass, arguments3(cls));
    return value;
  }
  for (const name of ['__prepare__', '__new__', '__init__']) {
    const method = classMember(metaclass.cls, name);
    if (method?.t === 'func') callFunction(m, f, method.fn, [metaclass, ...arguments3(cls).args], new Map());
  }
  return value;
}

function inheritedMetaclass(cls: ClassRecord): Value | undefined {
  for (const base of cls.bases) if (base.t === 'class' && base.cls.metaclass) return base.cls.metaclass;
  return undefined;
}

/** `name, bases, namespace`, as a metaclass is called. */
const arguments3 = (cls: ClassRecord): { args: Value[]; keywords: Map<string, Value> } => ({
  args: [
    literal(cls.name),
    { t: 'tuple', taint: null, items: cls.bases, open: false },
    { t: 'namespace', taint: null, scope: cls.members, of: null },
  ],
  keywords: new Map(),
});
