/** A scan process that does what the file name of a sample says, for tests of the pool around it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { ProcessReply, ProcessRequest } from '../../src/scan/process-protocol.ts';
import { sampleResult } from './sample-result.ts';

const TRIALS: Record<string, () => unknown> = {
  'read outside': () => readFileSync('/etc/hostname'),
  write: () => writeFileSync(`${tmpdir()}/lazaret-rights`, 'x'),
  'start a program': () => spawnSync('/bin/true'),
  'evaluate text': () => Function('return 1')(),
  'load native code': () => process.dlopen({ exports: {} }, '/nonexistent.node'),
};

function refusals(): string[] {
  return Object.entries(TRIALS).map(([name, attempt]) => {
    try {
      attempt();
      return `${name}: done`;
    } catch (error) {
      return `${name}: ${(error as { code?: string }).code ?? (error as Error).name}`;
    }
  });
}

function act(filename: string): string[] {
  if (filename === 'exit') process.exit(9);
  if (filename === 'kill') process.kill(process.pid, 'SIGKILL');
  if (filename === 'hang') for (;;);
  if (filename === 'rights') return refusals();
  if (filename === 'environment') return Object.keys(process.env);
  return [`process ${process.pid}`];
}

function reply(said: string[], rss: number): void {
  const value = { result: sampleResult({ arguments: said }), evidence: null };
  process.send?.({ outcome: { value }, rss } satisfies ProcessReply);
}

process.stdin.resume();
process.on('disconnect', () => process.exit());
process.on('message', ({ task, job }: ProcessRequest) => {
  if (task !== 'screen' || job.filename === 'silent') return;
  reply(act(job.filename), job.filename === 'grown' ? 4e9 : 1e8);
});
process.send?.('ready');
