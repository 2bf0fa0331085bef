import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { Unpacked } from '../../src/contracts/member.ts';
import { MIB } from '../../src/limits.ts';
import { type UnpackLimits, unpackBytes } from '../../src/unpack/unpack.ts';
import { pax, tar } from '../support/tar-writer.ts';
import { type ZipEntrySpec, zip } from '../support/zip-writer.ts';

const SETUP = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const zeros = (bytes: number): Buffer => Buffer.alloc(bytes);

const limitationsOf = (unpacked: Unpacked): string[] =>
  unpacked.limitations.map(({ code, where, blocking }) => `${blocking ? '!' : ''}${code} ${where}`);
const shape = (unpacked: Unpacked): [string, number, boolean][] =>
  unpacked.members.map(({ path, data, readable }) => [path, data.length, readable]);

/** `levels` archives inside of each other around `a.py`. */
function nested(levels: number): Buffer {
  let bytes = tar([{ name: 'a.py', data: 'print(1)' }]);
  for (let level = 0; level < levels; level++) bytes = tar([{ name: 'n.tar', data: bytes }]);
  return bytes;
}

interface Bound {
  title: string;
  filename?: string;
  limits: Partial<UnpackLimits>;
  bytes: () => Uint8Array;
  limitations: string[];
  members: [string, number, boolean][];
}

const BOUNDS: Bound[] = [
  {
    title: 'bytes in all: later members are named only',
    limits: { totalBytes: 1000 },
    bytes: () => tar([SETUP, { name: 'x-1.0/b', data: zeros(995) }, { name: 'x-1.0/c', data: '1' }]),
    limitations: ['!total-bytes-limit '],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 0, false],
      ['x-1.0/c', 1, true],
    ],
  },
  {
    title: 'bytes in all, in a zip archive',
    limits: { totalBytes: 1000, keptBytes: 10 },
    bytes: () => zip([SETUP, { name: 'x-1.0/b', data: zeros(995), method: 8 }]),
    limitations: ['!total-bytes-limit '],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 10, false],
    ],
  },
  {
    title: 'bytes of one member: the start is kept',
    limits: { memberBytes: 100, keptBytes: 20 },
    bytes: () => tar([SETUP, { name: 'x-1.0/b', data: zeros(101) }, { name: 'x-1.0/c', data: zeros(100) }]),
    limitations: ['!member-bytes-limit x-1.0/b'],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 20, false],
      ['x-1.0/c', 100, true],
    ],
  },
  {
    title: 'bytes of one member that says less in a zip archive',
    limits: { memberBytes: 100, keptBytes: 20 },
    bytes: () => {
      const lie = { size: 5 };
      return zip([SETUP, { name: 'x-1.0/b', data: zeros(5000), method: 8, central: lie, local: lie }]);
    },
    limitations: ['!member-bytes-limit x-1.0/b'],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 20, false],
    ],
  },
  {
    title: 'ratio of a zip entry above the floor',
    limits: { ratio: 50, ratioFloorBytes: 4096, keptBytes: 20 },
    bytes: () => zip([SETUP, { name: 'x-1.0/b', data: zeros(100_000), method: 8 }]),
    limitations: ['!ratio-limit x-1.0/b'],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 20, false],
    ],
  },
  {
    title: 'ratio of a compressed tar: what came out until then is read',
    filename: 'x-1.0.tar.gz',
    limits: { ratio: 10, ratioFloorBytes: 4096 },
    bytes: () => gzipSync(tar([SETUP, { name: 'x-1.0/b', data: zeros(100_000) }])),
    limitations: ['!archive-truncated ', '!ratio-limit '],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 4096 - 3 * 512, true],
    ],
  },
  {
    title: 'number of members',
    limits: { memberCount: 2 },
    bytes: () => tar([SETUP, { name: 'x-1.0/b', data: '1' }, { name: 'x-1.0/c', data: '1' }]),
    limitations: ['!member-count-limit '],
    members: [
      ['x-1.0/setup.py', 9, true],
      ['x-1.0/b', 1, true],
    ],
  },
  {
    title: 'number of members of a zip archive, nested ones counted',
    limits: { memberCount: 3 },
    bytes: () =>
      zip([
        { name: 'a.zip', data: zip([SETUP, { name: 'b', data: '1' }]) },
        { name: 'c', data: '1' },
      ]),
    limitations: ['!member-count-limit '],
    members: [
      ['a.zip', zip([SETUP, { name: 'b', data: '1' }]).length, true],
      ['a.zip!/x-1.0/setup.py', 9, true],
      ['c', 1, true],
    ],
  },
  {
    title: 'number of entries in a zip directory',
    limits: { memberCount: 1 },
    bytes: () => zip([SETUP, { name: 'b', data: '1' }]),
    limitations: ['!member-count-limit '],
    members: [['x-1.0/setup.py', 9, true]],
  },
  {
    title: 'length of a path',
    limits: { pathBytes: 10 },
    bytes: () => tar([pax({ path: 'x-1.0/abcdefgh' }), SETUP]),
    limitations: ['path-limit x-1.0/abcd'],
    members: [['x-1.0/abcd', 9, true]],
  },
  {
    title: 'archives inside of archives',
    limits: { nestingDepth: 2 },
    bytes: () => nested(3),
    limitations: ['!nesting-limit n.tar!/n.tar!/n.tar'],
    members: [
      ['n.tar', nested(2).length, true],
      ['n.tar!/n.tar', nested(1).length, true],
      ['n.tar!/n.tar!/n.tar', nested(0).length, true],
    ],
  },
];

describe('bounds', () => {
  for (const bound of BOUNDS) {
    test(bound.title, () => {
      const bytes = bound.bytes();
      const unpacked = unpackBytes(bound.filename ?? 'x-1.0', bytes, { limits: bound.limits });
      assert.deepEqual(limitationsOf(unpacked).sort(), bound.limitations);
      assert.deepEqual(shape(unpacked), bound.members);
    });
  }

  test('the default depth opens four archives inside of each other and not the fifth', () => {
    assert.deepEqual(limitationsOf(unpackBytes('x', nested(4))), []);
    assert.deepEqual(limitationsOf(unpackBytes('x', nested(5))), [
      `!nesting-limit ${Array(5).fill('n.tar').join('!/')}`,
    ]);
  });

  test('a deadline in the past stops at once and says so', () => {
    const unpacked = unpackBytes('x', tar([SETUP]), { deadline: Date.now() - 1 });
    assert.deepEqual(shape(unpacked), []);
    assert.deepEqual(limitationsOf(unpacked), ['!time-limit ']);
  });

  test('anomalies: a flood of one code does not keep others out', () => {
    const flood = Array.from({ length: 8 }, (_, i) => ({ name: `x-1.0/a\\${i}`, data: '1' }));
    const bytes = tar([SETUP, ...flood, { name: 'x-1.0/tty', type: '3' }]);
    const unpacked = unpackBytes('x', bytes, { limits: { anomalyCount: 5 } });
    const codes = unpacked.anomalies.map(({ code }) => code);
    assert.deepEqual(codes, [...Array(5).fill('path-backslash'), 'device-member']);
    assert.deepEqual(limitationsOf(unpacked), ['anomaly-limit ']);
  });
});

/** Peak growth and time of one call are what these are about, so sizes are large. */
describe('bombs', () => {
  const inTime = (bytes: Uint8Array, ms: number): Unpacked => {
    const start = performance.now();
    const unpacked = unpackBytes('x-1.0', bytes);
    assert.ok(performance.now() - start < ms, `${performance.now() - start} ms`);
    return unpacked;
  };

  test('30 MiB of zeros in a tar archive are data', () => {
    const unpacked = inTime(gzipSync(tar([SETUP, { name: 'x-1.0/z', data: zeros(30 * MIB) }])), 5000);
    assert.deepEqual(limitationsOf(unpacked), []);
    assert.deepEqual(shape(unpacked).at(-1), ['x-1.0/z', 30 * MIB, true]);
  });

  test('5,000 entries that share one bomb end at the ratio', () => {
    const data = zeros(20 * MIB);
    const said = { crc: crc32(data), size: data.length };
    const one: ZipEntrySpec = {
      name: 'k',
      packed: deflateRawSync(data),
      method: 8,
      local: said,
      central: said,
    };
    const again: ZipEntrySpec = { ...one, omit: 'local', central: { ...said, offset: 0 } };
    const more = Array.from({ length: 5000 }, () => again);
    const unpacked = inTime(zip([one, ...more.slice(0, 4999)]), 30_000);
    assert.ok(limitationsOf(unpacked).includes('!ratio-limit '));
    assert.equal(unpacked.members.length, 5000);
    const total = unpacked.members.reduce((sum, { data }) => sum + data.length, 0);
    assert.ok(total <= 100 * MIB, String(total));
  });

  test('5,000 stored entries, each containing all later ones, cost no quadratic time', () => {
    const header = 30 + 6;
    const count = 5000;
    const entries = Array.from({ length: count }, (_, i): ZipEntrySpec => {
      const rest = header * (count - i - 1);
      return {
        name: `f${String(i).padStart(5, '0')}`,
        local: { compressedSize: rest, size: rest },
        central: { compressedSize: rest, size: rest },
      };
    });
    const unpacked = inTime(zip(entries), 10_000);
    assert.ok(unpacked.anomalies.some(({ code }) => code === 'zip-overlapping-entries'));
    assert.ok(limitationsOf(unpacked).includes('!ratio-limit '));
  });

  test('50,000 tiny members are read one by one in linear time', () => {
    const entries = Array.from({ length: 50_000 }, (_, i) => ({
      name: `x-1.0/m${i}.py`,
      data: `print(${i})\n`,
    }));
    const unpacked = inTime(tar(entries), 20_000);
    assert.equal(unpacked.members.length, 50_000);
    assert.deepEqual(limitationsOf(unpacked), []);
    assert.equal(Buffer.from(unpacked.members[49_999]!.data).toString(), 'print(49999)\n');
  });
});
