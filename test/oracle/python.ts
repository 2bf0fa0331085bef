/** Interpreters that tests may use as oracles: LAZARET_PYTHONS (paths joined by `:`), else `python3` of PATH. */
import { spawnSync } from 'node:child_process';

/** Paths of interpreters that start; empty when the machine has none. */
export function pythons(): string[] {
  const named = process.env.LAZARET_PYTHONS?.split(':').filter((path) => path !== '');
  return (named ?? ['python3']).filter((path) => spawnSync(path, ['-c', '']).status === 0);
}

/** Standard output of `python script ...args`; throws with standard error when it fails. */
export function runPython(python: string, args: string[], input = ''): string {
  const run = spawnSync(python, args, { input, encoding: 'utf8', maxBuffer: 1 << 30, timeout: 300_000 });
  if (run.status !== 0) throw new Error(`${python} ${args[0]}: ${run.stderr}`);
  return run.stdout;
}
