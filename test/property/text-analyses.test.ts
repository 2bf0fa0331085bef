import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { splitWords } from '../../src/analyses/command/shell-words.ts';
import { analyseCommand, type Dialect, dialectOfContent, joinArgv } from '../../src/analyses/command.ts';
import { findIndicators } from '../../src/analyses/indicators.ts';
import { literalOpacity } from '../../src/analyses/opaque.ts';
import { findSensitiveNames, sinkKindOfPath, sourceKindOfPath } from '../../src/analyses/sensitive-names.ts';
import { textForms } from '../../src/analyses/text-form.ts';
import { runs } from './mutate.ts';

const SEED = 20_240_601;
const DIALECTS: readonly Dialect[] = ['shell', 'powershell', 'batch', 'vbscript', 'javascript', 'argv'];

/** Pieces that steer the readers into their corners. */
const PIECES = [
  '$(',
  '`',
  '"',
  "'",
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '\\',
  '^',
  '%a%',
  '!a!',
  '$a',
  '=',
  ';',
  '&',
  '&&',
  '|',
  '||',
  '\n',
  ' ',
  '\r',
  '\0',
  '>',
  '>>',
  '<',
  '<<E\n',
  'E\n',
  '<(',
  '#',
  '<#',
  '#>',
  "@'",
  '@"',
  "'@",
  '-f',
  '-join',
  '-replace',
  '[char]',
  '65',
  ',',
  '%{',
  '$_',
  'iex ',
  'curl ',
  'http://a.invalid/x',
  ' -o a',
  './a',
  'sh ',
  '-c ',
  'powershell ',
  '-enc ',
  'cmd /c ',
  'echo ',
  'base64 -d',
  'YWJj',
  '/dev/tcp/',
  'nc ',
  'if exist ',
  'for %%i in (',
  ') do ',
  'set a=',
  'Chr(65)',
  '.Run ',
  'CreateObject(',
  'eval(atob(',
  "require('child_process')",
  '.exec(',
  '\u202e',
  '\u200b',
  '\ud800',
  '\u{1d626}',
  'é',
  '1.2.3.4',
  'a@b.example',
  '.ssh/id_rsa',
  'Login Data',
  '0x',
  'f"',
  "b'",
  '"""',
  '\\x41',
]; // prettier-ignore

const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((parts) => parts.join(''));
const text = fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 300 }));
const settings = { seed: SEED, numRuns: runs(1500) };

test('commands: any text gives a reading, the same each time', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...DIALECTS), (value, dialect) => {
      const reading = analyseCommand(value, dialect);
      assert.deepEqual(analyseCommand(value, dialect), reading);
      assert.deepEqual([...new Set(reading.features)].sort(), reading.features);
      for (const program of reading.programs) assert.match(program, /^[a-z0-9_][a-z0-9_.+-]*$/);
      for (const inner of reading.inner) assert.ok(inner.chain.length > 0 && inner.text.trim() !== '');
      dialectOfContent(value);
    }),
    settings,
  );
});

test('argument vectors survive joining', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 8 }), (args) => {
      assert.deepEqual(splitWords(joinArgv(args)), args);
    }),
    settings,
  );
});

test('indicators and names lie inside the text', () => {
  fc.assert(
    fc.property(text, (value) => {
      for (const { offset, value: found } of findIndicators(value)) {
        assert.ok(offset >= 0 && offset < value.length);
        assert.ok(found.length > 0);
      }
      for (const { offset } of findSensitiveNames(value)) assert.ok(offset >= 0 && offset < value.length);
      sourceKindOfPath(value);
      sinkKindOfPath(value);
    }),
    settings,
  );
});

test('a URL is found wherever it stands', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,40}$/), fc.constantFrom(' ', '"', '(', '='), (before, edge) => {
      const url = 'https://host.invalid/path';
      const found = findIndicators(`${before}${edge}${url}`).map((indicator) => indicator.value);
      // A URL that begins before it may swallow it.
      assert.ok(found.some((value) => value.endsWith(url)));
    }),
    settings,
  );
});

test('text forms are told at most once, inside the text', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 60 }), (value, times) => {
      const source = value.repeat(times);
      const readings = textForms(source);
      assert.equal(new Set(readings.map(({ form }) => form)).size, readings.length);
      for (const { offset, amount } of readings) {
        assert.ok(offset >= 0 && offset <= source.length);
        assert.ok(amount > 0);
      }
      const { entropy } = literalOpacity(source);
      assert.ok(entropy >= 0 && entropy <= 9);
    }),
    { ...settings, numRuns: runs(600) },
  );
});

describe('repetition does not make any reader slow', () => {
  const LENGTH = 40_000;
  /** Far above what linear readers need (tens of milliseconds), far below what quadratic ones do. */
  const LIMIT_MS = 4000;
  const readers: [string, (value: string) => unknown][] = [
    ...DIALECTS.map((dialect): [string, (value: string) => unknown] => [
      dialect,
      (value) => analyseCommand(value, dialect),
    ]),
    ['content', dialectOfContent],
    ['indicators', findIndicators],
    ['names', findSensitiveNames],
    ['opacity', literalOpacity],
    ['forms', textForms],
  ];
  for (const [name, read] of readers) {
    test(name, () => {
      for (const piece of [
        ...PIECES,
        'a=$a$a;',
        'bash -c "$(',
        "'a'+",
        '.run ""',
        'execute ',
        'bc1q',
        '_0x12 ',
        'a.',
      ]) {
        for (const tail of ['', '\n!x"']) {
          const value = piece.repeat(Math.ceil(LENGTH / piece.length)) + tail;
          const before = process.cpuUsage();
          read(value);
          const { user, system } = process.cpuUsage(before);
          assert.ok(
            (user + system) / 1000 < LIMIT_MS,
            `${JSON.stringify(piece)} took ${(user + system) / 1000} ms`,
          );
        }
      }
    });
  }
});
