/** Functions over iterables: `map`, `filter`, `zip`, `sorted(key=…)`, `next`, and itertools. */
import type { Expression } from '../../python/ast.ts';
import { call } from './calls.ts';
import { maybeDecodes } from './loops.ts';
import type { Frame, Machine } from './machine.ts';
import { binary } from './operators.ts';
import { iterate, sortValues } from './sequences.ts';
import type { Handler } from './special.ts';
import { type Taint, union } from './taint.ts';
import {
  deepTaint,
  list,
  NO_KEYWORDS,
  number,
  type Obj,
  truth,
  tuple,
  unknown,
  type Value,
} from './values.ts';

/** Items that a combination of iterables may have. */
const COMBINATIONS = 100_000;

const taintOf = (values: readonly Value[]): Taint =>
  values.reduce<Taint>((all, value) => union(all, deepTaint(value)), null);

/** Does something for each index below `length`, on the right allowance; false when it was not done to the end. */
function each(m: Machine, sources: readonly Value[], length: number, work: (i: number) => boolean): boolean {
  const decodes = sources.some(maybeDecodes);
  m.speculation++;
  if (decodes) m.steps.decoding++;
  let i = 0;
  while (i < length && m.mayFollow && work(i)) {
    m.spend(1);
    i++;
  }
  m.speculation--;
  if (decodes) m.steps.decoding--;
  return i === length;
}

const callWith = (m: Machine, f: Frame, node: Expression, fn: Value, args: Value[]): Value =>
  call(m, f, node, fn, { args, keywords: NO_KEYWORDS });

/** One function applied to known columns, or once to what their items may be. */
function applied(m: Machine, f: Frame, node: Expression, fn: Value, sources: readonly Value[]): Value {
  const columns = columnsOf(sources);
  if (columns === null || !(m.mayFollow || sources.some(maybeDecodes))) {
    const element = callWith(
      m,
      f,
      node,
      fn,
      sources.map((source) => unknown(deepTaint(source))),
    );
    return list([element], taintOf(sources), true);
  }
  const items: Value[] = [];
  const complete = each(m, sources, columns.length, (i) => {
    items.push(callWith(m, f, node, fn, columns.row(i)));
    return true;
  });
  return complete ? list(items) : list(items, taintOf(sources), true);
}

interface Columns {
  length: number;
  row: (i: number) => Value[];
}

/** Several iterables side by side; endless ones go on as long as any other. */
function columnsOf(sources: readonly Value[]): Columns | null {
  const only = sources[0];
  const grouped =
    only?.t === 'list' &&
    only.iterator === true &&
    sources.length > 1 &&
    sources.every((source) => source === sources[0]);
  if (grouped && !only.open) {
    // zip(*[iter(x)] * n): one iterator, taken from in turn.
    const size = sources.length;
    return {
      length: Math.floor(only.items.length / size),
      row: (i) => only.items.slice(i * size, (i + 1) * size),
    };
  }
  let length = Number.POSITIVE_INFINITY;
  const at: ((i: number) => Value)[] = [];
  for (const source of sources) {
    const endless = endlessItem(source);
    if (endless !== null) {
      at.push(endless);
      continue;
    }
    const items = iterate(source);
    if (items === null) return null;
    length = Math.min(length, items.length);
    at.push((i) => items[i]!);
  }
  return Number.isFinite(length) ? { length, row: (i) => at.map((item) => item(i)) } : null;
}

/** Item `i` of `itertools.cycle`, `count` and endless `repeat`. */
function endlessItem(source: Value): ((i: number) => Value) | null {
  if (source.t !== 'obj') return null;
  const [first, second] = source.args;
  if (source.name === 'itertools.repeat' && first !== undefined && second === undefined) return () => first;
  if (source.name === 'itertools.count') {
    const from = first === undefined ? 0 : first.t === 'num' ? Number(first.v) : null;
    const step = second === undefined ? 1 : second.t === 'num' ? Number(second.v) : null;
    return Number.isSafeInteger(from) && Number.isSafeInteger(step) ? (i) => number(from! + i * step!) : null;
  }
  const items = source.name === 'itertools.cycle' && first !== undefined ? iterate(first) : null;
  return items === null || items.length === 0 ? null : (i) => items[i % items.length]!;
}

export const mapOver: Handler = (m, f, node, _callee, given) => {
  const [fn, ...sources] = given.args;
  return fn === undefined || sources.length === 0 ? undefined : applied(m, f, node, fn, sources);
};

export const starMap: Handler = (m, f, node, _callee, given) => {
  const [fn, source] = given.args;
  if (fn === undefined || source === undefined) return undefined;
  const rows = iterate(source)?.map(iterate);
  if (rows === undefined || rows.includes(null)) return undefined;
  const items: Value[] = [];
  each(m, [source], rows.length, (i) => {
    items.push(callWith(m, f, node, fn, rows[i]!));
    return true;
  });
  return list(items, null, items.length < rows.length);
};

export const filterOver: Handler = (m, f, node, _callee, given) => {
  const [fn, source] = given.args;
  if (fn === undefined || source === undefined) return undefined;
  const items = iterate(source);
  if (items === null) {
    if (fn.t !== 'none') callWith(m, f, node, fn, [unknown(deepTaint(source))]);
    return list([], deepTaint(source), true);
  }
  const kept: Value[] = [];
  let open = false;
  const complete = each(m, [source], items.length, (i) => {
    const item = items[i]!;
    const verdict = truth(fn.t === 'none' ? item : callWith(m, f, node, fn, [item]));
    open ||= verdict === null;
    if (verdict !== false) kept.push(item);
    return true;
  });
  return list(kept, source.taint, open || !complete);
};

export const zipTogether: Handler = (_m, _f, _node, _callee, given) => {
  const columns = given.args.length === 0 ? null : columnsOf(given.args);
  if (columns === null) return undefined;
  return list(Array.from({ length: columns.length }, (_, i) => tuple(columns.row(i))));
};

export const zipLongest: Handler = (_m, _f, _node, _callee, given) => {
  const columns = given.args.map(iterate);
  if (columns.length === 0 || columns.includes(null)) return undefined;
  const filler = given.keywords.get('fillvalue') ?? { t: 'none', taint: null };
  const length = Math.max(...columns.map((column) => column!.length));
  return list(Array.from({ length }, (_, i) => tuple(columns.map((column) => column![i] ?? filler))));
};

export const reduceOver: Handler = (m, f, node, _callee, given) => {
  const [fn, source, start] = given.args;
  if (fn === undefined || source === undefined) return undefined;
  const items = iterate(source);
  if (items === null) {
    callWith(m, f, node, fn, [start ?? unknown(deepTaint(source)), unknown(deepTaint(source))]);
    return unknown(deepTaint(source));
  }
  const rest = start === undefined ? items.slice(1) : items;
  let total = start ?? items[0];
  if (total === undefined) return undefined;
  const complete = each(m, [source], rest.length, (i) => {
    total = callWith(m, f, node, fn, [total!, rest[i]!]);
    return true;
  });
  return complete ? total : unknown(taintOf([source, total]));
};

export const accumulate: Handler = (m, f, node, _callee, given) => {
  const [source, fn] = given.args;
  const items = source === undefined ? null : iterate(source);
  if (items === null || items.length === 0) return undefined;
  const sums: Value[] = [items[0]!];
  each(m, [source!], items.length - 1, (i) => {
    const pair = [sums[i]!, items[i + 1]!] as const;
    sums.push(fn === undefined ? binary('+', ...pair) : callWith(m, f, node, fn, [...pair]));
    return true;
  });
  return list(sums, null, sums.length < items.length);
};

/** `sorted`, `min` and `max` with a key; a key function sees every item, whatever is known. */
export const sortedBy: Handler = (m, f, node, callee, given) => {
  const key = given.keywords.get('key');
  const source = given.args.length === 1 ? given.args[0]! : list(given.args);
  if (key === undefined || key.t === 'none') return undefined;
  const items = iterate(source);
  if (items === null) {
    callWith(m, f, node, key, [unknown(deepTaint(source))]);
    return callee.name.endsWith('sorted') ? list([], deepTaint(source), true) : unknown(deepTaint(source));
  }
  const keys: Value[] = [];
  each(m, [source], items.length, (i) => {
    keys.push(callWith(m, f, node, key, [items[i]!]));
    return true;
  });
  // Equal ones keep their order, also when the others are turned round.
  const reverse = given.keywords.get('reverse');
  const turned = reverse !== undefined && truth(reverse) === true;
  const order = sortValues(
    list(keys.map((one, i) => tuple([one, number(turned ? keys.length - i : i)]))),
    reverse,
  );
  const sorted = order === null ? null : iterate(order);
  if (sorted === null || keys.length < items.length) return list(items.slice(), source.taint, true);
  const byKey = sorted.map((pair) => {
    const place = Number((pair as { items: { v: number }[] }).items[1]!.v);
    return items[turned ? keys.length - place : place]!;
  });
  if (callee.name.endsWith('sorted')) return list(byKey, source.taint);
  return (callee.name.endsWith('max') ? byKey[byKey.length - 1] : byKey[0]) ?? unknown(source.taint);
};

/** `next(iterator)`: iterators are lists of what they still give. */
export const nextOf: Handler = (m, f, node, _callee, given) => {
  const [source, fallback] = given.args;
  if (source?.t === 'list') {
    m.changes(source);
    if (source.items.length > 20_000) source.open = true;
    const [item] = source.open ? [source.items[0]] : source.items.splice(0, 1);
    return item ?? fallback ?? unknown(source.taint);
  }
  if (source?.t !== 'obj') return undefined;
  const item = endlessItem(source);
  return item === null ? undefined : advance(m, f, node, source, item);
};

/** The position of an endless iterator is kept with it. */
function advance(_m: Machine, _f: Frame, _node: Expression, source: Obj, item: (i: number) => Value): Value {
  const position = source.fields?.get('#next');
  const i = position?.t === 'num' ? Number(position.v) : 0;
  source.fields ??= new Map();
  source.fields.set('#next', number(i + 1));
  return item(i);
}

export const productOf: Handler = (_m, _f, _node, _callee, given) => {
  const repeat = given.keywords.get('repeat');
  const times = repeat?.t === 'num' ? Math.min(Number(repeat.v), 16) : 1;
  const columns = Array.from({ length: times }, () => given.args)
    .flat()
    .map(iterate);
  if (columns.length === 0 || columns.includes(null)) return undefined;
  let count = 1;
  for (const column of columns) if ((count *= column!.length) > COMBINATIONS) return undefined;
  return list(Array.from({ length: count }, (_, at) => tuple(combination(columns as Value[][], at))));
};

/** The combination at a place of the product: the last column turns fastest. */
function combination(columns: readonly (readonly Value[])[], at: number): Value[] {
  const row = columns.map(([first]) => first!);
  for (let i = columns.length - 1, rest = at; rest > 0; i--) {
    const column = columns[i]!;
    row[i] = column[rest % column.length]!;
    rest = Math.floor(rest / column.length);
  }
  return row;
}

export const sliceOver: Handler = (_m, _f, _node, _callee, given) => {
  const [source, ...bounds] = given.args;
  if (source === undefined) return undefined;
  const known = bounds.map((bound) =>
    bound.t === 'num' ? Number(bound.v) : bound.t === 'none' ? null : Number.NaN,
  );
  if (known.some((bound) => Number.isNaN(bound))) return undefined;
  const [start, stop, step] =
    known.length === 1 ? [0, known[0] ?? null, 1] : [known[0] ?? 0, known[1] ?? null, known[2] ?? 1];
  const endless = endlessItem(source);
  const items = endless === null ? iterate(source) : null;
  const end = Math.min(stop ?? Number.POSITIVE_INFINITY, items?.length ?? COMBINATIONS);
  if ((endless === null && items === null) || (endless !== null && stop === null) || step < 1)
    return undefined;
  const taken: Value[] = [];
  for (let i = start; i < end; i += step) taken.push(endless === null ? items![i]! : endless(i));
  return list(taken);
};

export const chained: Handler = (_m, _f, _node, callee, given) => {
  const sources = callee.name.endsWith('from_iterable')
    ? iterate(given.args[0] ?? unknown(null))
    : given.args;
  const parts = sources?.map(iterate);
  if (parts === undefined || parts.includes(null)) return undefined;
  return list(parts.flatMap((part) => part!));
};

export const repeated: Handler = (_m, _f, _node, _callee, given) => {
  const [item, times] = given.args;
  if (item === undefined || times?.t !== 'num' || Number(times.v) > COMBINATIONS) return undefined;
  return list(new Array<Value>(Math.max(0, Math.ceil(Number(times.v)))).fill(item));
};
