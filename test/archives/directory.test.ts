import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Unpacked } from '../../src/contracts/member.ts';
import { unpackDirectory } from '../../src/unpack/unpack.ts';
import { texts } from '../support/archive-case.ts';
import { tar } from '../support/tar-writer.ts';

const codes = (unpacked: Unpacked): string[] =>
  unpacked.anomalies.map(({ code, path }) => `${code} ${path}`).sort();

describe('a directory', () => {
  let root = '';
  before(() => {
    const outside = mkdtempSync(join(tmpdir(), 'lazaret-outside-'));
    writeFileSync(join(outside, 'secret.txt'), 'secret');
    root = join(outside, 'tree');
    for (const folder of ['', '.git', 'node_modules/m', 'src'])
      mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, 'setup.py'), 'print(1)\n');
    writeFileSync(join(root, '.git/config'), '[core]\n');
    writeFileSync(join(root, 'node_modules/m/index.js'), '1;\n');
    writeFileSync(join(root, 'src/inner.tar'), tar([{ name: 'in.py', data: 'print(2)\n' }]));
    writeFileSync(Buffer.from(`${root}/src/\xe9.py`, 'latin1'), '3');
    symlinkSync('../setup.py', join(root, 'src/link.py'));
    symlinkSync('../secret.txt', join(root, 'outside.txt'));
    symlinkSync(outside, join(root, 'loop'));
  });
  after(() => rmSync(join(root, '..'), { recursive: true }));

  test('is read whole, hidden and vendored files too, in the order of names', () => {
    const unpacked = unpackDirectory(root);
    assert.deepEqual([unpacked.kind, unpacked.format, unpacked.limitations], ['directory', 'directory', []]);
    assert.deepEqual(
      unpacked.members.map(({ path, type, depth }) => [path, type, depth]),
      [
        ['.git', 'directory', 0],
        ['.git/config', 'file', 0],
        ['loop', 'symlink', 0],
        ['node_modules', 'directory', 0],
        ['node_modules/m', 'directory', 0],
        ['node_modules/m/index.js', 'file', 0],
        ['outside.txt', 'symlink', 0],
        ['setup.py', 'file', 0],
        ['src', 'directory', 0],
        ['src/inner.tar', 'file', 0],
        ['src/inner.tar!/in.py', 'file', 1],
        ['src/link.py', 'file', 0],
        ['src/\\xe9.py', 'file', 0],
      ],
    );
  });

  test('is never left through links; one that stays inside shows what is there', () => {
    const unpacked = unpackDirectory(root);
    const link = (path: string) => unpacked.members.find((member) => member.path === path);
    assert.deepEqual([link('outside.txt')?.link, link('outside.txt')?.data.length], ['../secret.txt', 0]);
    assert.equal(link('loop')?.data.length, 0);
    assert.equal(texts(unpacked, true)['src/link.py'], 'print(1)\n');
    assert.deepEqual(codes(unpacked), [
      'link-escapes-root loop',
      'link-escapes-root outside.txt',
      'link-member loop',
      'link-member outside.txt',
      'link-member src/link.py',
      'nested-archive src/inner.tar',
      'path-non-utf8 src/\\xe9.py',
    ]);
  });

  test('is read within the same bounds as an archive', () => {
    const unpacked = unpackDirectory(root, { limits: { memberBytes: 8, keptBytes: 2 } });
    const setup = unpacked.members.find(({ path }) => path === 'setup.py');
    assert.deepEqual(
      [setup?.readable, Buffer.from(setup?.data ?? []).toString(), setup?.declaredSize],
      [false, 'pr', 9],
    );
    assert.deepEqual(
      unpackDirectory(root, { limits: { memberCount: 2 } }).members.map(({ path }) => path),
      ['.git', '.git/config'],
    );
  });

  test('that is not there is a limitation', () => {
    const unpacked = unpackDirectory(join(root, 'missing'));
    assert.deepEqual(unpacked.members, []);
    assert.deepEqual(unpacked.limitations, [
      {
        code: 'archive-unreadable',
        where: '',
        detail: 'The directory could not be listed: ENOENT.',
        blocking: true,
      },
    ]);
  });
});
