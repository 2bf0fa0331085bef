import assert from 'node:assert/strict';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { HEAP_EASY_BYTES, HEAP_KEPT_CHARACTERS, HEAP_LOOK_CHARACTERS } from '../../../src/limits.ts';

const KEEPER = new URL('../../../src/analyses/heap-keeper.ts', import.meta.url).href;

/** Bytes of heap in use before and after a call of a keeper of so much source, in a thread with so much garbage. */
async function around(
  garbage: number,
  call: string,
  source = HEAP_KEPT_CHARACTERS,
): Promise<[before: number, after: number]> {
  setFlagsFromString('--expose-gc');
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    const { getHeapStatistics } = require('node:v8');
    import(${JSON.stringify(KEEPER)}).then(({ HeapKeeper }) => {
      const used = () => getHeapStatistics().used_heap_size;
      let dropped = [];
      while (used() < ${garbage}) dropped.push(new Array(10_000).fill(dropped.length));
      dropped = null;
      const before = used();
      new HeapKeeper(${source}).${call};
      parentPort.postMessage([before, used()]);
    });`,
    { eval: true },
  );
  const [sizes] = await once(worker, 'message');
  await worker.terminate();
  return sizes;
}

suite('HeapKeeper', () => {
  test('collects the garbage of a large heap', async () => {
    for (const call of [`note(${HEAP_LOOK_CHARACTERS})`, 'release()']) {
      const [before, after] = await around(1.2 * HEAP_EASY_BYTES, call);
      assert.ok(before > HEAP_EASY_BYTES);
      assert.ok(after < HEAP_EASY_BYTES / 2, `${after} of ${before} bytes are left`);
    }
  });

  test('leaves the garbage of smaller distributions to the engine', async () => {
    const [before, after] = await around(1.2 * HEAP_EASY_BYTES, 'release()', HEAP_KEPT_CHARACTERS - 1);
    assert.ok(after >= before, `${after} of ${before} bytes are left`);
  });

  test('lets a small heap be, and looks only now and then', async () => {
    for (const [garbage, call] of [
      [0.5 * HEAP_EASY_BYTES, `note(${HEAP_LOOK_CHARACTERS})`],
      [0.5 * HEAP_EASY_BYTES, 'release()'],
      [1.2 * HEAP_EASY_BYTES, `note(${HEAP_LOOK_CHARACTERS - 1})`],
    ] as const) {
      const [before, after] = await around(garbage, call);
      assert.ok(after >= before, `${after} of ${before} bytes are left`);
    }
  });
});
