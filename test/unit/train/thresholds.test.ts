import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { chooseThresholds, type JudgedSample, metricsOf, tailRate } from '../../../src/train/thresholds.ts';

const benign = (logit: number, stratum: string): JudgedSample => ({
  malicious: false,
  group: `${stratum} ${logit}`,
  stratum,
  logit,
});
const malicious = (logit: number, group: string): JudgedSample => ({
  malicious: true,
  group,
  stratum: '',
  logit,
});

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));
const close = (actual: number, logit: number) =>
  assert.ok(Math.abs(actual - sigmoid(logit)) < 2e-4, `${actual}`);

suite('chooseThresholds', () => {
  const ordinary = Array.from({ length: 300 }, (_, at) => benign(-5 - at / 100, 'ordinary'));

  test('malicious lies above every benign sample, suspicious above all but one in a hundred', () => {
    const found = chooseThresholds([
      ...ordinary,
      benign(1, 'ordinary'),
      benign(0, 'ordinary'),
      benign(-1, 'ordinary'),
    ]);
    // The tail falls slowly here: what it is guessed to hold counts, not the margin alone.
    assert.ok(found.malicious > sigmoid(1.5) && found.malicious < 1, String(found.malicious));
    // Of 303 samples three may lie above the cut, the fourth not.
    close(found.suspicious, -5 + 0.5);
  });

  test('a short tail leaves the margin to decide', () => {
    const hard = Array.from({ length: 10 }, (_, at) => benign(3 - at, 'hard'));
    // One of 310 is extreme: the margin above it is narrow, that above the next is wide.
    close(chooseThresholds([...ordinary, ...hard]).malicious, 3.5);
    const outlier = [benign(9, 'hard'), ...hard.slice(1)];
    close(chooseThresholds([...ordinary, ...outlier]).malicious, 9.5);
  });

  test('no stratum has more than one in fifty above the cut', () => {
    const hard = [2, 1, 0, -1].map((logit) => benign(logit, 'hard'));
    const rest = Array.from({ length: 96 }, (_, at) => benign(-6 - at / 100, 'hard'));
    // Two of the hundred hard ones may lie above, although four of four hundred would be one in a hundred.
    close(chooseThresholds([...ordinary, ...hard, ...rest]).suspicious, 0 + 0.5);
  });

  test('with few samples none may lie above', () => {
    const found = chooseThresholds([benign(-1, 'a'), benign(-2, 'a')]);
    assert.ok(found.suspicious > sigmoid(-1) && found.suspicious <= found.malicious);
  });
});

test('metricsOf counts by distribution and by cluster', () => {
  const samples = [
    benign(-2, 'a'),
    benign(0, 'a'),
    malicious(-1, 'A'),
    malicious(1, 'A'),
    malicious(3, 'A'),
    malicious(3, 'B'),
  ];
  const metrics = metricsOf(samples, { malicious: sigmoid(2), suspicious: sigmoid(0) - 1e-9 });
  const { estimatedBenignJudgedMalicious: _, estimatedOrdinaryJudgedMalicious, ...measured } = metrics;
  assert.equal(estimatedOrdinaryJudgedMalicious, 0);
  assert.deepEqual(measured, {
    recallAtNoFalsePositive: 0.75,
    clusterRecallAtNoFalsePositive: 0.8333,
    recallAtOnePercent: 0.75,
    clusterRecallAtOnePercent: 0.8333,
    maliciousJudgedMalicious: 0.5,
    maliciousJudgedSuspiciousOrWorse: 0.75,
    benignJudgedMalicious: 0,
    benignJudgedSuspiciousOrWorse: 0.5,
  });
});

test('tailRate goes on as the tail falls', () => {
  // An exponential distribution with mean 2: beyond x lie exp(-x / 2).
  const samples = Array.from({ length: 10_000 }, (_, at) => ({ logit: -2 * Math.log((at + 0.5) / 10_000) }));
  const rate = tailRate(samples, sigmoid(30));
  assert.ok(Math.abs(Math.log(rate) + 15) < 0.2, String(rate));
  assert.equal(tailRate([{ logit: -1 }, { logit: -1 }], 0.99), 0);
});
