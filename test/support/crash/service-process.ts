/**
 * A process of the service, to be killed: opens it, works and takes submissions as it is told, and says so on standard
 * output. Arguments: settings as JSON. A line `submit <from> <to>` on standard input submits these inert distributions
 * and answers `ack <number> <sha256>` for each that has been taken into custody; `pending` is answered by how many wait
 * for a verdict.
 */
import { createInterface } from 'node:readline';
import { submit } from '../../../src/jobs/submit.ts';
import { type RunningWorker, startWorker } from '../../../src/jobs/worker.ts';
import { openService, type Service } from '../../../src/service/service.ts';
import { countOverview } from '../../../src/store/overview.ts';
import { crashSample } from './samples.ts';

export interface ServiceProcessSettings {
  database: string;
  vault: string;
  /** Scan processes; 0 for none. */
  jobs: number;
  name: string;
}

const { jobs, name, ...options } = JSON.parse(process.argv[2]!) as ServiceProcessSettings;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const script = new URL('./poison-process.ts', import.meta.url);

const service = await openService(options);
const worker: RunningWorker | null =
  jobs === 0
    ? null
    : await startWorker(service, { jobs, name, script, report: (event) => say(`event ${event.kind}`) });
say('ready');
process.on('SIGTERM', async () => {
  await worker?.stop(10_000);
  await service.close();
  process.exit();
});
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'pending') await sayPending(service);
  const [, from, to] = /^submit (\d+) (\d+)$/.exec(line) ?? [];
  for (let number = Number(from); number < Number(to); number += 1) await submitOne(service, number);
}

async function submitOne(service: Service, number: number): Promise<void> {
  const { filename, bytes } = crashSample(number);
  for (;;) {
    try {
      const staged = await service.vault.stage(
        (async function* () {
          yield bytes;
        })(),
        bytes.byteLength,
      );
      await submit(service, staged, {
        filename,
        source: 'api',
        uploader: `account-${number % 7}`,
        url: null,
        project: null,
        version: null,
      });
      say(`ack ${number} ${staged.sha256}`);
      return;
    } catch (error) {
      // As a client does that got no answer: it sends again.
      say(`again ${number} ${(error as Error).message.split('\n')[0]}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

async function sayPending({ database }: Service): Promise<void> {
  const { byVerdict } = await countOverview(database.db);
  say(`pending ${byVerdict.pending}`);
}
