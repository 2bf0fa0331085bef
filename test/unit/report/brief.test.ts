import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reason } from '../../../src/contracts/result.ts';
import { renderBrief } from '../../../src/report/brief.ts';
import { createPaint } from '../../../src/report/paint.ts';
import { HOSTILE, sampleResult } from '../../support/sample-result.ts';

const PLAIN = { paint: createPaint(false), width: 100 };

const reason = (part: Partial<Reason> = {}): Reason => ({
  what: 'Executes code that it decodes',
  detail: 'exec runs what base64.b64decode yields.',
  when: 'while pip builds or installs it',
  where: 'setup.py:4',
  also: 'It also hides a name.',
  unusual: 'None of 400 benign distributions does this while being installed.',
  change: 'Ship the code as a module.',
  contribution: 4,
  rules: ['execution/decode-then-exec'],
  path: 'setup.py',
  line: 4,
  layer: null,
  ...part,
});

const REASONS = [
  reason(),
  reason({
    what: 'Is odd',
    when: '',
    where: 'a.bin',
    line: 0,
    path: 'a.bin',
    also: '',
    change: '',
    unusual: '',
  }),
  reason({ what: 'Starts a program', layer: 'L2', line: 3, where: 'setup.py:3, in hidden layer L2' }),
  reason({ what: 'Is the fourth' }),
];

const WHOLE = `\
MALICIOUS dist/demo-1.0.tar.gz  score 0.987
  demo 1.0 · sdist · 2.0 kB ·
  sha256:${'a'.repeat(64)}

  1. Executes code that it decodes, while pip builds or installs it.
     exec runs what base64.b64decode yields. It also hides a name.
     setup.py:4
     ▶ exec(x)
     None of 400 benign distributions does this while being installed.
     To change: Ship the code as a module.

  2. Is odd.
     exec runs what base64.b64decode yields.
     a.bin

  3. Starts a program, while pip builds or installs it.
     exec runs what base64.b64decode yields. It also hides a name.
     setup.py:3, in hidden layer L2
     ▶ print(1)
     None of 400 benign distributions does this while being installed.
     To change: Ship the code as a module.

  Hidden:    L1: python behind base64 → zlib, 900 B (setup.py:4)
             L2: python behind literal, 80 B (setup.py:9)
  Names:     ip 192[.]0[.]2[.]7
             url hxxps://collect[.]example/in?a.b
  Not seen:  demo/x.zip: the member is encrypted
  All findings: --verbose. One in full: lazaret explain.
`;

describe('renderBrief', () => {
  it('tells three reasons with their code, and names the rest', () => {
    assert.equal(renderBrief(sampleResult({ reasons: REASONS }), PLAIN), WHOLE);
  });

  it('tells only what weighs anything where nothing is held against the distribution', () => {
    const result = sampleResult({
      verdict: 'no-findings',
      arguments: ['What was found stays below the threshold for suspicion.', 'More.'],
      reasons: [reason(), reason({ what: 'Weighs nothing', contribution: 0 })],
      limitations: [],
    });
    assert.equal(
      renderBrief(result, PLAIN).split('\n').slice(4).join('\n'),
      `  What was found stays below the threshold for suspicion.
  - Executes code that it decodes, while pip builds or installs it (setup.py:4).

  All findings: --verbose. One in full: lazaret explain.
`,
    );
  });

  it('lists sentences where a document has no reasons', () => {
    const text = renderBrief(sampleResult(), PLAIN);
    assert.match(
      text,
      /^ {2}- Text decoded by base64 is executed \(while pip builds or installs it, in setup\.py:4\)\.$/m,
    );
  });

  it('fits a screen whatever was found', () => {
    const many = Array.from({ length: 60 }, (_, index) => reason({ what: `Act ${index}` }));
    const result = sampleResult({
      reasons: many,
      indicators: Array.from({ length: 300 }, (_, index) => ({
        type: 'url',
        value: `https://h${index}.example/`,
        path: 'a.py',
        line: 1,
        layer: null,
      })),
    });
    assert.ok(renderBrief(result, PLAIN).split('\n').length <= 40);
  });

  it('writes no control character of the distribution', () => {
    const result = sampleResult({ reasons: [reason({ detail: HOSTILE, where: HOSTILE, change: HOSTILE })] });
    assert.doesNotMatch(renderBrief(result, PLAIN), /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  });
});
