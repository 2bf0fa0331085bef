import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { createPaint } from '../../../src/report/paint.ts';
import { renderText, renderTotals } from '../../../src/report/text.ts';
import { finding, HOSTILE, sampleResult } from '../../support/sample-result.ts';

const PLAIN = { paint: createPaint(false), width: 100 };

const WHOLE = `\
MALICIOUS dist/demo-1.0.tar.gz  score 0.987
  demo 1.0 · sdist · 2.0 kB ·
  sha256:${'a'.repeat(64)}

  - Text decoded by base64 is executed (while pip builds or installs it, in setup.py:4).
  - The environment is sent to hxxps://collect.example/in (as soon as it is imported, in
    demo/__init__.py:2).

Findings
  demo/__init__.py
    2:5  exfiltration/environment  at install  +4.5
      Text decoded by base64 is executed.

  setup.py
    whole file  shape/odd  not code
      The file is odd.

    4:1  execution/decode-then-exec  at install  +3.2
      Text decoded by base64 is executed.
        2 │ x = base64.b64decode("…")
        3 │${' '}
      ▶ 4 │ exec(x)
        from base64.b64decode of a literal [setup.py:2:8]
          to exec [setup.py:4:1]
          to runs as program text

    3:7 of L2  execution/spawn  at install  +3.2
      A program is started.
      in L2: python behind literal, 80 B
      ▶ 3 │ print(1)

Hidden layers
  L1: python behind base64 → zlib, 900 B, from setup.py:4
        1 │ import os
        2 │ print(1)
  L2: python behind literal, 80 B, from line 9 of L1

Indicators
  url  hxxps://collect[.]example/in?a.b  demo/__init__.py:2
  ip   192[.]0[.]2[.]7  setup.py:3 in L2

Not seen
  · syntax-errors: demo/broken.py: 3 syntax errors
  ! encrypted-member: demo/x.zip: the member is encrypted
`;

describe('renderText', () => {
  it('shows verdict, arguments, findings by file with code, layers, indicators and limitations', () => {
    assert.equal(renderText(sampleResult(), PLAIN), WHOLE);
  });

  it('says the same in colour', () => {
    const coloured = renderText(sampleResult(), { paint: createPaint(true), width: 100 });
    assert.notEqual(coloured, WHOLE);
    assert.equal(stripVTControlCharacters(coloured).replace(/^ MALICIOUS {2}/, 'MALICIOUS '), WHOLE);
  });

  it('writes no character of hostile text that acts on a terminal', () => {
    const at = { path: HOSTILE, line: 1, column: 1, layer: null };
    const result = sampleResult({
      target: HOSTILE,
      arguments: [HOSTILE],
      findings: [finding({ rule: HOSTILE, path: HOSTILE, message: HOSTILE, trail: [{ text: HOSTILE, at }] })],
      indicators: [{ type: 'url', value: HOSTILE, path: HOSTILE, line: 1, layer: null }],
      limitations: [{ code: 'rule-crash', where: HOSTILE, detail: HOSTILE, blocking: true }],
      distribution: { ...sampleResult().distribution, project: HOSTILE, version: HOSTILE },
    });
    assert.doesNotMatch(renderText(result, PLAIN), /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  });

  it('folds prose at the width and leaves long words whole', () => {
    const sentence = `${'word '.repeat(30)}${'x'.repeat(90)}`;
    const lines = renderText(sampleResult({ arguments: [sentence], findings: [] }), {
      ...PLAIN,
      width: 60,
    }).split('\n');
    const folded = lines.filter((line) => line.includes('word'));
    assert.ok(folded.length >= 3 && folded.every((line) => line.length <= 60), folded.join('\n'));
    assert.ok(lines.some((line) => line.trim() === 'x'.repeat(90)));
  });

  it('names the file when the target does not', () => {
    const text = renderText(sampleResult({ target: 'demo==1.0' }), PLAIN);
    assert.match(text, /^MALICIOUS demo==1\.0 demo-1\.0\.tar\.gz {2}score/);
  });

  it('shows no score for what could not be seen', () => {
    const text = renderText(sampleResult({ verdict: 'incomplete' }), PLAIN);
    assert.match(text, /^INCOMPLETE dist\/demo-1\.0\.tar\.gz\n/);
  });

  it('shows the code of a line once for findings that follow each other', () => {
    const findings = [finding(), finding({ rule: 'a/other', message: 'The same line, another rule.' })];
    const text = renderText(sampleResult({ findings }), PLAIN);
    assert.equal(text.split('▶ 4 │ exec(x)').length, 2);
    assert.match(text, /The same line, another rule\./);
  });

  it('only lists findings that repeat what another says and weigh nothing', () => {
    const findings = [
      finding({ line: 9, contribution: 0 }),
      finding({ line: 4 }),
      finding({ line: 12, contribution: 0 }),
    ];
    const text = renderText(sampleResult({ findings }), PLAIN);
    assert.match(
      text,
      /\n\n {4}9:1 {2}execution\/decode-then-exec {2}at install\n {4}12:1 {2}execution\/decode-then-exec {2}at install\n/,
    );
    assert.equal(text.split('Text decoded by base64 is executed.\n').length, 2);
  });

  it('never shows a score as certain', () => {
    assert.match(renderText(sampleResult({ score: 0.99999 }), PLAIN), /score 0\.999\n/);
    assert.match(renderText(sampleResult({ score: 1 }), PLAIN), /score 0\.999\n/);
  });

  it('shows the strongest findings and counts the rest', () => {
    const findings = Array.from({ length: 25 }, (_, index) =>
      finding({ rule: `a/r${index}`, line: index + 1 }),
    );
    const text = renderText(sampleResult({ findings }), PLAIN);
    assert.match(text, /a\/r19 /);
    assert.doesNotMatch(text, /a\/r20 /);
    assert.match(text, /\n\n {2}… 5 weaker findings; lazaret explain lists them all\n/);
  });

  it('counts what it leaves out of a long list', () => {
    const indicators = Array.from({ length: 40 }, (_, index) => ({
      type: 'domain' as const,
      value: `h${index}.example`,
      path: 'a.py',
      line: index,
      layer: null,
    }));
    const text = renderText(sampleResult({ indicators }), PLAIN);
    assert.match(text, /h24\[\.\]example/);
    assert.doesNotMatch(text, /h25\[\.\]example/);
    assert.match(text, /… 15 more indicators/);
  });
});

describe('renderTotals', () => {
  it('counts verdicts, worst first', () => {
    const results = [
      { verdict: 'no-findings' },
      { verdict: 'malicious' },
      { verdict: 'no-findings' },
    ] as const;
    assert.equal(renderTotals(results, PLAIN), '3 distributions: 1 malicious, 2 no findings\n');
  });
});
