import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { WorkerEvent } from '../jobs/worker.ts';
import { positiveInteger } from './option-types.ts';
import {
  aborted,
  addServiceOptions,
  endSignal,
  openNamedService,
  type ServiceFlags,
} from './service-options.ts';

interface WorkerFlags extends ServiceFlags {
  jobs: number;
  yara?: string;
  quiet: boolean;
}

export function addWorker(program: Command): void {
  addServiceOptions(
    program.command('worker').description('perform the scans of a service that runs elsewhere'),
  )
    .option('-j, --jobs <n>', 'scan processes', positiveInteger, availableParallelism())
    .option('--yara <dir>', 'match the YARA rules of a folder as well')
    .option('-q, --quiet', 'log nothing but errors', false)
    .action(work);
}

async function work(flags: WorkerFlags): Promise<void> {
  const { startWorker } = await import('../jobs/worker.ts');
  const signal = endSignal();
  const service = await openNamedService(flags);
  try {
    const worker = await startWorker(service, {
      jobs: flags.jobs,
      yara: flags.yara ?? null,
      report: (event) => logEvent(event, flags.quiet),
    });
    log({ level: 'info', msg: 'ready', worker: worker.name, jobs: flags.jobs });
    await aborted(signal);
    log({ level: 'info', msg: 'stopping', inFlight: worker.inFlight });
    await worker.stop();
  } finally {
    await service.close();
  }
}

/** One JSON object a line, as `serve` logs. */
function logEvent(event: WorkerEvent, quiet: boolean): void {
  if (event.kind === 'error') {
    log({ level: 'error', msg: innermost(event.error) });
    return;
  }
  const { sha256, outcome } = event;
  const ms = Math.round(event.ms);
  if (outcome.kind === 'failed') log({ level: 'warn', msg: 'a scan failed', sha256, reason: outcome.reason });
  if (outcome.kind !== 'verdict' || quiet) return;
  const { verdict, score } = outcome.verdict;
  log({ level: 'info', msg: outcome.givenUp ? 'given up' : 'screened', sha256, verdict, score, ms });
}

function log(line: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify({ ...line, time: new Date().toISOString() })}\n`);
}

/** A failed statement's own message repeats its parameters; that of its cause does not. */
function innermost(error: unknown): string {
  let one = error;
  while (one instanceof Error && one.cause instanceof Error) one = one.cause;
  return one instanceof Error ? one.message : String(one);
}
