/** What scoring and training do with logits. Both must agree to the last bit. */

/** Score, 0-1, of a logit. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Grows like `sum` at first and never beyond `ceiling`; 0 shuts it off, infinity leaves it alone. */
export function saturated(sum: number, ceiling: number): number {
  if (ceiling === Number.POSITIVE_INFINITY) return sum;
  return ceiling <= 0 ? 0 : ceiling * (1 - Math.exp(-sum / ceiling));
}
