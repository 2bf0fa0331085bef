/** Comprehensions: item by item over known values, once over everything else. */
import type { Comprehension, Expression } from '../../python/ast.ts';
import { assign } from './assignments.ts';
import { evaluate, ITERATIONS } from './expressions.ts';
import { elements } from './instances.ts';
import { maybeDecodes } from './loops.ts';
import type { Frame, Machine } from './machine.ts';
import { Scope } from './scope.ts';
import { deepTaint, keyOf, truth, unknown, type Value } from './values.ts';
/** Runs a comprehension: item by item when every iterable is known, else once for what it touches. */
export function comprehend(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  element: (inner: Frame) => Value,
): Value & { t: 'list' | 'tuple' | 'set' } {
  const inner: Frame = { ...f, scope: new Scope('function', f.scope) };
  const items: Value[] = [];
  const complete = generate(m, inner, generators, 0, () => {
    const before = m.steps.spent;
    const item = element(inner);
    if (isComputed(item)) m.steps.unquiet(m.steps.spent - before);
    items.push(item);
    return items.length < ITERATIONS;
  });
  return { t: 'list', taint: null, items, open: !complete };
}

/** What decoders make: numbers, bytes, and texts that no search of the source finds. */
const isComputed = (value: Value): boolean =>
  value.t === 'num' || value.t === 'bytes' || (value.t === 'str' && value.made === 'computed');

export function dictComprehension(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  key: Expression,
  value: Expression,
): Value {
  const inner: Frame = { ...f, scope: new Scope('function', f.scope) };
  const entries = new Map<string, { key: Value; value: Value }>();
  let open = false;
  const complete = generate(m, inner, generators, 0, () => {
    const name = evaluate(m, inner, key);
    const known = keyOf(name);
    open ||= known === null;
    entries.set(known ?? `?${entries.size}`, { key: name, value: evaluate(m, inner, value) });
    return entries.size < 100_000;
  });
  return { t: 'dict', taint: null, entries, open: open || !complete };
}

/** Calls `emit` for every combination; false when not all of them are known. */
function generate(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  at: number,
  emit: () => boolean,
): boolean {
  const generator = generators[at];
  if (generator === undefined) return emit();
  const source = evaluate(m, f, generator.iter);
  const items = elements(m, f, source, generator.iter);
  const decodes = maybeDecodes(source);
  if (items === null || !(m.mayFollow || decodes)) {
    assign(m, f, generator.target, unknown(deepTaint(source)));
    for (const test of generator.ifs) evaluate(m, f, test);
    generate(m, f, generators, at + 1, emit);
    return false;
  }
  m.speculation++;
  if (decodes) m.steps.decoding++;
  const complete = generateEach(m, f, generators, at, emit, items);
  m.speculation--;
  if (decodes) m.steps.decoding--;
  return complete;
}

function generateEach(
  m: Machine,
  f: Frame,
  generators: Comprehension[],
  at: number,
  emit: () => boolean,
  items: readonly Value[],
): boolean {
  const generator = generators[at]!;
  let complete = true;
  for (const item of items) {
    m.spend(1);
    if (!m.mayFollow) return false;
    assign(m, f, generator.target, item);
    let verdict = true as boolean | null;
    for (const test of generator.ifs) {
      const known = truth(evaluate(m, f, test));
      verdict = known === false || verdict === false ? false : known === null ? null : verdict;
    }
    if (verdict === false) continue;
    if (verdict === null) complete = false;
    if (!generate(m, f, generators, at + 1, emit)) complete = false;
  }
  return complete;
}
