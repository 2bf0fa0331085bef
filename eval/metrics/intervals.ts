/** Rates and how far they can be trusted. */

/** `hits` of `n`. */
export interface Count {
  hits: number;
  n: number;
}

/** A share with the bounds of its interval; NaN where nothing was counted. */
export interface Rate extends Count {
  rate: number;
  low: number;
  high: number;
}

/** Standard normal quantile of 0.975. */
const Z95 = 1.959963984540054;

/** A rate with its 95 % Wilson score interval (Wilson 1927): near its nominal coverage at any n and rate. */
export function wilson(hits: number, n: number, z: number = Z95): Rate {
  if (n === 0) return { hits, n, rate: Number.NaN, low: Number.NaN, high: Number.NaN };
  const rate = hits / n;
  const centre = rate + (z * z) / (2 * n);
  const half = z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return {
    hits,
    n,
    rate,
    low: hits === 0 ? 0 : (centre - half) / scale,
    high: hits === n ? 1 : (centre + half) / scale,
  };
}

/**
 * A rate with its exact interval (Clopper and Pearson 1934), which never covers less than `level`: what a claim such
 * as "at most x false positives" has to stand on. With no hits the upper bound is near 3.7 / n.
 */
export function clopperPearson(hits: number, n: number, level = 0.95): Rate {
  if (n === 0) return { hits, n, rate: Number.NaN, low: Number.NaN, high: Number.NaN };
  const tail = (1 - level) / 2;
  // P(X >= hits) grows with p, P(X <= hits) falls.
  const low = hits === 0 ? 0 : bisect((p) => 1 - binomialCdf(hits - 1, n, p) < tail);
  const high = hits === n ? 1 : bisect((p) => binomialCdf(hits, n, p) > tail);
  return { hits, n, rate: hits / n, low, high };
}

/** The p in 0-1 at which `below` turns from true to false. */
function bisect(below: (p: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X <= k) of a binomial distribution, summed in logarithms. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k >= n || p <= 0) return 1;
  if (k < 0 || p >= 1) return 0;
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i += 1) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

export interface Mean {
  mean: number;
  low: number;
  high: number;
  /** Number of groups. */
  groups: number;
}

/** Mean over groups of each group's share: every group counts the same, however large. NaN without groups. */
export function macroMean(groups: readonly Count[]): number {
  return groups.reduce((sum, { hits, n }) => sum + hits / n, 0) / groups.length;
}

/** Share over all members of the groups. */
export function plainMean(groups: readonly Count[]): number {
  const total = groups.reduce((sum, { hits, n }) => ({ hits: sum.hits + hits, n: sum.n + n }), {
    hits: 0,
    n: 0,
  });
  return total.hits / total.n;
}

/**
 * A statistic over groups with its 95 % percentile interval by the cluster bootstrap: whole groups are drawn with
 * replacement, since members of one group resemble each other. The same seed gives the same interval. Where every
 * group agrees the bootstrap knows no uncertainty; the interval of one rate over the groups stands in.
 */
export function clusterBootstrap(
  groups: readonly Count[],
  statistic: (groups: readonly Count[]) => number = macroMean,
  { rounds = 1000, seed = 1 }: { rounds?: number; seed?: number } = {},
): Mean {
  const mean = statistic(groups);
  if (groups.length === 0) return { mean, low: Number.NaN, high: Number.NaN, groups: 0 };
  if (mean === 0 || mean === 1) {
    const { low, high } = clopperPearson(mean * groups.length, groups.length);
    return { mean, low, high, groups: groups.length };
  }
  const random = seededRandom(seed);
  const draws = Array.from({ length: rounds }, () =>
    statistic(groups.map(() => groups[Math.floor(random() * groups.length)]!)),
  ).sort((a, b) => a - b);
  return { mean, low: quantile(draws, 0.025), high: quantile(draws, 0.975), groups: groups.length };
}

/** Quantile of ascending values, between neighbours linearly. NaN without values. */
export function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Uniform in [0, 1), the same sequence for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
