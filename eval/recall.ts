/**
 * Replays rules and the shipped score over saved evidence and prints recall, false positives, and on request each
 * rule's part and every miss and false alarm.
 *
 *   node eval/recall.ts EVIDENCE_FOLDER... [--rules] [--misses] [--json FILE]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadDataset } from './dataset.ts';
import { buildReport } from './report/report.ts';
import { runShipped, SHIPPED } from './strategies/shipped.ts';
import { errorLines, ruleLines, summarise } from './summary.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rules: { type: 'boolean', default: false },
    misses: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const samples = loadDataset(positionals);
const report = buildReport(samples, [runShipped(samples)], {
  provenance: '',
  subject: SHIPPED.name,
});
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(report, null, 1));
process.stdout.write(summarise(report));
if (values.rules) process.stdout.write(ruleLines(report));
if (values.misses) process.stdout.write(errorLines(report));
