import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { forEachTarget, jobOf } from '../../../src/cli/run-scans.ts';
import { InfrastructureError } from '../../../src/contracts/errors.ts';
import type { Target } from '../../../src/intake/targets.ts';

function target(name: string, load: Target['load'] = async () => new Uint8Array(3)): Target {
  return { target: `dist/${name}`, filename: name, kind: 'file', path: `dist/${name}`, load };
}

describe('forEachTarget', () => {
  it('asks for a further target only when there is room, and gives each its number', async () => {
    let asked = 0;
    let running = 0;
    const seen: string[] = [];
    async function* targets() {
      for (asked = 1; asked <= 9; asked++) yield target(`t${asked}`);
    }
    await forEachTarget(targets(), 3, async ({ filename }, index) => {
      running++;
      assert.ok(running <= 3 && asked <= index + 1, `${running} running, ${asked} asked for`);
      await setImmediate();
      seen.push(`${index} ${filename}`);
      running--;
    });
    assert.deepEqual(
      seen,
      Array.from({ length: 9 }, (_, index) => `${index} t${index + 1}`),
    );
  });

  it('fails when the work fails', async () => {
    async function* targets() {
      yield target('a');
    }
    await assert.rejects(
      forEachTarget(targets(), 2, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
  });
});

describe('jobOf', () => {
  it('loads the bytes of a file', async () => {
    assert.deepEqual(await jobOf(target('a.whl')), {
      target: 'dist/a.whl',
      filename: 'a.whl',
      content: { bytes: new Uint8Array(3) },
    });
  });

  it('leaves a directory to the worker', async () => {
    const directory: Target = { ...target('tree'), kind: 'directory' };
    assert.deepEqual(await jobOf(directory), {
      target: 'dist/tree',
      filename: 'tree',
      content: { directory: 'dist/tree' },
    });
  });

  const failures: [code: InfrastructureError['code'], limitation: string][] = [
    ['hash-mismatch', 'hash-mismatch'],
    ['network', 'fetch-failed'],
    ['file-unreadable', 'fetch-failed'],
  ];
  for (const [code, limitation] of failures) {
    it(`makes a blocking ${limitation} of ${code}`, async () => {
      const failing = target('a.whl', () => Promise.reject(new InfrastructureError(code, 'no luck')));
      assert.deepEqual(await jobOf(failing), {
        code: limitation,
        where: '',
        detail: 'no luck',
        blocking: true,
      });
    });
  }

  it('does not hide a defect', async () => {
    const failing = target('a.whl', () => Promise.reject(new TypeError('defect')));
    await assert.rejects(jobOf(failing), TypeError);
  });
});
