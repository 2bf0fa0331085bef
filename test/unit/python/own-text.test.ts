import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ownText } from '../../../src/python/own-text.ts';
import { parseModule } from '../../../src/python/parser.ts';

describe('own texts', () => {
  it('are the same texts', () => {
    const source = 'abcdefghijklmnopqrstuvwxyz ä€😀 \n'.repeat(20);
    for (const length of [0, 1, 2, 12, 13, 14, 31, 32, 33, 600]) {
      const text = source.slice(3, 3 + length);
      assert.equal(ownText(text), text);
    }
  });

  it('let go of the source: what is kept of a tree takes no more than itself', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept: unknown[] = [];
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 64; i++) {
      const lines = [`a_rather_long_name_${i} = 'a text of some length'`, "r'raw text\\n of some length'"];
      const source = Buffer.from(`${lines.join('\n')}\n${`#${'x'.repeat(99)}\n`.repeat(10_000)}`).toString();
      kept.push(parseModule(source).body);
    }
    collect();
    const grown = process.memoryUsage().heapUsed - before;
    assert.equal(kept.length, 64);
    assert.ok(grown < 32e6, `${grown} bytes for ${kept.length} trees of sources of 1 MB`);
  });
});
