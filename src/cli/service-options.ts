/** Options of the commands that work on the service's database and vault. */
import type { Command } from 'commander';

export interface ServiceFlags {
  config?: string;
  data?: string;
  database?: string;
  vault?: string;
  policy?: string;
}

export function addServiceOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'TOML file of settings (docs/operating.md)')
    .option('--data <folder>', 'where everything is kept that is not placed elsewhere')
    .option('--database <address>', 'postgres://… or pglite:FOLDER')
    .option('--vault <folder>', 'where samples are kept')
    .option('--policy <file>', 'what is done about verdicts');
}

/** Opens the service that flags, environment and file describe. */
export async function openNamedService(flags: ServiceFlags) {
  const [{ readConfig }, { openService }, { readPolicy }] = await Promise.all([
    import('../serve/config.ts'),
    import('../service/service.ts'),
    import('../actions/policy-file.ts'),
  ]);
  const { config: file, data, database, vault, policy } = flags;
  const config = await readConfig({
    ...(file === undefined ? {} : { file }),
    env: process.env,
    flags: { data, database, vault, policy },
  });
  const { policy: policyFile } = config;
  return openService({
    database: config.database,
    vault: config.vault,
    ...(policyFile === undefined ? {} : { policy: await readPolicy(policyFile) }),
  });
}

/** Says when the process is asked to end, by signal. Asked a second time, it ends at once. */
export function endSignal(): AbortSignal {
  const controller = new AbortController();
  process.removeAllListeners('SIGINT');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      controller.abort();
    });
  }
  return controller.signal;
}

/** Resolves when the signal says so. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
