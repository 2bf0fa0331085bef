/** Own classes: their instances, what is found on them, and what Python calls on them behind syntax. */
import type { Node } from '../../python/ast.ts';
import { attributeOf } from './attributes.ts';
import { callFunction } from './functions.ts';
import { classMember, externalBaseOf } from './lineage.ts';
import type { Frame, Machine } from './machine.ts';
import type { ClassRecord } from './program.ts';
import { iterate } from './sequences.ts';
import { union } from './taint.ts';
import { deepTaint, type Instance, literal, NO_KEYWORDS, NONE, text, type Value } from './values.ts';

/** Calls a special method of an own instance; null when the value is none or its class has no such method. */
export function dunder(m: Machine, f: Frame, value: Value, name: string, args: Value[] = []): Value | null {
  if (value.t !== 'inst') return null;
  const member = classMember(value.cls, name);
  return member?.t === 'func' ? callFunction(m, f, member.fn, [value, ...args], NO_KEYWORDS) : null;
}

/** `str(value)` of an own instance; any other value as it is. */
export function asText(m: Machine, f: Frame, value: Value): Value {
  return dunder(m, f, value, '__str__') ?? dunder(m, f, value, '__repr__') ?? value;
}

/** How much more than a copy it costs to take a text apart into its characters. */
const TAKEN_APART = 12;

/** Items of a known iterable, own instances included, or null. */
export function elements(m: Machine, f: Frame, value: Value, node: Node): Value[] | null {
  if ((value.t === 'str' || value.t === 'bytes') && !m.weigh(value, f, node, TAKEN_APART)) return null;
  const iterator = dunder(m, f, value, '__iter__');
  if (iterator === null) return iterate(value);
  if (iterator.t !== 'inst') return iterate(iterator);
  dunder(m, f, iterator, '__next__');
  return null;
}

/** Functions of which an own instance in place of an argument shows only what a special method returns. */
const CONVERSIONS: Readonly<Record<string, readonly string[]>> = {
  'builtins.str': ['__str__', '__repr__'],
  'builtins.repr': ['__repr__'],
  'builtins.print': ['__str__', '__repr__'],
  'builtins.format': ['__format__'],
  'builtins.bytes': ['__bytes__'],
  'builtins.int': ['__int__', '__index__'],
  'builtins.len': ['__len__'],
  'builtins.hash': ['__hash__'],
  'builtins.bool': ['__bool__', '__len__'],
  'builtins.next': ['__next__'],
  'builtins.abs': ['__abs__'],
  'builtins.dir': ['__dir__'],
  'builtins.iter': ['__iter__'],
  'builtins.reversed': ['__reversed__'],
  'os.fspath': ['__fspath__'],
};
const CONSUMERS =
  /^builtins\.(list|tuple|set|frozenset|sorted|sum|any|all|max|min|dict|enumerate|zip|map|filter)$/;

export function hasInstance(args: readonly Value[]): boolean {
  for (const { t } of args) if (t === 'inst') return true;
  return false;
}

/** Arguments of an outside function, own instances replaced by what that function gets of them. */
export function converted(m: Machine, f: Frame, api: string, args: Value[], node: Node): Value[] {
  if (!api.startsWith('builtins.') || !hasInstance(args)) return args;
  const names = Object.hasOwn(CONVERSIONS, api) ? CONVERSIONS[api]! : [];
  const consumes = CONSUMERS.test(api);
  return args.map((arg) => {
    for (const name of names) {
      const result = dunder(m, f, arg, name, name === '__format__' ? [text('')] : []);
      if (result !== null) return result;
    }
    const items = consumes && arg.t === 'inst' ? elements(m, f, arg, node) : null;
    return items === null ? arg : { t: 'list', taint: arg.taint, items, open: false };
  });
}

/** What a class attribute gives when it is read on an instance: bound methods, values of properties. */
export function onInstance(m: Machine, f: Frame, member: Value, self: Value): Value {
  if (member.t !== 'func' || member.self !== null) return descriptorValue(m, f, member, self);
  switch (member.fn.descriptor) {
    case 'property':
      return callFunction(m, f, member.fn, [self], NO_KEYWORDS);
    case 'static':
      return member;
    case 'class':
      return { ...member, self: self.t === 'inst' ? { t: 'class', taint: null, cls: self.cls } : self };
    default:
      return { ...member, self };
  }
}

function descriptorValue(m: Machine, f: Frame, member: Value, self: Value): Value {
  return dunder(m, f, member, '__get__', [self, NONE]) ?? member;
}

/** What is read on the class itself. */
export function onClass(member: Value, cls: ClassRecord): Value {
  return member.t === 'func' && member.self === null && member.fn.descriptor === 'class'
    ? { ...member, self: { t: 'class', taint: null, cls } }
    : member;
}

/** `value.name` on an instance, where the class has no such name. */
export function missingAttribute(m: Machine, f: Frame, value: Instance, name: string): Value | null {
  const isOwn = name.startsWith('__') && name.endsWith('__');
  return isOwn ? null : dunder(m, f, value, '__getattr__', [literal(name)]);
}

/** The instance that stands for all of a class: what its methods put into `self` meets here. */
export function genericInstance(cls: ClassRecord): Instance {
  if (cls.generic?.t === 'inst') return cls.generic;
  const instance: Instance = { t: 'inst', taint: null, cls, fields: new Map() };
  cls.generic = instance;
  return instance;
}

/** An instance of an own class: `__init__` runs with the arguments; `__new__` and metaclass calls are seen. */
export function instantiate(
  m: Machine,
  caller: Frame,
  cls: ClassRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
  node: Node,
): Value {
  const self: Value = { t: 'class', taint: null, cls };
  const metaclass = cls.metaclass?.t === 'class' ? classMember(cls.metaclass.cls, '__call__') : undefined;
  if (metaclass?.t === 'func') callFunction(m, caller, metaclass.fn, [self, ...args], keywords);
  const instance: Instance = { t: 'inst', taint: null, cls, fields: fieldsOf(cls, args, keywords) };
  for (const name of ['__new__', '__init__', '__post_init__']) {
    const member = classMember(cls, name);
    if (member?.t !== 'func') continue;
    const given = name === '__post_init__' ? [] : args;
    callFunction(m, caller, member.fn, [name === '__new__' ? self : instance, ...given], keywords);
  }
  // Whoever makes an instance drops it some time.
  const end = classMember(cls, '__del__');
  if (end?.t === 'func') caller.unit.runs(end.fn.unit);
  // A thread object of ours runs when it is started; started or not, its body is what it is made for.
  const base = externalBaseOf(cls);
  if (base !== null && /^(threading\.(Thread|Timer)|multiprocessing\.Process)$/.test(base.name)) {
    const run = attributeOf(m, caller, instance, 'run', node);
    if (run.t === 'func') callFunction(m, caller, run.fn, [instance], NO_KEYWORDS);
  }
  let taint: Value['taint'] = null;
  for (const arg of args) taint = union(taint, deepTaint(arg));
  return taint === null ? instance : { ...instance, taint };
}

/** Fields that a data class or named tuple fills from the arguments. */
function fieldsOf(
  cls: ClassRecord,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const fields = new Map<string, Value>();
  if (cls.annotated === undefined) return fields;
  for (const [i, name] of fieldNames(cls).entries()) {
    const given = args[i] ?? keywords.get(name);
    if (given !== undefined) fields.set(name, given);
  }
  return fields;
}

/** Names of fields that instances of a data class or named tuple get from their arguments, in order. */
function fieldNames(cls: ClassRecord): readonly string[] {
  const isData = cls.decorators.some((one) => {
    const callee = one.kind === 'Call' ? one.func : one;
    const name = callee.kind === 'Name' ? callee.id : callee.kind === 'Attribute' ? callee.attr : '';
    return /^(dataclass|define|attrs?|s|frozen|mutable)$/.test(name);
  });
  return isData || externalBaseOf(cls)?.name === 'typing.NamedTuple' ? (cls.annotated ?? []) : [];
}
