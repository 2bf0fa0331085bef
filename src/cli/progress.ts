import cliProgress from 'cli-progress';
import type { Verdict } from '../contracts/result.ts';

export interface Progress {
  /** A further target was found. */
  begun(): void;
  /** One target is done. */
  done(verdict: Verdict): void;
  stop(): void;
}

/** A bar on standard error once there are several targets; silent where nobody could see it. */
export function createProgress(wanted: boolean): Progress {
  if (!wanted || !process.stderr.isTTY) return { begun: () => {}, done: () => {}, stop: () => {} };
  const format = '{bar} {value}/{total} scanned, {held} held, {seconds} s';
  const bar = new cliProgress.SingleBar(
    { format, clearOnComplete: true, hideCursor: false, gracefulExit: false, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  const started = performance.now();
  let total = 0;
  let value = 0;
  let held = 0;
  const stop = () => {
    if (bar.isActive) bar.stop();
  };
  // The bar switches the terminal's line wrap off: an interrupt must not leave it so.
  process.once('exit', stop);
  const payload = () => ({ held, seconds: Math.round((performance.now() - started) / 1000) });
  return {
    begun() {
      total++;
      if (total === 2) bar.start(total, value, payload());
      else if (total > 2) bar.setTotal(total);
    },
    done(verdict) {
      value++;
      if (verdict !== 'no-findings') held++;
      if (total >= 2) bar.update(value, payload());
    },
    stop,
  };
}
