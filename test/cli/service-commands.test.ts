import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../scripts/pack-example.ts';
import { inertDistribution } from '../support/inert.ts';
import { lazaret } from './lazaret.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('commands on the embedded database', () => {
  let folder: string;
  let samples: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lazaret-commands-'));
    samples = path.join(folder, 'samples');
    await mkdir(samples);
    const malicious = packExample(path.join(ROOT, 'examples/decode-exec-1.0'));
    for (const { filename, bytes } of [malicious, ...[1, 4, 8].map((number) => inertDistribution(number))]) {
      await writeFile(path.join(samples, filename), bytes);
    }
    await cp(path.join(ROOT, 'README.md'), path.join(samples, 'README.md'));
  });
  after(() => rm(folder, { recursive: true }));

  const on = (...args: string[]) => lazaret([...args, '--data', path.join(folder, 'data')]);

  it('backfill submits and screens a folder, and says so', async () => {
    const { code, stdout, stderr } = await on('backfill', samples, '--jobs', '1');
    assert.deepEqual([code, stdout], [0, '4 files submitted; 0 of 4 could not be had\n'], stderr);
  });

  it('status tells what waits, what was done and what was given up', async () => {
    const { code, stdout, stderr } = await on('status', '--json');
    assert.equal(code, 0, stderr);
    const { waiting, active, attempts, dead, deadScans, runs } = JSON.parse(stdout);
    assert.deepEqual([waiting, active, dead, deadScans], [[], 0, 0, []]);
    assert.deepEqual([attempts.hour, attempts.failedInHour], [4, 0]);
    assert.deepEqual([runs[0].kind, runs[0].done, runs.length], ['backfill', 4, 1]);
    assert.match((await on('status')).stdout, /^nothing waits\n0 under way\n/);
  });

  it('rescore leaves alone what the version set has judged', async () => {
    const { code, stdout, stderr } = await on('rescore', '--jobs', '1');
    assert.deepEqual([code, stdout], [0, '0 distributions judged anew\n'], stderr);
  });

  it('worker says that it is ready, and ends in order when asked', async () => {
    const args = ['worker', '--jobs', '1', '--data', path.join(folder, 'data')];
    const child = spawn(process.execPath, [path.join(ROOT, 'src/cli/main.ts'), ...args]);
    let said = '';
    for await (const chunk of child.stderr.iterator({ destroyOnReturn: false })) {
      said += chunk;
      if (said.includes('"ready"')) break;
    }
    child.stderr.resume();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], said);
  });

  it('backfill without a source is a mistake', async () => {
    const { code, stderr } = await on('backfill');
    assert.equal(code, 64);
    assert.match(stderr, /nothing to submit/);
  });
});
