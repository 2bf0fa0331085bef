import type { RecordedVerdict, VersionSet } from '../contracts/service.ts';
import { VERDICT_LOOK_MS } from '../service-limits.ts';
import { type Database, isOutOfReach } from '../store/database.ts';
import { latestVerdict, VERDICT_CHANNEL } from '../store/verdicts.ts';

export interface VerdictWatch {
  /**
   * The verdict on a distribution under the running version set; null when `ms` pass without one, when `signal` says
   * that nobody waits any more, or when the watch is closed.
   */
  wait(sha256: string, ms: number, signal?: AbortSignal): Promise<RecordedVerdict | null>;
  /** How many wait. */
  readonly waiting: number;
  close(): Promise<void>;
}

/** Waits for verdicts by notification, with one connection for all who wait. */
export async function watchVerdicts(database: Database, versions: VersionSet): Promise<VerdictWatch> {
  const ears = new Map<string, Set<() => void>>();
  let closed = false;
  const wake = (sha256: string | null): void => {
    const woken = sha256 === null ? [...ears.values()] : [ears.get(sha256) ?? new Set()];
    for (const one of woken) for (const hear of [...one]) hear();
  };
  const stop = await database.listen(VERDICT_CHANNEL, wake);

  const wait = async (sha256: string, ms: number, signal?: AbortSignal): Promise<RecordedVerdict | null> => {
    const until = Date.now() + ms;
    while (!closed && !signal?.aborted) {
      const left = until - Date.now();
      // Listened before looking, so that a verdict written in between is not missed; and looked now and then, because
      // a connection may be dead for long before anybody notices.
      const ear = listen(sha256, Math.min(Math.max(left, 0), VERDICT_LOOK_MS), signal);
      try {
        const verdict = await look(sha256);
        if (verdict !== null || left <= 0) return verdict;
        await ear.heard;
      } finally {
        ear.close();
      }
    }
    return null;
  };

  /** A database that restarts is no reason to give up waiting. */
  const look = (sha256: string): Promise<RecordedVerdict | null> =>
    latestVerdict(database.db, sha256, versions).catch((error: unknown) => {
      if (isOutOfReach(error)) return null;
      throw error;
    });

  const listen = (sha256: string, ms: number, signal?: AbortSignal) => {
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    const hear = (): void => resolve();
    const group = ears.get(sha256) ?? new Set();
    ears.set(sha256, group.add(hear));
    const timer = setTimeout(hear, ms);
    signal?.addEventListener('abort', hear, { once: true });
    const close = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', hear);
      group.delete(hear);
      if (group.size === 0 && ears.get(sha256) === group) ears.delete(sha256);
    };
    return { heard, close };
  };

  return {
    wait,
    get waiting() {
      return [...ears.values()].reduce((sum, { size }) => sum + size, 0);
    },
    close: async () => {
      closed = true;
      wake(null);
      await stop();
    },
  };
}
