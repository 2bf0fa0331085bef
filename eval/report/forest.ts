/** Rates with their intervals, one a row, on one axis. */
import { html, type Markup } from '../../src/report/markup.ts';
import type { Rate } from '../metrics.ts';
import type { Slice } from './slices.ts';
import { linear, num } from './svg.ts';
import { interval, meanText, ofN, percent } from './words.ts';

const WIDTH = 240;
const HEIGHT = 22;

export interface ForestOptions {
  /** Heading of the first column. */
  what: string;
  /** Right end of the axis. */
  to?: number;
  /** Heading of the column with the mean over groups, or null for none. */
  groups: string | null;
}

/** Filled: suspicious or above; hollow: malicious. */
export function forest(slices: readonly Slice[], { what, to = 1, groups }: ForestOptions): Markup {
  const x = linear(0, to, 8, WIDTH - 8);
  const shown = slices.filter(({ suspicious }) => suspicious.n > 0);
  return html`<div class="wide"><table class="forest"><thead><tr><th>${what}</th><th class="num">n</th><th class="axis">${axis(x, to)}</th><th>suspicious or above</th><th>malicious</th>${groups === null ? '' : html`<th>${groups}</th>`}</tr></thead><tbody>${shown.map(
    (slice) =>
      html`<tr><td>${slice.name}</td><td class="num">${slice.suspicious.n}</td><td>${whiskers(slice, x, to)}</td><td>${cell(slice.suspicious)}</td><td>${cell(slice.malicious)}</td>${groups === null ? '' : html`<td class="soft">${meanText(slice.groups.suspicious)}</td>`}</tr>`,
  )}</tbody></table></div>`;
}

function cell(rate: Rate): Markup {
  return html`<b>${percent(rate.rate)}</b> <span class="soft">${ofN(rate)}; ${interval(rate)}</span>`;
}

function axis(x: (value: number) => number, to: number): Markup {
  const ticks = [0, to / 2, to];
  return html`<svg viewBox="0 0 ${WIDTH} 16" width="${WIDTH}" height="16" aria-hidden="true">${ticks.map(
    (at, index) =>
      html`<text x="${num(x(at))}" y="12" text-anchor="${['start', 'middle', 'end'][index]!}">${num(at * 100)} %</text>`,
  )}</svg>`;
}

function whiskers({ suspicious, malicious }: Slice, x: (value: number) => number, to: number): Markup {
  const bar = ({ low, high, rate }: Rate, y: number, className: string): Markup => {
    const end = Math.min(high, to);
    const dot = rate > to ? html`` : html`<circle cx="${num(x(rate))}" cy="${y}" r="4"/>`;
    return html`<g class="${className}"><line x1="${num(x(Math.min(low, to)))}" x2="${num(x(end))}" y1="${y}" y2="${y}"/>${dot}</g>`;
  };
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${percent(suspicious.rate)}, ${percent(malicious.rate)}"><line class="grid" x1="${num(x(0))}" x2="${num(x(0))}" y1="0" y2="${HEIGHT}"/><line class="grid" x1="${num(x(to / 2))}" x2="${num(x(to / 2))}" y1="0" y2="${HEIGHT}"/><line class="grid" x1="${num(x(to))}" x2="${num(x(to))}" y1="0" y2="${HEIGHT}"/>${bar(suspicious, 7, 'whisker suspicious')}${bar(malicious, 16, 'whisker malicious')}</svg>`;
}
