/** The report as one self-contained page: no script, nothing fetched. */
import { documentHead } from '../../src/report/document-head.ts';
import { html, type Markup } from '../../src/report/markup.ts';
import { calibrationChart, histogramChart } from './charts.ts';
import { forest } from './forest.ts';
import { clusterSection, errorSection, runSection } from './listing-section.ts';
import type { EvaluationReport } from './report.ts';
import { ruleSection } from './rule-section.ts';
import type { StrategyFigures } from './strategy-figures.ts';
import { strategySection } from './strategy-section.ts';
import { STYLE } from './style.ts';
import { timeSection } from './time-section.ts';
import { bytesText, interval, meanText, ofN, percent } from './words.ts';

const SECTIONS: readonly [string, string][] = [
  ['data', 'Data'],
  ['strategies', 'Strategies'],
  ['time', 'Time'],
  ['scores', 'Scores'],
  ['where', 'Where it works'],
  ['clusters', 'Clusters'],
  ['rules', 'Rules'],
  ['errors', 'Errors'],
  ['run', 'Limits and times'],
];

export function renderReport(report: EvaluationReport): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
${documentHead('Evaluation', STYLE)}
</head>
<body>
<nav><b>Lazaret evaluation</b>${SECTIONS.filter(([id]) => id !== 'time' || report.time.length > 0).map(([id, title]) => html`<a href="#${id}">${title}</a>`)}</nav>
<main>
${head(report)}
${dataSection(report)}
${strategySection(report)}
${timeSection(report)}
${scoreSection(report)}
${whereSection(report)}
${clusterSection(report)}
${ruleSection(report)}
${errorSection(report)}
${runSection(report)}
<footer>Lazaret ${report.engine.version}, rules ${report.engine.ruleset}, model ${report.engine.model}; data ${report.dataset.digest}, evidence by code ${report.dataset.code.map((code) => code || 'unknown').join(', ')}. ${report.provenance}</footer>
</main>
</body>
</html>
`;
  return page.source;
}

function subjectOf({ strategies, subject }: EvaluationReport): StrategyFigures {
  return strategies.find(({ name }) => name === subject)!;
}

function head(report: EvaluationReport): Markup {
  const { about, protocol, cuts, levels } = subjectOf(report);
  const [suspicious, malicious] = levels;
  const tile = (value: string, what: string, detail: string): Markup =>
    html`<div class="tile"><b>${value}</b>${what}<span>${detail}</span></div>`;
  const [none, , one] = cuts;
  return html`<h1>How well <i>${report.subject}</i> tells malicious from benign</h1>
<p class="lead">${about}; ${protocol}. Brackets are 95 % intervals: Wilson for shares of distributions, bootstrap over clusters for means of clusters, exact for false positives.</p>
<div class="tiles">
${tile(percent(none!.recall.rate), 'found at no false positive', `${ofN(none!.recall)} (${interval(none!.recall)}); clusters ${meanText(none!.clusters)}`)}
${tile(percent(one!.recall.rate), 'found at 1 % false positives', `${ofN(one!.recall)} (${interval(one!.recall)}); clusters ${meanText(one!.clusters)}`)}
${tile(percent(suspicious!.falsePositives.rate), 'of pinned benign called suspicious', `${ofN(suspicious!.falsePositives)} (${interval(suspicious!.falsePositives)}); finds ${percent(suspicious!.recall.rate)}`)}
${tile(percent(malicious!.falsePositives.rate), 'of pinned benign called malicious', `${ofN(malicious!.falsePositives)} (${interval(malicious!.falsePositives)}); finds ${percent(malicious!.recall.rate)}`)}
</div>`;
}

function dataSection({ dataset }: EvaluationReport): Markup {
  return html`<section id="data"><h2>Data</h2>
<div class="wide"><table><thead><tr><th>Part</th><th class="num">Distributions</th><th class="num">Clusters or projects</th><th class="num">Python source, median</th><th class="num">90th percentile</th><th>First seen</th></tr></thead><tbody>${dataset.parts.map(
    ({ part, n, groups, medianSource, p90Source, years }) =>
      html`<tr><td>${part}</td><td class="num">${n}</td><td class="num">${groups}</td><td class="num">${bytesText(medianSource)}</td><td class="num">${bytesText(p90Source)}</td><td>${years}</td></tr>`,
  )}</tbody></table></div>
<p class="note">Ordinary, popular and hard are the pinned manifest, chosen before any measurement; false positive rates and cuts refer to these. Distributions of the standard library and of site-packages were rebuilt from what is installed. Questionable ones have no payload that could be seen, and count nowhere but in their own rows.</p>
</section>`;
}

function scoreSection(report: EvaluationReport): Markup {
  return html`<section id="scores"><h2>Scores of ${report.subject}</h2>
${histogramChart(report.histogram, report.subject)}
<div class="charts">${calibrationChart(subjectOf(report))}</div>
</section>`;
}

function whereSection({ slices, levels }: EvaluationReport): Markup {
  const { sizes } = slices;
  const malicious = { groups: 'mean over clusters, suspicious' } as const;
  return html`<section id="where"><h2>Where it works and where not</h2>
<p class="lead"><span class="key"></span>suspicious or above: ${levels[0]!.meaning}. <span class="key hollow"></span>malicious: ${levels[1]!.meaning}. Bars are 95 % intervals.</p>
<h3>Recall by year in which the distribution was first seen</h3>${forest(slices.years, { what: 'Year', ...malicious })}
<h3>Recall by technique: the category of the finding that weighs most</h3>${forest(slices.techniques, { what: 'Technique', ...malicious })}
<h3>Recall by phase of that finding</h3>${forest(slices.phases, { what: 'Phase', ...malicious })}
<h3>Recall by kind of distribution, and by whether a payload can be seen</h3>${forest([...slices.kinds, ...slices.visibility], { what: 'Kind', ...malicious })}
<h3>False positives by stratum</h3>${forest(slices.strata, { what: 'Stratum', to: 0.1, groups: 'mean over projects, suspicious' })}
<h3>Size alone must move no verdict: recall by Python source</h3>${forest(
    sizes.map((size) => size.malicious),
    { what: 'Python source', ...malicious },
  )}
<h3>… and false positives among all benign distributions of that size</h3>${forest(
    sizes.map((size) => size.benign),
    { what: 'Python source', to: 0.1, groups: 'mean over projects, suspicious' },
  )}
</section>`;
}
