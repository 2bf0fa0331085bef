/**
 * Runs the tests, or those that are named: `npm test [-- FILE...]`. At least two files at a time, though Node would run
 * one on a machine with two cores: most of the time goes by waiting for servers and browsers to start.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const named = process.argv.slice(2);
const concurrency = Math.max(2, availableParallelism() - 1);
const args = [
  '--test',
  `--test-concurrency=${concurrency}`,
  ...(named.length > 0 ? named : ['test/**/*.test.ts']),
];
const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
process.exitCode = status ?? 1;
