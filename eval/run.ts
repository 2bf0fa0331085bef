/**
 * The whole evaluation: saves evidence of what is new, replays rules, runs strategies, writes report.json and
 * report.html. docs/evaluation.md says what the options are.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collect } from './collect/pool.ts';
import { CORPUS_OPTIONS, unitsOf } from './collect/selection.ts';
import { loadDataset } from './dataset.ts';
import { renderReport } from './report/html.ts';
import { buildReport } from './report/report.ts';
import { runUnfitted, SHIPPED } from './strategies/hand-set.ts';
import { summarise } from './summary.ts';

const { values } = parseArgs({
  options: {
    ...CORPUS_OPTIONS,
    /** Folders with saved evidence; with them no corpus is read. */
    evidence: { type: 'string', multiple: true },
    /** Folder for the report and, below it, for evidence that is made. */
    out: { type: 'string', default: '.cache/evaluation' },
    subject: { type: 'string', default: SHIPPED.name },
    provenance: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '600' },
  },
});

const folders = values.evidence ?? [await collectInto(join(values.out, 'evidence'))];
const samples = loadDataset(folders);
const runs = [runUnfitted(SHIPPED, samples)];
const report = buildReport(samples, runs, { provenance: values.provenance, subject: values.subject });
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
writeFileSync(join(values.out, 'report.html'), renderReport(report));
process.stdout.write(summarise(report));
process.stdout.write(`${join(values.out, 'report.html')}\n`);

async function collectInto(folder: string): Promise<string> {
  const units = unitsOf(values);
  const { collected, known, failures } = await collect(units, {
    out: folder,
    jobs: Number(values.jobs),
    milliseconds: Number(values.seconds) * 1000,
  });
  for (const { file, reason } of failures) process.stderr.write(`${file}: ${reason}\n`);
  process.stderr.write(`${collected} collected, ${known} known, ${failures.length} failed\n`);
  return folder;
}
