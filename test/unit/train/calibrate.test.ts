import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sigmoid } from '../../../src/score/logit.ts';
import { calibrate, type Judged } from '../../../src/train/calibrate.ts';

/** `malicious` of `n` at one logit. */
function at(logit: number, malicious: number, n: number): Judged[] {
  return Array.from({ length: n }, (_, index) => ({ logit, malicious: index < malicious }));
}

suite('calibrate', () => {
  test('makes scores the shares that were seen', () => {
    const { scale, shift } = calibrate([...at(-4, 20, 100), ...at(4, 80, 100)]);
    assert.ok(Math.abs(sigmoid(scale * 4 + shift) - 0.8) < 0.01);
    assert.ok(Math.abs(sigmoid(scale * -4 + shift) - 0.2) < 0.01);
  });

  test('counts both classes alike, however many there are of each', () => {
    const few = [...at(-4, 20, 100), ...at(4, 80, 100)];
    const manyBenign = few.flatMap((one) => (one.malicious ? [one] : [one, one, one, one]));
    const [once, often] = [calibrate(few), calibrate(manyBenign)];
    assert.ok(Math.abs(once.scale - often.scale) < 1e-6 && Math.abs(once.shift - often.shift) < 1e-6);
  });

  test('stays finite, and upright, where the classes are apart', () => {
    const { scale, shift } = calibrate([...at(-3, 0, 50), ...at(3, 50, 50)]);
    assert.ok(scale > 0 && scale < 5 && Math.abs(shift) < 1, `${scale} ${shift}`);
    assert.ok(calibrate([...at(-3, 50, 50), ...at(3, 0, 50)]).scale > 0);
  });
});
