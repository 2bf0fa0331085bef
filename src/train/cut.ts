/**
 * The lowest cut at which at most `rate` of the benign scores lie above it: the score of the first benign
 * distribution that must stay below, so that ties never exceed the rate. -Infinity without benign scores.
 */
export function cutAtRate(benign: readonly number[], rate: number): number {
  // A rate such as 0.01 of 200 must allow 2, whatever binary fractions make of it.
  const allowed = Math.floor(rate * benign.length + 1e-9);
  return benign.toSorted((a, b) => b - a)[allowed] ?? Number.NEGATIVE_INFINITY;
}
