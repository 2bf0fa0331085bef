/** What thresholds do: receiver operating characteristic, precision and recall. */

/** Malicious when `score > cut`. */
export interface OperatingPoint {
  cut: number;
  truePositives: number;
  falsePositives: number;
}

/** Number of scores strictly above the cut. */
export function countAbove(scores: readonly number[], cut: number): number {
  return scores.reduce((count, score) => count + (score > cut ? 1 : 0), 0);
}

/**
 * Every distinct operating point, from the strictest to the most lenient cut: a step curve. The first point has no
 * positives at all, the last one only positives.
 */
export function rocPoints(malicious: readonly number[], benign: readonly number[]): OperatingPoint[] {
  const scored = [
    ...malicious.map((score) => ({ score, bad: true })),
    ...benign.map((score) => ({ score, bad: false })),
  ].sort((a, b) => b.score - a.score);
  const points: OperatingPoint[] = [];
  let truePositives = 0;
  let falsePositives = 0;
  for (const [index, { score, bad }] of scored.entries()) {
    if (index === 0 || score < scored[index - 1]!.score)
      points.push({ cut: score, truePositives, falsePositives });
    if (bad) truePositives += 1;
    else falsePositives += 1;
  }
  points.push({ cut: Number.NEGATIVE_INFINITY, truePositives, falsePositives });
  return points;
}

/**
 * Area under the curve of true over false positive rate, up to the rate `upTo` and divided by it: 1 is perfect, at
 * `upTo` 1 a coin has 0.5. Ties count half.
 */
export function areaUnderRoc(malicious: readonly number[], benign: readonly number[], upTo = 1): number {
  if (malicious.length === 0 || benign.length === 0) return Number.NaN;
  let area = 0;
  let previous = { x: 0, y: 0 };
  for (const { truePositives, falsePositives } of rocPoints(malicious, benign)) {
    const point = { x: falsePositives / benign.length, y: truePositives / malicious.length };
    const width = Math.min(point.x, upTo) - previous.x;
    if (width > 0) {
      const slope = (point.y - previous.y) / (point.x - previous.x);
      area += width * (previous.y + (slope * width) / 2);
    }
    if (point.x >= upTo) break;
    previous = point;
  }
  return area / upTo;
}

/** Mean precision over the malicious, each at the cut that just reaches it (ties together). */
export function averagePrecision(malicious: readonly number[], benign: readonly number[]): number {
  let sum = 0;
  let reached = 0;
  for (const { truePositives, falsePositives } of rocPoints(malicious, benign)) {
    if (truePositives > reached) {
      sum += (truePositives - reached) * (truePositives / (truePositives + falsePositives));
    }
    reached = truePositives;
  }
  return sum / malicious.length;
}

/**
 * Share of the positives that are malicious when `base` of all uploads are. NaN when there are no positives.
 * @param base 0-1
 */
export function precisionAtBaseRate(recall: number, falsePositiveRate: number, base: number): number {
  const right = recall * base;
  return right / (right + falsePositiveRate * (1 - base));
}
