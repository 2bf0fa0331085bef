import { sigmoid } from '../../../src/score/logit.ts';
import type { Row } from '../../../src/train/additive.ts';

/** Gradient boosting of shallow trees on features that are on or off, monotone: switching one on never lowers. */
export interface TreeOptions {
  trees: number;
  depth: number;
  rate: number;
  /** Pull of leaves towards 0 (XGBoost's lambda). */
  ridge: number;
  /** Least sum of second derivatives in a leaf. */
  leaf: number;
  /** Rows in which a feature must be on. */
  support: number;
}

export interface Forest {
  /** Added to what a row starts from. */
  bias: number;
  trees: Node[];
}

interface Node {
  value: number;
  split: { step: string; on: Node; off: Node } | null;
}

interface Gradient {
  first: Float64Array;
  second: Float64Array;
}

/** Values that a leaf may take so that the tree stays monotone. */
interface Bounds {
  low: number;
  high: number;
}

/** `start` is the logit that a row has before any tree: trees learn what it leaves. */
export function fitForest(
  rows: readonly Row[],
  options: TreeOptions,
  start: (steps: readonly string[]) => number = () => 0,
): Forest {
  const sets = rows.map(({ steps }) => new Set(steps));
  const counts = new Map<string, number>();
  for (const { steps } of rows) for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const usable = new Set([...counts].flatMap(([step, count]) => (count >= options.support ? [step] : [])));
  const steps = rows.map((row) => row.steps.filter((step) => usable.has(step)));
  const logits = Float64Array.from(rows, (row) => start(row.steps));
  const bias = balance(rows, logits);
  const trees: Node[] = [];
  const all = rows.map((_, at) => at);
  const grown: Growth = { steps, sets, options, gradient: { first: logits, second: logits } };
  for (let round = 0; round < options.trees; round++) {
    grown.gradient = gradientOf(rows, logits);
    const tree = grow(grown, all, options.depth, {
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
    for (const at of all) logits[at]! += options.rate * valueIn(tree, sets[at]!);
    trees.push(tree);
  }
  return { bias, trees };
}

/** Shifts all logits so that they predict as many malicious rows as there are. */
function balance(rows: readonly Row[], logits: Float64Array): number {
  let bias = 0;
  for (let round = 0; round < 50; round++) {
    const { first, second } = gradientOf(rows, logits);
    const sum = (terms: Float64Array): number => terms.reduce((total, term) => total + term, 0);
    const change = Math.max(-1, Math.min(1, -sum(first) / (sum(second) + 1e-9)));
    for (const at of logits.keys()) logits[at]! += change;
    bias += change;
  }
  return bias;
}

export function forestLogit({ bias, trees }: Forest, on: ReadonlySet<string>, rate: number): number {
  return trees.reduce((sum, tree) => sum + rate * valueIn(tree, on), bias);
}

interface Growth {
  steps: readonly (readonly string[])[];
  sets: readonly ReadonlySet<string>[];
  options: TreeOptions;
  gradient: Gradient;
}

function gradientOf(rows: readonly Row[], logits: Float64Array): Gradient {
  const first = new Float64Array(rows.length);
  const second = new Float64Array(rows.length);
  for (const [at, { malicious, weight }] of rows.entries()) {
    const probability = sigmoid(logits[at]!);
    first[at] = weight * (probability - (malicious ? 1 : 0));
    second[at] = weight * probability * (1 - probability);
  }
  return { first, second };
}

interface Sums {
  first: number;
  second: number;
}

function grow(growth: Growth, members: readonly number[], depth: number, bounds: Bounds): Node {
  const { first, second } = growth.gradient;
  const sums: Sums = { first: 0, second: 0 };
  for (const at of members) {
    sums.first += first[at]!;
    sums.second += second[at]!;
  }
  const value = leafValue(sums, growth.options, bounds);
  if (depth === 0) return { value, split: null };
  const best = bestSplit(growth, members, sums, bounds);
  if (best === null) return { value, split: null };
  const middle = (best.on + best.off) / 2;
  const on = members.filter((at) => growth.sets[at]!.has(best.step));
  const off = members.filter((at) => !growth.sets[at]!.has(best.step));
  const split = {
    step: best.step,
    on: grow(growth, on, depth - 1, { ...bounds, low: middle }),
    off: grow(growth, off, depth - 1, { ...bounds, high: middle }),
  };
  return { value, split };
}

function leafValue({ first, second }: Sums, { ridge }: TreeOptions, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, -first / (second + ridge)));
}

function lossOf({ first, second }: Sums, value: number, ridge: number): number {
  return first * value + ((second + ridge) * value ** 2) / 2;
}

interface Split {
  step: string;
  /** Leaf values of its sides. */
  on: number;
  off: number;
  gain: number;
}

/** Loss that a split must save. */
const LEAST_GAIN = 1e-6;

/** The split with the largest gain whose sides are in order. */
function bestSplit(
  { steps, options, gradient }: Growth,
  members: readonly number[],
  sums: Sums,
  bounds: Bounds,
): Split | null {
  const table = new Map<string, Sums>();
  for (const at of members) {
    for (const step of steps[at]!) {
      let entry = table.get(step);
      if (entry === undefined) table.set(step, (entry = { first: 0, second: 0 }));
      entry.first += gradient.first[at]!;
      entry.second += gradient.second[at]!;
    }
  }
  const whole = lossOf(sums, leafValue(sums, options, bounds), options.ridge);
  const found: Split[] = [];
  for (const [step, onSums] of table) {
    const offSums = { first: sums.first - onSums.first, second: sums.second - onSums.second };
    if (onSums.second < options.leaf || offSums.second < options.leaf) continue;
    const [on, off] = [leafValue(onSums, options, bounds), leafValue(offSums, options, bounds)];
    const gain = whole - lossOf(onSums, on, options.ridge) - lossOf(offSums, off, options.ridge);
    if (on >= off && gain > LEAST_GAIN) found.push({ step, on, off, gain });
  }
  return found.sort((a, b) => b.gain - a.gain || (a.step < b.step ? -1 : 1))[0] ?? null;
}

function valueIn(node: Node, on: ReadonlySet<string>): number {
  let at = node;
  while (at.split !== null) at = on.has(at.split.step) ? at.split.on : at.split.off;
  return at.value;
}
