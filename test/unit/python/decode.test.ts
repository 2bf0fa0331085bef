import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeSource } from '../../../src/python/decode.ts';

const REFUSED_BAD_BYTES = 'The file is not valid UTF-8; the bad bytes were replaced.';
const hides = (codec: string) => `The file is written in the codec ${codec}, which hides its text.`;
const unknown = (codec: string) => `The file declares the codec ${codec}, which is unknown here.`;

/** Title, bytes as latin-1, text, encoding, problems. */
const CASES: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  ['plain ASCII', 'x = 1\n', 'x = 1\n', 'utf-8', []],
  ['nothing', '', '', 'utf-8', []],
  ['UTF-8', 'x = "\xc3\xa9"', 'x = "é"', 'utf-8', []],
  ['a byte order mark', '\xef\xbb\xbfx', 'x', 'utf-8', []],
  ['bad UTF-8', 'x = "\xff"', 'x = "\ufffd"', 'utf-8', [REFUSED_BAD_BYTES]],
  ['a Latin-1 cookie', '# -*- coding: latin-1 -*-\n\xe9', '# -*- coding: latin-1 -*-\né', 'latin-1', []],
  ['Latin-1, not Windows', '# coding=iso8859-1\n\x80', '# coding=iso8859-1\n\x80', 'latin-1', []],
  [
    'a cookie on the second line',
    '#!/bin/x\n# vim: set fileencoding=cp1252 :\n\x80',
    '#!/bin/x\n# vim: set fileencoding=cp1252 :\n€',
    'cp1252',
    [],
  ],
  [
    'a cookie behind a blank line',
    '\r\n\t# coding: koi8_r\r\n\xc1',
    '\r\n\t# coding: koi8_r\r\nа',
    'koi8-r',
    [],
  ],
  ['no cookie behind code', 'x = 1\n# coding: rot13\n', 'x = 1\n# coding: rot13\n', 'utf-8', []],
  ['no cookie on the third line', '#\n#\n# coding: rot13\n', '#\n#\n# coding: rot13\n', 'utf-8', []],
  ['no cookie outside a comment', '"coding: rot13"\n', '"coding: rot13"\n', 'utf-8', []],
  [
    'the first cookie that names something',
    '# coding coding: coding: gbk\n\xc4\xe3',
    '# coding coding: coding: gbk\n\xc4\xe3',
    'latin-1',
    [unknown('coding')],
  ],
  ['GBK', '# coding: gbk\n\xc4\xe3', '# coding: gbk\n你', 'gbk', []],
  ['Shift JIS', '# coding: sjis\n\x82\xa0', '# coding: sjis\nあ', 'sjis', []],
  ['ISO 8859-15', '# coding: iso8859-15\n\xa4', '# coding: iso8859-15\n€', 'iso8859-15', []],
  ['Windows code pages', '# coding: windows-1251\n\xe4', '# coding: windows-1251\nд', 'windows-1251', []],
  ['ASCII as declared', '# coding: us-ascii\nx', '# coding: us-ascii\nx', 'ascii', []],
  [
    'other bytes than ASCII',
    '# coding: ascii\n\xc3\xa9',
    '# coding: ascii\né',
    'utf-8',
    ['The file declares ascii but has other bytes.'],
  ],
  ['UTF-8 by any name', '# coding: UTF_8\n\xc3\xa9', '# coding: UTF_8\né', 'utf-8', []],
  ['rot13', '# coding: rot13\ncevag(1)', '# pbqvat: ebg13\nprint(1)', 'rot13', [hides('rot13')]],
  [
    'unicode_escape',
    '# coding: unicode_escape\n\\x70rint\\u0028\\61)',
    '# coding: unicode_escape\nprint(1)',
    'unicode-escape',
    [hides('unicode-escape')],
  ],
  [
    'raw_unicode_escape',
    '# coding: raw-unicode-escape\n\\u0070rint("\\x41")',
    '# coding: raw-unicode-escape\nprint("\\x41")',
    'raw-unicode-escape',
    [hides('raw-unicode-escape')],
  ],
  [
    'UTF-7',
    '# coding: utf-7\n+AHAAcgBpAG4AdA-(1 +- 2+AC0 3)',
    '# coding: utf-7\nprint(1 + 2- 3)',
    'utf-7',
    [hides('utf-7')],
  ],
  ['an unknown codec', '# coding: base64\nx', '# coding: base64\nx', 'utf-8', [unknown('base64')]],
  [
    'an unknown codec with other bytes',
    '# coding: cp437\n\x80',
    '# coding: cp437\n\x80',
    'latin-1',
    [unknown('cp437')],
  ],
  [
    'UTF-16',
    '\xff\xfex\0',
    'x',
    'utf-16le',
    ['The file starts with a UTF-16 byte order mark, which Python does not accept.'],
  ],
  [
    'UTF-16, big end first',
    '\xfe\xff\0x',
    'x',
    'utf-16be',
    ['The file starts with a UTF-16 byte order mark, which Python does not accept.'],
  ],
  [
    'a mark against a cookie',
    '\xef\xbb\xbf# coding: rot13\nx',
    '# coding: rot13\nx',
    'utf-8',
    ['The file has a UTF-8 byte order mark but declares rot13, which Python does not accept.'],
  ],
];

describe('decodeSource', () => {
  for (const [title, bytes, text, encoding, problems] of CASES) {
    it(`reads ${title}`, () => {
      assert.deepEqual(decodeSource(Buffer.from(bytes, 'latin1')), { text, encoding, problems });
    });
  }
});
