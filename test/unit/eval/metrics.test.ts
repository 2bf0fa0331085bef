import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  areaUnderRoc,
  averagePrecision,
  binomialCdf,
  brierScore,
  calibrationBins,
  calibrationError,
  clopperPearson,
  clusterBootstrap,
  countAbove,
  cutAtRate,
  macroMean,
  plainMean,
  precisionAtBaseRate,
  quantile,
  rocPoints,
  seededRandom,
  wilson,
} from '../../../eval/metrics.ts';

function near(actual: number, expected: number, tolerance = 5e-5): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

describe('wilson', () => {
  // Values of Newcombe (1998), table I, method 3.
  for (const [hits, n, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    it(`of ${hits} in ${n}`, () => {
      const rate = wilson(hits, n);
      near(rate.low, low);
      near(rate.high, high);
      assert.equal(rate.rate, hits / n);
    });
  }

  it('ends at 1 when everything hits, and is NaN of nothing', () => {
    assert.equal(wilson(7, 7).high, 1);
    assert.ok(wilson(7, 7).low < 1);
    assert.deepEqual(wilson(0, 0), { hits: 0, n: 0, rate: Number.NaN, low: Number.NaN, high: Number.NaN });
  });
});

describe('clopperPearson', () => {
  // Values of Newcombe (1998), table I, method 5.
  for (const [hits, n, low, high] of [
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
    [29, 29, 0.8806, 1],
  ] as const) {
    it(`of ${hits} in ${n}`, () => {
      const rate = clopperPearson(hits, n);
      near(rate.low, low);
      near(rate.high, high);
    });
  }

  it('of none in 421 leaves 0.87 % possible', () => near(clopperPearson(0, 421).high, 0.00872));
});

it('binomialCdf sums the binomial distribution', () => {
  near(binomialCdf(2, 10, 0.3), 0.38278, 1e-5);
  assert.equal(binomialCdf(-1, 10, 0.3), 0);
  assert.equal(binomialCdf(10, 10, 0.3), 1);
  near(binomialCdf(500, 1000, 0.5), 0.51261, 1e-5);
});

describe('means over groups', () => {
  const groups = [
    { hits: 9, n: 9 },
    { hits: 0, n: 1 },
  ];
  it('macro counts every group once, plain every member', () => {
    assert.equal(macroMean(groups), 0.5);
    assert.equal(plainMean(groups), 0.9);
  });

  it('have a bootstrap interval that the seed decides', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ hits: index % 4 === 0 ? 0 : 2, n: 2 }));
    const first = clusterBootstrap(many);
    assert.deepEqual(clusterBootstrap(many), first);
    assert.notDeepEqual(clusterBootstrap(many, macroMean, { seed: 2 }), first);
    assert.equal(first.mean, 0.75);
    // The standard error is sqrt(0.75 * 0.25 / 40) = 0.0685.
    near(first.low, 0.75 - 1.96 * 0.0685, 0.03);
    near(first.high, 0.75 + 1.96 * 0.0685, 0.03);
  });

  it('do not pretend to certainty when all groups agree', () => {
    const { mean, low, high } = clusterBootstrap(Array.from({ length: 20 }, () => ({ hits: 0, n: 3 })));
    assert.deepEqual([mean, low], [0, 0]);
    near(high, 0.1684);
  });
});

describe('operating points', () => {
  const benign = [0.1, 0.2, 0.2, 0.3, 0.9];
  it('lie strictly above the benign score that must stay below', () => {
    assert.equal(cutAtRate(benign, 0), 0.9);
    assert.equal(cutAtRate(benign, 0.2), 0.3);
    assert.equal(cutAtRate(benign, 0.19), 0.9);
    assert.equal(cutAtRate(benign, 1), Number.NEGATIVE_INFINITY);
  });

  it('never exceed the rate through ties', () => {
    for (const rate of [0, 0.2, 0.4, 0.6, 0.8]) {
      assert.ok(countAbove(benign, cutAtRate(benign, rate)) <= rate * benign.length);
    }
    assert.equal(cutAtRate(benign, 0.4), 0.2);
    assert.equal(cutAtRate(benign, 0.6), 0.2);
  });

  it('allow the whole number that a decimal rate means', () => {
    const scores = Array.from({ length: 300 }, (_, index) => index);
    assert.equal(countAbove(scores, cutAtRate(scores, 0.01)), 3);
    assert.equal(countAbove(scores, cutAtRate(scores, 0.07)), 21);
  });

  it('step from none to all, ties at once', () => {
    assert.deepEqual(rocPoints([0.9, 0.5, 0.5], [0.5, 0.1]), [
      { cut: 0.9, truePositives: 0, falsePositives: 0 },
      { cut: 0.5, truePositives: 1, falsePositives: 0 },
      { cut: 0.1, truePositives: 3, falsePositives: 1 },
      { cut: Number.NEGATIVE_INFINITY, truePositives: 3, falsePositives: 2 },
    ]);
  });
});

describe('areas', () => {
  it('under the ROC curve are the share of pairs in the right order', () => {
    assert.equal(areaUnderRoc([2, 3], [0, 1]), 1);
    assert.equal(areaUnderRoc([1, 1], [1, 1]), 0.5);
    const malicious = [0.9, 0.5, 0.5];
    const benign = [0.5, 0.1];
    const pairs = malicious.flatMap((bad) => benign.map((good) => (bad > good ? 1 : bad === good ? 0.5 : 0)));
    near(areaUnderRoc(malicious, benign), pairs.reduce((a: number, b) => a + b, 0) / pairs.length, 1e-12);
  });

  it('up to a rate are divided by it', () => {
    // Nothing found before the first two of four benign ones, everything after.
    assert.equal(areaUnderRoc([1], [3, 2, 0, 0], 0.5), 0);
    near(areaUnderRoc([3, 1], [2, 0], 0.25), 0.5, 1e-12);
  });

  it('under precision over recall', () => {
    assert.equal(averagePrecision([2, 3], [0, 1]), 1);
    near(averagePrecision([3, 1], [2, 0]), (1 + 2 / 3) / 2, 1e-12);
  });
});

it('precisionAtBaseRate weighs by how rare the malicious are', () => {
  near(precisionAtBaseRate(0.9, 0.01, 0.01), 0.009 / (0.009 + 0.0099), 1e-12);
  assert.equal(precisionAtBaseRate(0.9, 0, 0.001), 1);
  assert.ok(Number.isNaN(precisionAtBaseRate(0, 0, 0.01)));
});

describe('calibration', () => {
  const predictions = [
    { probability: 0.1, malicious: false },
    { probability: 0.1, malicious: false },
    { probability: 0.1, malicious: true },
    { probability: 0.8, malicious: true },
  ];
  it('keeps equal probabilities in one bin', () => {
    assert.deepEqual(
      calibrationBins(predictions, 4).map(({ from, to, observed }) => [from, to, observed.hits, observed.n]),
      [
        [0.1, 0.1, 1, 3],
        [0.8, 0.8, 1, 1],
      ],
    );
  });

  it('has a Brier score and an error', () => {
    near(brierScore(predictions), (0.01 + 0.01 + 0.81 + 0.04) / 4, 1e-12);
    near(calibrationError(calibrationBins(predictions, 4)), (3 * (1 / 3 - 0.1) + 0.2) / 4, 1e-12);
  });
});

it('quantile interpolates', () => {
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
  assert.equal(quantile([5], 0.9), 5);
  assert.ok(Number.isNaN(quantile([], 0.5)));
});

it('seededRandom repeats itself', () => {
  const draw = (seed: number): number[] => Array.from({ length: 3 }, seededRandom(seed));
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
  assert.ok(draw(7).every((value) => value >= 0 && value < 1));
});
