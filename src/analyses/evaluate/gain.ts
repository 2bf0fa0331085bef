/**
 * Which calls of own functions are worth following. One function may be reached by thousands of paths; after some
 * calls in a row that told nothing new, further ones are taken as the call for any caller.
 */
import type { Machine } from './machine.ts';
import { type FunctionRecord, firstOf, type Gain } from './program.ts';
import { deepTaint, isConstant, keyOf, type Value } from './values.ts';

/** Calls in a row without news. */
const IDLE_CALLS = 6;
/** Constructors return nothing: what they put into an instance shows later. */
const IDLE_CONSTRUCTIONS = 32;
/** Calls with constants only may build up something that shows at the end. */
const IDLE_CONSTANT_CALLS = 256;
/** Characters at either end of a text that tell it from another of its length. */
const COMPARED = 64;
/** Items of a container that tell it from another of its size. */
const COMPARED_ITEMS = 4;

type Keywords = ReadonlyMap<string, Value>;

/** True when calls like this one told nothing new for some time. Data with an origin not seen before is new. */
export function isExhausted(
  m: Machine,
  fn: FunctionRecord,
  args: readonly Value[],
  keywords: Keywords,
): boolean {
  const { gain } = firstOf(fn);
  if (gain === null || gain.idle < IDLE_CALLS) return false;
  const { idle, origins } = gain;
  if (idle < IDLE_CONSTRUCTIONS && fn.name.endsWith('.__init__')) return false;
  const given = [...args, ...keywords.values()];
  // Decorators and runners do something with each function that they are given.
  if (given.some((value) => value.t === 'func' && !gain.functions?.has(firstOf(value.fn)))) return false;
  if (given.every((value) => value.t === 'inst' || isConstant(value))) {
    if (idle < IDLE_CONSTANT_CALLS || m.steps.decoding > 0) return false;
  }
  return given.every((value) => deepTaint(value)?.every(({ id }) => origins?.has(id)) ?? true);
}

/** Takes note of what a followed call brought: `news` of its facts, and a result unlike the others. */
export function noteGain(
  fn: FunctionRecord,
  news: boolean,
  result: Value,
  args: readonly Value[],
  keywords: Keywords,
): void {
  const first = firstOf(fn);
  const gain = (first.gain ??= { idle: 0, last: null, origins: null, functions: null });
  const shape = shapeOf(result);
  const told = news || (shape !== null && shape !== gain.last && shape !== shapeOf(fn.result));
  gain.idle = told ? 0 : gain.idle + 1;
  gain.last = shape;
  for (const arg of args) remember(gain, arg);
  for (const arg of keywords.values()) remember(gain, arg);
}

function remember(gain: Gain, given: Value): void {
  if (given.t === 'func') (gain.functions ??= new Set()).add(firstOf(given.fn));
  const taint = deepTaint(given);
  if (taint === null) return;
  gain.origins ??= new Set();
  for (const { id } of taint) gain.origins.add(id);
}

/** What can be compared of a known value; null for values that say nothing by themselves. */
function shapeOf(value: Value | null, depth = 2): string | null {
  switch (value?.t) {
    case 'str':
    case 'bytes':
      return `${value.t}${value.v.length}:${value.v.slice(0, COMPARED)}${value.v.slice(-COMPARED)}`;
    case 'num':
      return keyOf(value);
    case 'list':
    case 'tuple':
    case 'set': {
      const first = depth === 0 ? [] : value.items.slice(0, COMPARED_ITEMS);
      return `${value.items.length}[${first.map((item) => shapeOf(item, depth - 1)).join()}]`;
    }
    case 'dict':
      return `{${value.entries.size}}`;
    case 'template':
      return depth === 0 ? '+' : value.parts.map((part) => shapeOf(part, depth - 1)).join('+');
    case 'ref':
      return value.name;
    case 'code':
      return `code${value.text?.length ?? ''}`;
    case 'func':
      return value.fn.name;
    case 'class':
      return value.cls.name;
    default:
      return null;
  }
}
