import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { visible } from '../report/visible.ts';
import type { Service } from '../service/service.ts';
import { VERSION } from '../version.ts';
import type { BackfillSource } from '../watch/backfill.ts';
import { UsageError } from './exit-codes.ts';
import { count, indexUrl } from './option-types.ts';
import { addServiceOptions, endSignal, openNamedService, type ServiceFlags } from './service-options.ts';
import { withWorker } from './with-worker.ts';

interface BackfillFlags extends ServiceFlags {
  index?: string;
  jobs: number;
}

const DEFAULT_INDEX = 'https://pypi.org/simple/';

export function addBackfill(program: Command): void {
  addServiceOptions(
    program
      .command('backfill')
      .description(
        'submit what is there already: a folder, a list, or all of an index; goes on where it was stopped',
      ),
  )
    .argument('[source]', 'folder of distributions, or file with a path, name or name==version a line')
    .option('--index <url>', 'simple index of the names; without a source, all of it', indexUrl)
    .option(
      '-j, --jobs <n>',
      'scan processes; 0 leaves the scans to running workers',
      count,
      availableParallelism(),
    )
    .action(run);
}

async function run(source: string | undefined, flags: BackfillFlags): Promise<void> {
  if (source === undefined && flags.index === undefined) {
    throw new UsageError('nothing to submit: name a folder, a list, or --index');
  }
  const [{ backfill }, { createFetcher }] = await Promise.all([
    import('../watch/backfill.ts'),
    import('../fetch/fetcher.ts'),
  ]);
  const signal = endSignal();
  const service = await openNamedService(flags);
  const root = flags.index ?? DEFAULT_INDEX;
  // The index is the operator's choice; what its pages link to is not.
  const fetcher = createFetcher({ allow: [root], limits: { maxBytes: Number.MAX_SAFE_INTEGER } });
  try {
    const named = await sourceOf(service, fetcher, source, root);
    await withWorker(service, flags.jobs, signal, async (progress) => {
      const failed = (label: string, reason: string): void =>
        void process.stderr.write(`${visible(`${label}: ${reason}`)}\n`);
      const outcome = await backfill(service, named, { signal, progress, failed });
      return `${outcome.submitted} files submitted; ${outcome.failed} of ${outcome.done} could not be had`;
    });
  } finally {
    await fetcher.close();
    await service.close();
  }
}

async function sourceOf(
  service: Service,
  fetcher: Parameters<typeof import('../watch/ask.ts').politely>[0],
  source: string | undefined,
  root: string,
): Promise<BackfillSource> {
  const [sources, { politely }, { indexReader }] = await Promise.all([
    import('../watch/backfill-sources.ts'),
    import('../watch/ask.ts'),
    import('../watch/index-reader.ts'),
  ]);
  const ask = politely(fetcher, `lazaret/${VERSION}`);
  const reader = indexReader(ask, root);
  if (source === undefined) return sources.indexSource(service, ask, reader, root);
  const found = statSync(source, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`${source} does not exist`);
  return found.isDirectory()
    ? sources.folderSource(service, source)
    : sources.listSource(service, source, reader);
}
