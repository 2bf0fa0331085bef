import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { renderHtml } from '../../../src/report/html.ts';
import { finding, HOSTILE, sampleResult } from '../../support/sample-result.ts';

describe('renderHtml', () => {
  it('shows every part of a result', () => {
    const page = renderHtml([sampleResult()]);
    for (const part of [
      'MALICIOUS',
      'score 0.987',
      '<h3>demo/__init__.py</h3>',
      '<span class="row focus"><span class="number">4</span>exec(x)\n</span>',
      'L1: python behind base64 → zlib, 900 B',
      '<code>hxxps://collect[.]example/in?a.b</code>',
      '<code>encrypted-member</code>',
      'base64.b64decode of a literal <span class="place">setup.py:2:8</span>',
    ]) {
      assert.ok(page.includes(part), part);
    }
  });

  it('allows its own style by hash and nothing else', () => {
    const page = renderHtml([sampleResult()]);
    const style = /<style>([\s\S]*)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(page.includes(`default-src 'none'; style-src 'sha256-${hash}'`));
    assert.doesNotMatch(page, /<script|<img|<link|<iframe|style="|\son[a-z]+=|src=/i);
  });

  it('shows hostile text as text', () => {
    const page = renderHtml([
      sampleResult({
        target: HOSTILE,
        arguments: [HOSTILE, '</li><b onload=x>'],
        findings: [finding({ path: HOSTILE, message: HOSTILE, rule: "x' onclick='y" })],
        limitations: [{ code: 'rule-crash', where: HOSTILE, detail: HOSTILE, blocking: true }],
      }),
    ]);
    assert.doesNotMatch(page, /<script|<b |onclick='/i);
    assert.ok(page.includes('&lt;script&gt;&quot;&amp;⟨U+200B⟩⟨U+E0041⟩⟨U+2028⟩end'));
    assert.doesNotMatch(page, /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
  });

  it('opens a page over several results with an overview', () => {
    const page = renderHtml([
      sampleResult(),
      sampleResult({ target: 'other/demo-1.0.tar.gz', verdict: 'no-findings' }),
    ]);
    assert.ok(page.includes('<a href="#d1">other/demo-1.0.tar.gz</a>'));
    assert.ok(page.includes('<article id="d1">'));
    assert.ok(page.includes('<title>2 distributions – Lazaret</title>'));
  });
});
