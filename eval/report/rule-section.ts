import { html, type Markup } from '../../src/report/markup.ts';
import type { EvaluationReport } from './report.ts';
import type { Hits, Loss, RuleFigures } from './rule-figures.ts';
import { interval, percent } from './words.ts';

/** Every rule: where it fires, and what is lost without it. */
export function ruleSection({ rules, subject, levels }: EvaluationReport): Markup {
  const sorted = rules.toSorted(
    (a, b) =>
      b.suspicious.lost + b.malicious.lost - a.suspicious.lost - a.malicious.lost ||
      b.hits.malicious - a.hits.malicious ||
      (a.id < b.id ? -1 : 1),
  );
  const silent = sorted.filter(({ hits }) => hits.malicious + hits.pinned + hits.installed === 0);
  const idle = rules.filter(({ suspicious, malicious }) => suspicious.lost + malicious.lost === 0);
  return html`<section id="rules"><h2>Rules</h2>
<p class="lead">Distributions in which each rule fires, <span class="bad">malicious</span> against benign (pinned + installed), by the earliest phase in which it fires there. <i>Lost without it</i>: malicious distributions that ${subject} would no longer call ${levels[0]!.name} (and, after the slash, ${levels[1]!.name}) if the rule's findings were taken away and nothing were fitted again; <i>spared</i>: benign ones likewise. Rules that cover for one another lose nothing alone: ${idle.length} of ${rules.length}.</p>
<div class="wide"><table class="rules"><thead><tr><th>Rule</th><th class="num">Fires<br>malicious</th><th class="num">benign</th><th>By phase</th><th>Precision here</th><th class="num">Alone</th><th class="num">Lost without it</th><th class="num">Spared</th><th>Fires together with</th></tr></thead><tbody>${sorted.filter((rule) => !silent.includes(rule)).map(row)}</tbody></table></div>
<p>Fire nowhere in these data: ${silent.map(({ id, title }) => html`<span class="pill"><code>${id}</code><span class="soft"> ${title}</span></span> `)}</p>
<p class="note"><i>Alone</i>: malicious distributions in which no other rule adds to the shipped score. <i>Precision here</i> depends on how the data are mixed and is no estimate for an index.</p>
</section>`;
}

function row({
  id,
  title,
  state,
  hits,
  phases,
  precision,
  alone,
  suspicious,
  malicious,
  overlaps,
}: RuleFigures): Markup {
  return html`<tr><td><code>${id}</code>${state === 'enforced' ? '' : html` <span class="pill">${state}</span>`}<br><span class="soft">${title}</span></td><td class="num">${hits.malicious}</td><td class="num">${hits.pinned} + ${hits.installed}</td><td>${Object.entries(
    phases,
  ).map(([phase, counts]) => phaseCell(phase, counts))}</td><td>${
    precision.n === 0
      ? '–'
      : html`${percent(precision.rate)} <span class="soft">${interval(precision)}</span>`
  }</td><td class="num">${alone}</td><td class="num">${pair(suspicious, malicious, 'lost')}</td><td class="num">${pair(suspicious, malicious, 'spared')}</td><td class="soft">${overlaps.map(
    ({ id: other, share }) => html`<code>${other}</code> ${percent(share)}<br>`,
  )}</td></tr>`;
}

function phaseCell(phase: string, { malicious, pinned, installed }: Hits): Markup {
  return html`<span class="pill">${phase} <span class="bad">${malicious}</span>/${pinned + installed}</span>`;
}

function pair(suspicious: Loss, malicious: Loss, what: keyof Loss): Markup {
  const [low, high] = [suspicious[what], malicious[what]];
  if (low === 0 && high === 0) return html`<span class="soft">0</span>`;
  return html`<b>${low}</b> / ${high}`;
}
