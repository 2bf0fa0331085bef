import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  decodeCp437Name,
  decodeUtf8Name,
  readMemberPath,
  showable,
} from '../../../src/unpack/member-path.ts';
import { overridesName, overridesSize } from '../../../src/unpack/tar-override.ts';

describe('names', () => {
  test('in code page 437 as Python decodes them', () => {
    const all = decodeCp437Name(Uint8Array.from({ length: 128 }, (_, i) => i + 128));
    assert.equal(all.length, 128);
    assert.deepEqual([all[0], all[1], all[94], all[97], all[127]], ['Ç', 'ü', '▐', 'ß', '\u00a0']);
  });

  test('in UTF-8, other bytes shown', () => {
    assert.deepEqual(decodeUtf8Name(Buffer.from('größe')), { text: 'größe', valid: true });
    assert.deepEqual(decodeUtf8Name(Buffer.from('a\xff', 'latin1')), { text: 'a\\xff', valid: false });
  });

  test('are made safe to show', () =>
    assert.equal(showable('a\u202eb\x07\ud800'), 'a\\u{202e}b\\u{7}\\u{d800}'));

  const table: [string, string, boolean, string[]][] = [
    ['./a//b/./c.py', 'a/b/c.py', false, []],
    ['a/../b', 'b', false, ['path-traversal']],
    ['a/../../b', 'a/../../b', true, ['path-traversal']],
    ['//a', 'a', false, ['path-absolute']],
    ['\\\\host\\a', '\\\\host\\a', false, ['path-backslash', 'path-absolute']],
    ['a..b/...', 'a..b/...', false, []],
    ['/', '', false, ['path-absolute']],
  ];
  for (const [name, path, escapes, codes] of table) {
    test(`${name} is ${path}`, () => {
      const read = readMemberPath(name, 4096);
      assert.deepEqual(
        [read.path, read.escapes, read.problems.map(({ code }) => code)],
        [path, escapes, codes],
      );
    });
  }
});

describe('overrides', () => {
  const long = `x-1.0/${'d/'.repeat(80)}file.py`;
  const table: [string, string, string, boolean][] = [
    ['the same name', 'a/b', 'a/b', false],
    ['a leading ./ and a trailing slash', './a/b', 'a/b/', false],
    ['another short name', 'a/b', 'a/c', true],
    ['a long name cut at 100 bytes', long.slice(0, 100), long, false],
    ['a long name of which the end is kept', long.slice(-90), long, false],
    ['a long name abbreviated within its root', 'x-1.0/PaxHeaders/file.py', long, false],
    ['a long name under another root', 'README.md', long, true],
    ['a name with question marks for umlauts', 'x/gr??e.py', 'x/größe.py', false],
    ['a name in Unicode over another', 'y/readme', 'x/größe.py', true],
    ['a name where there was none', '', 'a', false],
  ];
  for (const [title, original, override, expected] of table) {
    test(title, () => assert.equal(overridesName(original, override), expected));
  }

  test('sizes that the header could have said', () => {
    assert.deepEqual(
      [overridesSize(1, 2), overridesSize(2, 2), overridesSize(0, 2 ** 34)],
      [true, false, false],
    );
  });
});
