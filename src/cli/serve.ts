import type { Command } from 'commander';
import { addDatabaseOptions, type DatabaseFlags, serviceConfig } from './database-options.ts';
import { count } from './option-types.ts';
import { aborted, endSignal } from './service-options.ts';

interface ServeFlags extends DatabaseFlags {
  vault?: string;
  policy?: string;
  host?: string;
  port?: number;
  publicUrl?: string;
  processes?: number;
}

export function addServe(program: Command): void {
  addDatabaseOptions(
    program.command('serve').description('screen uploads: HTTP service and scans in one process'),
  )
    .option('--vault <folder>', 'where samples are kept')
    .option('--policy <file>', 'what is done about verdicts')
    .option('--host <address>', 'address to listen on')
    .option('--port <n>', 'port to listen on; 0 takes a free one', count)
    .option('--public-url <url>', 'where people reach this service')
    .option('--processes <n>', 'scans at a time; 0 leaves them to lazaret worker', count)
    .action(serve);
}

async function serve(flags: ServeFlags): Promise<void> {
  const { startServer } = await import('../serve/serve.ts');
  const config = await serviceConfig(flags, {
    vault: flags.vault,
    policy: flags.policy,
    'public-url': flags.publicUrl,
    'listen.host': flags.host,
    'listen.port': flags.port,
    'scan.processes': flags.processes,
  });
  // Heard from before anything is open, so that whatever is will be closed.
  const signal = endSignal();
  const server = await startServer(config);
  process.stdout.write(`lazaret listens on ${server.url}\n`);
  if (server.setupUrl !== null) {
    process.stdout.write(`Set it up within a day; the link works once: ${server.setupUrl}\n`);
  }
  await aborted(signal);
  await server.close();
}
