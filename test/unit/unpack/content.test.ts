import assert from 'node:assert/strict';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';
import { DROPPED_UNPACKED_BYTES, MIB } from '../../../src/limits.ts';
import { DeflatedContent, LastRead } from '../../../src/unpack/content.ts';

const CONTENT = new URL('../../../src/unpack/content.ts', import.meta.url).href;
const LOOK = { nests: false, sha256: null };

suite('DeflatedContent', () => {
  test('is unpacked whenever another one was read in between', () => {
    const last = new LastRead();
    const [one, two] = ['one', 'another'].map(
      (text) => new DeflatedContent(deflateRawSync(text), text.length, LOOK, last),
    ) as [DeflatedContent, DeflatedContent];
    const first = one.bytes();
    assert.equal(Buffer.from(first).toString(), 'one');
    assert.equal(one.bytes(), first);
    assert.equal(Buffer.from(two.bytes()).toString(), 'another');
    assert.deepEqual(one.bytes(), first);
    assert.notEqual(one.bytes(), first);
  });

  test('leaves little behind, however often it is unpacked', async () => {
    setFlagsFromString('--expose-gc');
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
      const { deflateRawSync } = require('node:zlib');
      import(${JSON.stringify(CONTENT)}).then(({ DeflatedContent, LastRead }) => {
        const last = new LastRead();
        const [one, two] = ['1', '2'].map(
          (text) => new DeflatedContent(deflateRawSync(text.repeat(${MIB})), ${MIB}, null, last),
        );
        let most = 0;
        for (let i = 0; i < 150; i++) {
          one.bytes();
          two.bytes();
          most = Math.max(most, process.memoryUsage().arrayBuffers);
        }
        parentPort.postMessage(most);
      });`,
      { eval: true },
    );
    const [most] = await once(worker, 'message');
    await worker.terminate();
    // Twice as much where nothing is collected; buffers that were are given back by another thread, some time later.
    assert.ok(most < 8 * DROPPED_UNPACKED_BYTES, `${most} bytes`);
  });
});
