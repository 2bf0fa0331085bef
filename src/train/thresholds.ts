import { sigmoid } from '../score/logit.ts';
import type { Thresholds } from '../score/model.ts';
import { cutAtRate } from './cut.ts';

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
/**
 * Logits between benign distributions and thresholds: the most incriminating one of all and what is called malicious;
 * the first that is none of the few extreme ones and what is called malicious; those that may be suspicious and the
 * others. Rules were written with these samples in view, and those to come will score higher. Few malicious
 * distributions lie in between, so that margins cost little.
 */
const EXTREME_MARGIN = 0.5;
const MALICIOUS_MARGIN = 1.5;
const SUSPICIOUS_MARGIN = 0.5;
/** Benign distributions that count as extreme. */
const EXTREME_SHARE = 0.005;
/** Share of ordinary uploads that may be called malicious, as far as their tail can be guessed. */
const MALICIOUS_SHARE = 0.0001;

/**
 * `malicious` lies above every benign sample by a margin, above all but the extreme ones by a wider one, and where
 * the tail of ordinary ones is guessed to hold no more than one in ten thousand; `suspicious` by a smaller margin
 * where at most one in a hundred of them, and one in fifty of any stratum, lies above it. Scores, rounded up to four
 * decimals.
 */
export function chooseThresholds(judged: readonly JudgedSample[]): Thresholds {
  const benign = judged.filter((sample) => !sample.malicious);
  const strata = Map.groupBy(benign, ({ stratum }) => stratum);
  const ordinary = benign.filter(({ stratum }) => stratum === 'ordinary');
  const malicious = Math.max(
    Math.max(...benign.map(({ logit }) => logit)) + EXTREME_MARGIN,
    cutAbove(benign, EXTREME_SHARE) + MALICIOUS_MARGIN,
    tailLogit(ordinary.length > 0 ? ordinary : benign, MALICIOUS_SHARE),
  );
  const cuts = [...strata.values()].map((members) => cutAbove(members, SUSPICIOUS_STRATUM_SHARE));
  const suspicious = Math.max(cutAbove(benign, SUSPICIOUS_SHARE), ...cuts) + SUSPICIOUS_MARGIN;
  return { malicious: toScore(malicious), suspicious: toScore(Math.min(suspicious, malicious)) };
}

/** Logit of the first sample that may not lie above. */
function cutAbove(samples: readonly JudgedSample[], share: number): number {
  return cutAtRate(
    samples.map(({ logit }) => logit),
    share,
  );
}

function toScore(logit: number): number {
  return Math.ceil(sigmoid(logit) * 10_000) / 10_000;
}

/** Shares at the thresholds, and recall where no and where one in a hundred benign samples lies above. */
export function metricsOf(judged: readonly JudgedSample[], thresholds: Thresholds): Record<string, number> {
  const malicious = judged.filter((sample) => sample.malicious);
  const benign = judged.filter((sample) => !sample.malicious);
  const [none, hundredth] = [cutAbove(benign, 0), cutAbove(benign, 0.01)];
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
 * How the tail of benign samples goes on beyond them: as in its last twentieth, exponentially, by the mean excess. A
 * guess with a stated method, not a measurement.
 */
function tailOf(samples: readonly Pick<JudgedSample, 'logit'>[]): {
  share: number;
  start: number;
  excess: number;
} {
  const logits = samples.map(({ logit }) => logit).sort((a, b) => b - a);
  const count = Math.max(1, Math.floor(TAIL * logits.length));
  const start = logits[count] ?? logits.at(-1)!;
  const excess = logits.slice(0, count).reduce((sum, logit) => sum + (logit - start), 0) / count;
  return { share: count / logits.length, start, excess };
}

/** Share of benign distributions expected at or above a score. */
export function tailRate(samples: readonly Pick<JudgedSample, 'logit'>[], score: number): number {
  if (samples.length === 0) return 0;
  const { share: part, start, excess } = tailOf(samples);
  const distance = Math.log(score / (1 - score)) - start;
  const rate = excess === 0 ? 0 : part * Math.exp(-distance / excess);
  return Number(Math.min(1, rate).toPrecision(3));
}

/** Logit above which that share is expected. */
function tailLogit(samples: readonly Pick<JudgedSample, 'logit'>[], rate: number): number {
  const { share: part, start, excess } = tailOf(samples);
  return start + excess * Math.log(part / rate);
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
