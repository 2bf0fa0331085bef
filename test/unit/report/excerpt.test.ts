import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXCERPT_COLUMNS, EXCERPT_COUNT } from '../../../src/limits.ts';
import { excerptAt, excerptsFor } from '../../../src/report/excerpt.ts';
import { finding } from '../../support/sample-result.ts';

const TEXT = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');

describe('excerptsFor', () => {
  it('shows three lines on each side, fewer at the ends', () => {
    const findings = [finding({ line: 1 }), finding({ line: 10 }), finding({ line: 20 })];
    assert.deepEqual(
      excerptsFor(findings, [], () => TEXT).map(({ firstLine, lines, focus }) => [
        firstLine,
        lines.at(-1),
        focus,
      ]),
      [
        [1, 'line 4', 1],
        [7, 'line 13', 10],
        [17, 'line 20', 20],
      ],
    );
  });

  it('takes the text of the layer for a finding in a layer', () => {
    const [excerpt] = excerptsFor([finding({ line: 1, layer: 'L3' })], [], (_, layer) => `of ${layer}`);
    assert.deepEqual(excerpt, { path: 'setup.py', layer: 'L3', firstLine: 1, lines: ['of L3'], focus: 1 });
  });

  it('shows the beginning of readable layers, after the findings', () => {
    const at = { path: 'a.py', line: 9, column: 1, layer: null };
    const layer = { parent: null, at, chain: ['base64'], bytes: 3, text: '' };
    const layers = [
      { ...layer, id: 'L1', language: 'python' as const },
      { ...layer, id: 'L2', language: 'binary' as const },
    ];
    assert.deepEqual(
      excerptsFor([finding({ line: 2 })], layers, (_, id) => `one\ntwo of ${id}`).map(
        ({ path, layer: id, focus, lines }) => [path, id, focus, lines[1]],
      ),
      [
        ['setup.py', null, 2, 'two of null'],
        ['a.py', 'L1', 1, 'two of L1'],
      ],
    );
  });

  it('counts CR LF and lone CR as Python does', () => {
    const [excerpt] = excerptsFor([finding({ line: 3 })], [], () => 'a\r\nb\rc\nd');
    assert.deepEqual(excerpt?.lines, ['a', 'b', 'c', 'd']);
  });

  it('shows each line once and the places of trails after the findings', () => {
    const at = { path: 'other.py', line: 2, column: 1, layer: null };
    const findings = [
      finding({
        line: 5,
        trail: [
          { text: 'from', at },
          { text: 'via', at: null },
        ],
      }),
      finding({ line: 5 }),
    ];
    assert.deepEqual(
      excerptsFor(findings, [], () => TEXT).map(({ path, focus }) => `${path}:${focus}`),
      ['setup.py:5', 'other.py:2'],
    );
  });

  it('has none for a whole file, a missing text or a line past the end', () => {
    const findings = [finding({ line: 0 }), finding({ path: 'gone', line: 1 }), finding({ line: 99 })];
    assert.deepEqual(
      excerptsFor(findings, [], (path) => (path === 'gone' ? null : TEXT)),
      [],
    );
  });

  it('cuts a long line around the column and makes hostile characters visible', () => {
    const line = `${' '.repeat(500)}evil()\u202E${' '.repeat(500)}`;
    const shown = excerptsFor([finding({ line: 1, column: 501 })], [], () => line)[0]!.lines[0]!;
    assert.match(shown, /^… +evil\(\)⟨U\+202E⟩ +…$/);
    assert.equal(shown.length, EXCERPT_COLUMNS + 2 + '⟨U+202E⟩'.length - 1);
  });

  it('stops at the bound', () => {
    const findings = Array.from({ length: 500 }, (_, index) => finding({ line: index + 1 }));
    assert.equal(excerptsFor(findings, [], () => 'x\n'.repeat(600)).length, EXCERPT_COUNT);
  });
});

describe('excerptAt', () => {
  it('finds by path, layer and line', () => {
    const excerpts = excerptsFor([finding({ line: 2 }), finding({ line: 2, layer: 'L1' })], [], () => 'a\nb');
    assert.equal(excerptAt(excerpts, finding({ line: 2, layer: 'L1' })), excerpts[1]);
    assert.equal(excerptAt(excerpts, finding({ line: 1 })), undefined);
  });
});
