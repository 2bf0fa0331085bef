/** Calls: what is called, with what, and who answers it. */
import type { Call, Expression } from '../../python/ast.ts';
import { attributeOf, hidden, namespaceItem } from './attributes.ts';
import { runs } from './edges.ts';
import { callOutside } from './effects.ts';
import { evaluate } from './expressions.ts';
import { callFunction, evaluateGeneric } from './functions.ts';
import { asText, elements, hasInstance, instantiate } from './instances.ts';
import { classMember } from './lineage.ts';
import { type Frame, type Machine, place } from './machine.ts';
import { callMethod } from './methods.ts';
import { iterate } from './sequences.ts';
import { type Taint, union } from './taint.ts';
import {
  deepTaint,
  type Func,
  join,
  list,
  type Method,
  NO_KEYWORDS,
  NONE,
  type Obj,
  type Ref,
  ref,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

export interface Arguments {
  args: Value[];
  keywords: ReadonlyMap<string, Value>;
}

export function evaluateCall(m: Machine, f: Frame, node: Call): Value {
  const { func } = node;
  if (func.kind === 'Attribute') {
    const receiver = evaluate(m, f, func.value);
    const given = evaluateArguments(m, f, node);
    return callAttribute(m, f, node, receiver, func.attr, given);
  }
  const callee = evaluate(m, f, func);
  return call(m, f, node, callee, evaluateArguments(m, f, node));
}

function evaluateArguments(m: Machine, f: Frame, node: Call): Arguments {
  const args = positional(m, f, node.args);
  if (node.keywords.length === 0) return { args, keywords: NO_KEYWORDS };
  const keywords = new Map<string, Value>();
  for (const keyword of node.keywords) {
    const value = evaluate(m, f, keyword.value);
    if (keyword.name !== null) keywords.set(keyword.name, value);
    else if (value.t === 'dict') {
      for (const entry of value.entries.values())
        if (entry.key.t === 'str') keywords.set(entry.key.v, entry.value);
    } else keywords.set('**', value);
  }
  return { args, keywords };
}

/** Most calls have few arguments: a list made of them has no room left over, one that they are put into has. */
function positional(m: Machine, f: Frame, nodes: readonly Expression[]): Value[] {
  const [first, second] = nodes;
  if (first === undefined) return [];
  if (first.kind !== 'Starred' && second?.kind !== 'Starred') {
    if (second === undefined) return [evaluate(m, f, first)];
    if (nodes.length === 2) return [evaluate(m, f, first), evaluate(m, f, second)];
  }
  const args: Value[] = [];
  for (const node of nodes) {
    const value = evaluate(m, f, node);
    if (node.kind !== 'Starred') args.push(value);
    else {
      const items = elements(m, f, value, node);
      if (items === null) args.push(unknown(deepTaint(value)));
      else args.push(...items.slice(0, 1000));
    }
  }
  return args;
}

/** `receiver.name(...)`: methods of known values first, then whatever the attribute is. */
function callAttribute(
  m: Machine,
  f: Frame,
  node: Call,
  receiver: Value,
  name: string,
  given: Arguments,
): Value {
  if (receiver.t === 'choice') {
    return receiver.options
      .map((option) => callAttribute(m, f, node, option, name, given))
      .reduce((all, next) => join(all, next));
  }
  const found = mappingGet(m, f, node, receiver, name, given);
  if (found !== null) return found;
  const builtin = callBuiltin(m, f, node, receiver, name, given);
  if (builtin !== null) return builtin;
  const callee = attributeOf(m, f, receiver, name, node);
  if (callee.t === 'unknown') {
    // A method of something unknown: its origins and those of its arguments go on.
    let taint = union(callee.taint, receiver.taint);
    for (const arg of given.args) taint = union(taint, deepTaint(arg));
    return unknown(taint);
  }
  return call(m, f, node, callee, given);
}

/** Codecs that turn one spelling of bytes into another. */
const CONVERSIONS =
  /^(base64|hex|rot_?13|zlib|zip|bz2|uu|quopri|quoted.?printable|unicode.?escape|string.?escape)(_codec)?$/i;

/** Methods that do not go through what they are called on. */
const IN_PLACE = new Set(
  'append add pop popleft get setdefault extend update discard clear __getitem__ __setitem__ __len__ __next__ startswith endswith'.split(
    ' ',
  ),
);
/** Methods that go through it character by character, and how much more that costs. */
const SLOW_METHODS = new Set(
  'split rsplit splitlines translate swapcase hex expandtabs replace sort'.split(' '),
);
const SLOW = 4;

/** A method of a known text, list or dictionary; what it asks of own instances is answered first. */
function callBuiltin(
  m: Machine,
  f: Frame,
  node: Expression,
  receiver: Value,
  name: string,
  given: Arguments,
): Value | null {
  const { args, keywords } = given;
  const isBuiltin = hasMethods(receiver);
  if (isBuiltin && !IN_PLACE.has(name) && !m.weigh(receiver, f, node, SLOW_METHODS.has(name) ? SLOW : 1))
    return unknown(deepTaint(receiver));
  if (!isBuiltin && args.length === 0) return null;
  if (!m.weighAll(args, f, node)) return unknown(union(deepTaint(receiver), deepTaint(list(args))));
  const codec = name === 'decode' ? (args[0] ?? keywords.get('encoding')) : undefined;
  if (codec?.t === 'str' && (receiver.t === 'str' || receiver.t === 'bytes') && CONVERSIONS.test(codec.v)) {
    // Python 2: 'aGk='.decode('base64'). The same as codecs.decode, and no more readable.
    return callOutside(m, f, node, ref('codecs.decode'), { args: [receiver, codec], keywords: NO_KEYWORDS });
  }
  const key = receiver.t === 'list' && name === 'sort' ? keywords.get('key') : undefined;
  if (key !== undefined && receiver.t === 'list') {
    const sorted = callOutside(m, f, node, ref('builtins.sorted'), { args: [receiver], keywords });
    m.changes(receiver);
    if (sorted.t === 'list') Object.assign(receiver, { items: sorted.items, open: sorted.open });
    return NONE;
  }
  if (!hasInstance(args)) return isBuiltin ? callMethod(m, receiver, name, args, keywords) : null;
  const answered = args.map((arg): Value => {
    if (arg.t !== 'inst' || (receiver.t !== 'str' && name !== 'extend' && name !== 'update')) return arg;
    const items = name === 'format' ? null : elements(m, f, arg, node);
    return items === null ? asText(m, f, arg) : { t: 'list', taint: arg.taint, items, open: false };
  });
  return callMethod(m, receiver, name, answered, keywords);
}

/** Values that have methods of Python's own; for others only what they are given may matter. */
function hasMethods({ t }: Value): boolean {
  switch (t) {
    case 'ref':
    case 'obj':
    case 'inst':
    case 'unknown':
    case 'func':
    case 'class':
    case 'module':
    case 'super':
    case 'namespace':
    case 'method':
      return false;
    default:
      return true;
  }
}

/** `globals().get(name)`, `__builtins__.get(name)`: in an imported module `__builtins__` is a dictionary. */
function mappingGet(
  m: Machine,
  f: Frame,
  node: Call,
  receiver: Value,
  name: string,
  given: Arguments,
): Value | null {
  if (name !== 'get' && name !== '__getitem__' && name !== 'pop') return null;
  const key = given.args[0];
  if (key === undefined) return null;
  if (receiver.t === 'namespace') return namespaceItem(m, f, receiver, key, node);
  if (receiver.t !== 'ref' || receiver.name !== 'builtins') return null;
  return namespaceItem(m, f, { t: 'namespace', taint: null, scope: null, of: receiver }, key, node);
}

export function call(m: Machine, f: Frame, node: Expression, callee: Value, given: Arguments): Value {
  switch (callee.t) {
    case 'func': {
      const args = callee.self === null ? given.args : [callee.self, ...given.args];
      noteLambdas(m, f, given);
      return callFunction(m, f, callee.fn, args, given.keywords);
    }
    case 'class':
      noteLambdas(m, f, given);
      return instantiate(m, f, callee.cls, given.args, given.keywords, node);
    case 'inst': {
      const member = classMember(callee.cls, '__call__');
      return member?.t === 'func'
        ? callFunction(m, f, member.fn, [callee, ...given.args], given.keywords)
        : UNKNOWN;
    }
    case 'ref':
      return callOutside(m, f, node, callee, given);
    case 'obj':
      return callOutside(m, f, node, calledObject(callee), given);
    case 'method':
      return callBound(m, f, node, callee, given);
    case 'choice':
      return callee.options
        .map((option) => call(m, f, node, option, given))
        .reduce((all, next) => join(all, next));
    default: {
      noteCallbacks(m, f, given);
      let taint = callee.taint;
      for (const arg of given.args) taint = union(taint, deepTaint(arg));
      for (const arg of given.keywords.values()) taint = union(taint, deepTaint(arg));
      return unknown(taint);
    }
  }
}

/** `''.join` and its like, held in a name. */
function callBound(
  m: Machine,
  f: Frame,
  node: Expression,
  { receiver, name, taint }: Method,
  given: Arguments,
): Value {
  const [key] = given.args;
  if (name === '__getattribute__' && key?.t === 'str') {
    const found = attributeOf(m, f, receiver, key.v, node);
    return hidden(m, f, found, 'computed-attribute', key.made !== 'literal', node);
  }
  return callBuiltin(m, f, node, receiver, name, given) ?? unknown(union(taint, deepTaint(key ?? UNKNOWN)));
}

/** `partial(f, x)(y)`, `types.FunctionType(code, globals())()`, `Cls()(x)`. */
function calledObject(callee: Obj): Ref {
  return { ...ref(`${callee.name}.__call__`), taint: callee.taint, self: callee, via: callee.via };
}

/** Own functions handed to something unknown may be called by it. */
export function noteCallbacks(m: Machine, f: Frame, given: Arguments): void {
  for (const value of given.args) noteCallback(m, f, value);
  if (given.keywords.size > 0) for (const value of given.keywords.values()) noteCallback(m, f, value);
}

function noteCallback(m: Machine, f: Frame, value: Value): void {
  if (value.t === 'func') runs(m, f, value.fn.unit);
  else noteLambda(m, f, value);
}

/** Functions made for the very call that they are handed to. */
export function noteLambdas(m: Machine, f: Frame, { args, keywords }: Arguments): void {
  for (const value of args) if (value.t === 'func' || value.t === 'obj') noteLambda(m, f, value);
  if (keywords.size > 0) for (const value of keywords.values()) noteLambda(m, f, value);
}

/** Whoever is handed a lambda or a partial call is expected to call it. */
export function noteLambda(m: Machine, f: Frame, value: Value): void {
  if (value.t === 'func' && value.fn.node.kind === 'Lambda') runs(m, f, value.fn.unit);
  const inner = value.t === 'obj' && value.name === 'functools.partial' ? value.args[0] : undefined;
  if (inner?.t === 'func') runs(m, f, inner.fn.unit);
}

/** Arguments of a handler: which of them holds what happened is the library's to say. */
function events({ fn, self }: Func, event: Taint): Value[] {
  const count = fn.node.params.all.length - (self === null ? 0 : 1);
  return Array.from({ length: Math.max(1, count) }, () => unknown(event));
}

/** Runs own functions that an outside function calls with given arguments. */
export function runCallbacks(m: Machine, f: Frame, given: Arguments, event: Taint = null): void {
  const passed = given.keywords.get('args') ?? given.args[1];
  const known = passed === undefined || passed.t === 'func' ? [] : (iterate(passed) ?? []);
  for (const value of [...given.args, ...given.keywords.values()]) {
    noteLambda(m, f, value);
    if (value.t !== 'func') continue;
    runs(m, f, value.fn.unit);
    const args = known.length === 0 && event !== null ? events(value, event) : known;
    if (args.length > 0 || value.self !== null) {
      callFunction(m, f, value.fn, value.self === null ? args : [value.self, ...args], new Map());
    } else evaluateGeneric(m, value.fn);
  }
}

export { place };
