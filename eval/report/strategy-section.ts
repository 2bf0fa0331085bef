import { html, type Markup } from '../../src/report/markup.ts';
import { precisionChart, rocChart } from './charts.ts';
import type { EvaluationReport } from './report.ts';
import { BASE_RATES, type Performance, type StrategyFigures } from './strategy-figures.ts';
import { NOTHING } from './svg.ts';
import { interval, meanText, ofN, percent } from './words.ts';

/** Base rate that the second precision chart and the tables assume. */
const BASE = BASE_RATES[1]!;

const FAMILIAR = html` <span class="warn">May have learned from these data: not comparable, and not drawn.</span>`;

/** All strategies side by side. */
export function strategySection({ strategies, foundOnlyBy }: EvaluationReport): Markup {
  const unfamiliar = strategies.filter(({ isFamiliar }) => !isFamiliar);
  const drawn = unfamiliar.length > 0 ? unfamiliar : strategies;
  return html`<section id="strategies"><h2>Strategies side by side</h2>
<p class="lead">Each strategy orders distributions by its score. A cut is set on the pinned benign distributions so that at most the given share of them lies above it; recall is what of the malicious ones (payload visible) lies above the same cut. Cuts that are set on the data they are measured on flatter a little; the strategies' own thresholds, further down, were fixed before.</p>
${cutTable(strategies)}
<div class="charts">${rocChart(drawn)}${rocChart(drawn, 0.8)}${precisionChart(drawn, null)}${precisionChart(drawn, BASE)}${matrix(strategies, foundOnlyBy)}</div>
<h3>At the strategies' own thresholds</h3>
${levelTable(strategies)}
</section>`;
}

function cutTable(strategies: readonly StrategyFigures[]): Markup {
  const cuts = strategies[0]!.cuts;
  return html`<div class="wide"><table><thead><tr><th>Strategy</th>${cuts.map(
    ({ allowed, allowedCount, falsePositives }) =>
      html`<th>Recall at ${percent(allowed)}<br>false positives<br><span class="soft">${allowedCount} of ${falsePositives.n} allowed</span></th>`,
  )}<th class="num">Area<br>under ROC</th><th class="num">… up<br>to 1 %</th><th class="num">Average<br>precision</th></tr></thead><tbody>${strategies.map(
    ({ name, isFamiliar, cuts: own, area, areaToPercent, averagePrecision }) =>
      html`<tr><td><b>${name}</b>${isFamiliar ? '*' : ''}</td>${own.map(
        ({ recall, clusters }) =>
          html`<td class="recall"><b>${percent(recall.rate)}</b> <span class="soft">${interval(recall)}<br>clusters ${meanText(clusters)}</span></td>`,
      )}<td class="num">${area.toFixed(4)}</td><td class="num">${areaToPercent.toFixed(3)}</td><td class="num">${averagePrecision.toFixed(4)}</td></tr>`,
  )}</tbody></table></div>
<ul class="note">${strategies.map(
    ({ name, about, protocol, isFamiliar }) =>
      html`<li><b>${name}</b>${isFamiliar ? '*' : ''}: ${about}; ${protocol}.${isFamiliar ? FAMILIAR : ''}</li>\n`,
  )}</ul>`;
}

function levelTable(strategies: readonly StrategyFigures[]): Markup {
  return html`<div class="wide"><table><thead><tr><th>Strategy</th><th>Level</th><th>Recall</th><th>Mean over clusters</th><th>False positives, pinned benign<br><span class="soft">exact interval</span></th>${BASE_RATES.map(
    (base) =>
      html`<th>Precision if ${percent(base)} are malicious<br><span class="soft">at least, by the intervals</span></th>`,
  )}</tr></thead><tbody>${strategies.flatMap(({ name, levels }) =>
    levels.map(
      (level) =>
        html`<tr><td>${name}</td><td>${level.name}<br><span class="soft">${level.meaning}</span></td>${performanceCells(level)}</tr>`,
    ),
  )}</tbody></table></div>`;
}

function performanceCells({ recall, clusters, falsePositives, precision }: Performance): Markup {
  return html`<td><b>${percent(recall.rate)}</b> <span class="soft">${ofN(recall)}; ${interval(recall)}</span></td><td>${meanText(clusters)}</td><td><b>${percent(falsePositives.rate)}</b> <span class="soft">${ofN(falsePositives)}; ${interval(falsePositives)}</span></td>${precision.map(
    ({ precision: value, low }) =>
      html`<td>${percent(value)} <span class="soft">≥ ${percent(low)}</span></td>`,
  )}`;
}

/** What each strategy finds that the other misses. */
function matrix(strategies: readonly StrategyFigures[], foundOnlyBy: readonly (readonly number[])[]): Markup {
  if (strategies.length < 2) return NOTHING;
  return html`<figure><table><thead><tr><th>finds ↓ misses →</th>${strategies.map(({ name }) => html`<th class="num">${name}</th>`)}</tr></thead><tbody>${foundOnlyBy.map(
    (row, index) =>
      html`<tr><td><b>${strategies[index]!.name}</b></td>${row.map((count, column) => html`<td class="num">${index === column ? '·' : count}</td>`)}</tr>`,
  )}</tbody></table><figcaption>Malicious distributions that the strategy of the row finds and the one of the column misses, both at 1 % false positives. Zeros in a row: it adds nothing beside the other.</figcaption></figure>`;
}
