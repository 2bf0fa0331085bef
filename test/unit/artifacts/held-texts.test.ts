import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HeldTexts } from '../../../src/artifacts/held-texts.ts';
import { UnpackedMember } from '../../../src/unpack/entry.ts';

/** A member that says when it is read. */
function member(path: string, text: string, reads: string[]): UnpackedMember {
  const data = Buffer.from(text);
  const content = {
    size: data.length,
    bytes: () => {
      reads.push(path);
      return data;
    },
  };
  return new UnpackedMember(
    {
      path,
      depth: 0,
      type: 'file',
      link: null,
      readable: true,
      declaredSize: data.length,
      mode: 0,
      mtime: 0,
      installed: true,
    },
    content,
  );
}

describe('texts of sources', () => {
  it('are held up to a bound, those read last longest, and decoded again as they were', () => {
    const reads: string[] = [];
    const [a, b, c] = ['a', 'b', 'c'].map((name) => member(name, `${name} = 'ä'\n`, reads));
    const texts = new HeldTexts(16);
    texts.add(a!, "a = 'ä'\n");
    texts.add(b!, "b = 'ä'\n");
    assert.equal(texts.read(a!), "a = 'ä'\n");
    texts.add(c!, "c = 'ä'\n");
    assert.equal(texts.read(a!), "a = 'ä'\n");
    assert.deepEqual(reads, []);
    assert.equal(texts.read(b!), "b = 'ä'\n");
    assert.deepEqual(reads, ['b']);
    assert.equal(texts.read(a!), "a = 'ä'\n");
    assert.equal(texts.read(c!), "c = 'ä'\n");
    assert.deepEqual(reads, ['b', 'c']);
  });

  it('are held whatever their length while they are the last', () => {
    const reads: string[] = [];
    const long = member('long', 'x'.repeat(50), reads);
    const texts = new HeldTexts(16);
    texts.add(long, 'x'.repeat(50));
    texts.read(long);
    assert.deepEqual(reads, []);
  });

  it('are all held once they were asked for over and over', () => {
    const reads: string[] = [];
    const members = ['a', 'b', 'c', 'd'].map((name) => member(name, name.repeat(10), reads));
    const texts = new HeldTexts(20);
    for (const one of members) texts.add(one, one.path.repeat(10));
    for (let round = 0; round < 40; round++) {
      for (const one of members) assert.equal(texts.read(one), one.path.repeat(10));
    }
    assert.ok(reads.length < 50, `${reads.length} reads`);
  });
});
