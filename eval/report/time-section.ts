import { html, type Markup } from '../../src/report/markup.ts';
import type { EvaluationReport } from './report.ts';
import { NOTHING } from './svg.ts';
import type { LaterFigures, LaterRecall, TimeFigures } from './time-figures.ts';
import { interval, meanText, percent } from './words.ts';

/** What strategies lose when they learn from the past alone. */
export function timeSection({ time }: EvaluationReport): Markup {
  if (time.length === 0) return NOTHING;
  const width = 1 + 3 * time[0]!.at.length;
  const rows = [...Map.groupBy(time, ({ date }) => date)].flatMap(([, figures]) => [
    heading(figures[0]!, width),
    ...figures.map(row),
  ]);
  const heads = time[0]!.at.map(
    ({ allowed }) =>
      html`<th>Recall at ${percent(allowed)} false positives</th><th>learned from all times</th><th class="num">points lost</th>`,
  );
  return html`<section id="time"><h2>Into the future</h2>
<p class="lead">Each strategy learns from families first seen before a date and judges those that came later. Beside it the same later distributions, judged by models that learned from families of all times but their own: the difference is what not knowing the future costs. Benign distributions carry no date and are cross-validated on both sides.</p>
<div class="wide"><table><thead><tr><th>Strategy</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>
</section>`;
}

function heading({ date, before, since }: TimeFigures, width: number): Markup {
  return html`<tr><th colspan="${width}">Before ${date}: learned from ${sizeText(before)}, tested on ${sizeText(since)}</th></tr>`;
}

function sizeText({ samples, clusters }: TimeFigures['before']): string {
  return `${samples} malicious distributions in ${clusters} clusters`;
}

function row({ strategy, at }: TimeFigures): Markup {
  return html`<tr><td>${strategy}</td>${at.map(cells)}</tr>`;
}

function cells({ later, anyTime }: LaterFigures): Markup {
  const lost = (anyTime.recall.rate - later.recall.rate) * 100;
  return html`<td class="recall">${recallText(later)}</td><td class="recall">${recallText(anyTime)}</td><td class="num"><b>${Number.isNaN(lost) ? '–' : lost.toFixed(1)}</b></td>`;
}

function recallText({ recall, clusters }: LaterRecall): Markup {
  return html`<b>${percent(recall.rate)}</b> <span class="soft">${interval(recall)}<br>clusters ${meanText(clusters)}</span>`;
}
