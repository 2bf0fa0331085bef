/** Loops: item by item over known values, once over everything else. */

import type { SourceKind } from '../../contracts/fact.ts';
import type { Statement } from '../../python/ast.ts';
import { walk } from '../../python/walk.ts';
import { assign } from './assignments.ts';
import { runArms } from './branches.ts';
import { evaluate, ITERATIONS } from './expressions.ts';
import { elements } from './instances.ts';
import type { Frame, Machine } from './machine.ts';
import { Journal } from './scope.ts';
import { type Completion, runBlock } from './statements.ts';
import { hasKind } from './taint.ts';
import { deepTaint, join, truth, unknown, type Value } from './values.ts';

export function loop(m: Machine, f: Frame, node: Statement & { kind: 'For' }): Completion {
  const source = evaluate(m, f, node.iter);
  const items = elements(m, f, source, node.iter);
  if (items === null || items.length === 0 || !(m.mayFollow || maybeDecodes(source))) {
    assign(m, f, node.target, items?.[0] ?? elementOf(source));
    return afterLoop(m, f, node.orelse, once(m, f, node.body));
  }
  if (!f.concrete) {
    trial(m, () => {
      assign(m, f, node.target, items.length <= 4 ? items.reduce((a, b) => join(a, b)) : elementOf(source));
      runBlock(m, { ...f }, node.body);
    });
  }
  return afterLoop(m, f, node.orelse, iterateBody(m, f, node, items, source));
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
  source: Value,
): Completion {
  const stop = Math.min(items.length, ITERATIONS);
  const decodes = maybeDecodes(source);
  return followTurns(m, f, decodes, (inner, interest) => {
    let completion: Completion = 'next';
    for (let i = 0; i < stop; i++) {
      // The body may take items out of the list it runs over.
      const item = items[i];
      if (item === undefined) break;
      assign(m, inner, node.target, item);
      completion = runBlock(m, inner, node.body);
      m.spend(1);
      if (leaves(completion) || interest.isLost(m)) break;
      if (!m.mayFollow) {
        if (decodes)
          m.limit('analysis-budget', f, node, 'a loop over opaque data was not followed to its end');
        break;
      }
    }
    return completion;
  });
}

/** Follows a loop turn by turn: all is known there, and files are read on. */
function followTurns(
  m: Machine,
  f: Frame,
  decodes: boolean,
  turns: (inner: Frame, interest: Interest) => Completion,
): Completion {
  const inner: Frame = { ...f, concrete: true, uncertain: false };
  const { reading } = m;
  m.reading ??= new Map();
  m.speculation++;
  if (decodes) m.steps.decoding++;
  const completion = turns(inner, new Interest(m));
  m.speculation--;
  if (decodes) m.steps.decoding--;
  m.reading = reading;
  if (inner.returned !== undefined) f.returned = inner.returned;
  return leaves(completion) ? completion : 'next';
}

/** Iterations in a row that brought nothing to light, met something unknown or left all names as they were. */
const IDLE_ITERATIONS = 8;
/** The same where all is known and something changes: a generator of keys may turn for some time. */
const IDLE_KNOWN_ITERATIONS = 2048;
const IDLE_STEP = IDLE_KNOWN_ITERATIONS / IDLE_ITERATIONS;

/**
 * Whether a loop is worth following on. One that decodes something knows all it works with, or puts something
 * together; one that waits for an answer, or walks through what only the victim's machine has, does neither.
 */
class Interest {
  #vague: number;
  #moved: number;
  #gains: number;
  #computed: number;
  #spent: number;
  #idle = 0;

  constructor(m: Machine) {
    this.#spent = m.steps.spent;
    this.#vague = m.vague;
    this.#moved = m.moved;
    this.#gains = m.gains;
    this.#computed = m.computed;
  }

  /** Asked after each iteration. */
  isLost(m: Machine): boolean {
    const { vague, moved, gains } = m;
    const known = vague === this.#vague;
    if (gains === this.#gains) this.#idle += known && moved !== this.#moved ? 1 : IDLE_STEP;
    else {
      this.#idle = 0;
      if (known) m.steps.giveBack(m.steps.spent - this.#spent, m.computed !== this.#computed);
    }
    this.#spent = m.steps.spent;
    this.#vague = vague;
    this.#moved = moved;
    this.#gains = gains;
    this.#computed = m.computed;
    return this.#idle >= IDLE_KNOWN_ITERATIONS;
  }
}

const leaves = (completion: Completion): boolean => completion !== 'next' && completion !== 'continue';

export function whileLoop(m: Machine, f: Frame, node: Statement & { kind: 'While' }): Completion {
  const endless = node.test.kind === 'Constant' || (node.test.kind === 'Name' && node.test.id === 'True');
  // What the test reads, it reads once.
  const isTested = f.concrete && m.reading !== null;
  const test = evaluate(m, f, node.test);
  const first = truth(test);
  if (first !== true || !m.mayFollow || (endless && !hasExit(node.body))) {
    const before = m.facts.size;
    const completion = once(m, f, node.body);
    if (endless && m.facts.hasEffectSince(before)) m.behaviour('endless-loop', '', f, node);
    return afterLoop(m, f, node.orelse, completion);
  }
  if (!f.concrete) {
    trial(m, () => runBlock(m, { ...f }, node.body));
  }
  return afterLoop(m, f, node.orelse, whileKnown(m, f, node, isTested));
}

/** @param isTested for its first turn. */
function whileKnown(
  m: Machine,
  f: Frame,
  node: Statement & { kind: 'While' },
  isTested: boolean,
): Completion {
  return followTurns(m, f, true, (inner, interest) => {
    let completion: Completion = 'next';
    for (let i = 0; i < ITERATIONS; i++) {
      if (!(isTested && i === 0) && truth(evaluate(m, inner, node.test)) !== true) break;
      completion = runBlock(m, inner, node.body);
      m.spend(1);
      if (leaves(completion) || inner.uncertain || interest.isLost(m) || !m.mayFollow) break;
    }
    return completion;
  });
}

/** A loop without end is followed where something in it may end it. */
function hasExit(body: readonly Statement[]): boolean {
  let found = false;
  for (const statement of body) {
    walk(statement, ({ kind }) => {
      if (kind === 'Break' || kind === 'Return') found = true;
      return !found && kind !== 'FunctionDef' && kind !== 'ClassDef' && kind !== 'Lambda';
    });
  }
  return found;
}

/** One pass over a body that may run any number of times, from nought. */
function once(m: Machine, f: Frame, body: readonly Statement[]): Completion {
  const inner: Frame = { ...f, concrete: false };
  runArms(m, [() => runBlock(m, inner, body), () => 'next'], null);
  f.returned = inner.returned;
  return 'next';
}

function afterLoop(m: Machine, f: Frame, orelse: readonly Statement[], completion: Completion): Completion {
  if (completion === 'return' || completion === 'raise') return completion;
  // What stands behind `else` does not run after a break; its effects are worth seeing all the same.
  if (completion === 'break') trial(m, () => runBlock(m, f, orelse));
  else if (orelse.length > 0) return runBlock(m, f, orelse);
  return 'next';
}

/** Does something for what it shows, and undoes it. */
function trial(m: Machine, work: () => void): void {
  const { journal: outer, reading } = m;
  const journal = new Journal(outer, true);
  m.journal = journal;
  m.reading = null;
  work();
  m.journal = outer;
  m.reading = reading;
  journal.rollback();
}

/** Only a loop over text, bytes or decoded data can hide something when it is not followed to its end. */
export function maybeDecodes(source: Value): boolean {
  return source.t === 'str' || source.t === 'bytes' || hasKind(deepTaint(source), OPAQUE);
}

const OPAQUE: ReadonlySet<SourceKind> = new Set(['constant-blob', 'decoded', 'decrypted', 'own-data-file']);
