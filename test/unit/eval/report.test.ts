import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sample } from '../../../eval/dataset.ts';
import { renderReport } from '../../../eval/report/html.ts';
import { buildReport, type EvaluationReport } from '../../../eval/report/report.ts';
import { percent } from '../../../eval/report/words.ts';
import type { StrategyRun } from '../../../eval/strategies/strategy.ts';
import { errorLines, ruleLines } from '../../../eval/summary.ts';
import { findingOf, maliciousOf, runOf, sampleOf } from './samples.ts';

const FETCH = 'execution/fetch-then-exec';
const DECODE = 'execution/decode-then-exec';

/** 0.6 for one rule, 0.95 for both: a strategy whose losses can be told in the head. */
const score = ({ findings }: Sample): number =>
  [0.1, 0.6, 0.95][new Set(findings.map(({ rule }) => rule)).size] ?? 1;

const SAMPLES: Sample[] = [
  maliciousOf('a', 'C1', { findings: [findingOf(FETCH, 'install'), findingOf(DECODE, 'call')] }),
  maliciousOf('b', 'C1', { findings: [findingOf(FETCH, 'call'), findingOf(FETCH, 'install')] }),
  maliciousOf('c', 'C2', { firstSeen: '2025-02-03', sourceBytes: 5000 }),
  maliciousOf('d', 'C3', { questionable: true, findings: [findingOf(DECODE)] }),
  sampleOf('e', { limitations: [{ code: 'time-limit', where: '', detail: '', blocking: true }] }),
  sampleOf('f', { stratum: 'hard', findings: [findingOf(DECODE, 'call')], file: '<b>f&.zip' }),
  sampleOf('g', { stratum: 'stdlib', group: 'stdlib:g', findings: [findingOf(DECODE)] }),
];

function reportOf(runs: readonly StrategyRun[] = [runOf(SAMPLES, score)]): EvaluationReport {
  return buildReport(SAMPLES, runs, { provenance: 'of a test', subject: runs[0]!.strategy.name });
}

describe('the report', () => {
  const report = reportOf();
  const [strategy] = report.strategies;

  it('keeps the questionable apart, and installed ones out of false positive rates', () => {
    const [suspicious, malicious] = strategy!.levels;
    assert.deepEqual([suspicious!.recall.hits, suspicious!.recall.n], [2, 3]);
    assert.deepEqual([malicious!.recall.hits, malicious!.recall.n], [1, 3]);
    assert.deepEqual([suspicious!.falsePositives.hits, suspicious!.falsePositives.n], [1, 2]);
    assert.equal(suspicious!.clusters.mean, 0.5);
  });

  it('cuts above the highest benign score', () => {
    const [none] = strategy!.cuts;
    assert.deepEqual([none!.cut, none!.recall.hits, none!.falsePositives.hits], [0.6, 1, 0]);
    assert.deepEqual(strategy!.roc, [
      [0, 0],
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('slices by year, technique, stratum and size', () => {
    const { years, techniques, strata, sizes } = report.slices;
    const told = (slices: typeof years): unknown[] =>
      slices.map(({ name, suspicious }) => [name, suspicious.hits, suspicious.n]);
    assert.deepEqual(told(years), [
      ['2024', 2, 2],
      ['2025', 0, 1],
    ]);
    assert.deepEqual(told(techniques), [
      ['execution', 2, 2],
      ['nothing found', 0, 1],
    ]);
    assert.deepEqual(told(strata), [
      ['ordinary', 0, 1],
      ['hard', 1, 1],
      ['stdlib', 1, 1],
      ['pinned, together', 1, 2],
    ]);
    assert.deepEqual(
      sizes.map(({ band, malicious }) => [band, malicious.suspicious.n]).filter(([, n]) => n !== 0),
      [
        ['below 1 kB', 2],
        ['4–16 kB', 1],
      ],
    );
  });

  it('tells what each rule adds', () => {
    const rule = (id: string) => report.rules.find((figures) => figures.id === id)!;
    assert.deepEqual(rule(FETCH).hits, { malicious: 2, pinned: 0, installed: 0 });
    assert.deepEqual(rule(FETCH).phases, { install: { malicious: 2, pinned: 0, installed: 0 } });
    assert.deepEqual(rule(FETCH).suspicious, { lost: 1, spared: 0 });
    assert.deepEqual(rule(FETCH).malicious, { lost: 1, spared: 0 });
    assert.deepEqual(rule(FETCH).overlaps, [{ id: DECODE, share: 0.5 }]);
    assert.equal(rule(FETCH).alone, 1);
    assert.deepEqual(rule(DECODE).hits, { malicious: 2, pinned: 1, installed: 1 });
    assert.deepEqual(rule(DECODE).suspicious, { lost: 1, spared: 2 });
    assert.deepEqual(rule(DECODE).malicious, { lost: 1, spared: 0 });
    assert.deepEqual([rule(DECODE).precision.hits, rule(DECODE).precision.n], [2, 3]);
  });

  it('lists misses, false alarms, clusters and limitations', () => {
    const { misses, falseAlarms, questionableMisses, clusters, limitations } = report.listings;
    assert.deepEqual([misses.map(({ file }) => file), questionableMisses], [['c-1.0.zip'], []]);
    assert.deepEqual(
      falseAlarms.map(({ file, stratum }) => [file, stratum]),
      [
        ['<b>f&.zip', 'hard'],
        ['g-1.0.zip', 'stdlib'],
      ],
    );
    assert.deepEqual([clusters.all, clusters.whole, clusters.partly, clusters.missed], [2, 1, 0, 1]);
    assert.deepEqual(clusters.worst, [{ cluster: 'C2', projects: ['c'], hits: 0, n: 1 }]);
    assert.deepEqual(limitations, [{ code: 'time-limit', blocking: true, malicious: 0, benign: 1 }]);
  });

  it('puts every score into one bin', () => {
    const all = report.histogram.series.map(({ name, counts }) => [name, counts.reduce((a, b) => a + b, 0)]);
    assert.deepEqual(all, [
      ['malicious', 3],
      ['questionable', 1],
      ['ordinary', 1],
      ['hard', 1],
      ['stdlib', 1],
    ]);
  });

  it('compares strategies: what one finds and the other misses', () => {
    const blind = { ...runOf(SAMPLES, () => 0), strategy: { ...runOf([], score).strategy, name: 'blind' } };
    assert.deepEqual(reportOf([runOf(SAMPLES, score), blind]).foundOnlyBy, [
      [0, 1],
      [0, 0],
    ]);
  });

  it('takes cuts for levels where a strategy has no thresholds', () => {
    const { levels, strategies } = reportOf([runOf(SAMPLES, score, null)]);
    assert.deepEqual(levels[1], { name: 'malicious', meaning: 'the cut without false positives' });
    assert.equal(strategies[0]!.levels[1]!.recall.hits, 1);
    assert.equal(strategies[0]!.calibration, null);
  });

  it('tells what not knowing the future costs', () => {
    const [, , later] = SAMPLES;
    const benign = SAMPLES.filter(({ label }) => label === 'benign');
    const split = {
      date: '2025-01-01',
      before: { clusters: 1, samples: 2 },
      since: { clusters: 1, samples: 1 },
      tested: [later!, ...benign],
      scores: [0.5, 0.4, 0.3, 0.9],
    };
    const run = runOf(SAMPLES, score);
    const told = buildReport(SAMPLES, [run], {
      provenance: '',
      subject: 'test',
      splits: [{ strategy: 'test', split }],
    });
    const [none] = told.time[0]!.at;
    // The installed distribution scores 0.9 and sets no cut.
    assert.deepEqual([none!.later.recall.hits, none!.later.recall.n], [1, 1]);
    assert.deepEqual([none!.anyTime.recall.hits, none!.anyTime.recall.n], [0, 1]);
    assert.match(renderReport(told), /Into the future/);
  });

  it('lets thresholds differ between parts', () => {
    const strict = { suspicious: 0.99, malicious: 0.99 };
    const run: StrategyRun = {
      ...runOf(SAMPLES, score),
      thresholdsOf: (index) => (index === 0 ? strict : { suspicious: 0.5, malicious: 0.9 }),
    };
    assert.equal(reportOf([run]).strategies[0]!.levels[0]!.recall.hits, 1);
  });

  it('is the same for the same data, and another for other data', () => {
    assert.deepEqual(reportOf(), report);
    const changed = buildReport(
      SAMPLES.map((sample) => ({ ...sample, code: 'other' })),
      [runOf(SAMPLES, score)],
      { provenance: '', subject: 'test' },
    );
    assert.notEqual(changed.dataset.digest, report.dataset.digest);
  });

  it('is a page that shows hostile names as text and needs nothing else', () => {
    const page = renderReport(report);
    assert.match(page, /&lt;b&gt;f&amp;\.zip/);
    assert.doesNotMatch(page, /<b>f&/);
    assert.doesNotMatch(page, /<script|<link|<img|https?:|url\(|@import|NaN|undefined|Infinity/);
    assert.match(page, /of a test/);
  });

  it('is told in lines', () => {
    assert.match(
      ruleLines(report),
      /fetch-then-exec: 2 malicious, 0\+0 benign \(install 2\/0\); lost without it 1\/1/,
    );
    assert.match(errorLines(report), /^missed 0\.100 c-1\.0\.zip C2 0{12}$/m);
  });
});

describe('percent', () => {
  for (const [share, text] of [
    [0, '0 %'],
    [1, '100 %'],
    [0.5, '50.0 %'],
    [0.0123, '1.2 %'],
    [0.00087, '0.09 %'],
    [0.99995, '99.995 %'],
    [Number.NaN, '–'],
  ] as const) {
    it(text, () => assert.equal(percent(share), text));
  }
});
