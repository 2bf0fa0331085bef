import type { Command } from 'commander';
import type { QueueStatus } from '../jobs/status.ts';
import { visible } from '../report/visible.ts';
import { positiveInteger } from './option-types.ts';
import { addServiceOptions, openNamedService, type ServiceFlags } from './service-options.ts';

interface StatusFlags extends ServiceFlags {
  json: boolean;
  dead: number;
}

export function addStatus(program: Command): void {
  addServiceOptions(
    program
      .command('status')
      .description('how the queue stands: what waits, how fast it goes, what was given up'),
  )
    .option('--dead <n>', 'how many of the scans that were given up are listed', positiveInteger, 10)
    .option('--json', 'one JSON document', false)
    .action(status);
}

async function status(flags: StatusFlags): Promise<void> {
  const [{ queueStatus }, { listDeadScans }, { listRuns }] = await Promise.all([
    import('../jobs/status.ts'),
    import('../store/scans.ts'),
    import('../store/runs.ts'),
  ]);
  const service = await openNamedService(flags);
  try {
    const { db } = service.database;
    const figures = await queueStatus(db);
    const dead = await listDeadScans(db, { limit: flags.dead });
    const runs = (await listRuns(db, 5)).map(({ kind, name, done, total, createdAt, finishedAt }) => {
      return { kind, name, done, total, createdAt, finishedAt };
    });
    if (flags.json) {
      process.stdout.write(`${JSON.stringify({ ...figures, deadScans: dead, runs }, null, 2)}\n`);
      return;
    }
    const lines = [
      ...queueLines(figures),
      ...runs.map(({ kind, name, done, total, finishedAt }) => {
        const of = total === null ? '' : ` of ${total}`;
        return `${kind} ${name}: ${done}${of}${finishedAt === null ? ', unfinished' : ''}`;
      }),
      ...dead.map(({ sha256, filename, attempts, detail }) => {
        return `given up after ${attempts} attempts: ${filename} ${sha256} (${detail ?? ''})`;
      }),
    ];
    process.stdout.write(`${lines.map((line) => visible(line)).join('\n')}\n`);
  } finally {
    await service.close();
  }
}

function queueLines({ waiting, active, attempts, dead }: QueueStatus): string[] {
  const now = Date.now();
  return [
    ...(waiting.length === 0 ? ['nothing waits'] : []),
    ...waiting.map(({ urgency, scans, oldest }) => {
      return `${scans} wait as ${urgency}, the oldest for ${Math.round((now - oldest.getTime()) / 1000)} s`;
    }),
    `${active} under way`,
    `${attempts.minute} ended in the last minute, ${attempts.hour} in the last hour, ${attempts.failedInHour} of them failed`,
    `${dead} given up in all`,
  ];
}
