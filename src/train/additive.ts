/** Additive logistic model with weights that are never negative, fitted by coordinate descent. */
import { sigmoid } from '../score/logit.ts';
import { LADDER } from '../score/reach.ts';

/** One row of a design matrix of zeroes and ones. */
export interface Row {
  /** Steps that are on. */
  steps: readonly string[];
  malicious: boolean;
  /** Share in the loss. */
  weight: number;
}

export interface AdditiveOptions {
  /** Weights to start from and to be drawn back to; 0 for steps that it does not name. */
  prior: ReadonlyMap<string, number>;
  /** Pull towards the prior, by step: half of it times the squared distance of each reach's weight is added to the loss. */
  ridge: (step: string) => number;
  /** Pull towards 0, by step: it times the weight is added to the loss. */
  lasso: (step: string) => number;
  /** Rows in which one step of a name without prior must be on for the name to get weights. */
  support: number;
  /** Weights may be negative: for comparison only. */
  signed?: boolean;
}

export interface Additive {
  bias: number;
  /** Steps with a weight other than 0. */
  weights: Map<string, number>;
}

/** Sweeps over all coordinates; on the corpora some twenty suffice. */
const SWEEPS = 40;
/** Largest change of a weight in a sweep below which nothing more is to be gained. */
const SETTLED = 1e-3;
/** Largest step of one update: far from the optimum the quadratic approximation is wild. */
const STRIDE = 1.5;
/** Least curvature of one row: rows the model is sure of would let weights run away. */
const CURVATURE = 0.02;

export function fitAdditive(rows: readonly Row[], options: AdditiveOptions, start = -4): Additive {
  const coordinates = coordinatesOf(rows, options);
  const logits = new Float64Array(rows.length).fill(start);
  for (const { rows: members, weight } of coordinates) for (const row of members) logits[row]! += weight;
  const everyRow = rows.map((_, at) => at);
  let bias = start;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const slope = slopeOf(rows, logits, everyRow);
    bias += shift(logits, everyRow, bounded(-slope.first / (slope.second + 1e-9)));
    let largest = 0;
    for (const coordinate of coordinates) {
      const target = updated(coordinate, slopeOf(rows, logits, coordinate.rows), options);
      const change = shift(logits, coordinate.rows, bounded(target - coordinate.weight));
      coordinate.weight += change;
      largest = Math.max(largest, Math.abs(change));
    }
    if (largest < SETTLED) break;
  }
  const kept = coordinates.filter(({ weight }) => weight !== 0);
  return { bias, weights: new Map(kept.map(({ step, weight }) => [step, weight])) };
}

interface Coordinate {
  step: string;
  weight: number;
  prior: number;
  /** Rows in which it is on. */
  rows: readonly number[];
  /** The steps of the same name up the ladder, this one among them, the furthest reach first; alone for `none`. */
  ladder: Coordinate[];
}

/** In alphabetical order of names, so that the result does not depend on that of rows. */
function coordinatesOf(rows: readonly Row[], { prior, support }: AdditiveOptions): Coordinate[] {
  const columns = new Map<string, number[]>();
  for (const [at, { steps }] of rows.entries()) {
    for (const step of steps) {
      const column = columns.get(step);
      if (column === undefined) columns.set(step, [at]);
      else column.push(at);
    }
  }
  const named = Map.groupBy(new Set([...columns.keys(), ...prior.keys()]), ladderName);
  const ladders = [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name]) => name);
  return ladders.flatMap((name) => {
    const steps = name.endsWith(' none') ? [name] : LADDER.map((reach) => `${name} ${reach}`);
    const counted = steps.some((step) => (columns.get(step)?.length ?? 0) >= support);
    if (!counted && steps.every((step) => (prior.get(step) ?? 0) === 0)) return [];
    const ladder: Coordinate[] = [];
    for (const step of steps) {
      const weight = prior.get(step) ?? 0;
      ladder.push({ step, weight, prior: weight, rows: columns.get(step) ?? [], ladder });
    }
    return ladder;
  });
}

/** `rule a/b call` → `rule a/b`: reaches of the ladder belong together, `none` stands apart. */
function ladderName(step: string): string {
  return step.endsWith(' none') ? step : step.slice(0, step.lastIndexOf(' '));
}

interface Slope {
  first: number;
  second: number;
}

function slopeOf(rows: readonly Row[], logits: Float64Array, members: readonly number[]): Slope {
  let first = 0;
  let second = 0;
  for (const at of members) {
    const { malicious, weight } = rows[at]!;
    const probability = sigmoid(logits[at]!);
    first += weight * (probability - (malicious ? 1 : 0));
    second += weight * Math.max(probability * (1 - probability), CURVATURE);
  }
  return { first, second };
}

/**
 * Newton's step for one weight under its penalties. The pull is on what the reaches weigh, not on the steps between
 * them: what a rule does when called must not change what it means unasked.
 */
function updated(coordinate: Coordinate, slope: Slope, { ridge, lasso, signed }: AdditiveOptions): number {
  const { step, weight, ladder } = coordinate;
  const [pull, shrink] = [ridge(step), lasso(step)];
  let distance = 0;
  let distances = 0;
  let above = 0;
  let isAbove = false;
  for (const one of ladder) {
    distance += one.weight - one.prior;
    isAbove ||= one === coordinate;
    if (!isAbove) continue;
    distances += distance;
    above++;
  }
  const curvature = slope.second + pull * above + 1e-9;
  const free = weight - (slope.first + pull * distances) / curvature;
  if (signed) return Math.sign(free) * Math.max(0, Math.abs(free) - shrink / curvature);
  return Math.max(0, free - shrink / curvature);
}

function bounded(change: number): number {
  return Math.max(-STRIDE, Math.min(STRIDE, change));
}

function shift(logits: Float64Array, members: readonly number[], change: number): number {
  if (change !== 0) for (const at of members) logits[at]! += change;
  return change;
}
