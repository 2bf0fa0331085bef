import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type PaxRecords, paxInteger, readPaxRecords } from '../../../src/unpack/tar-pax.ts';
import { paxRecord } from '../../support/tar-writer.ts';

function read(bytes: Uint8Array | string): [Record<string, string>, boolean] {
  const records: PaxRecords = new Map();
  const good = readPaxRecords(Buffer.from(bytes as string), records);
  return [Object.fromEntries([...records].map(([key, value]) => [key, Buffer.from(value).toString()])), good];
}

describe('PAX records', () => {
  const table: [string, Uint8Array | string, Record<string, string>, boolean][] = [
    ['one', paxRecord('path', 'a/b'), { path: 'a/b' }, true],
    ['a value with = and newline', paxRecord('path', 'a=\nb'), { path: 'a=\nb' }, true],
    [
      'the last of two wins',
      Buffer.concat([paxRecord('path', 'a'), paxRecord('path', 'b')]),
      { path: 'b' },
      true,
    ],
    [
      'unknown keywords are skipped',
      Buffer.concat([paxRecord('comment', 'c'), paxRecord('size', '5')]),
      { size: '5' },
      true,
    ],
    ['a length of 0 is refused', '0 path=a\n', {}, false],
    ['a length that is too short cuts the value', '8 path=abcdef\n', { path: '' }, true],
    ['a length beyond the end takes what is there', '999 path=abc', { path: 'abc' }, true],
    ['text that is no record ends the list', `path=a\n`, {}, true],
    ['no keyword', '6 =abc\n', {}, true],
  ];
  for (const [title, bytes, records, good] of table) {
    test(title, () => assert.deepEqual(read(bytes), [records, good]));
  }

  test('that overlap by lying about their length are read in linear time', () => {
    const bytes = Buffer.from(`${'2 '.repeat(1_000_000)}=`);
    const start = performance.now();
    assert.deepEqual(read(bytes), [{}, true]);
    assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`);
  });
});

test('integers as Python reads them, 0 for anything else', () => {
  const values = ['7', ' 7 ', '+7', '1_000', '00000000000000000000999', '7.5', 'x', '', '-3'];
  assert.deepEqual(
    values.map((value) => paxInteger(Buffer.from(value))),
    [7, 7, 7, 1000, 999, 0, 0, 0, -3],
  );
});
