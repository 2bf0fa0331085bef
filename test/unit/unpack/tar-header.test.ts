import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readNumber, readTarHeader } from '../../../src/unpack/tar-header.ts';
import { tarEntry } from '../../support/tar-writer.ts';

const field = (text: string): Buffer => Buffer.from(text.padEnd(12, '\0'), 'latin1');

describe('a number of a tar header, as Python reads it', () => {
  // Each value is what tarfile.nti gives for the same bytes; NaN where it raises.
  const table: [string, Uint8Array, number][] = [
    ['octal digits', field('0000644'), 0o644],
    ['spaces around', field('   644 '), 0o644],
    ['nothing', field(''), 0],
    ['only spaces', field('    '), 0],
    ['a sign', field('-17'), -0o17],
    ['the prefix of Python', field('0o17'), 0o17],
    ['an underscore between digits', field('1_7'), 0o17],
    ['two underscores', field('1__7'), Number.NaN],
    ['a digit that is not octal', field('8'), Number.NaN],
    ['text behind a NUL', field('17\0zz'), 0o17],
    ['text', field('zz'), Number.NaN],
    ['bytes that are not ASCII', field('1\xe9'), Number.NaN],
    ['base 256', Buffer.from('800000000000000000000100', 'hex'), 256],
    ['negative base 256', Buffer.from('fffffffffffffffffffffffe', 'hex'), -2],
  ];
  for (const [title, bytes, value] of table) test(title, () => assert.equal(readNumber(bytes), value));
});

describe('a tar header', () => {
  test('that is all zeros ends the archive', () =>
    assert.equal(readTarHeader(Buffer.alloc(512), 0), 'zeros'));

  test('with a wrong checksum', () => {
    assert.equal(readTarHeader(tarEntry({ name: 'a', checksum: 1 }), 0), 'checksum');
  });

  test('with a number that is none', () => {
    const raw = [{ at: 124, bytes: Buffer.from('size') }];
    assert.equal(readTarHeader(tarEntry({ name: 'a', raw }), 0), 'number');
  });

  test('joins prefix and name, except where GNU keeps other things in its place', () => {
    const name = (type: string) => {
      const header = readTarHeader(tarEntry({ name: 'b', prefix: 'a', type }), 0);
      return typeof header === 'string' ? header : Buffer.from(header.name).toString();
    };
    assert.deepEqual([name('0'), name('5'), name('L'), name('S')], ['a/b', 'a/b', 'b', 'b']);
  });

  test('of a V7 directory is told by its trailing slash', () => {
    const header = readTarHeader(tarEntry({ name: 'a/', type: '\0', magic: 'v7' }), 0);
    assert.equal(typeof header === 'string' ? header : header.type, '5');
  });
});
