import { setTimeout as sleep } from 'node:timers/promises';
import { PERSIST_DELAY_MS, PERSIST_MS } from '../service-limits.ts';
import { isOutOfReach } from '../store/database.ts';

/**
 * Writes, and tries again while the database restarts or cannot be reached, for up to `PERSIST_MS`: what was worked out
 * is worth waiting with. Only for what may be done twice.
 */
export async function persist<T>(write: () => Promise<T>): Promise<T> {
  const until = Date.now() + PERSIST_MS;
  for (let delay = PERSIST_DELAY_MS.first; ; delay = Math.min(2 * delay, PERSIST_DELAY_MS.most)) {
    try {
      return await write();
    } catch (error) {
      if (!isOutOfReach(error) || Date.now() + delay > until) throw error;
      await sleep(delay);
    }
  }
}
