/** One self-contained page: no script, nothing fetched, hostile text shown as text. */
import type { Limitation } from '../contracts/limitation.ts';
import type { Excerpt, Finding, Indicator, ScanResult, TrailStep } from '../contracts/result.ts';
import { documentHead } from './document-head.ts';
import { excerptAt } from './excerpt.ts';
import { findingsByFile, type ShownFinding } from './grouping.ts';
import { html, Markup } from './markup.ts';
import { STYLE } from './style.ts';
import { defang } from './visible.ts';
import {
  identityParts,
  layerText,
  PHASE_WORDS,
  placeText,
  scoreText,
  titleOf,
  VERDICT_WORDS,
} from './wording.ts';

const NOTHING = new Markup('');

/** The page for the given results, in their order. */
export function renderHtml(results: readonly ScanResult[]): string {
  const title = results.length === 1 ? titleOf(results[0]!) : `${results.length} distributions`;
  const page = html`<!doctype html>
<html lang="en">
<head>
${documentHead(title, STYLE)}
<meta name="referrer" content="no-referrer">
</head>
<body>
<main>
${results.length > 1 ? overview(results) : NOTHING}
${results.map(distribution)}
</main>
</body>
</html>
`;
  return page.source;
}

function overview(results: readonly ScanResult[]): Markup {
  return html`<nav aria-label="Distributions"><table>
<thead><tr><th>Verdict</th><th>Score</th><th>Distribution</th></tr></thead>
<tbody>${results.map(
    (result, index) =>
      html`<tr><td>${badge(result)}</td><td>${scoreText(result.score)}</td><td><a href="#d${index}">${titleOf(result)}</a></td></tr>\n`,
  )}</tbody></table></nav>`;
}

function distribution(result: ScanResult, index: number): Markup {
  return html`<article id="d${index}">
<header>
<h1>${badge(result)} <span class="target">${titleOf(result)}</span></h1>
<p class="identity">${identityParts(result).join(' · ')}${result.verdict === 'incomplete' ? '' : ` · score ${scoreText(result.score)}`}</p>
</header>
<ul class="arguments">${result.arguments.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
${findingsSection(result)}
${layersSection(result)}
${section('Indicators', result.indicators.map(indicatorRow), ['Type', 'Value', 'Place'])}
${section('Not seen', result.limitations.map(limitationRow), ['Limitation', 'Where', 'Detail'])}
<footer>Lazaret ${result.engine.version}, rules ${result.engine.ruleset}, model ${result.engine.model}; ${Math.round(result.timings.totalMs)} ms</footer>
</article>
`;
}

function badge({ verdict }: ScanResult): Markup {
  return html`<span class="badge ${verdict}">${VERDICT_WORDS[verdict]}</span>`;
}

function findingsSection(result: ScanResult): Markup {
  if (result.findings.length === 0) return NOTHING;
  const files = findingsByFile(result.findings).map(
    ({ path, shown, repeats }) => html`<h3>${path}</h3>
${shown.map((one) => findingCard(one, result))}
${repeats.length === 0 ? NOTHING : html`<ul class="repeats">${repeats.map((finding) => html`<li>${findingFacts(finding)}</li>\n`)}</ul>`}`,
  );
  return html`<h2>Findings</h2>\n${files}`;
}

function findingFacts(finding: Finding): Markup {
  const place = finding.line > 0 ? `line ${finding.line}, column ${finding.column}` : 'whole file';
  const layer = finding.layer === null ? '' : ` of ${finding.layer}`;
  return html`<code>${finding.rule}</code> · ${PHASE_WORDS[finding.phase]} · ${place}${layer}`;
}

function findingCard({ finding, withCode }: ShownFinding, result: ScanResult): Markup {
  const excerpt = excerptAt(result.excerpts, finding);
  const layer = result.layers.find(({ id }) => id === finding.layer);
  const weight = finding.contribution > 0 ? `+${finding.contribution.toFixed(1)}` : '';
  return html`<section class="finding">
<p class="message">${finding.message}</p>
<p class="facts">${findingFacts(finding)} <span class="weight">${weight}</span></p>
${layer === undefined ? NOTHING : html`<p class="layer">in ${layerText(layer)}</p>`}
${excerpt === undefined || !withCode ? NOTHING : codeBlock(excerpt)}
${finding.trail.length === 0 ? NOTHING : html`<ol class="trail">${finding.trail.map(trailItem)}</ol>`}
</section>
`;
}

function codeBlock(excerpt: Excerpt): Markup {
  const rows = excerpt.lines.map((line, offset) => {
    const number = excerpt.firstLine + offset;
    return html`<span class="row${number === excerpt.focus ? ' focus' : ''}"><span class="number">${number}</span>${line}\n</span>`;
  });
  return html`<pre>${rows}</pre>`;
}

function trailItem({ text, at }: TrailStep): Markup {
  if (at === null) return html`<li>${text}</li>\n`;
  return html`<li>${text} <span class="place">${placeText(at)}${at.layer === null ? '' : ` in ${at.layer}`}</span></li>\n`;
}

function section(title: string, rows: Markup[], columns: string[]): Markup {
  if (rows.length === 0) return NOTHING;
  const head = columns.map((column) => html`<th>${column}</th>`);
  return html`<h2>${title}</h2>
<table><thead><tr>${head}</tr></thead>
<tbody>${rows}</tbody></table>
`;
}

function layersSection({ layers, excerpts }: ScanResult): Markup {
  if (layers.length === 0) return NOTHING;
  const parts = layers.map((layer) => {
    const found = layer.parent === null ? placeText(layer) : `line ${layer.line} of ${layer.parent}`;
    const start = excerptAt(excerpts, { path: layer.path, layer: layer.id, line: 1 });
    return html`<section class="finding"><p class="layer">${layerText(layer)}, from ${found}</p>
${start === undefined ? NOTHING : codeBlock({ ...start, focus: 0 })}</section>\n`;
  });
  return html`<h2>Hidden layers</h2>\n${parts}`;
}

function indicatorRow(indicator: Indicator): Markup {
  const place = `${placeText(indicator)}${indicator.layer === null ? '' : ` in ${indicator.layer}`}`;
  return html`<tr><td>${indicator.type}</td><td><code>${defang(indicator.value)}</code></td><td>${place}</td></tr>\n`;
}

function limitationRow({ code, where, detail, blocking }: Limitation): Markup {
  return html`<tr${blocking ? new Markup(' class="blocking"') : NOTHING}><td><code>${code}</code></td><td>${where}</td><td>${detail}</td></tr>\n`;
}
