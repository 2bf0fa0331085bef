import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '../service/service.ts';

const LOOK_MS = 1000;

type Progress = (done: number, total: number | null) => void;

/**
 * Does work that asks for scans, beside a worker of its own where it is to have one, and waits until the scans are
 * done. Says on standard error how it goes, and on standard output what `work` returns.
 */
export async function withWorker(
  service: Service,
  jobs: number,
  signal: AbortSignal,
  work: (progress: Progress) => Promise<string>,
): Promise<void> {
  const [{ startWorker }, { openScans }] = await Promise.all([
    import('../jobs/worker.ts'),
    import('../jobs/status.ts'),
  ]);
  const worker = jobs === 0 ? null : await startWorker(service, { jobs });
  const say = lineWriter();
  try {
    const said = await work((done, total) => say(`${done}${total === null ? '' : ` of ${total}`} asked for`));
    while (worker !== null && !signal.aborted) {
      const open = await openScans(service.database.db);
      if (open === 0) break;
      say(`${open} scans left`);
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {});
    }
    say.end();
    process.stdout.write(signal.aborted ? 'stopped; the same command goes on from here\n' : `${said}\n`);
  } finally {
    await worker?.stop();
  }
}

/** One line that changes on a terminal, and a line every now and then elsewhere. */
function lineWriter() {
  const { stderr } = process;
  let last = 0;
  const say = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
    else if (performance.now() - last > 10 * LOOK_MS) {
      last = performance.now();
      stderr.write(`${text}\n`);
    }
  };
  const end = (): void => void (stderr.isTTY && stderr.write('\r\u001b[K'));
  return Object.assign(say, { end });
}
