import { sigmoid } from '../score/logit.ts';

/** Score = sigmoid(scale × logit + shift). */
export interface Calibration {
  scale: number;
  shift: number;
}

export interface Judged {
  logit: number;
  malicious: boolean;
}

const ROUNDS = 100;
/** A line through perfectly separated scores would be infinitely steep; this little pull keeps it finite. */
const PULL = 1e-2;

/**
 * Platt's calibration on logits of samples the model had not seen (J. Platt, Probabilistic outputs for support vector
 * machines, 1999), both classes with the same total weight: the score is what it would be among as many malicious as
 * benign distributions.
 */
export function calibrate(judged: readonly Judged[]): Calibration {
  const malicious = judged.filter((one) => one.malicious).length;
  const shareOf = (one: Judged): number =>
    one.malicious ? 0.5 / malicious : 0.5 / (judged.length - malicious);
  let [scale, shift] = [1, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const slope = { scale: PULL * (scale - 1), shift: 0 };
    const curve = { scale: PULL, shift: 1e-9, both: 0 };
    for (const one of judged) {
      const probability = sigmoid(scale * one.logit + shift);
      const error = shareOf(one) * (probability - (one.malicious ? 1 : 0));
      const weight = shareOf(one) * probability * (1 - probability);
      slope.scale += error * one.logit;
      slope.shift += error;
      curve.scale += weight * one.logit ** 2;
      curve.shift += weight;
      curve.both += weight * one.logit;
    }
    const determinant = curve.scale * curve.shift - curve.both ** 2;
    const change = {
      scale: (curve.shift * slope.scale - curve.both * slope.shift) / determinant,
      shift: (curve.scale * slope.shift - curve.both * slope.scale) / determinant,
    };
    const stride = Math.max(1, Math.abs(change.scale) / 0.5, Math.abs(change.shift) / 2);
    scale = Math.max(0.05, scale - change.scale / stride);
    shift -= change.shift / stride;
    if (Math.abs(change.scale) + Math.abs(change.shift) < 1e-9) break;
  }
  return { scale, shift };
}
