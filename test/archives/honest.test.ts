import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { unpackBytes } from '../../src/unpack/unpack.ts';
import { checkCase } from '../support/archive-case.ts';
import { oldSparse, TAR_END, type TarEntrySpec, tar } from '../support/tar-writer.ts';
import { type ZipEntrySpec, zip } from '../support/zip-writer.ts';
import { HONEST_CASES } from './honest-cases.ts';

const TAR_SETUP: TarEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const ZIP_SETUP: ZipEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n', method: 8 };

describe('archives of honest tools', () => {
  for (const archive of HONEST_CASES) test(archive.title, () => checkCase(archive));
});

describe('what an archive is', () => {
  const table: [string, string, () => Uint8Array, string, string][] = [
    ['an sdist', 'x-1.0.tar.gz', () => gzipSync(tar([TAR_SETUP])), 'tar.gz', 'sdist'],
    ['an sdist as zip', 'x-1.0.zip', () => zip([ZIP_SETUP]), 'zip', 'sdist'],
    ['an sdist as zstd', 'x-1.0.tar.zst', () => zstdCompressSync(tar([TAR_SETUP])), 'tar.zst', 'sdist'],
    ['an egg', 'x-1.0-py3.egg', () => zip([{ name: 'EGG-INFO/PKG-INFO', data: 'n' }]), 'zip', 'egg'],
    ['an empty tar', 'x.tar', () => tar([{ name: 'a/', type: '5' }]), 'tar', 'unknown'],
    ['an empty zip', 'x.zip', () => zip([]), 'zip', 'unknown'],
    ['a text', 'x.py', () => Buffer.from('print(1)\n'), 'unknown', 'unknown'],
    ['nothing', 'x.tar.gz', () => new Uint8Array(0), 'unknown', 'unknown'],
    ['only zeros', 'x.tar.gz', () => gzipSync(TAR_END), 'tar.gz', 'unknown'],
  ];
  for (const [title, filename, bytes, format, kind] of table) {
    test(title, () => {
      const unpacked = unpackBytes(filename, bytes());
      assert.deepEqual([unpacked.format, unpacked.kind], [format, kind]);
    });
  }

  test('a wheel, its kind told by its files', () => {
    const entries = ['x.py', 'x-1.0.dist-info/METADATA'].map((name) => ({ name, data: '' }));
    const unpacked = unpackBytes('whatever', zip(entries));
    assert.deepEqual([unpacked.format, unpacked.kind], ['zip', 'wheel']);
  });

  test('mode, time, size and depth of members', () => {
    const inner = tar([{ name: 'in.py', data: '12', mode: 0o755 }]);
    const [outer, child] = unpackBytes('x.tar', tar([{ name: 'a.tar', data: inner }])).members;
    assert.deepEqual([outer?.depth, outer?.mode, outer?.mtime], [0, 0o644, 1_700_000_000]);
    assert.deepEqual(
      [child?.path, child?.depth, child?.mode, child?.declaredSize],
      ['a.tar!/in.py', 1, 0o755, 2],
    );
  });

  test('a sparse file inside of a nested archive is still expanded', () => {
    const inner = tar([oldSparse('s', [[1, 1]], 3, 'x')]);
    const member = unpackBytes('x.tar', tar([{ name: 'a.tar', data: inner }])).members[1];
    assert.deepEqual([member?.path, Buffer.from(member?.data ?? []).toString()], ['a.tar!/s', '\0x\0']);
  });
});
