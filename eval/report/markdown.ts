/** Tables of docs/strategies.md. */
import type { Blindness } from '../blindness.ts';
import type { Mean, Rate } from '../metrics.ts';
import type { EvaluationReport } from './report.ts';
import type { StrategyFigures } from './strategy-figures.ts';

/** By marker name. */
export function strategyTables(
  report: Pick<EvaluationReport, 'strategies' | 'time' | 'slices' | 'levels'>,
  more: { blindness: readonly Blindness[]; candidates: readonly StrategyFigures[] },
): Record<string, string> {
  const { strategies } = report;
  const combined = strategies.filter(({ name }) => name === 'combined');
  return {
    recall: recallTable(strategies),
    precision: precisionTable(strategies),
    thresholds: thresholdTable(strategies.filter(({ name }) => name === 'calibrated')),
    time: timeTable(report.time),
    candidates: recallTable([...combined, ...more.candidates]),
    blindness: blindnessTable(more.blindness),
    sizes: sizeTable(report.slices.sizes),
    strata: strataTable(report.slices.strata),
  };
}

function recallTable(strategies: readonly StrategyFigures[]): string {
  const rates = strategies[0]!.cuts.map(({ allowed }) => allowed);
  const head = ['strategy', ...rates.flatMap((rate) => [`at ${percent(rate, 1)} %`, 'clusters'])];
  return table(
    head,
    strategies.map(({ name, cuts }) => [
      `\`${name}\``,
      ...cuts.flatMap(({ recall, clusters }) => [rateText(recall), meanText(clusters)]),
    ]),
  );
}

function precisionTable(strategies: readonly StrategyFigures[]): string {
  const bases = [0.001, 0.01];
  const head = [
    'strategy',
    ...[0, 0.01].flatMap((allowed) =>
      bases.map((base) => `${percent(base, 1)} % malicious, cut at ${percent(allowed, 0)} %`),
    ),
  ];
  const cell = ({ cuts }: StrategyFigures, allowed: number, base: number): string => {
    const found = cuts
      .find((cut) => cut.allowed === allowed)
      ?.precision.find((precision) => precision.base === base);
    return found === undefined ? '' : `${percent(found.precision, 0)} (≥ ${percent(found.low, 0)})`;
  };
  return table(
    head,
    strategies.map((strategy) => [
      `\`${strategy.name}\``,
      ...[0, 0.01].flatMap((allowed) => bases.map((base) => cell(strategy, allowed, base))),
    ]),
  );
}

function thresholdTable(strategies: readonly StrategyFigures[]): string {
  return table(
    ['verdict', 'recall', 'clusters', 'pinned benign'],
    strategies.flatMap(({ levels }) =>
      levels.map(({ name, recall, clusters, falsePositives }) => [
        `${name}${name === 'suspicious' ? ' or worse' : ''}`,
        rateText(recall),
        meanText(clusters),
        `${falsePositives.hits} of ${falsePositives.n} (≤ ${percent(falsePositives.high, 2)})`,
      ]),
    ),
  );
}

function timeTable(time: EvaluationReport['time']): string {
  const rows = time.flatMap(({ strategy, date, since, at }) => {
    const cells = at.flatMap(({ later, anyTime }) => [
      `${percent(later.recall.rate)} / ${percent(later.clusters.mean)}`,
      `${percent(anyTime.recall.rate)} / ${percent(anyTime.clusters.mean)}`,
    ]);
    return [[date, `\`${strategy}\``, `${since.samples} in ${since.clusters}`, ...cells]];
  });
  const head = ['since', 'strategy', 'later', '0 %: trained before', 'trained on all', '1 %: trained before'];
  return table([...head, 'trained on all'], rows);
}

function blindnessTable(blindness: readonly Blindness[]): string {
  return table(
    ['strategy', 'rules left', 'recall at 0 %', 'recall at 1 %'],
    blindness.map(({ strategy, kept, draw, none, percent: hundredth }) => [
      `\`${strategy}\``,
      kept === 1 ? 'all' : `${percent(kept, 0)} %, draw ${draw}`,
      percent(none),
      percent(hundredth),
    ]),
  );
}

function sizeTable(sizes: EvaluationReport['slices']['sizes']): string {
  return table(
    [
      'Python source',
      'malicious, found',
      'judged malicious',
      'pinned benign suspicious',
      'all benign suspicious',
    ],
    sizes.map(({ band, malicious, pinned, benign }) => [
      band,
      `${rateText(malicious.suspicious)} of ${malicious.suspicious.n}`,
      percent(malicious.malicious.rate),
      `${pinned.suspicious.hits} of ${pinned.suspicious.n}`,
      `${benign.suspicious.hits} of ${benign.suspicious.n}`,
    ]),
  );
}

function strataTable(strata: EvaluationReport['slices']['strata']): string {
  return table(
    ['benign', 'suspicious or worse', 'malicious', 'n'],
    strata.map(({ name, suspicious, malicious }) => [
      name,
      `${suspicious.hits} (${percent(suspicious.rate)} %)`,
      String(malicious.hits),
      String(suspicious.n),
    ]),
  );
}

function rateText({ rate, low, high }: Rate): string {
  return `${percent(rate)} (${percent(low, 0)}–${percent(high, 0)})`;
}

function meanText({ mean, low, high }: Mean): string {
  return `${percent(mean)} (${percent(low, 0)}–${percent(high, 0)})`;
}

function percent(share: number, digits = 1): string {
  return (share * 100).toFixed(digits);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
