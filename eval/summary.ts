/** A report in a few lines of text. */
import type { EvaluationReport } from './report/report.ts';
import type { Slice } from './report/slices.ts';
import { meanText, msText, percent, rateText, scoreText } from './report/words.ts';

/** Recall and false positives of the subject, and the strategies' operating points. */
export function summarise({ strategies, slices, listings }: EvaluationReport): string {
  const lines: string[] = [];
  for (const { name, cuts } of strategies) {
    if (cuts[0]!.falsePositives.n === 0) continue;
    const cells = cuts.map(({ allowed, recall, clusters }) => {
      return `${percent(allowed)}: ${percent(recall.rate)} (clusters ${percent(clusters.mean)})`;
    });
    lines.push(`${name}: recall at false positives of ${cells.join(', ')}`);
  }
  const row = ({ name, suspicious, malicious, groups }: Slice): string =>
    `${name}: n ${suspicious.n}; suspicious ${rateText(suspicious)}, groups ${meanText(groups.suspicious)}; malicious ${rateText(malicious)}`;
  lines.push(...slices.visibility.map(row), ...slices.strata.map((slice) => `benign ${row(slice)}`));
  for (const [title, part] of [
    ['year', slices.years],
    ['technique', slices.techniques],
  ] as const) {
    lines.push(...part.map((slice) => `  ${title} ${row(slice)}`));
  }
  for (const { part, n, median, p95, most } of listings.times) {
    lines.push(`CPU ${part} (n ${n}): median ${msText(median)}, p95 ${msText(p95)}, most ${msText(most)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Distributions in which each rule fires, by label, and what is lost without it. */
export function ruleLines({ rules }: EvaluationReport): string {
  const lines = rules.map(({ id, hits, phases, suspicious, malicious }) => {
    const byPhase = Object.entries(phases).map(
      ([phase, counts]) => `${phase} ${counts.malicious}/${counts.pinned + counts.installed}`,
    );
    return `  ${id}: ${hits.malicious} malicious, ${hits.pinned}+${hits.installed} benign (${byPhase.join(', ')}); lost without it ${suspicious.lost}/${malicious.lost}, spared ${suspicious.spared}/${malicious.spared}`;
  });
  return `${['rule: fires in malicious, pinned + installed benign (by phase); lost and spared at suspicious/malicious', ...lines].join('\n')}\n`;
}

/** Misses and false alarms with their strongest findings. */
export function errorLines({ listings }: EvaluationReport): string {
  const { falseAlarms, misses, questionableMisses } = listings;
  const groups = [
    ['false alarm', falseAlarms],
    ['missed', misses],
    ['missed (questionable)', questionableMisses],
  ] as const;
  const lines = groups.flatMap(([mark, list]) =>
    list.map(({ score, file, group, stratum, sha256, contributions, limitations }) => {
      const findings = contributions.map(
        ({ name, phase, weight }) => `${name}@${phase} ${weight.toFixed(1)}`,
      );
      return `${mark} ${scoreText(score)} ${file} ${stratum || group} ${sha256.slice(0, 12)}\n    ${findings.join(', ')} ${limitations.join(' ')}`;
    }),
  );
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
