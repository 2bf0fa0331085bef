/**
 * The whole evaluation: saves evidence of what is new, replays rules, runs strategies, writes report.json and
 * report.html. docs/evaluation.md says what the options are.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Unit } from './collect/corpora.ts';
import { collect } from './collect/pool.ts';
import { CORPORA, CORPUS_OPTIONS, conventional, unitsOf } from './collect/selection.ts';
import { loadDataset, type Sample } from './dataset.ts';
import { renderReport } from './report/html.ts';
import { buildReport } from './report/report.ts';
import { CALIBRATED } from './strategies/calibrated.ts';
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

async function main(): Promise<number> {
  const dataset = values.evidence === undefined ? await collected() : loadedFrom(values.evidence);
  if (typeof dataset === 'string') {
    process.stderr.write(`${dataset}; docs/evaluation.md says what is needed\n`);
    return 64;
  }
  const { samples, failures } = dataset;
  const { runs, splits } = values.quick
    ? { runs: [runShipped(samples)], splits: [] }
    : runAll(samples, values, (line) => process.stderr.write(`${line}\n`));
  const subject = values.subject ?? (values.quick ? SHIPPED.name : CALIBRATED);
  const report = buildReport(samples, runs, { provenance: values.provenance, subject, splits });
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(values.out, 'report.html'), renderReport(report));
  process.stdout.write(summarise(report));
  process.stdout.write(`${join(values.out, 'report.html')}\n`);
  return failures === 0 ? 0 : 1;
}

interface Loaded {
  samples: Sample[];
  /** Distributions of the manifests that could not be read. */
  failures: number;
}

/** Or, in words, why there is none. */
function loadedFrom(folders: readonly string[]): Loaded | string {
  const missing = folders.find((folder) => !existsSync(folder));
  return missing === undefined ? { samples: loadDataset(folders), failures: 0 } : `${missing} is not there`;
}

/** The dataset of the corpora that are named, or of those in the conventional place; or why there is none. */
async function collected(): Promise<Loaded | string> {
  const out = join(values.out, 'evidence');
  const named = values.manifest ?? values.benign ?? values['site-packages'];
  let units: Unit[];
  try {
    units = unitsOf(named === undefined && !values.stdlib ? conventional(values, values.corpora) : values);
  } catch (error) {
    return (error as Error).message;
  }
  const result = await collect(units, {
    out,
    jobs: Number(values.jobs),
    milliseconds: Number(values.seconds) * 1000,
    progress,
  });
  for (const { file, reason } of result.failures) process.stderr.write(`${file}: ${reason}\n`);
  process.stderr.write(
    `${result.collected} collected (${result.crashed} crashed), ${result.known} known, ${result.failures.length} failed\n`,
  );
  // Evidence of earlier manifests may lie in the same folder.
  const wanted = new Set(result.sha256);
  const samples = loadDataset([out]).filter(({ sha256 }) => wanted.has(sha256));
  return { samples, failures: result.failures.length };
}

function progress(done: number, all: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${all}${done === all ? '\n' : ''}`);
}

process.exitCode = await main();
