import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { finished } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { Verdict } from '../contracts/result.ts';
import { targetLines, targetsFromFile } from '../intake/target-list.ts';
import { resolveTargets } from '../intake/targets.ts';
import { SCAN_MS } from '../limits.ts';
import { ScanPool } from '../scan/pool.ts';
import { exitCodeOf, type FailOn, UsageError } from './exit-codes.ts';
import { indexUrl, positiveInteger, seconds } from './option-types.ts';
import { createProgress } from './progress.ts';
import { forEachTarget, scanTarget } from './run-scans.ts';
import { createSink, FORMATS, type Format } from './sinks.ts';
import { textOptions } from './terminal.ts';

interface ScanFlags {
  format: Format;
  output?: string;
  targetsFrom?: string;
  jobs: number;
  indexUrl?: string;
  yara?: string;
  timeout: number;
  failOn: FailOn;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
}

const EXIT_HELP = `
Exit codes: 0 nothing at or above the threshold, 1 malicious, 2 suspicious, 3 incomplete (the worst of a run
wins, in this order), 64 wrong usage, 70 internal error.`;

export function addScan(program: Command): void {
  program
    .command('scan')
    .description('scan distributions: files, directories, or name==version of an index')
    .argument('[targets...]', 'sdists, wheels, eggs, directories, name==version')
    .addOption(new Option('--format <format>', 'how to report').choices(FORMATS).default('text'))
    .option('-o, --output <file>', 'write the report there instead of standard output')
    .option('--targets-from <file>', 'further targets, one a line; - for standard input')
    .option('-j, --jobs <n>', 'scans at a time', positiveInteger, availableParallelism())
    .option('--index-url <url>', 'simple index for name==version', indexUrl)
    .option('--yara <dir>', 'match the YARA rules of a folder as well')
    .option(
      '--timeout <seconds>',
      'end the scan of one distribution after this long',
      seconds,
      SCAN_MS / 1000,
    )
    .addOption(
      new Option('--fail-on <verdict>', 'lowest verdict that gives a failing exit code')
        .choices(['malicious', 'suspicious'])
        .default('suspicious'),
    )
    .option('-q, --quiet', 'say nothing about distributions without findings', false)
    .option('-v, --verbose', 'text: every finding with its code and trail, layers, indicators', false)
    .option('--no-color', 'plain text')
    .addHelpText('after', EXIT_HELP)
    .action(scan);
}

async function scan(targets: string[], flags: ScanFlags): Promise<void> {
  if (targets.length === 0 && flags.targetsFrom === undefined) {
    throw new UsageError('nothing to scan: name a file, a directory or name==version, or use --targets-from');
  }
  const output = await openOutput(flags.output);
  const sink = createSink({
    format: flags.format,
    quiet: flags.quiet,
    verbose: flags.verbose,
    text: textOptions(flags.output !== undefined, flags.color),
    write: output.write,
  });
  const progress = createProgress(!flags.quiet && (flags.output !== undefined || !process.stdout.isTTY));
  const pool = new ScanPool({ jobs: flags.jobs, timeoutMs: flags.timeout * 1000, yara: flags.yara ?? null });
  const verdicts = new Set<Verdict>();
  try {
    await forEachTarget(
      resolveTargets(targets, targetOptions(flags)),
      flags.jobs + 1,
      async (target, index) => {
        progress.begun();
        const result = await scanTarget(target, pool);
        verdicts.add(result.verdict);
        sink.add(index, result);
        progress.done(result.verdict);
      },
    );
    process.exitCode = exitCodeOf(verdicts, flags.failOn);
  } finally {
    // Whatever happened, even to the list of targets: what is known by now is reported.
    progress.stop();
    await pool.close();
    await sink.end();
    await output.close();
  }
}

function targetOptions({ targetsFrom, indexUrl: url }: ScanFlags) {
  const lines =
    targetsFrom === '-' ? targetLines(process.stdin) : targetsFrom && targetsFromFile(targetsFrom);
  return { ...(url === undefined ? {} : { indexUrl: url }), ...(lines ? { targetsFrom: lines } : {}) };
}

interface Output {
  write(chunk: string): void;
  close(): Promise<void>;
}

/** @throws UsageError when the file cannot be written, before anything is scanned. */
async function openOutput(file: string | undefined): Promise<Output> {
  if (file === undefined)
    return { write: (chunk) => void process.stdout.write(chunk), close: async () => {} };
  const stream = createWriteStream(file);
  try {
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
  return {
    write: (chunk) => void stream.write(chunk),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
