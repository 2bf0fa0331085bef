/** Functions of the distribution: once for any caller, and again for callers worth following. */
import type { FunctionDef, Lambda } from '../../python/ast.ts';
import { follow, runs, runsAsBefore } from './edges.ts';
import { evaluate } from './expressions.ts';
import { isExhausted, noteGain } from './gain.ts';
import { genericInstance } from './instances.ts';
import type { Frame, Machine } from './machine.ts';
import { bindParameters } from './parameters.ts';
import { type FunctionRecord, firstOf } from './program.ts';
import { Scope } from './scope.ts';
import { runBlock } from './statements.ts';
import { withStep } from './taint.ts';
import { traitsOf } from './traits.ts';
import {
  deepTaint,
  isConstant,
  keyOf,
  list,
  NO_KEYWORDS,
  NONE,
  tainted,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

/** Own functions inlined inside one another. */
const INLINE_DEPTH = 10;
/** The same where all arguments are constants. */
const CONSTANT_INLINE_DEPTH = 120;
/** JavaScript recursion at which functions are left for later. */
const GENERIC_RECURSION = 300;
/** JavaScript recursion at which calls are no longer inlined. */
const INLINE_RECURSION = 900;
const NO_DEFAULTS: (Value | null)[] = [];
/** Remembered results of one function. */
const MEMO_SIZE = 64;

export function makeFunction(m: Machine, f: Frame, node: FunctionDef | Lambda, name: string): FunctionRecord {
  const outer = f.cls !== null && f.scope === f.cls.members ? f.cls.name : f.unit.name;
  const path = outer === '' ? name : `${outer}.${name}`;
  const defaults = node.params.all.some((param) => param.default !== null)
    ? node.params.all.map((param) => (param.default === null ? null : evaluate(m, f, param.default)))
    : NO_DEFAULTS;
  const before = f.source.functions.get(node.start);
  if (before !== undefined) {
    // The same definition in another run of its surroundings: only what it closes over differs.
    const informed = m.speculation > 0;
    return { ...before, first: before, scope: f.scope, defaults, memo: null, active: 0, informed };
  }
  const fn: FunctionRecord = {
    node,
    name: path,
    unit: m.unit(path, f.module),
    source: f.source,
    scope: f.scope,
    owner: f.cls !== null && f.scope === f.cls.members ? f.cls : null,
    defaults,
    result: null,
    state: 'new',
    memo: null,
    active: 0,
    informed: false,
    first: null,
    traits: null,
    descriptor: node.kind === 'Lambda' ? null : descriptorOf(node),
    any: null,
    gain: null,
  };
  f.source.functions.set(node.start, fn);
  f.module.functions.push(fn);
  return fn;
}

/** How a decorator changes what reading the attribute gives. */
function descriptorOf({ decorators }: FunctionDef): FunctionRecord['descriptor'] {
  for (const decorator of decorators) {
    const name =
      decorator.kind === 'Name' ? decorator.id : decorator.kind === 'Attribute' ? decorator.attr : '';
    if (name === 'staticmethod') return 'static';
    if (name === 'classmethod') return 'class';
    if (name === 'property' || name === 'cached_property') return 'property';
  }
  return null;
}

function frameFor(fn: FunctionRecord, concrete: boolean): Frame {
  return {
    unit: fn.unit,
    module: fn.unit.module,
    source: fn.source,
    scope: new Scope('function', fn.scope),
    cls: null,
    fn,
    concrete,
    uncertain: false,
    returned: undefined,
    yielded: traitsOf(fn).generator ? list([], null, !concrete) : null,
  };
}

/** The function for any caller: every parameter unknown. Runs once. */
export function evaluateGeneric(m: Machine, record: FunctionRecord): Value {
  const fn = firstOf(record);
  // What is not reached now is run for itself when its module's functions are.
  if (fn.state !== 'new' || m.depth > GENERIC_RECURSION) return fn.result ?? UNKNOWN;
  fn.state = 'running';
  const { speculation, journal, followed } = m;
  m.speculation = 0;
  m.journal = null;
  m.followed = null;
  const frame = frameFor(fn, false);
  const self = receiverOf(fn);
  bindParameters(m, frame, fn, self === null ? [] : [self], NO_KEYWORDS, self !== null);
  fn.result = runBody(m, frame, fn);
  m.speculation = speculation;
  m.journal = journal;
  m.followed = followed;
  fn.state = 'done';
  return fn.result;
}

/** First argument of a method when nothing is known of the call. */
function receiverOf({ owner, descriptor }: FunctionRecord): Value | null {
  if (owner === null || descriptor === 'static') return null;
  return descriptor === 'class' ? { t: 'class', taint: null, cls: owner } : genericInstance(owner);
}

function runBody(m: Machine, frame: Frame, fn: FunctionRecord): Value {
  m.bodies.provide(m, fn);
  if (fn.node.kind === 'Lambda') return evaluate(m, frame, fn.node.body);
  const completion = runBlock(m, frame, fn.node.body);
  if (frame.yielded !== null) return frame.yielded;
  if (completion === 'raise' && frame.concrete) return unknown(frame.returned?.taint ?? null);
  return frame.returned ?? NONE;
}

/** A call of an own function. */
export function callFunction(
  m: Machine,
  caller: Frame,
  fn: FunctionRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  runs(m, caller, fn.unit);
  const isTold = isWorthFollowing(fn, args, keywords);
  if (!isTold || !mayInline(m, fn, args) || isExhausted(m, fn, args, keywords)) {
    if (isTold) runsAsBefore(m, caller, fn, [...args, ...keywords.values()]);
    const result = evaluateGeneric(m, fn);
    let taint = result.taint;
    // Nothing is known of what it does with its arguments: their origins go on.
    if (fn.result === null || result.t === 'unknown')
      for (const arg of args) taint = tainted(unknown(taint), deepTaint(arg)).taint;
    return taint === result.taint ? result : tainted(result, taint);
  }
  const key = traitsOf(fn).stateful ? null : memoKey(args, keywords);
  const known = key === null ? undefined : fn.memo?.get(key);
  if (known !== undefined) {
    runsAsBefore(m, caller, fn, []);
    return copyOf(known);
  }
  const before = m.facts.news;
  const result = follow(m, caller, fn, () => inline(m, fn, args, keywords));
  noteGain(fn, m.facts.news > before, result, args, keywords);
  if (key !== null && (fn.memo?.size ?? 0) < MEMO_SIZE) (fn.memo ??= new Map()).set(key, copyOf(result));
  return result;
}

/** A list that is returned belongs to its caller, who may change it. */
const copyOf = (value: Value): Value =>
  value.t === 'list' && value.items.length > 0 ? { ...value, items: value.items.slice() } : value;

/** Whether this call may do other things than any call does. */
function isWorthFollowing(fn: FunctionRecord, args: Value[], keywords: ReadonlyMap<string, Value>): boolean {
  // What a constructor puts into its instance is what tells instances apart.
  if (fn.informed || fn.name.endsWith('.__init__')) return true;
  const traits = traitsOf(fn);
  if (traits.stateful || traits.generator) return true;
  for (const arg of args) if (isTelling(arg, fn)) return true;
  for (const arg of keywords.values()) if (isTelling(arg, fn)) return true;
  return false;
}

/** Nothing of it is left open: what a function does with it can be followed statement by statement. */
function isKnown(value: Value, depth = 3): boolean {
  switch (value.t) {
    case 'func':
    case 'class':
    case 'module':
      return true;
    case 'ref':
      return value.self === null && value.taint === null;
    case 'inst':
      if (value === value.cls.generic || depth === 0) return false;
      for (const field of value.fields.values()) if (!isKnown(field, depth - 1)) return false;
      return true;
    default:
      return isConstant(value);
  }
}

function areKnown(values: Iterable<Value>): boolean {
  for (const value of values) if (!isKnown(value)) return false;
  return true;
}

/** A recursion over constants is a loop and may go on for long; any other comes back to the same. */
function mayInline(m: Machine, fn: FunctionRecord, args: Value[]): boolean {
  if (!m.mayFollow || m.depth > INLINE_RECURSION) return false;
  if (fn.active < 3 && m.inlineDepth < INLINE_DEPTH) return true;
  return m.inlineDepth < CONSTANT_INLINE_DEPTH && areKnown(args);
}

function inline(m: Machine, fn: FunctionRecord, args: Value[], keywords: ReadonlyMap<string, Value>): Value {
  const concrete = areKnown(args) && (keywords.size === 0 || areKnown(keywords.values()));
  const frame = frameFor(fn, concrete);
  bindParameters(m, frame, fn, args, keywords, false);
  fn.active++;
  m.inlineDepth++;
  m.speculation++;
  const result = runBody(m, frame, fn);
  m.speculation--;
  m.inlineDepth--;
  fn.active--;
  if (result.taint === null) return result;
  return {
    ...result,
    taint: withStep(result.taint, `returned by ${fn.name}()`, { source: fn.source, offset: fn.node.start }),
  };
}

/** Constants, own functions and classes, outside names, and whatever comes from a source. */
function isTelling(value: Value, fn: FunctionRecord): boolean {
  if (value.taint !== null) return true;
  switch (value.t) {
    case 'unknown':
    case 'none':
    case 'bool':
      return false;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length > 0;
    case 'dict':
      return value.entries.size > 0;
    case 'inst':
      return value !== value.cls.generic && (value.fields.size > 0 || value.cls !== fn.owner);
    default:
      return true;
  }
}

/** Only plain constants without origins are remembered: the rest may differ in ways a key does not show. */
function memoKey(args: Value[], keywords: ReadonlyMap<string, Value>): string | null {
  let all = '';
  for (let i = 0; i < args.length; i++) {
    const key = shortKey(args[i]!);
    if (key === null) return null;
    all += `${i}=${key.length}:${key},`;
  }
  for (const [name, value] of keywords) {
    const key = shortKey(value);
    if (key === null) return null;
    all += `${name}=${key.length}:${key},`;
  }
  return all;
}

function shortKey(value: Value): string | null {
  const key = value.taint === null || value.t === 'num' ? keyOf(value) : null;
  return key === null || key.length > 4096 ? null : key;
}
