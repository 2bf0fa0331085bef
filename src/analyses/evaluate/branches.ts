/** Code that may or may not run: if, try, match. */

import type { Statement, Try } from '../../python/ast.ts';
import { setName } from './assignments.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { isMainBlock } from './program.ts';
import { Journal, Names } from './scope.ts';
import { type Completion, runBlock } from './statements.ts';
import { join, truth, UNKNOWN, type Value } from './values.ts';

type If = Statement & { kind: 'If' };

/** Long elif chains nest in the tree: they are walked in a loop. */
export function branch(m: Machine, f: Frame, node: If): Completion {
  const arms: Arm[] = [];
  let taken: number | null = null;
  let rest: If | null = node;
  while (rest !== null) {
    const current: If = rest;
    const test = evaluate(m, f, current.test);
    const known = truth(test);
    if (known === null) m.vague++;
    noteGuard(m, f, current, test);
    const frame = isMainBlock(current) && f.unit === f.module.body ? { ...f, unit: f.module.mainBlock } : f;
    if (known === true && f.concrete && arms.length === 0) return runBlock(m, frame, current.body);
    if (known === true && taken === null) taken = arms.length;
    if (known !== false || !f.concrete) arms.push(() => runBlock(m, frame, current.body));
    const next = current.orelse;
    if (next.length === 1 && next[0]!.kind === 'If') rest = next[0] as If;
    else {
      rest = null;
      if (known === false && taken === null && arms.length === 1 && !f.concrete) taken = 1;
      if (f.concrete && arms.length === 0) return runBlock(m, f, next);
      arms.push(() => runBlock(m, f, next));
    }
  }
  if (runArms(m, arms, taken)) f.uncertain = true;
  return 'next';
}

/** Names that tell machines apart rather than systems: a test of them picks its victims. */
const GUARD_SOURCES =
  /^(socket\.gethostname|socket\.getfqdn|platform\.node|getpass\.getuser|os\.getlogin|uuid\.getnode|psutil\.(process_iter|users|virtual_memory|disk_usage|cpu_count|boot_time)|win32api\.GetComputerName|locale\.getdefaultlocale|locale\.getlocale|time\.tzname|screeninfo\.get_monitors)$/;
const GUARD_VARIABLES =
  /^(USERNAME|COMPUTERNAME|USERDOMAIN|USER|LOGNAME|HOSTNAME|PROCESSOR_IDENTIFIER|NUMBER_OF_PROCESSORS|USERPROFILE)$/i;

function noteGuard(m: Machine, f: Frame, node: If, test: Value): void {
  if (test.taint === null) return;
  for (const { name, detail } of test.taint) {
    if (!GUARD_SOURCES.test(name) && !(name === 'os.environ' && GUARD_VARIABLES.test(detail))) continue;
    m.behaviour('environment-guard', detail === '' ? name : `${name} ${detail}`, f, node);
    return;
  }
}

type Arm = () => Completion;

/**
 * Runs alternatives from the same state and lets them meet. When it is known which one is taken the others
 * are run for what they do, and leave no names behind. True when one that may be taken leaves the block.
 */
export function runArms(m: Machine, arms: readonly Arm[], taken: number | null): boolean {
  let left = false;
  const outer = m.journal;
  const results: Names[] = [];
  for (let i = 0; i < arms.length; i++) {
    if (i === taken) continue;
    const journal = new Journal(outer, taken !== null);
    m.journal = journal;
    if (arms[i]!() !== 'next' && taken === null) left = true;
    m.journal = outer;
    if (taken === null) results.push(journal.takeNames());
    else journal.rollback();
  }
  if (taken !== null) arms[taken]?.();
  else meet(m, results);
  return left;
}

function meet(m: Machine, results: readonly Names[]): void {
  const changed = results.filter(({ all }) => all.length > 0);
  if (changed.length === 0) return;
  const merged = changed.length === 1 ? changed[0]! : merge(changed);
  for (const { scope, name, value } of merged.all) {
    // An arm that left the name alone keeps what it was before.
    const isEverywhere =
      changed.length === results.length && changed.every((result) => result.find(scope, name) !== undefined);
    const before = isEverywhere ? undefined : scope.names.get(name);
    const after = value === undefined ? before : before === undefined ? value : join(before, value);
    if (after === undefined) continue;
    m.journal?.name(scope, name);
    scope.names.set(name, after);
  }
}

function merge(results: readonly Names[]): Names {
  const merged = new Names();
  for (const result of results) {
    for (const one of result.all) {
      const known = merged.find(one.scope, one.name);
      if (known === undefined) merged.add({ ...one });
      else if (one.value !== undefined) known.value = join(one.value, known.value);
    }
  }
  return merged;
}

export function attempt(m: Machine, f: Frame, node: Try): Completion {
  const before = m.facts.size;
  const completion = runBlock(m, f, node.body);
  noteSilence(m, f, node, before);
  if (f.concrete) {
    let last = completion;
    if (completion === 'next') last = runBlock(m, f, node.orelse);
    else if (completion === 'raise' && node.handlers.length > 0) last = handle(m, f, node);
    const end = runBlock(m, f, node.finalbody);
    return end === 'next' ? last : end;
  }
  const arms: Arm[] = [() => runBlock(m, f, node.orelse)];
  for (const handler of node.handlers) {
    arms.push(() => {
      if (handler.type !== null) evaluate(m, f, handler.type);
      if (handler.name !== null) setName(m, f, handler.name, UNKNOWN);
      return runBlock(m, f, handler.body);
    });
  }
  runArms(m, arms, null);
  runBlock(m, f, node.finalbody);
  return 'next';
}

/** What was raised by a known statement is taken by the first handler. */
function handle(m: Machine, f: Frame, node: Try): Completion {
  const [handler] = node.handlers;
  if (handler === undefined) return 'raise';
  if (handler.type !== null) evaluate(m, f, handler.type);
  if (handler.name !== null) setName(m, f, handler.name, UNKNOWN);
  return runBlock(m, f, handler.body);
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
