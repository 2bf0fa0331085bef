import { sigmoid } from '../../../src/score/logit.ts';
import type { Row } from '../../../src/train/additive.ts';

/**
 * Explainable boosting for features that are on or off (Lou, Caruana, Gehrke, Hooker, Accurate intelligible models
 * with pairwise interactions, 2013): shape functions of one feature are single weights here, those of two the weight
 * of both being on. Boosted in turn with a small step, never negative, hence monotone.
 */
export interface PairOptions {
  rounds: number;
  rate: number;
  /** Pairs that are let in, those that explain most of what single features leave. */
  pairs: number;
  /** Rows in which a feature or pair must be on. */
  support: number;
  /** Pull towards 0 in each update. */
  ridge: number;
}

export interface PairModel {
  bias: number;
  weights: Map<string, number>;
}

const JOIN = ' & ';

/** `start` has the weights of single features that learning begins with. */
export function fitPairs(
  rows: readonly Row[],
  options: PairOptions,
  start: ReadonlyMap<string, number> = new Map(),
): PairModel {
  const singles = columnsOf(
    rows.map(({ steps }) => steps),
    options.support,
  );
  const model: PairModel = { bias: -4, weights: new Map(start) };
  const logits = Float64Array.from(rows, ({ steps }) =>
    steps.reduce((sum, step) => sum + (start.get(step) ?? 0), model.bias),
  );
  boost(rows, logits, singles, model, options);
  const pairs = strongestPairs(rows, logits, singles, options);
  boost(rows, logits, pairs, model, options);
  return model;
}

export function pairLogit({ bias, weights }: PairModel, steps: readonly string[]): number {
  const on = new Set(steps);
  let logit = bias;
  for (const [name, weight] of weights) {
    const cut = name.indexOf(JOIN);
    const holds =
      cut < 0 ? on.has(name) : on.has(name.slice(0, cut)) && on.has(name.slice(cut + JOIN.length));
    if (holds) logit += weight;
  }
  return logit;
}

function columnsOf(lists: readonly (readonly string[])[], support: number): Map<string, number[]> {
  const columns = new Map<string, number[]>();
  for (const [at, steps] of lists.entries()) {
    for (const step of steps) {
      const column = columns.get(step);
      if (column === undefined) columns.set(step, [at]);
      else column.push(at);
    }
  }
  return new Map(
    [...columns].filter(([, rows]) => rows.length >= support).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function boost(
  rows: readonly Row[],
  logits: Float64Array,
  columns: ReadonlyMap<string, readonly number[]>,
  model: PairModel,
  options: PairOptions,
): void {
  const everyRow = rows.map((_, at) => at);
  for (let round = 0; round < options.rounds; round++) {
    model.bias += move(logits, everyRow, options.rate * newton(rows, logits, everyRow, 0));
    for (const [name, members] of columns) {
      const weight = model.weights.get(name) ?? 0;
      const change = Math.max(-weight, options.rate * newton(rows, logits, members, options.ridge));
      if (change === 0) continue;
      model.weights.set(name, weight + move(logits, members, change));
    }
  }
}

function newton(
  rows: readonly Row[],
  logits: Float64Array,
  members: readonly number[],
  ridge: number,
): number {
  let [first, second] = [0, ridge + 1e-9];
  for (const at of members) {
    const { malicious, weight } = rows[at]!;
    const probability = sigmoid(logits[at]!);
    first += weight * (probability - (malicious ? 1 : 0));
    second += weight * probability * (1 - probability);
  }
  return Math.max(-2, Math.min(2, -first / second));
}

function move(logits: Float64Array, members: readonly number[], change: number): number {
  for (const at of members) logits[at]! += change;
  return change;
}

/** Pairs by how much a weight of their own would lower the loss now; a pair that repeats one of its halves adds nothing. */
function strongestPairs(
  rows: readonly Row[],
  logits: Float64Array,
  singles: ReadonlyMap<string, readonly number[]>,
  options: PairOptions,
): Map<string, number[]> {
  const lists = rows.map(({ steps }) => {
    const usable = steps.filter((step) => singles.has(step) && step.startsWith('rule ')).sort();
    return usable.flatMap((a, at) => usable.slice(at + 1).map((b) => a + JOIN + b));
  });
  const ranked = [...columnsOf(lists, options.support)].map(([name, members]) => {
    const halves = name.split(JOIN).map((half) => singles.get(half)!.length);
    const step = newton(rows, logits, members, options.ridge);
    return { name, members, gain: halves.includes(members.length) ? 0 : step * Math.sqrt(members.length) };
  });
  ranked.sort((a, b) => b.gain - a.gain || (a.name < b.name ? -1 : 1));
  return new Map(
    ranked.slice(0, options.pairs).flatMap(({ name, members, gain }) => (gain > 0 ? [[name, members]] : [])),
  );
}
