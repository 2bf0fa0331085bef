import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { count } from './option-types.ts';
import { addServiceOptions, endSignal, openNamedService, type ServiceFlags } from './service-options.ts';
import { withWorker } from './with-worker.ts';

interface RescoreFlags extends ServiceFlags {
  jobs: number;
}

export function addRescore(program: Command): void {
  addServiceOptions(
    program
      .command('rescore')
      .description('judge everything anew that the present engine, rules and model have not judged'),
  )
    .option(
      '-j, --jobs <n>',
      'scan processes; 0 leaves the work to running workers',
      count,
      availableParallelism(),
    )
    .action(rescore);
}

async function rescore(flags: RescoreFlags): Promise<void> {
  const { askRescore } = await import('../jobs/rescore.ts');
  const signal = endSignal();
  const service = await openNamedService(flags);
  try {
    await withWorker(service, flags.jobs, signal, async (progress) => {
      const asked = await askRescore(service, { signal, progress });
      return `${asked} distributions ${flags.jobs === 0 ? 'asked for' : 'judged anew'}`;
    });
  } finally {
    await service.close();
  }
}
