import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LARGE_BYTES, WORKER_YOUNG_MIB, WORKER_YOUNG_SPARE_MIB } from '../../../src/limits.ts';
import { ScanPool } from '../../../src/scan/pool.ts';
import type { ScanJob } from '../../../src/scan/protocol.ts';

const script = new URL('../../support/misbehaving-worker.ts', import.meta.url);

function job(filename: string, bytes = new TextEncoder().encode('abc')): ScanJob {
  return { target: `dist/${filename}`, filename, content: { bytes } };
}

describe('ScanPool', () => {
  let pool: ScanPool;
  before(() => {
    pool = new ScanPool({ jobs: 2, timeoutMs: 3000, heapMib: 32, script });
  });
  after(() => pool.close());

  const failures: [filename: string, code: string, detail: RegExp][] = [
    ['loop', 'time-limit', /stopped after 3 s/],
    ['allocate', 'memory-limit', /more memory than it is given/],
    ['exit', 'worker-crash', /ended with code 9/],
    ['throw', 'worker-crash', /thrown outside of every guard/],
    ['crash', 'worker-crash', /TypeError: broken/],
    ['recurse', 'worker-crash', /call stack/],
  ];
  for (const [filename, code, detail] of failures) {
    it(`turns '${filename}' into an incomplete result and goes on`, async () => {
      const [failed, next] = await Promise.all([pool.scan(job(filename)), pool.scan(job('next'))]);
      assert.equal(failed.verdict, 'incomplete');
      assert.deepEqual(
        failed.limitations.map((limitation) => [limitation.code, limitation.blocking]),
        [[code, true]],
      );
      assert.match(failed.limitations[0]!.detail, detail);
      assert.match(failed.arguments.join('\n'), detail);
      assert.deepEqual(next.arguments, ['3 bytes']);
      assert.deepEqual((await pool.scan(job('again'))).arguments, ['3 bytes']);
    });
  }

  it('says of a failed scan what it knows: name, size and hash', async () => {
    const { target, distribution, schema } = await pool.scan(job('crash'));
    assert.deepEqual(
      [schema, target, distribution.filename, distribution.bytes],
      [1, 'dist/crash', 'crash', 3],
    );
    assert.equal(distribution.sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('takes bytes over without copying, and copies those that share a buffer', async () => {
    const own = new Uint8Array(1000);
    assert.deepEqual((await pool.scan(job('own', own))).arguments, ['1000 bytes']);
    assert.equal(own.byteLength, 0);
    const shared = Buffer.from('a small buffer out of the pool');
    assert.deepEqual((await pool.scan(job('shared', shared))).arguments, [`${shared.byteLength} bytes`]);
    assert.ok(shared.byteLength > 0);
  });

  it('gives less room for garbage to a large distribution, and back again', async () => {
    const one = new ScanPool({ jobs: 1, timeoutMs: 3000, heapMib: 32, script });
    try {
      for (const [bytes, young] of [
        [LARGE_BYTES, WORKER_YOUNG_MIB],
        [LARGE_BYTES + 1, WORKER_YOUNG_SPARE_MIB],
        [LARGE_BYTES + 1, WORKER_YOUNG_SPARE_MIB],
        [3, WORKER_YOUNG_MIB],
      ] as const) {
        const result = await one.scan(job('limits', new Uint8Array(bytes)));
        assert.deepEqual(result.arguments, [`young space of ${young} MiB`]);
      }
    } finally {
      await one.close();
    }
  });

  it('queues more jobs than it has workers', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const results = await Promise.all(names.map((name) => pool.scan(job(name))));
    assert.deepEqual(
      results.map(({ target }) => target),
      names.map((name) => `dist/${name}`),
    );
  });
});
