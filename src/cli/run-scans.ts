/** Targets through the pool, a bounded number at a time. */
import { InfrastructureError } from '../contracts/errors.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { ScanResult } from '../contracts/result.ts';
import type { Target } from '../intake/targets.ts';
import { failedResult } from '../scan/failed-result.ts';
import type { ScanPool } from '../scan/pool.ts';
import type { ScanJob } from '../scan/protocol.ts';

/**
 * Calls `work` for each target as it comes, at most `limit` at a time. Further targets are not asked for until
 * there is room, so that a list may be longer than memory.
 */
export async function forEachTarget(
  targets: AsyncIterable<Target>,
  limit: number,
  work: (target: Target, index: number) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let index = 0;
  try {
    for await (const target of targets) {
      const task = work(target, index++)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= limit) await Promise.race(running);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}

/** Loads and scans one target; what cannot be loaded is `incomplete`. */
export async function scanTarget(target: Target, pool: ScanPool): Promise<ScanResult> {
  const job = await jobOf(target);
  if (!('code' in job)) return pool.scan(job);
  return failedResult({ ...target, sha256: null, bytes: 0, totalMs: 0 }, job);
}

/** The job for a target with its bytes loaded, or why they could not be. */
export async function jobOf(target: Target): Promise<ScanJob | Limitation> {
  const { filename, kind, path } = target;
  if (kind === 'directory' && path !== undefined) {
    return { target: target.target, filename, content: { directory: path } };
  }
  try {
    return { target: target.target, filename, content: { bytes: await target.load() } };
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    const code = error.code === 'hash-mismatch' ? error.code : 'fetch-failed';
    return { code, where: '', detail: error.message, blocking: true };
  }
}
