import type { RecordedVerdict, VersionSet } from '../contracts/service.ts';
import type { Database } from '../store/database.ts';
import { latestVerdict, VERDICT_CHANNEL } from '../store/verdicts.ts';

export interface VerdictWatch {
  /** The verdict on a distribution under the running version set; null when `ms` pass without one. */
  wait(sha256: string, ms: number): Promise<RecordedVerdict | null>;
  close(): Promise<void>;
}

/** Waits for verdicts by notification, with one connection for all who wait. */
export async function watchVerdicts(database: Database, versions: VersionSet): Promise<VerdictWatch> {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (sha256: string | null): void => {
    const woken = sha256 === null ? [...waiting.values()] : [waiting.get(sha256) ?? new Set()];
    for (const one of woken) for (const again of one) again();
  };
  const stop = await database.listen(VERDICT_CHANNEL, wake);

  const wait = async (sha256: string, ms: number): Promise<RecordedVerdict | null> => {
    const until = Date.now() + ms;
    for (;;) {
      // Heard from before looking, so that a verdict written in between is not missed.
      const heard = hear(sha256, until - Date.now());
      const verdict = await latestVerdict(database.db, sha256, versions);
      if (verdict !== null || Date.now() >= until) {
        heard.forget();
        return verdict;
      }
      await heard.heard;
    }
  };

  const hear = (sha256: string, ms: number) => {
    let forget = (): void => {};
    const heard = new Promise<void>((resolve) => {
      const group = waiting.get(sha256) ?? new Set();
      waiting.set(sha256, group);
      const timer = setTimeout(() => forget(), Math.max(0, ms));
      forget = () => {
        clearTimeout(timer);
        group.delete(forget);
        if (group.size === 0) waiting.delete(sha256);
        resolve();
      };
      group.add(forget);
    });
    return { heard, forget: () => forget() };
  };

  return { wait, close: stop };
}
