import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ScanResult } from '../contracts/result.ts';
import { resolveTargets } from '../intake/targets.ts';
import { RESULT_FILE_BYTES } from '../limits.ts';
import { renderExplanation, renderFindingList } from '../report/explain.ts';
import { ScanPool } from '../scan/pool.ts';
import { UsageError } from './exit-codes.ts';
import { indexUrl, positiveInteger } from './option-types.ts';
import { scanTarget } from './run-scans.ts';
import { textOptions } from './terminal.ts';

interface ExplainFlags {
  finding?: number;
  target?: string;
  indexUrl?: string;
  yara?: string;
  color: boolean;
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('one finding in full: its trail with code, the rule, what the author can change')
    .argument('<source>', 'a saved result (.json, .jsonl), or anything that scan takes')
    .argument(
      '[number]',
      'of the finding, strongest first; without it the findings are listed',
      positiveInteger,
    )
    .option('--finding <number>', 'the same as an option', positiveInteger)
    .option('--target <target>', 'which result of a file that holds several')
    .option('--index-url <url>', 'simple index for name==version', indexUrl)
    .option('--yara <dir>', 'match the YARA rules of a folder as well')
    .option('--no-color', 'plain text')
    .action(explain);
}

async function explain(source: string, number: number | undefined, flags: ExplainFlags): Promise<void> {
  const result = chosen(await resultsOf(source, flags), flags.target);
  const options = textOptions(false, flags.color);
  const wanted = number ?? flags.finding;
  if (wanted === undefined) {
    process.stdout.write(renderFindingList(result, options));
    return;
  }
  const finding = result.findings[wanted - 1];
  if (finding === undefined) {
    throw new UsageError(`there is no finding ${wanted}; ${result.target} has ${result.findings.length}`);
  }
  // The rules are not loaded at the start of every command: scans leave them to the workers.
  const { findRule, ruleDoc } = await import('./rule-docs.ts');
  const rule = findRule(finding.rule);
  process.stdout.write(
    renderExplanation(result, finding, rule === undefined ? null : ruleDoc(rule), options),
  );
}

function chosen(results: ScanResult[], target: string | undefined): ScanResult {
  const matching = target === undefined ? results : results.filter((result) => result.target === target);
  if (matching.length === 1) return matching[0]!;
  if (matching.length === 0) throw new UsageError('there is no such result');
  throw new UsageError(`there are ${matching.length} results; name one with --target`);
}

async function resultsOf(source: string, flags: ExplainFlags): Promise<ScanResult[]> {
  if (/\.jsonl?$/.test(source)) return savedResults(source);
  const pool = new ScanPool({ jobs: 1, yara: flags.yara ?? null });
  const results: ScanResult[] = [];
  try {
    const options = flags.indexUrl === undefined ? {} : { indexUrl: flags.indexUrl };
    for await (const target of resolveTargets([source], options))
      results.push(await scanTarget(target, pool));
  } finally {
    await pool.close();
  }
  return results;
}

/** @throws UsageError for anything but result documents of this schema. */
async function savedResults(file: string): Promise<ScanResult[]> {
  try {
    if ((await stat(file)).size > RESULT_FILE_BYTES) throw new Error('it is too large');
    const text = await readFile(file, 'utf8');
    const values: unknown[] = file.endsWith('.jsonl')
      ? text
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line))
      : [JSON.parse(text)].flat();
    if (values.every(isResult)) return values;
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
  throw new UsageError(`${file} holds something other than result documents of schema 1`);
}

function isResult(value: unknown): value is ScanResult {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, target, findings, excerpts, layers } = value as Partial<ScanResult>;
  return schema === 1 && typeof target === 'string' && [findings, excerpts, layers].every(Array.isArray);
}
