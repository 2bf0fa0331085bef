import { html, type Markup } from '../../src/report/markup.ts';
import { precisionAtBaseRate } from '../metrics.ts';
import type { Histogram } from './histogram.ts';
import type { StrategyFigures } from './strategy-figures.ts';
import {
  axes,
  FRAME,
  type Frame,
  figure,
  legend,
  line,
  linear,
  logarithmic,
  NOTHING,
  num,
  svg,
} from './svg.ts';
import { percent } from './words.ts';

const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: tickText(at) }));

/** Ticks from `lowest` to 1. */
function fifths(lowest: number): { at: number; label: string }[] {
  return SHARES.map(({ at }) => lowest + at * (1 - lowest)).map((at) => ({ at, label: tickText(at) }));
}

/** `20 %`, without digits that say nothing. */
function tickText(share: number): string {
  return `${num(share * 100)} %`;
}

/**
 * Recall over the false positive rate, the latter in powers of ten; what costs no false positive is left of the axis.
 * `lowest` is the recall at which the chart begins.
 */
export function rocChart(strategies: readonly StrategyFigures[], lowest = 0): Markup {
  const { left, right, top, bottom, width, height } = FRAME;
  const first = strategies[0]!;
  const [pos, neg] = [first.cuts[0]!.recall.n, first.cuts[0]!.falsePositives.n];
  const from = 1 / neg / 1.5;
  const x = logarithmic(from, 1, left + 40, width - right, left + 10);
  const whole = linear(lowest, 1, height - bottom, top);
  const y = (recall: number): number => whole(Math.max(lowest, recall));
  const ticks = [0.001, 0.01, 0.1, 1].filter((at) => at >= from).map((at) => ({ at, label: tickText(at) }));
  const titles = { x: 'False positive rate (pinned benign distributions, logarithmic)', y: 'Recall' };
  const lines = strategies.map(({ roc, name, levels }, index) => {
    const points = roc.map(([fp, tp]): [number, number] => [x(fp / neg), y(tp / pos)]);
    const own = levels.map(
      ({ recall, falsePositives, meaning }) =>
        html`<circle class="dot s${index % 8}" cx="${num(x(falsePositives.rate))}" cy="${num(y(recall.rate))}" r="4"><title>${name}: ${meaning}</title></circle>`,
    );
    return html`<g>${line(points, `series s${index % 8}`, true)}${own}<title>${name}</title></g>`;
  });
  const gap = html`<line class="gap" x1="${left + 25}" x2="${left + 25}" y1="${top}" y2="${height - bottom}"/>`;
  const levels = lowest === 0 ? SHARES : fifths(lowest);
  const caption =
    lowest === 0
      ? `Receiver operating characteristic over ${pos} malicious and ${neg} pinned benign distributions. Left of the dashed line: recall without a single false positive; one false positive is ${percent(1 / neg)}. Dots: the strategies' own thresholds.`
      : `The same from a recall of ${percent(lowest)} on.`;
  return figure(
    caption,
    svg(
      FRAME,
      'ROC curves',
      axes(FRAME, x, y, titles, { x: [{ at: 0, label: 'none' }, ...ticks], y: levels }),
      gap,
      ...lines,
    ),
    legend(strategies.map(({ name }) => name)),
  );
}

/** Precision over recall, as if `base` of all uploads were malicious. */
export function precisionChart(strategies: readonly StrategyFigures[], base: number | null): Markup {
  const { left, right, top, bottom, width, height } = FRAME;
  const x = linear(0, 1, left, width - right);
  const y = linear(0, 1, height - bottom, top);
  const lines = strategies.map(({ roc, cuts, name }, index) => {
    const [pos, neg] = [cuts[0]!.recall.n, cuts[0]!.falsePositives.n];
    const points = roc
      .filter(([, tp]) => tp > 0)
      .map(([fp, tp]): [number, number] => [
        x(tp / pos),
        y(base === null ? tp / (tp + fp) : precisionAtBaseRate(tp / pos, fp / neg, base)),
      ]);
    return html`<g>${line(points, `series s${index % 8}`)}<title>${name}</title></g>`;
  });
  const mix =
    base === null
      ? 'as the data are mixed here'
      : `if ${percent(base)} of uploads were malicious, which is nearer to an index`;
  return figure(
    `Precision and recall ${mix}. Where no false positive was seen, precision is drawn as 100 %; the table says how low it may be.`,
    svg(
      FRAME,
      'Precision over recall',
      axes(FRAME, x, y, { x: 'Recall', y: 'Precision' }, { x: SHARES, y: SHARES }),
      ...lines,
    ),
    legend(strategies.map(({ name }) => name)),
  );
}

/** Observed share over predicted probability, with intervals, on logit axes. */
export function calibrationChart({ calibration, name }: StrategyFigures): Markup {
  if (calibration === null) return NOTHING;
  const { left, right, top, bottom, width, height } = FRAME;
  const ends = [0.002, 0.998] as const;
  const logit = (p: number): number => {
    const bounded = Math.min(ends[1], Math.max(ends[0], p));
    return Math.log(bounded / (1 - bounded));
  };
  const across = linear(logit(ends[0]), logit(ends[1]), left, width - right);
  const up = linear(logit(ends[0]), logit(ends[1]), height - bottom, top);
  const x = (p: number): number => across(logit(p));
  const y = (p: number): number => up(logit(p));
  const ticks = [0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99].map((at) => ({
    at,
    label: percent(at).replace('.0', ''),
  }));
  const bins = calibration.bins.map(
    ({ predicted, observed, from, to }) =>
      html`<g class="bin"><line x1="${num(x(predicted))}" x2="${num(x(predicted))}" y1="${num(y(observed.low))}" y2="${num(y(observed.high))}"/><circle cx="${num(x(predicted))}" cy="${num(y(observed.rate))}" r="${num(2 + Math.sqrt(observed.n) / 4)}"/><title>scores ${from.toFixed(3)}–${to.toFixed(3)}: ${observed.hits} of ${observed.n} malicious</title></g>`,
  );
  return figure(
    `Calibration of ${name}: of the distributions that score p, the share that is malicious (area of the dot: number of distributions; logit axes). On the diagonal a score is a probability in this mix of data. Brier score ${calibration.brier.toFixed(4)}, calibration error ${percent(calibration.error)}.`,
    svg(
      FRAME,
      'Calibration curve',
      axes(FRAME, x, y, { x: 'Mean score', y: 'Share that is malicious' }, { x: ticks, y: ticks }),
      line(
        [
          [x(0), y(0)],
          [x(1), y(1)],
        ],
        'diagonal',
      ),
      ...bins,
    ),
  );
}

/** Score histograms, one below the other, each with its own height. */
export function histogramChart({ scale, edges, series, marks }: Histogram, name: string): Markup {
  const row = 62;
  const frame: Frame = { ...FRAME, left: 104, top: 18, height: 18 + series.length * row + 44, width: 1000 };
  const x = linear(edges[0]!, edges.at(-1)!, frame.left, frame.width - frame.right);
  const floor = frame.height - frame.bottom;
  const ticks =
    scale === 'logit'
      ? [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999].map((p) => ({
          at: Math.log(p / (1 - p)),
          label: String(p),
        }))
      : edges.filter((_, index) => index % 8 === 0).map((at) => ({ at, label: num(at) }));
  const rows = series.map(({ name: label, counts }, index) => {
    const base = frame.top + (index + 1) * row - 8;
    const y = linear(0, Math.sqrt(Math.max(...counts)), base, base - row + 16);
    const bars = counts.map((count, bin) =>
      count === 0
        ? NOTHING
        : html`<rect x="${num(x(edges[bin]!))}" width="${num(x(edges[bin + 1]!) - x(edges[bin]!) - 1)}" y="${num(y(Math.sqrt(count)))}" height="${num(base - y(Math.sqrt(count)))}"><title>${count}</title></rect>`,
    );
    const all = counts.reduce((sum, count) => sum + count, 0);
    return html`<g class="bars ${label === 'malicious' || label === 'questionable' ? 'bad' : 'good'}">${bars}<text x="${frame.left - 8}" y="${base - 14}" text-anchor="end">${label}</text><text class="soft" x="${frame.left - 8}" y="${base}" text-anchor="end">n ${all}</text></g>`;
  });
  const thresholds = marks.map(
    ({ name: mark, at }) =>
      html`<line class="mark" x1="${num(x(at))}" x2="${num(x(at))}" y1="${frame.top - 4}" y2="${floor}"/><text class="mark" x="${num(x(at) + 4)}" y="${frame.top + 4}">${mark}</text>`,
  );
  return figure(
    `Scores of ${name}. Heights are square roots of counts, so that single distributions stay visible; each row has its own scale. ${scale === 'logit' ? 'The axis is a logit; the ends hold everything beyond.' : ''}`,
    svg(
      frame,
      'Score histograms',
      axes(frame, x, linear(0, 1, floor, frame.top), { x: 'Score', y: '' }, { x: ticks, y: [] }),
      ...rows,
      ...thresholds,
    ),
  );
}
