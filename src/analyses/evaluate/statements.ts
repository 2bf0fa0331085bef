import type { Expression, FunctionDef, Pattern, Statement, Try } from '../../python/ast.ts';
import { classMember } from './attributes.ts';
import { execFromStatement, runCode } from './dynamic.ts';
import { evaluate, ITERATIONS } from './expressions.ts';
import { makeFunction } from './functions.ts';
import { importFrom, importNames } from './imports.ts';
import type { Frame, Machine } from './machine.ts';
import { setItem } from './methods.ts';
import { binary } from './operators.ts';
import { type ClassRecord, isMainBlock } from './program.ts';
import { Journal, Scope } from './scope.ts';
import { iterate } from './sequences.ts';
import { onAttributeSet, onItemSet } from './stores.ts';
import { deepTaint, join, NONE, truth, UNKNOWN, unknown, type Value } from './values.ts';

/** How a block ended; honoured only where everything is known. */
export type Completion = 'next' | 'break' | 'continue' | 'return';

export function runBlock(m: Machine, f: Frame, body: readonly Statement[]): Completion {
  for (const statement of body) {
    const completion = run(m, f, statement);
    if (completion !== 'next' && f.concrete) return completion;
  }
  return 'next';
}

function run(m: Machine, f: Frame, node: Statement): Completion {
  switch (node.kind) {
    case 'Expr':
      // A bare string is documentation, never evaluated for what it says.
      if (node.value.kind !== 'Constant') evaluate(m, f, node.value);
      return 'next';
    case 'Assign': {
      const value = evaluate(m, f, node.value);
      for (const target of node.targets) assign(m, f, target, value);
      return 'next';
    }
    case 'AnnAssign':
      if (node.value !== null) assign(m, f, node.target, evaluate(m, f, node.value));
      return 'next';
    case 'AugAssign': {
      const before = evaluate(m, f, node.target);
      assign(m, f, node.target, binary(node.op, before, evaluate(m, f, node.value)));
      return 'next';
    }
    case 'If':
      return branch(m, f, node);
    case 'For':
      return loop(m, f, node);
    case 'While':
      return whileLoop(m, f, node);
    case 'With':
      for (const entry of node.items) {
        const value = evaluate(m, f, entry.context);
        if (entry.target !== null) assign(m, f, entry.target, value);
      }
      return runBlock(m, f, node.body);
    case 'Try':
      return attempt(m, f, node);
    case 'FunctionDef':
      define(m, f, node);
      return 'next';
    case 'ClassDef':
      defineClass(m, f, node);
      return 'next';
    case 'Return': {
      const value = node.value === null ? NONE : evaluate(m, f, node.value);
      f.returned = f.returned === undefined ? value : join(f.returned, value);
      return 'return';
    }
    case 'Import':
      importNames(m, f, node);
      return 'next';
    case 'ImportFrom':
      importFrom(m, f, node);
      return 'next';
    case 'Global':
    case 'Nonlocal':
      redirect(f, node.names, node.kind === 'Global');
      return 'next';
    case 'Delete':
      for (const target of node.targets) evaluate(m, f, target);
      return 'next';
    case 'Raise':
      for (const part of [node.exception, node.cause, ...node.legacy])
        if (part !== null) evaluate(m, f, part);
      return 'return';
    case 'Assert':
      evaluate(m, f, node.test);
      if (node.message !== null) evaluate(m, f, node.message);
      return 'next';
    case 'Match':
      matchCases(m, f, node);
      return 'next';
    case 'Print':
      for (const value of node.values) evaluate(m, f, value);
      return 'next';
    case 'Exec':
      execFromStatement(m, f, node);
      return 'next';
    case 'ErrorStatement':
      for (const expression of node.recovered) evaluate(m, f, expression);
      return 'next';
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    default:
      return 'next';
  }
}

// ── Assignment ───────────────────────────────────────────────────────────────────────────────────

export function setName(m: Machine, f: Frame, name: string, value: Value): void {
  const scope = f.scope.redirected?.get(name) ?? f.scope;
  m.journal?.name(scope, name);
  const rebound =
    value.t === 'ref' && value.via === 'plain' && !value.name.endsWith(`.${name}`) && value.name !== name;
  scope.names.set(name, rebound ? { ...value, via: 'rebound' } : value);
}

export function assign(m: Machine, f: Frame, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'Name':
      setName(m, f, target.id, value);
      return;
    case 'Tuple':
    case 'List':
      unpack(m, f, target.elements, value);
      return;
    case 'Starred':
      assign(m, f, target.value, value);
      return;
    case 'Attribute': {
      const owner = evaluate(m, f, target.value);
      onAttributeSet(m, f, owner, target.attr, value, target);
      return;
    }
    case 'Subscript': {
      const owner = evaluate(m, f, target.value);
      const key = target.slice.kind === 'Slice' ? UNKNOWN : evaluate(m, f, target.slice);
      setSubscript(m, f, owner, key, value, target);
      return;
    }
    default:
      return;
  }
}

function setSubscript(m: Machine, f: Frame, owner: Value, key: Value, value: Value, node: Expression): void {
  if (owner.t === 'dict') setItem(m, owner, key, value);
  else if (owner.t === 'list') {
    m.journal?.sequence(owner);
    if (key.t === 'num' && typeof key.v === 'number' && !owner.open) {
      const at = key.v < 0 ? owner.items.length + key.v : key.v;
      if (at < owner.items.length) owner.items[at] = value;
    } else if (owner.items.length < 10_000) {
      owner.items.push(unknown(deepTaint(value)));
      owner.open = true;
    }
  } else if (owner.t === 'namespace' && key.t === 'str' && owner.scope !== null) {
    m.journal?.name(owner.scope, key.v);
    owner.scope.names.set(key.v, value);
  } else onItemSet(m, f, owner, key, value, node);
}

function unpack(m: Machine, f: Frame, targets: Expression[], value: Value): void {
  const items = value.t === 'dict' ? null : iterate(value);
  const star = targets.findIndex((target) => target.kind === 'Starred');
  for (const [i, target] of targets.entries()) {
    let part: Value | undefined;
    if (items !== null && star < 0) part = items[i];
    else if (items !== null && i < star) part = items[i];
    else if (items !== null && i > star) part = items[items.length - targets.length + i];
    else if (items !== null)
      part = {
        t: 'list',
        taint: value.taint,
        items: items.slice(star, items.length - (targets.length - star - 1)),
        open: false,
      };
    assign(m, f, target, part ?? (value.t === 'obj' ? value : unknown(deepTaint(value))));
  }
}

function redirect(f: Frame, names: string[], global: boolean): void {
  if (f.scope.kind === 'module') return;
  f.scope.redirected ??= new Map();
  for (const name of names) {
    let scope: Scope | null = global ? f.scope.global : f.scope.parent;
    while (
      !global &&
      scope !== null &&
      scope.kind !== 'module' &&
      !(scope.kind === 'function' && scope.names.has(name))
    )
      scope = scope.parent;
    if (scope !== null) f.scope.redirected.set(name, scope);
  }
}

// ── Branches ─────────────────────────────────────────────────────────────────────────────────────

type If = Statement & { kind: 'If' };

/** Long elif chains nest in the tree: they are walked in a loop. */
function branch(m: Machine, f: Frame, node: If): Completion {
  const arms: (() => void)[] = [];
  let taken: number | null = null;
  let rest: If | null = node;
  while (rest !== null) {
    const current: If = rest;
    const known = truth(evaluate(m, f, current.test));
    const frame = isMainBlock(current) && f.unit === f.module.body ? { ...f, unit: f.module.mainBlock } : f;
    if (known === true && f.concrete) return runBlock(m, frame, current.body);
    if (known === true && taken === null) taken = arms.length;
    if (known !== false || !f.concrete) arms.push(() => void runBlock(m, frame, current.body));
    const next = current.orelse;
    if (next.length === 1 && next[0]!.kind === 'If') rest = next[0] as If;
    else {
      rest = null;
      if (known === false && taken === null && arms.length === 1 && !f.concrete) taken = 1;
      if (f.concrete && arms.length === 0) return runBlock(m, f, next);
      arms.push(() => void runBlock(m, f, next));
    }
  }
  runArms(m, arms, taken);
  return 'next';
}

/**
 * Runs alternatives from the same state and lets them meet. When it is known which one is taken the others
 * are run for what they do, and leave no names behind.
 */
function runArms(m: Machine, arms: readonly (() => void)[], taken: number | null): void {
  const outer = m.journal;
  const results: Map<Scope, Map<string, Value | undefined>>[] = [];
  for (const [i, arm] of arms.entries()) {
    if (taken !== null && i === taken) continue;
    const journal = new Journal();
    m.journal = journal;
    arm();
    m.journal = outer;
    const names = journal.takeNames();
    if (taken === null) results.push(names);
    else journal.rollback();
  }
  if (taken !== null) arms[taken]?.();
  else meet(m, results);
}

function meet(m: Machine, results: readonly Map<Scope, Map<string, Value | undefined>>[]): void {
  const changed = new Map<Scope, Set<string>>();
  for (const result of results) {
    for (const [scope, names] of result) {
      let set = changed.get(scope);
      if (set === undefined) changed.set(scope, (set = new Set()));
      for (const name of names.keys()) set.add(name);
    }
  }
  for (const [scope, names] of changed) {
    for (const name of names) {
      const before = scope.names.get(name);
      let value: Value | undefined;
      for (const result of results) {
        const names = result.get(scope);
        const after = names?.has(name) ? names.get(name) : before;
        if (after !== undefined) value = value === undefined ? after : join(value, after);
      }
      if (value === undefined) continue;
      m.journal?.name(scope, name);
      scope.names.set(name, value);
    }
  }
}

function attempt(m: Machine, f: Frame, node: Try): Completion {
  const before = m.facts.size;
  const completion = runBlock(m, f, node.body);
  noteSilence(m, f, node, before);
  if (f.concrete) {
    if (completion === 'next') runBlock(m, f, node.orelse);
    runBlock(m, f, node.finalbody);
    return completion;
  }
  const arms: (() => void)[] = [() => void runBlock(m, f, node.orelse)];
  for (const handler of node.handlers) {
    arms.push(() => {
      if (handler.type !== null) evaluate(m, f, handler.type);
      if (handler.name !== null) setName(m, f, handler.name, UNKNOWN);
      runBlock(m, f, handler.body);
    });
  }
  runArms(m, arms, null);
  runBlock(m, f, node.finalbody);
  return 'next';
}

/** A block that fetched, ran or decoded something while every error is swallowed. */
function noteSilence(m: Machine, f: Frame, node: Try, before: number): void {
  const silent = node.handlers.some(
    (handler) =>
      handler.body.length === 1 &&
      (handler.body[0]!.kind === 'Pass' ||
        (handler.body[0]!.kind === 'Expr' && handler.body[0]!.value.kind === 'Constant')) &&
      (handler.type === null || (handler.type.kind === 'Name' && /^(Base)?Exception$/.test(handler.type.id))),
  );
  if (silent && m.facts.hasEffectSince(before)) m.behaviour('silent-failure', '', f, node);
}

function matchCases(m: Machine, f: Frame, node: Statement & { kind: 'Match' }): void {
  const subject = evaluate(m, f, node.subject);
  runArms(
    m,
    node.cases.map((entry) => () => {
      bindPattern(m, f, entry.pattern, subject);
      if (entry.guard !== null) evaluate(m, f, entry.guard);
      runBlock(m, f, entry.body);
    }),
    null,
  );
}

function bindPattern(m: Machine, f: Frame, pattern: Pattern, subject: Value, depth = 0): void {
  if (depth > 64) return;
  const inner = unknown(deepTaint(subject));
  switch (pattern.kind) {
    case 'MatchAs':
      if (pattern.name !== null) setName(m, f, pattern.name, pattern.pattern === null ? subject : inner);
      if (pattern.pattern !== null) bindPattern(m, f, pattern.pattern, subject, depth + 1);
      return;
    case 'MatchStar':
      if (pattern.name !== null) setName(m, f, pattern.name, inner);
      return;
    case 'MatchValue':
      evaluate(m, f, pattern.value);
      return;
    case 'MatchSequence':
    case 'MatchOr':
    case 'MatchMapping':
      for (const part of pattern.patterns)
        bindPattern(m, f, part, pattern.kind === 'MatchOr' ? subject : inner, depth + 1);
      if (pattern.kind === 'MatchMapping' && pattern.rest !== null) setName(m, f, pattern.rest, inner);
      return;
    case 'MatchClass':
      for (const part of [...pattern.patterns, ...pattern.keywordPatterns])
        bindPattern(m, f, part, inner, depth + 1);
      return;
    default:
      return;
  }
}

// ── Loops ────────────────────────────────────────────────────────────────────────────────────────

function loop(m: Machine, f: Frame, node: Statement & { kind: 'For' }): Completion {
  const source = evaluate(m, f, node.iter);
  const items = iterate(source);
  if (items === null || items.length === 0 || !m.mayUnroll) {
    assign(m, f, node.target, items?.[0] ?? elementOf(source));
    return afterLoop(m, f, node.orelse, once(m, f, node.body));
  }
  if (!f.concrete) {
    const journal = new Journal();
    const outer = m.journal;
    m.journal = journal;
    assign(m, f, node.target, items.length <= 4 ? items.reduce((a, b) => join(a, b)) : elementOf(source));
    runBlock(m, f, node.body);
    m.journal = outer;
    journal.rollback();
  }
  return afterLoop(m, f, node.orelse, iterateBody(m, f, node, items));
}

/** What one item of an iterable may be when the items are not known one by one. */
function elementOf(source: Value): Value {
  if ((source.t === 'list' || source.t === 'tuple') && source.items.length > 0 && source.items.length <= 8) {
    return source.items.reduce((a, b) => join(a, b));
  }
  if (source.t === 'obj' || source.t === 'ref') return source;
  return unknown(deepTaint(source));
}

/** Follows the loop item by item while steps last; what it assigned is unknown when they do not. */
function iterateBody(
  m: Machine,
  f: Frame,
  node: Statement & { kind: 'For' },
  items: readonly Value[],
): Completion {
  const inner: Frame = { ...f, concrete: true };
  const stop = Math.min(items.length, ITERATIONS);
  m.speculation++;
  const start = m.inlineSteps;
  let completion: Completion = 'next';
  for (let i = 0; i < stop; i++) {
    assign(m, inner, node.target, items[i]!);
    completion = runBlock(m, inner, node.body);
    m.concreteSteps += m.inlineSteps - start + 1;
    m.inlineSteps = start;
    if (completion === 'break' || completion === 'return') break;
    if (!m.mayUnroll) {
      m.limit('analysis-budget', f, node, 'a loop over known values ran longer than the analysis follows');
      break;
    }
  }
  m.speculation--;
  if (inner.returned !== undefined) f.returned = inner.returned;
  return completion === 'return' ? 'return' : 'next';
}

function whileLoop(m: Machine, f: Frame, node: Statement & { kind: 'While' }): Completion {
  const endless = node.test.kind === 'Constant' || (node.test.kind === 'Name' && node.test.id === 'True');
  const first = truth(evaluate(m, f, node.test));
  if (first !== true || !m.mayUnroll || (endless && !f.concrete)) {
    const before = m.facts.size;
    const completion = once(m, f, node.body);
    if (endless && m.facts.hasEffectSince(before)) m.behaviour('endless-loop', '', f, node);
    return afterLoop(m, f, node.orelse, completion);
  }
  if (!f.concrete) {
    const journal = new Journal();
    const outer = m.journal;
    m.journal = journal;
    runBlock(m, f, node.body);
    m.journal = outer;
    journal.rollback();
  }
  return afterLoop(m, f, node.orelse, whileKnown(m, f, node));
}

function whileKnown(m: Machine, f: Frame, node: Statement & { kind: 'While' }): Completion {
  const inner: Frame = { ...f, concrete: true };
  m.speculation++;
  const start = m.inlineSteps;
  let completion: Completion = 'next';
  for (let i = 0; i < ITERATIONS; i++) {
    if (truth(evaluate(m, inner, node.test)) !== true) break;
    completion = runBlock(m, inner, node.body);
    m.concreteSteps += m.inlineSteps - start + 1;
    m.inlineSteps = start;
    if (completion === 'break' || completion === 'return' || !m.mayUnroll) break;
  }
  m.speculation--;
  if (inner.returned !== undefined) f.returned = inner.returned;
  return completion === 'return' ? 'return' : 'next';
}

/** One pass over a body that may run any number of times, from nought. */
function once(m: Machine, f: Frame, body: readonly Statement[]): Completion {
  runArms(m, [() => void runBlock(m, { ...f, concrete: false }, body), () => {}], null);
  return 'next';
}

function afterLoop(m: Machine, f: Frame, orelse: readonly Statement[], completion: Completion): Completion {
  if (completion === 'return') return 'return';
  if (orelse.length > 0) runBlock(m, f, orelse);
  return 'next';
}

// ── Definitions ──────────────────────────────────────────────────────────────────────────────────

function define(m: Machine, f: Frame, node: FunctionDef): void {
  const fn = makeFunction(m, f, node, node.name);
  let value: Value = { t: 'func', taint: null, fn, self: null };
  for (const decorator of node.decorators) value = decorate(m, f, decorator, value);
  setName(m, f, node.name, value);
}

/** A decorator of ours may run code; one from outside leaves the function as it is. */
function decorate(m: Machine, f: Frame, decorator: Expression, value: Value): Value {
  const applied = evaluate(m, f, decorator);
  if (applied.t === 'func') f.unit.calls.add(applied.fn.unit);
  if (applied.t === 'ref' && applied.name === 'atexit.register' && value.t === 'func')
    f.unit.calls.add(value.fn.unit);
  if (applied.t === 'ref' && (applied.name === 'builtins.exec' || applied.name === 'builtins.eval')) {
    runCode(m, f, applied.name, [value], decorator);
  }
  return value;
}

function defineClass(m: Machine, f: Frame, node: Statement & { kind: 'ClassDef' }): void {
  const bases = node.bases.map((base) => evaluate(m, f, base));
  for (const keyword of node.keywords) evaluate(m, f, keyword.value);
  const members = new Scope('class', f.scope);
  const name = f.cls === null ? node.name : `${f.cls.name}.${node.name}`;
  const cls: ClassRecord = { node, name, module: f.module, source: f.source, bases, members, generic: null };
  const inner: Frame = { ...f, scope: members, cls, returned: undefined };
  runBlock(m, inner, node.body);
  const value: Value = { t: 'class', taint: null, cls };
  for (const decorator of node.decorators) evaluate(m, f, decorator);
  setName(m, f, node.name, value);
  m.classes.push(cls);
  const hook = classMember(cls, '__init_subclass__');
  if (hook?.t === 'func') f.unit.calls.add(hook.fn.unit);
}
