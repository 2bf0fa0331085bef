/** Names and attributes: from Python text to canonical dotted names, through every indirection. */

import type { Node } from '../../python/ast.ts';
import { BUILTINS } from '../apis/canonical.ts';
import { isSecretParameter, sourceOfVariable } from '../apis/sources.ts';
import { docstring } from './bodies.ts';
import { callFunction } from './functions.ts';
import { missingAttribute, onClass, onInstance } from './instances.ts';
import { classMember, externalBaseOf } from './lineage.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { OPERATOR_METHODS } from './methods.ts';
import { loadModule } from './modules.ts';
import { OUTSIDE } from './outside.ts';
import type { ClassRecord, FunctionRecord, OwnModule } from './program.ts';
import { parentOf } from './special-files.ts';
import { uuidPart } from './special-objects.ts';
import { type Taint, union } from './taint.ts';
import {
  alternatives,
  type Choice,
  type Func,
  join,
  literal,
  type Namespace,
  NO_KEYWORDS,
  type Obj,
  type Ref,
  ref,
  type Super,
  text,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

/** Longest canonical name; longer ones are chains of unknown results. */
const NAME_LENGTH = 160;

/**
 * Modules by which nobody means anything else. A name that nothing binds comes from whoever runs the text: an
 * `exec` with names of its own, a fragment pasted into another file.
 */
const WELL_KNOWN_MODULES: ReadonlySet<string> = new Set(
  'os sys subprocess socket requests base64 urllib urllib2 platform getpass shutil ctypes zlib marshal'.split(
    ' ',
  ),
);

/** One value for all places that name a builtin. */
const BUILTIN_REFS: ReadonlyMap<string, Ref> = new Map(
  [...BUILTINS].map((name) => [name, ref(`builtins.${name}`)]),
);

export function lookupName(m: Machine, f: Frame, name: string, node: Node): Value {
  const value = f.scope.lookup(name);
  if (value !== undefined) {
    // from os import environ
    if (value.t !== 'ref' || value.name !== 'os.environ' || value.taint !== null) return value;
    return { ...value, taint: [m.origin('environment-all', 'os.environ', '', f, node)] };
  }
  const builtin = BUILTIN_REFS.get(name);
  if (builtin !== undefined) return builtin;
  switch (name) {
    case '__file__':
      return { ...fileObject(f, node), taint: null };
    case '__name__':
      return f.module.role === 'setup' || f.module.name === null ? UNKNOWN : literal(f.module.name);
    case '__doc__':
      return f.module.doc === null ? UNKNOWN : literal(f.module.doc);
    case '__builtins__':
      return ref('builtins');
    case 'WindowsError':
      return UNKNOWN;
  }
  if (WELL_KNOWN_MODULES.has(name)) return ref(name);
  for (const module of f.module.starImports) {
    const { api } = OUTSIDE.find(`${module}.${name}`);
    if (api.notable || api.source !== undefined) return { ...ref(api.name), via: 'star-import' };
  }
  return UNKNOWN;
}

/** `__file__` as a path object, so that paths next to it are recognised as the distribution's own files. */
function fileObject(f: Frame, node: Node): Obj {
  return {
    t: 'obj',
    taint: null,
    name: '__file__',
    args: [literal(f.source.path)],
    keywords: NO_KEYWORDS,
    at: place(f, node),
    via: 'plain',
    fields: null,
    outside: null,
  };
}

/** `value.name`. */
export function attributeOf(m: Machine, f: Frame, value: Value, name: string, node: Node): Value {
  switch (value.t) {
    case 'ref':
      return refAttribute(m, f, value, name, node);
    case 'obj':
      return objectAttribute(m, f, value, name, node);
    case 'module': {
      loadModule(m, value.module, f);
      const found = value.module.scope.names.get(name);
      if (found !== undefined) return found;
      const submodule =
        value.module.name === null ? undefined : m.modules.get(`${value.module.name}.${name}`);
      if (submodule !== undefined) return { t: 'module', taint: null, module: submodule };
      if (name === '__dict__') return { t: 'namespace', taint: null, scope: value.module.scope, of: null };
      return missingFromModule(m, f, value.module, name);
    }
    case 'inst': {
      const own = value.fields.get(name);
      if (own !== undefined) return own;
      if (name === '__dict__') return { t: 'namespace', taint: null, scope: null, of: value };
      if (name === '__class__') return { t: 'class', taint: null, cls: value.cls };
      const member = classMember(value.cls, name);
      if (member !== undefined) return onInstance(m, f, member, value);
      const computed = missingAttribute(m, f, value, name);
      if (computed !== null && computed.t !== 'unknown' && computed.t !== 'none') return computed;
      return externalBase(m, f, value.cls, name, node) ?? unheld(m, f, value, name, node);
    }
    case 'class': {
      if (name === '__dict__') return { t: 'namespace', taint: null, scope: value.cls.members, of: null };
      if (name === '__name__') return literal(value.cls.name);
      const member = classMember(value.cls, name);
      if (member !== undefined) return onClass(member, value.cls);
      return externalBase(m, f, value.cls, name, node) ?? UNKNOWN;
    }
    case 'str':
    case 'bytes':
    case 'list':
    case 'tuple':
    case 'dict':
    case 'num':
    case 'template':
    case 'set':
      if (name === '__class__') return ref(`builtins.${typeName(value)}`);
      if (name.startsWith('__') && !OPERATOR_METHODS.has(name)) return ref(`builtins.object.${name}`);
      // Members of an enumeration stand for their values.
      if (name === 'value' || name === '_value_') return value;
      return { t: 'method', taint: value.taint, receiver: value, name };
    case 'super':
    case 'namespace':
    case 'func':
    case 'choice':
      return rareAttribute(m, f, value, name, node);
    default:
      return unheld(m, f, value, name, node);
  }
}

function rareAttribute(
  m: Machine,
  f: Frame,
  value: Super | Namespace | Func | Choice,
  name: string,
  node: Node,
): Value {
  switch (value.t) {
    case 'super':
      return superAttribute(m, f, value, name, node);
    case 'namespace':
      // A module, reached as one.
      return value.scope === null ? unknown(value.taint) : (value.scope.names.get(name) ?? UNKNOWN);
    case 'func':
      if (name === '__globals__' || name === 'func_globals') {
        return { t: 'namespace', taint: null, scope: value.fn.scope.global, of: null };
      }
      if (name === '__code__') return ref('builtins.function.__code__');
      if (name === '__name__') return literal(value.fn.name.slice(value.fn.name.lastIndexOf('.') + 1));
      if (name === '__doc__') return documentation(m, value.fn);
      if (name === '__call__' || name === '__func__') return value;
      return UNKNOWN;
    case 'choice':
      return value.options
        .map((option) => attributeOf(m, f, option, name, node))
        .reduce<Value | undefined>((all, next) => (all === undefined ? next : join(all, next)), undefined)!;
  }
}

/** An attribute nothing is known of; a secret by its name is what somebody entrusted to the program. */
function unheld(m: Machine, f: Frame, value: Value, name: string, node: Node): Value {
  return unknown(union(value.taint, entrusted(m, f, name, node)));
}

const entrusted = (m: Machine, f: Frame, name: string, node: Node): Taint =>
  isSecretParameter(name) ? [m.origin('parameter', name, name, f, node)] : null;

/** Name of the built-in type of a known value. */
export function typeName(value: Value): string {
  if (value.t === 'num') return value.float ? 'float' : 'int';
  return value.t === 'template' ? (value.bytes ? 'bytes' : 'str') : value.t;
}

/** PEP 562: a module's own `__getattr__` answers for names it does not have. */
export function missingFromModule(m: Machine, f: Frame, module: OwnModule, name: string): Value {
  const hook = name.startsWith('__') ? undefined : module.scope.names.get('__getattr__');
  if (hook?.t !== 'func') return UNKNOWN;
  return callFunction(m, f, hook.fn, [literal(name)], new Map());
}

function superAttribute(m: Machine, f: Frame, value: Super, name: string, node: Node): Value {
  for (const base of value.cls.bases.flatMap(alternatives)) {
    const member = base.t === 'class' ? classMember(base.cls, name) : undefined;
    if (member !== undefined) return onInstance(m, f, member, value.self);
  }
  return externalBase(m, f, value.cls, name, node) ?? UNKNOWN;
}

function refAttribute(m: Machine, f: Frame, value: Ref, name: string, node: Node): Value {
  if (name === '__dict__') return { t: 'namespace', taint: null, scope: null, of: value };
  if (name === '__call__' || name === '__func__' || name === '__wrapped__') return value;
  if (name === '__getattribute__' && value.name !== 'builtins.object' && value.name !== 'builtins.type')
    return { t: 'method', taint: value.taint, receiver: value, name };
  if (name === '__name__' && value.self === null)
    return literal(value.name.slice(value.name.lastIndexOf('.') + 1));
  if (
    name === '__class__' ||
    name === '__base__' ||
    name === '__bases__' ||
    name === '__mro__' ||
    name === '__subclasses__'
  ) {
    return { ...value, name: `builtins.object.${name}` };
  }
  // The method descriptor of a builtin still is the builtin: print.__self__ is the builtins module.
  if (name === '__self__' && value.name.startsWith('builtins.'))
    return { ...ref('builtins'), via: 'namespace-lookup' };
  if (value.name === 'os' && (name === 'environ' || name === 'environb')) {
    const origin = m.origin('environment-all', 'os.environ', '', f, node);
    return { ...value, name: 'os.environ', self: null, taint: union(value.taint, [origin]) };
  }
  const outside = OUTSIDE.attribute(OUTSIDE.of(value), name);
  const full = outside.name;
  if (full.length > NAME_LENGTH) return unknown(value.taint);
  if (outside.constant !== null) return text(outside.constant);
  const source = outside.api.attributeSource;
  if (source !== undefined && source !== 'environment-all') {
    const origin = m.origin(source, full, '', f, node);
    return { ...value, name: full, taint: union(value.taint, [origin]), outside };
  }
  return {
    t: 'ref',
    taint: value.taint,
    name: full,
    via: value.via,
    computed: value.computed,
    self: value.self,
    outside,
  };
}

function objectAttribute(m: Machine, f: Frame, value: Obj, name: string, node: Node): Value {
  const known = value.fields?.get(name) ?? uuidPart(value, name);
  if (known != null) return known;
  if (name === 'parent' && value.name.startsWith('pathlib.')) return parentOf(value);
  if (name === '__dict__') return { t: 'namespace', taint: value.taint, scope: null, of: value };
  const outside = OUTSIDE.attribute(OUTSIDE.of(value), name);
  const full = outside.name;
  if (full.length > NAME_LENGTH) return unknown(value.taint);
  const source = outside.api.attributeSource;
  const own = source === undefined ? entrusted(m, f, name, node) : [m.origin(source, full, '', f, node)];
  return {
    t: 'ref',
    taint: union(value.taint, own),
    name: full,
    via: value.via,
    computed: false,
    self: value,
    outside,
  };
}

function externalBase(m: Machine, f: Frame, cls: ClassRecord, name: string, node: Node): Value | null {
  const base = externalBaseOf(cls);
  return base === null ? null : refAttribute(m, f, base, name, node);
}

/** Variables of the environment that the program itself has set. */
const variables = new WeakMap<Machine, Map<string, Value>>();
/** More of them are no configuration of a program's own. */
const VARIABLES = 256;

/** `os.environ[name] = text`. */
export function setVariable(m: Machine, name: string, value: Value): void {
  let own = variables.get(m);
  if (own === undefined) variables.set(m, (own = new Map()));
  if (own.size < VARIABLES && value.t === 'str') own.set(name, value);
}

/** `os.environ[name]`, `.get(name)`, `os.getenv(name)`. */
export function environmentVariable(m: Machine, f: Frame, name: Value | undefined, node: Node): Value {
  const known = name?.t === 'str' ? name.v : '';
  const own = variables.get(m)?.get(known);
  if (own !== undefined) return own;
  const origin = m.origin(sourceOfVariable(known), 'os.environ', known, f, node);
  return {
    t: 'obj',
    taint: [origin],
    name: 'os.getenv',
    args: name === undefined ? [] : [name],
    keywords: NO_KEYWORDS,
    at: place(f, node),
    via: 'plain',
    fields: null,
    outside: null,
  };
}

/** What a mapping of names gives for one name: `globals()[name]`, `vars(x)[name]`, `x.__dict__[name]`. */
export function namespaceItem(
  m: Machine,
  f: Frame,
  space: Value & { t: 'namespace' },
  key: Value,
  node: Node,
): Value {
  if (key.t !== 'str') return UNKNOWN;
  let found: Value | undefined;
  if (space.scope !== null) {
    found = space.scope.lookup(key.v);
    if (found === undefined && (key.v === '__builtins__' || key.v === '__builtin__')) found = ref('builtins');
    found ??= BUILTIN_REFS.get(key.v);
  } else if (space.of !== null) found = attributeOf(m, f, space.of, key.v, node);
  return found === undefined
    ? UNKNOWN
    : hidden(m, f, found, 'namespace-lookup', key.made !== 'literal', node);
}

/** Marks a value as reached in a way that hides its name, and says so when the name matters. */
export function hidden(
  m: Machine,
  f: Frame,
  value: Value,
  via: 'namespace-lookup' | 'computed-attribute' | 'dynamic-import' | 'rebound',
  computed: boolean,
  node: Node,
): Value {
  // Members of what a call returned (a loaded library, a client) have names of their own making.
  if (value.t !== 'ref' || value.self !== null) return value;
  const plainGetattr = via === 'computed-attribute' && !computed;
  // A builtin has no reason to be looked up by a name put together from pieces.
  const telling = OUTSIDE.of(value).api.notable || (computed && value.name.startsWith('builtins.'));
  if ((telling || via === 'dynamic-import') && !plainGetattr)
    m.hiddenName(value.name, via, computed, f, node);
  return { ...value, via, computed: value.computed || computed };
}

function documentation(m: Machine, fn: FunctionRecord): Value {
  m.bodies.provide(m, fn);
  const { body } = fn.node;
  const text = Array.isArray(body) ? docstring(body) : null;
  return text === null ? UNKNOWN : literal(text);
}
