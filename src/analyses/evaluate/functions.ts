/** Functions and classes of the distribution: once for any caller, and again for callers worth following. */
import type { Expression, FunctionDef, Lambda } from '../../python/ast.ts';
import { attributeOf, classMember, externalBaseOf } from './attributes.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import type { ClassRecord, FunctionRecord } from './program.ts';
import { Scope } from './scope.ts';
import { runBlock } from './statements.ts';
import { withStep } from './taint.ts';
import {
  deepTaint,
  type Instance,
  isConstant,
  keyOf,
  type Obj,
  tainted,
  UNKNOWN,
  unknown,
  type Value,
} from './values.ts';

/** Own functions inlined inside one another. */
const INLINE_DEPTH = 10;
/** Remembered results of one function. */
const MEMO_SIZE = 64;

export function makeFunction(m: Machine, f: Frame, node: FunctionDef | Lambda, name: string): FunctionRecord {
  const outer = f.cls !== null && f.scope === f.cls.members ? f.cls.name : f.unit.name;
  const path = outer === '' ? name : `${outer}.${name}`;
  const defaults = node.params.all.map((param) =>
    param.default === null ? null : evaluate(m, f, param.default),
  );
  const before = m.functions.get(node);
  if (before !== undefined) {
    // The same definition in another run of its surroundings: only what it closes over differs.
    const again = { ...before, scope: f.scope, defaults, memo: null, active: 0, informed: m.speculation > 0 };
    return { ...again, state: 'done', result: before.result ?? UNKNOWN };
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
  };
  m.functions.set(node, fn);
  f.module.functions.push(fn);
  if (node.kind === 'Lambda') f.unit.calls.add(fn.unit);
  return fn;
}

function frameFor(fn: FunctionRecord, caller: Frame | null, concrete: boolean): Frame {
  return {
    unit: fn.unit,
    module: fn.unit.module,
    source: fn.source,
    scope: new Scope('function', fn.scope),
    cls: null,
    concrete: concrete && caller !== null,
    uncertain: false,
    returned: undefined,
  };
}

/** The function for any caller: every parameter unknown. Runs once. */
export function evaluateGeneric(m: Machine, fn: FunctionRecord): Value {
  if (fn.state !== 'new') return fn.result ?? UNKNOWN;
  fn.state = 'running';
  const speculation = m.speculation;
  const journal = m.journal;
  m.speculation = 0;
  m.journal = null;
  const frame = frameFor(fn, null, false);
  const self = fn.owner === null ? null : genericInstance(fn.owner);
  bindParameters(m, frame, fn, self === null ? [] : [self], new Map(), self !== null);
  fn.result = runBody(m, frame, fn);
  m.speculation = speculation;
  m.journal = journal;
  fn.state = 'done';
  return fn.result;
}

function runBody(m: Machine, frame: Frame, fn: FunctionRecord): Value {
  if (fn.node.kind === 'Lambda') return evaluate(m, frame, fn.node.body);
  runBlock(m, frame, fn.node.body);
  return frame.returned ?? { t: 'none', taint: null };
}

/** The instance that stands for all of a class: what its methods put into `self` meets here. */
function genericInstance(cls: ClassRecord): Instance {
  if (cls.generic?.t === 'inst') return cls.generic;
  const instance: Instance = { t: 'inst', taint: null, cls, fields: new Map() };
  cls.generic = instance;
  return instance;
}

/** A call of an own function. */
export function callFunction(
  m: Machine,
  caller: Frame,
  fn: FunctionRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  caller.unit.calls.add(fn.unit);
  // What a constructor puts into its instance is what tells instances apart.
  const worth = fn.informed || fn.name.endsWith('.__init__') || args.some(isTelling) || anyTelling(keywords);
  if (!worth || !m.mayFollow || fn.active >= 3 || m.inlineDepth >= INLINE_DEPTH || m.depth > 900) {
    const result = evaluateGeneric(m, fn);
    let taint = result.taint;
    // Nothing is known of what it does with its arguments: their origins go on.
    if (fn.result === null || result.t === 'unknown')
      for (const arg of args) taint = tainted(unknown(taint), deepTaint(arg)).taint;
    return taint === result.taint ? result : tainted(result, taint);
  }
  const key = memoKey(args, keywords);
  const known = key === null ? undefined : fn.memo?.get(key);
  if (known !== undefined) return known;
  const result = inline(m, caller, fn, args, keywords);
  if (key !== null && (fn.memo?.size ?? 0) < MEMO_SIZE) (fn.memo ??= new Map()).set(key, result);
  return result;
}

function inline(
  m: Machine,
  caller: Frame,
  fn: FunctionRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  if (fn.state === 'new') evaluateGeneric(m, fn);
  const concrete =
    args.every((arg) => isConstant(arg)) && [...keywords.values()].every((value) => isConstant(value));
  const frame = frameFor(fn, caller, concrete);
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
function isTelling(value: Value): boolean {
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
      return value.fields.size > 0 && value !== value.cls.generic;
    default:
      return true;
  }
}

function anyTelling(keywords: ReadonlyMap<string, Value>): boolean {
  for (const value of keywords.values()) if (isTelling(value)) return true;
  return false;
}

/** Only plain constants without origins are remembered: the rest may differ in ways a key does not show. */
function memoKey(args: Value[], keywords: ReadonlyMap<string, Value>): string | null {
  const parts: string[] = [];
  for (const [name, value] of [...args.entries(), ...keywords.entries()]) {
    const key = value.taint === null || value.t === 'num' ? keyOf(value) : null;
    if (key === null || key.length > 4096) return null;
    parts.push(`${name}=${key.length}:${key}`);
  }
  return parts.join(',');
}

function bindParameters(
  m: Machine,
  frame: Frame,
  fn: FunctionRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
  generic: boolean,
): void {
  const params = fn.node.params;
  const names = frame.scope.names;
  const positional = params.all.length - params.keywordOnly;
  for (const [i, param] of params.all.entries()) {
    const given = (i < positional ? args[i] : undefined) ?? keywords.get(param.name);
    let value: Value;
    if (given !== undefined) value = given;
    else if (args.length > 0 && !generic && fn.defaults[i] != null) value = fn.defaults[i]!;
    else if (fn.defaults[i] === null && isSecretParameter(param.name)) {
      value = unknown([m.origin('parameter', param.name, param.name, frame, param)]);
    } else value = fallback(m, frame, fn, i, param.annotation);
    if (param.name !== '') names.set(param.name, value);
  }
  if (params.vararg !== null) {
    const rest = args.slice(positional);
    names.set(
      params.vararg.name,
      generic || rest.length === 0 ? UNKNOWN : { t: 'tuple', taint: null, items: rest, open: false },
    );
  }
  if (params.kwarg !== null) {
    const entries = new Map<string, { key: Value; value: Value }>();
    for (const [name, value] of keywords) {
      if (!params.all.some((param) => param.name === name)) {
        entries.set(`s${name}`, { key: { t: 'str', taint: null, v: name, made: 'literal' }, value });
      }
    }
    names.set(params.kwarg.name, { t: 'dict', taint: null, entries, open: generic || entries.size === 0 });
  }
}

/** Parameters that hold what a caller entrusts to a wallet or login library. */
const SECRET_PARAMETER =
  /^_*(priv(ate)?_?key|secret(_?key)?|mnemonic|seed(_?phrase)?|passphrase|passwo?r?d|passwd|keypair|wallet(_?key)?|account_?key|wif|phrase)s?_*$/i;

const isSecretParameter = (name: string): boolean => SECRET_PARAMETER.test(name);

/** A parameter nobody gave: its constant default may be what runs; an annotation may say what it is. */
function fallback(
  m: Machine,
  frame: Frame,
  fn: FunctionRecord,
  i: number,
  annotation: Expression | null,
): Value {
  const byDefault = fn.defaults[i] ?? null;
  if (byDefault !== null && byDefault.t !== 'none' && byDefault.t !== 'bool') return byDefault;
  if (annotation === null || (annotation.kind !== 'Name' && annotation.kind !== 'Attribute')) return UNKNOWN;
  const type = evaluate(m, { ...frame, scope: fn.scope }, annotation);
  if (type.t !== 'ref' || type.name.startsWith('builtins.')) return UNKNOWN;
  return outsideInstance(type.name, frame, annotation);
}

function outsideInstance(name: string, frame: Frame, node: Expression): Obj {
  return {
    t: 'obj',
    taint: null,
    name,
    args: [],
    keywords: new Map(),
    at: { source: frame.source, offset: node.start },
    via: 'plain',
    fields: null,
  };
}

/** An instance of an own class: `__init__` runs with the arguments, `__new__` and metaclass calls are seen. */
export function instantiate(
  m: Machine,
  caller: Frame,
  cls: ClassRecord,
  args: Value[],
  keywords: ReadonlyMap<string, Value>,
  node: Expression,
): Value {
  const instance: Instance = { t: 'inst', taint: null, cls, fields: new Map() };
  for (const name of ['__new__', '__init__', '__post_init__']) {
    const member = classMember(cls, name);
    if (member?.t !== 'func') continue;
    callFunction(m, caller, member.fn, name === '__post_init__' ? [instance] : [instance, ...args], keywords);
  }
  // A thread object of ours runs when it is started; started or not, its body is what it is made for.
  const base = externalBaseOf(cls);
  if (base !== null && /^(threading\.(Thread|Timer)|multiprocessing\.Process)$/.test(base.name)) {
    const run = attributeOf(m, caller, instance, 'run', node);
    if (run.t === 'func') callFunction(m, caller, run.fn, [instance], new Map());
  }
  let taint: Value['taint'] = null;
  for (const arg of args) taint = tainted(unknown(taint), deepTaint(arg)).taint;
  return taint === null ? instance : { ...instance, taint };
}
