import { Command, CommanderError } from 'commander';
import { InfrastructureError } from '../contracts/errors.ts';
import { VERSION } from '../version.ts';
import { addBackfill } from './backfill.ts';
import { addBackup } from './backup.ts';
import { EXIT, UsageError } from './exit-codes.ts';
import { addExplain } from './explain.ts';
import { addFacts } from './facts.ts';
import { addRescore } from './rescore.ts';
import { addRules } from './rules.ts';
import { addScan } from './scan.ts';
import { addServe } from './serve.ts';
import { addStatus } from './status.ts';
import { addToken } from './token.ts';
import { addTrain } from './train.ts';
import { addUser } from './user.ts';
import { addWorker } from './worker.ts';

/** Runs one command line and sets the process's exit code; never throws. */
export async function run(args: readonly string[]): Promise<void> {
  endWithOutput();
  const program = new Command('lazaret')
    .description('Detects malicious uploads to a Python package index.')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(lazaret --help shows what there is)');
  const analysis = [addScan, addExplain, addFacts, addRules, addTrain];
  const service = [addServe, addWorker, addBackfill, addRescore, addStatus, addBackup, addToken, addUser];
  for (const add of [...analysis, ...service]) add(program);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = reported(error);
  }
}

/** Says what went wrong, unless commander did, and gives the exit code. */
function reported(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError || error instanceof InfrastructureError) {
    process.stderr.write(`lazaret: ${error.message}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`lazaret: internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
  return EXIT.internal;
}

/** A reader that stops reading (`| head`) ends the run quietly. */
function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(EXIT.closedOutput);
    });
  }
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
}
