import { SCAN_QUEUE, type ScanQueue, type ScanTask } from './queue.ts';
import { performScan, type ScanContext } from './scan-job.ts';

/** Takes scans from the queue until stopped. @param concurrency scans at a time */
export async function startWorker(
  queue: ScanQueue,
  context: ScanContext,
  concurrency: number,
): Promise<() => Promise<void>> {
  const options = { localConcurrency: concurrency, burstWhenBatchFull: true };
  await queue.boss.work<ScanTask>(SCAN_QUEUE, options, async ([job]) => {
    if (job !== undefined) await performScan(context, job.data);
  });
  return () => queue.boss.offWork(SCAN_QUEUE, { wait: true });
}
