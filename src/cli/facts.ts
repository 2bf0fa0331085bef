import type { Command } from 'commander';
import { resolveTargets } from '../intake/targets.ts';
import { renderJsonLine } from '../report/json.ts';
import { visible } from '../report/visible.ts';
import { ScanPool } from '../scan/pool.ts';
import { EXIT } from './exit-codes.ts';
import { indexUrl } from './option-types.ts';
import { jobOf } from './run-scans.ts';

interface FactsFlags {
  kind?: string[];
  indexUrl?: string;
  yara?: string;
}

export function addFacts(program: Command): void {
  program
    .command('facts')
    .description('what rules see of a distribution, one fact a line as JSON')
    .argument('<target>', 'sdist, wheel, egg, directory, or name==version')
    .option('--kind <kind...>', 'only facts of these kinds, e.g. call flow layer')
    .option('--index-url <url>', 'simple index for name==version', indexUrl)
    .option('--yara <dir>', 'match the YARA rules of a folder as well')
    .action(facts);
}

async function facts(named: string, { kind: kinds, indexUrl: url, yara }: FactsFlags): Promise<void> {
  const pool = new ScanPool({ jobs: 1, yara: yara ?? null });
  try {
    for await (const target of resolveTargets([named], url === undefined ? {} : { indexUrl: url })) {
      const job = await jobOf(target);
      const found = 'code' in job ? { facts: [], limitations: [job] } : await pool.facts(job);
      for (const fact of found.facts) {
        if (kinds === undefined || kinds.includes(fact.kind)) process.stdout.write(renderJsonLine(fact));
      }
      for (const { code, where, detail, blocking } of found.limitations) {
        if (blocking) process.exitCode = EXIT.incomplete;
        process.stderr.write(`${visible(`${code}: ${where === '' ? '' : `${where}: `}${detail}`)}\n`);
      }
    }
  } finally {
    await pool.close();
  }
}
