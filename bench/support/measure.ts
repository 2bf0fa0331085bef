/** What the benchmarks share. */

export const MB = 1e6;

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Seconds of CPU time of the whole process: garbage collection and compilers included. */
export function cpu(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
