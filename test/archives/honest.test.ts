import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { unpackBytes } from '../../src/unpack/unpack.ts';
import { type ArchiveCase, checkCase } from '../support/archive-case.ts';
import { gnuLong, oldSparse, pax, TAR_END, type TarEntrySpec, tar } from '../support/tar-writer.ts';
import { unicodePathField, type ZipEntrySpec, zip, zip64Field } from '../support/zip-writer.ts';

const TAR_SETUP: TarEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const ZIP_SETUP: ZipEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n', method: 8 };
const ONE = { 'x-1.0/setup.py': 'print(1)\n' };
const LONG = `x-1.0/${'long/'.repeat(30)}name.py`;
const WIDE = 'x-1.0/größe.py';

/** What honest tools write and no reader trips over. */
const QUIET: Omit<ArchiveCase, 'anomalies'>[] = [
  {
    title: 'gzip padded with zeros',
    filename: 'x-1.0.tar.gz',
    bytes: () => Buffer.concat([gzipSync(tar([TAR_SETUP])), Buffer.alloc(512)]),
    installed: ONE,
  },
  {
    title: 'tar padded to a record of 10,240 bytes, and one without any end',
    bytes: () => tar([TAR_SETUP], Buffer.alloc(10_240 - 1024)),
    installed: ONE,
  },
  { title: 'tar without any end', bytes: () => tar([TAR_SETUP], Buffer.alloc(0)), installed: ONE },
  {
    title: 'directories, repeated ones too, and names that begin with ./',
    bytes: () =>
      tar([
        { name: './', type: '5' },
        { name: './x-1.0/', type: '5' },
        { name: './x-1.0/', type: '5' },
        { ...TAR_SETUP, name: './x-1.0/setup.py' },
      ]),
    installed: ONE,
  },
  {
    title: 'a long name as PAX: the header holds its beginning',
    bytes: () => tar([pax({ path: LONG, mtime: '1700000000.5' }), { name: LONG.slice(0, 100), data: '1' }]),
    installed: { [LONG]: '1' },
  },
  {
    title: 'a long name as ustar prefix and PAX at once',
    bytes: () => tar([pax({ path: LONG }), { name: LONG.slice(-7), prefix: LONG.slice(0, -8), data: '1' }]),
    installed: { [LONG]: '1' },
  },
  {
    title: 'a long name and a long link as GNU headers',
    bytes: () =>
      tar([
        gnuLong(LONG),
        { name: LONG.slice(0, 100), data: '1', magic: 'gnu' },
        gnuLong(`${LONG}/`),
        { name: LONG.slice(0, 100), type: '5', magic: 'gnu' },
      ]),
    installed: { [LONG]: '1' },
  },
  {
    title: 'a name in Unicode as PAX: the header has question marks',
    bytes: () => tar([pax({ path: WIDE }), { name: 'x-1.0/gr??e.py', data: '1' }]),
    installed: { [WIDE]: '1' },
  },
  {
    title: 'PAX times, and a size in base 256',
    bytes: () => tar([pax({ mtime: '1.5', atime: '2.5' }), { ...TAR_SETUP, base256: true }]),
    installed: ONE,
  },
  {
    title: 'a PAX size that says what the header says',
    bytes: () => tar([pax({ size: '9' }), TAR_SETUP]),
    installed: ONE,
  },
  {
    title: 'the global header of a git archive',
    bytes: () => tar([pax({ comment: '0123456789abcdef' }, 'g'), TAR_SETUP]),
    installed: ONE,
  },
  {
    title: 'signed checksums and V7 headers',
    bytes: () => tar([{ ...TAR_SETUP, magic: 'v7', signed: true }]),
    installed: ONE,
  },
  {
    title: 'an equal copy of a file',
    bytes: () => tar([TAR_SETUP, TAR_SETUP]),
    installed: ONE,
    others: ONE,
  },
  {
    title: 'companions that macOS leaves beside the root',
    bytes: () => tar([TAR_SETUP, { name: '._x-1.0', data: 'm' }]),
    installed: { ...ONE, '._x-1.0': 'm' },
  },
  {
    title: 'data descriptors with and without signature',
    bytes: () =>
      zip([
        { ...ZIP_SETUP, descriptor: 'signed' },
        { name: 'x-1.0/b.py', data: '', descriptor: 'bare' },
      ]),
    installed: { ...ONE, 'x-1.0/b.py': '' },
  },
  {
    title: 'directories and a short comment',
    bytes: () =>
      zip({ entries: [{ name: 'x-1.0/', mode: 0o040755 }, ZIP_SETUP], comment: Buffer.from('made by hand') }),
    installed: ONE,
  },
  {
    title: 'zip64 records where none are needed',
    bytes: () =>
      zip({
        entries: [{ ...ZIP_SETUP, central: { size: 0xffffffff, extra: zip64Field(9) } }],
        zip64: {},
      }),
    installed: ONE,
  },
  {
    title: 'zeros that align entries',
    bytes: () => zip([ZIP_SETUP, { name: 'x-1.0/b.py', data: '2', gap: Buffer.alloc(64) }]),
    installed: { ...ONE, 'x-1.0/b.py': '2' },
  },
  {
    title: 'a name in code page 437, and a Unicode path field that helps it out',
    bytes: () => {
      const name = Buffer.from('x-1.0/\x81.py', 'latin1');
      return zip([
        ZIP_SETUP,
        { name, data: '2', central: { extra: unicodePathField('x-1.0/?.py', 'x-1.0/ü.py') } },
      ]);
    },
    installed: { ...ONE, 'x-1.0/ü.py': '2' },
  },
  {
    title: 'compressed data that is no archive opens as one more member',
    filename: 'x-1.0.tar.gz',
    bytes: () =>
      gzipSync(tar([TAR_SETUP, { name: 'x-1.0/table.csv.gz', data: gzipSync(Buffer.from('a,b')) }])),
    installed: {
      ...ONE,
      'x-1.0/table.csv.gz': gzipSync(Buffer.from('a,b')).toString('latin1'),
      'x-1.0/table.csv.gz!/table.csv': 'a,b',
    },
  },
  {
    title: 'files that only look a little like archives',
    bytes: () => {
      const files = {
        'x-1.0/pk.txt': 'PK is not a zip archive by itself, nor is BZh bzip2',
        'x-1.0/zlib.bin': deflateSync(Buffer.from('x')),
        'x-1.0/zero.bin': Buffer.alloc(1024),
        'x-1.0/lzma.bin': Buffer.from('5d00008000ffffffffffffffff00', 'hex'),
      };
      return tar([TAR_SETUP, ...Object.entries(files).map(([name, data]) => ({ name, data }))]);
    },
    installed: {
      ...ONE,
      'x-1.0/pk.txt': 'PK is not a zip archive by itself, nor is BZh bzip2',
      'x-1.0/zlib.bin': deflateSync(Buffer.from('x')).toString('latin1'),
      'x-1.0/zero.bin': '\0'.repeat(1024),
      'x-1.0/lzma.bin': Buffer.from('5d00008000ffffffffffffffff00', 'hex').toString('latin1'),
    },
  },
];

describe('archives of honest tools', () => {
  for (const archive of QUIET) test(archive.title, () => checkCase({ ...archive, anomalies: [] }));
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
