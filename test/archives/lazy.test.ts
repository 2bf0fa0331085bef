/** Members unpacked whenever they are read, against members that are held: nobody may see a difference. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { MIB } from '../../src/limits.ts';
import { type UnpackLimits, unpackBytes } from '../../src/unpack/unpack.ts';
import { tar } from '../support/tar-writer.ts';
import { type ZipEntrySpec, zip } from '../support/zip-writer.ts';
import { HONEST_CASES } from './honest-cases.ts';
import { IDENTITY_CASES } from './identity-cases.ts';
import { NAME_CASES } from './name-cases.ts';
import { TAR_CASES } from './tar-cases.ts';
import { ZIP_CASES } from './zip-cases.ts';

/** All that an unpacking says, with every content read twice, the second time backwards. */
function told(filename: string, bytes: Uint8Array, limits: Partial<UnpackLimits>) {
  const { members, ...rest } = unpackBytes(filename, bytes, { limits });
  const first = members.map(({ data }) => createHash('sha256').update(data).digest('hex'));
  const again = members.toReversed().map(({ data }) => createHash('sha256').update(data).digest('hex'));
  assert.deepEqual(again.reverse(), first);
  return {
    ...rest,
    members: members.map(
      ({ path, depth, type, link, size, readable, declaredSize, mode, mtime, installed }, index) => {
        const fields = { path, depth, type, link, size, readable, declaredSize, mode, mtime, installed };
        return { ...fields, content: first[index] };
      },
    ),
  };
}

function checkSame(filename: string, bytes: Uint8Array, limits: Partial<UnpackLimits> = {}): void {
  assert.deepEqual(
    told(filename, bytes, { ...limits, heldBytes: 0 }),
    told(filename, bytes, { ...limits, heldBytes: Number.POSITIVE_INFINITY }),
  );
}

const deflated = (
  name: string,
  data: string | Uint8Array,
  more: Partial<ZipEntrySpec> = {},
): ZipEntrySpec => ({
  name,
  data,
  method: 8,
  ...more,
});
/** In both headers, so that they agree with each other. */
const lying = (header: { crc?: number; size?: number }): Partial<ZipEntrySpec> => ({
  local: header,
  central: header,
});

const INNER = zip([deflated('a.py', 'print(1)\n'), deflated('b.py', 'print(2)\n')]);
const LINES = 'print(1)\n'.repeat(1000);
const WHEEL = [deflated('x/__init__.py', LINES), deflated('x-1.0.dist-info/METADATA', 'Name: x\n')];
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
const record = (rows: string): ZipEntrySpec => deflated('x-1.0.dist-info/RECORD', rows);

const ARCHIVES: [string, Uint8Array, Partial<UnpackLimits>?][] = [
  ['a checksum that lies', zip([deflated('a.py', LINES, lying({ crc: 1 })), deflated('b.py', LINES)])],
  ['a size that is too small', zip([deflated('a.py', LINES, lying({ size: 9 })), deflated('b.py', LINES)])],
  ['a size that is too large', zip([deflated('a.py', LINES, lying({ size: 90_000 }))])],
  [
    'a stream that is cut off',
    zip([deflated('a.py', LINES, { packed: deflateRawSync(LINES).subarray(0, 9) })]),
  ],
  ['one name twice', zip([deflated('a.py', LINES), deflated('a.py', 'print(2)\n'), deflated('a.py', LINES)])],
  ['a record that agrees', zip([...WHEEL, record(`x/__init__.py,sha256=${sha256(LINES)},9000\n`)])],
  ['a record with another hash', zip([...WHEEL, record(`x/__init__.py,sha256=${sha256('')},9000\n`)])],
  ['a record with another size', zip([...WHEEL, record(`x/__init__.py,sha256=${sha256(LINES)},1\n`)])],
  ['a record with another algorithm', zip([...WHEEL, record('x/__init__.py,sha512=abc,9000\n')])],
  [
    'archives inside',
    zip([deflated('n.zip', INNER), deflated('t.tar', tar([{ name: 'n.zip', data: INNER }]))]),
  ],
  ['an archive behind a picture', zip([deflated('p.png', Buffer.concat([Buffer.from('\x89PNG'), INNER]))])],
  ['a directory with data', zip([deflated('a/', LINES)])],
  ['a bomb', zip([deflated('a', Buffer.alloc(4 * MIB))]), { ratioFloorBytes: MIB, ratio: 10 }],
  [
    'many small bombs',
    zip(Array.from({ length: 20 }, (_, i) => deflated(`${i}`, Buffer.alloc(MIB)))),
    { ratioFloorBytes: MIB, ratio: 10 },
  ],
  ['too much in all', zip([deflated('a.py', LINES), deflated('b.py', LINES)]), { totalBytes: 9100 }],
  [
    'too much in one member',
    zip([deflated('a.py', LINES), deflated('b.py', '1')]),
    { memberBytes: 100, keptBytes: 10 },
  ],
];

/** Entries of the directory that all stand for the bytes of the first. */
const overlapping = Array.from({ length: 50 }, (_, index) =>
  deflated(`${index}.py`, LINES, index === 0 ? {} : { omit: 'local', central: { offset: 0 } }),
);

describe('contents that are unpacked when they are read', () => {
  for (const [title, bytes, limits] of ARCHIVES)
    test(title, () => checkSame('x-1.0-py3-none-any.whl', bytes, limits));

  test('entries that overlap', () => checkSame('x-1.0.zip', zip(overlapping)));

  for (const { title, filename, bytes, options } of [
    ...ZIP_CASES,
    ...TAR_CASES,
    ...NAME_CASES,
    ...IDENTITY_CASES,
    ...HONEST_CASES,
  ]) {
    test(title, () => checkSame(filename ?? 'x-1.0.zip', bytes(), options?.limits));
  }

  test('are not held, but for the one read last', () => {
    const bytes = zip([deflated('a.py', LINES), deflated('b.py', 'print(2)\n'), deflated('c.py', LINES)]);
    const [a, b, c] = unpackBytes('x.zip', bytes, { limits: { heldBytes: 10 } }).members;
    const first = a!.data;
    assert.equal(a!.data, first);
    assert.equal(Buffer.from(b!.data).toString(), 'print(2)\n');
    assert.equal(b!.data, b!.data, 'what fits is held');
    assert.equal(Buffer.from(c!.data).toString(), LINES);
    assert.notEqual(a!.data, first);
    assert.deepEqual(a!.data, first);
  });
});
