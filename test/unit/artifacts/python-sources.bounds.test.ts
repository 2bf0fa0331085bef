import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSources } from '../../../src/artifacts/python-sources.ts';
import type { TypedMember } from '../../../src/contracts/artifact.ts';
import { MIB, SOURCE_TOTAL_BYTES } from '../../../src/limits.ts';

function source(path: string, text: string | Uint8Array): TypedMember {
  const data = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const member = {
    path,
    depth: 0,
    type: 'file' as const,
    link: null,
    data,
    size: data.byteLength,
    readable: true,
    declaredSize: data.byteLength,
    mode: 0,
    mtime: 0,
    installed: true,
  };
  return { member, type: 'python', entropy: 0, suffixAgrees: true };
}

describe('findSources when there is too much', () => {
  it('leaves out the largest files, however early they come, and says so', () => {
    const large = new Uint8Array(15 * MIB).fill(0x23);
    const count = Math.ceil(SOURCE_TOTAL_BYTES / large.length);
    const types = [
      ...Array.from({ length: count }, (_, index) => source(`large${index}.py`, large)),
      source('setup.py', 'print(1)\n'),
    ];
    const { found, limitations } = findSources(types);
    assert.deepEqual(
      found.map(({ path }) => path),
      [...Array.from({ length: count - 1 }, (_, index) => `large${index}.py`), 'setup.py'],
    );
    assert.deepEqual(
      limitations.map(({ code, where, blocking }) => [code, where, blocking]),
      [['analysis-budget', `large${count - 1}.py`, true]],
    );
  });

  it('stops at the deadline', () => {
    const { found, limitations } = findSources(
      [source('b.py', 'a = 1\n'), source('a.py', '')],
      Date.now() - 1,
    );
    assert.deepEqual(found, []);
    assert.deepEqual(
      limitations.map(({ code, where }) => [code, where]),
      [['time-limit', 'a.py']],
    );
  });
});
