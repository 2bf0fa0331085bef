/** Keeps following until stopped, as seldom as the index likes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { InfrastructureError } from '../contracts/errors.ts';
import { FEED_BACKOFF_MS } from '../limits.ts';
import { Busy } from './ask.ts';

export interface WatchOptions {
  /** One round; `more` asks for the next at once. */
  round: () => Promise<{ more: boolean }>;
  /** Milliseconds between two rounds. */
  intervalMs: number;
  log: (message: string) => void;
}

/** Starts; the returned function stops it after the round under way. Whatever goes wrong, it tries again later. */
export function watch({ round, intervalMs, log }: WatchOptions): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      let pause = intervalMs;
      try {
        const { more } = await round();
        failures = 0;
        if (more) pause = 0;
      } catch (error) {
        failures += 1;
        pause = backOff(intervalMs, failures, error);
        const reason = error instanceof InfrastructureError ? error.message : String(error);
        log(`${reason}; next try in ${Math.round(pause / 1000)} s`);
      }
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  };
  const running = run();
  return () => {
    stopping.abort();
    return running;
  };
}

/** Doubling, never sooner than the index asked for, and not in step with other clients. */
export function backOff(intervalMs: number, failures: number, error: unknown): number {
  const doubled = Math.min(FEED_BACKOFF_MS, intervalMs * 2 ** Math.min(failures, 16));
  const asked = error instanceof Busy ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(doubled * (0.75 + Math.random() / 4), Math.min(asked, FEED_BACKOFF_MS));
}
