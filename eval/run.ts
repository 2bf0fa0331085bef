/**
 * The whole evaluation: saves evidence of what is new, replays rules, runs strategies, writes report.json and
 * report.html. docs/evaluation.md says what the options are.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { collect } from './collect/pool.ts';
import { CORPORA, CORPUS_OPTIONS, conventional, unitsOf } from './collect/selection.ts';
import { loadDataset, type Sample } from './dataset.ts';
import { renderReport } from './report/html.ts';
import { buildReport } from './report/report.ts';
import { runAll } from './strategies/runs.ts';
import { runShipped, SHIPPED } from './strategies/shipped.ts';
import { summarise } from './summary.ts';

const { values } = parseArgs({
  options: {
    ...CORPUS_OPTIONS,
    /** Folder with all corpora, unless they are named one by one. */
    corpora: { type: 'string', default: CORPORA },
    /** Folders with saved evidence; with them no corpus is read. */
    evidence: { type: 'string', multiple: true },
    /** Folder for the report and, below it, for evidence that is made. */
    out: { type: 'string', default: '.cache/evaluation' },
    subject: { type: 'string' },
    /** Only the shipped score: no strategy is fitted. */
    quick: { type: 'boolean', default: false },
    /** Also ways to combine that were tried and not kept. */
    candidates: { type: 'boolean', default: false },
    /** Strategies to leave out. */
    without: { type: 'string', multiple: true, default: [] },
    provenance: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '600' },
  },
});

const samples = values.evidence === undefined ? await collected() : loadDataset(values.evidence);
const { runs, splits } = values.quick
  ? { runs: [runShipped(samples)], splits: [] }
  : runAll(samples, values, (line) => process.stderr.write(`${line}\n`));
const subject = values.subject ?? (values.quick ? SHIPPED.name : 'calibrated');
const report = buildReport(samples, runs, { provenance: values.provenance, subject, splits });
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
writeFileSync(join(values.out, 'report.html'), renderReport(report));
process.stdout.write(summarise(report));
process.stdout.write(`${join(values.out, 'report.html')}\n`);

/** The dataset of the corpora that are named, or of those in the conventional place. */
async function collected(): Promise<Sample[]> {
  const out = join(values.out, 'evidence');
  const named = values.manifest ?? values.benign ?? values['site-packages'];
  const units = unitsOf(
    named === undefined && !values.stdlib ? conventional(values, values.corpora) : values,
  );
  const result = await collect(units, {
    out,
    jobs: Number(values.jobs),
    milliseconds: Number(values.seconds) * 1000,
    progress,
  });
  for (const { file, reason } of result.failures) process.stderr.write(`${file}: ${reason}\n`);
  if (result.failures.length > 0) process.exitCode = 1;
  process.stderr.write(
    `${result.collected} collected (${result.crashed} crashed), ${result.known} known, ${result.failures.length} failed\n`,
  );
  // Evidence of earlier manifests may lie in the same folder.
  const wanted = new Set(result.sha256);
  return loadDataset([out]).filter(({ sha256 }) => wanted.has(sha256));
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all}${done === all ? '\n' : ''}`);
}
