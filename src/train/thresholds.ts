import type { Thresholds } from '../score/model.ts';
import { sigmoid } from './additive.ts';

/** A sample with its calibrated logit under a model that had not seen its like. */
export interface JudgedSample {
  malicious: boolean;
  group: string;
  stratum: string;
  logit: number;
}

/** Benign distributions that may be called suspicious: of all, and of each stratum. */
const SUSPICIOUS_SHARE = 0.01;
const SUSPICIOUS_STRATUM_SHARE = 0.02;
/** Logits between the most incriminating benign distribution and what is called malicious. */
const MARGIN = 0.5;

/**
 * `malicious` lies above every benign sample by a margin; `suspicious` where at most one in a hundred of them, and one
 * in fifty of any stratum, lies above it. Scores, rounded up to four decimals.
 */
export function chooseThresholds(judged: readonly JudgedSample[]): Thresholds {
  const benign = judged.filter((sample) => !sample.malicious);
  const strata = Map.groupBy(benign, ({ stratum }) => stratum);
  const highest = Math.max(...benign.map(({ logit }) => logit));
  const suspicious = Math.max(
    cutAbove(benign, SUSPICIOUS_SHARE),
    ...[...strata.values()].map((members) => cutAbove(members, SUSPICIOUS_STRATUM_SHARE)),
  );
  return {
    malicious: toScore(highest + MARGIN),
    suspicious: toScore(Math.min(suspicious, highest + MARGIN)),
  };
}

/** Half-way between the last sample that may lie above the cut and the first that may not. */
function cutAbove(samples: readonly JudgedSample[], share: number): number {
  const logits = samples.map(({ logit }) => logit).sort((a, b) => b - a);
  const allowed = Math.floor(share * logits.length);
  const [below, above] = [logits[allowed]!, logits[allowed - 1]];
  return above === undefined ? below + MARGIN / 2 : (above + below) / 2;
}

function toScore(logit: number): number {
  return Math.ceil(sigmoid(logit) * 10_000) / 10_000;
}

/** Shares at the thresholds, and recall where no and where one in a hundred benign samples lies above. */
export function metricsOf(judged: readonly JudgedSample[], thresholds: Thresholds): Record<string, number> {
  const malicious = judged.filter((sample) => sample.malicious);
  const benign = judged.filter((sample) => !sample.malicious);
  const cut = (allowed: number): number =>
    benign.map(({ logit }) => logit).sort((a, b) => b - a)[allowed] ?? Number.NEGATIVE_INFINITY;
  const [none, hundredth] = [cut(0), cut(Math.floor(0.01 * benign.length))];
  const at = (score: number) => (sample: JudgedSample) => sigmoid(sample.logit) >= score;
  const above = (logit: number) => (sample: JudgedSample) => sample.logit > logit;
  return {
    recallAtNoFalsePositive: shareOf(malicious, above(none)),
    clusterRecallAtNoFalsePositive: clusterShare(malicious, above(none)),
    recallAtOnePercent: shareOf(malicious, above(hundredth)),
    clusterRecallAtOnePercent: clusterShare(malicious, above(hundredth)),
    maliciousJudgedMalicious: shareOf(malicious, at(thresholds.malicious)),
    maliciousJudgedSuspiciousOrWorse: shareOf(malicious, at(thresholds.suspicious)),
    benignJudgedMalicious: shareOf(benign, at(thresholds.malicious)),
    benignJudgedSuspiciousOrWorse: shareOf(benign, at(thresholds.suspicious)),
    estimatedBenignJudgedMalicious: tailRate(benign, thresholds.malicious),
    estimatedOrdinaryJudgedMalicious: tailRate(
      benign.filter(({ stratum }) => stratum === 'ordinary'),
      thresholds.malicious,
    ),
  };
}

/** Part of the benign samples whose logits show how their tail falls. */
const TAIL = 0.05;

/**
 * Share of benign distributions expected at or above a score that perhaps none of the samples reaches, if their tail
 * goes on falling as it does in its last twentieth: exponentially, by the mean excess. A guess with a stated method, not
 * a measurement.
 */
export function tailRate(samples: readonly Pick<JudgedSample, 'logit'>[], score: number): number {
  const logits = samples.map(({ logit }) => logit).sort((a, b) => b - a);
  if (logits.length === 0) return 0;
  const count = Math.max(1, Math.floor(TAIL * logits.length));
  const start = logits[count] ?? logits.at(-1)!;
  const excess = logits.slice(0, count).reduce((sum, logit) => sum + (logit - start), 0) / count;
  const distance = Math.log(score / (1 - score)) - start;
  const rate = excess === 0 ? 0 : (count / logits.length) * Math.exp(-distance / excess);
  return Number(Math.min(1, rate).toPrecision(3));
}

type Test = (sample: JudgedSample) => boolean;

function shareOf(samples: readonly JudgedSample[], holds: Test): number {
  return share(samples.filter(holds).length, samples.length);
}

/** Mean over clusters of the share in each. */
function clusterShare(samples: readonly JudgedSample[], holds: Test): number {
  const clusters = [...Map.groupBy(samples, ({ group }) => group).values()];
  const sum = clusters.reduce((total, members) => total + members.filter(holds).length / members.length, 0);
  return share(sum, clusters.length);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
