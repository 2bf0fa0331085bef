/**
 * Writes the tables of docs/strategies.md between their markers.
 *
 *   node eval/strategies-doc.ts REPORT.json EVIDENCE_FOLDER... [--doc FILE]
 *
 * The report is that of `npm run eval`; the folders hold the same evidence.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { blindnessOf } from './blindness.ts';
import { crossValidate } from './cross-validate.ts';
import { loadDataset } from './dataset.ts';
import { strategyTables } from './report/markdown.ts';
import { populationsOf } from './report/population.ts';
import type { EvaluationReport } from './report/report.ts';
import { strategyFigures } from './report/strategy-figures.ts';
import { CANDIDATES } from './strategies/all.ts';
import { COMBINED, COMBINED_RULES } from './strategies/combined.ts';
import { RULES_BY_HAND } from './strategies/hand.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    doc: { type: 'string', default: fileURLToPath(new URL('../docs/strategies.md', import.meta.url)) },
  },
});
const [file, ...folders] = positionals;
if (file === undefined || folders.length === 0) {
  process.stderr.write('usage: strategies-doc.ts REPORT.json EVIDENCE_FOLDER... [--doc FILE]\n');
  process.exit(64);
}
const samples = loadDataset(folders);
const populations = populationsOf(samples);
const more = {
  blindness: blindnessOf([RULES_BY_HAND, COMBINED_RULES, COMBINED], samples),
  candidates: CANDIDATES.map((strategy) => strategyFigures(crossValidate(strategy, samples), populations)),
};
const report: EvaluationReport = JSON.parse(readFileSync(file, 'utf8'));
let text = readFileSync(values.doc, 'utf8');
for (const [name, table] of Object.entries(strategyTables(report, more))) {
  const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`no markers for ${name}`);
  text = text.slice(0, start + open.length) + table + text.slice(end);
}
writeFileSync(values.doc, text);
