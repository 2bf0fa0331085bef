import { html, type Markup } from '../../src/report/markup.ts';
import type { Listed } from './listings.ts';
import type { EvaluationReport } from './report.ts';
import { NOTHING } from './svg.ts';
import { bytesText, msText, ofN, percent, scoreText } from './words.ts';

/** Clusters shown before the rest is folded away. */
const CLUSTERS_SHOWN = 25;

export function clusterSection({ listings: { clusters } }: EvaluationReport): Markup {
  const rows = clusters.worst.map(
    ({ cluster, projects, hits, n }) =>
      html`<tr><td><code>${cluster}</code></td><td>${projects.join(', ')}</td><td class="num">${ofN({ hits, n })}</td></tr>`,
  );
  const table = (body: Markup[]): Markup =>
    html`<div class="wide"><table><thead><tr><th>Cluster</th><th>Projects</th><th class="num">Found</th></tr></thead><tbody>${body}</tbody></table></div>`;
  return html`<section id="clusters"><h2>Clusters</h2>
<p class="lead">Of ${clusters.all} clusters with a visible payload, ${clusters.whole} are found in every member (${percent(clusters.whole / clusters.all)}), ${clusters.partly} in some, ${clusters.missed} in none.</p>
${rows.length === 0 ? NOTHING : table(rows.slice(0, CLUSTERS_SHOWN))}
${rows.length <= CLUSTERS_SHOWN ? NOTHING : html`<details><summary>${rows.length - CLUSTERS_SHOWN} more</summary>${table(rows.slice(CLUSTERS_SHOWN))}</details>`}
</section>`;
}

export function errorSection({ listings, subject, levels }: EvaluationReport): Markup {
  const { misses, questionableMisses, falseAlarms } = listings;
  return html`<section id="errors"><h2>Misses and false alarms</h2>
<p class="lead">Of ${subject} at its lower level, ${levels[0]!.meaning}. Contributions are those of the shipped model, in logits.</p>
<h3>False alarms: ${falseAlarms.length}</h3>${listedTable(falseAlarms)}
<h3>Misses, payload visible: ${misses.length}</h3>${listedTable(misses)}
<details><summary>Not found among the questionable: ${questionableMisses.length}</summary>${listedTable(questionableMisses)}</details>
</section>`;
}

function listedTable(list: readonly Listed[]): Markup {
  if (list.length === 0) return html`<p>None.</p>`;
  return html`<div class="wide"><table><thead><tr><th class="num">Score</th><th>Distribution</th><th>Group</th><th class="num">Source</th><th>Strongest findings</th><th>Not seen</th></tr></thead><tbody>${list.map(
    ({
      score,
      isMalicious,
      file,
      sha256,
      group,
      stratum,
      firstSeen,
      sourceBytes,
      contributions,
      limitations,
    }) =>
      html`<tr><td class="num">${isMalicious ? html`<b class="bad">${scoreText(score)}</b>` : scoreText(score)}</td><td>${file}<br><code class="soft">${sha256.slice(0, 12)}</code></td><td>${group}<br><span class="soft">${stratum || firstSeen}</span></td><td class="num">${bytesText(sourceBytes)}</td><td>${contributions.map(
        ({ name, phase, weight }) =>
          html`<span class="pill"><code>${name}</code> ${phase} +${weight.toFixed(1)}</span>`,
      )}</td><td class="soft">${limitations.join(', ')}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Limitations and run times. */
export function runSection({ listings: { limitations, times } }: EvaluationReport): Markup {
  return html`<section id="run"><h2>What could not be seen, and run times</h2>
<div class="wide"><table><thead><tr><th>Limitation</th><th>Effect</th><th class="num">Malicious</th><th class="num">Benign</th></tr></thead><tbody>${limitations.map(
    ({ code, blocking, malicious, benign }) =>
      html`<tr><td>${code}</td><td>${blocking ? html`<span class="warn">blocking</span>` : 'noted'}</td><td class="num">${malicious}</td><td class="num">${benign}</td></tr>`,
  )}</tbody></table></div>
<div class="wide"><table><thead><tr><th>CPU time for unpacking and analysing</th><th class="num">n</th><th class="num">median</th><th class="num">95th percentile</th><th class="num">most</th><th class="num">MB of source a second</th></tr></thead><tbody>${times.map(
    ({ part, n, median, p95, most, speed }) =>
      html`<tr><td>${part}</td><td class="num">${n}</td><td class="num">${msText(median)}</td><td class="num">${msText(p95)}</td><td class="num">${msText(most)}</td><td class="num">${speed.toFixed(1)}</td></tr>`,
  )}</tbody></table></div>
<p class="note">Distributions in which it happens at least once. Times are those of the machine and the moment in which the evidence was saved.</p>
</section>`;
}
