import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sample } from '../../../eval/dataset.ts';
import { calibratedRun } from '../../../eval/strategies/calibrated.ts';
import type { StrategyRun } from '../../../eval/strategies/strategy.ts';
import { maliciousOf, runOf, sampleOf } from './samples.ts';

/** Forty samples whose source size is their logit times ten, in two parts by turns. */
const SAMPLES: Sample[] = Array.from({ length: 40 }, (_, index) => {
  const name = String(index);
  return index % 4 < 2
    ? sampleOf(name, { sourceBytes: index - 30 })
    : maliciousOf(name, `C${index}`, { sourceBytes: index });
});

function run(samples: readonly Sample[]): StrategyRun {
  const parts = [0, 1].map(() => (sample: Sample) => sample.sourceBytes / 10);
  return {
    ...runOf(samples, parts[0]!, null),
    scorers: samples.map((_, index) => parts[index % 2]!),
  };
}

describe('calibratedRun', () => {
  const calibrated = calibratedRun(run(SAMPLES), SAMPLES);

  it('gives probabilities in the order of the logits within a part', () => {
    for (const part of [0, 1]) {
      const members = SAMPLES.map((sample, index) => ({ logit: sample.sourceBytes, index }))
        .filter(({ index }) => index % 2 === part)
        .sort((a, b) => a.logit - b.logit);
      for (const [place, { index, logit }] of members.entries()) {
        const score = calibrated.scores[index]!;
        assert.ok(score > 0 && score < 1);
        const before = members[place - 1];
        if (before !== undefined && before.logit < logit) assert.ok(calibrated.scores[before.index]! < score);
      }
    }
  });

  it('judges a part by what the other parts say alone', () => {
    const flipped = SAMPLES.map((sample, index): Sample => {
      if (index % 2 === 1) return sample;
      return { ...sample, label: sample.label === 'benign' ? 'malicious' : 'benign' };
    });
    const other = calibratedRun(run(flipped), flipped);
    for (const index of SAMPLES.keys()) {
      assert.equal(other.scores[index] === calibrated.scores[index], index % 2 === 0, `sample ${index}`);
    }
    assert.deepEqual(other.thresholdsOf!(0), calibrated.thresholdsOf!(0));
    assert.notDeepEqual(other.thresholdsOf!(1), calibrated.thresholdsOf!(1));
  });

  it('leaves the questionable out of calibration and thresholds', () => {
    const doubtful = [...SAMPLES, maliciousOf('q', 'Q', { sourceBytes: -100, questionable: true })];
    const other = calibratedRun(run(doubtful), doubtful);
    assert.deepEqual(other.scores.slice(0, 40), calibrated.scores);
  });

  it('scores a changed sample as it scored the first', () => {
    const scorer = calibrated.scorers[3]!;
    assert.equal(scorer(SAMPLES[3]!), calibrated.scores[3]);
    assert.ok(scorer({ ...SAMPLES[3]!, sourceBytes: -100 }) < calibrated.scores[3]!);
  });
});
