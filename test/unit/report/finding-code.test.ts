import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../../src/contracts/result.ts';
import { codesAgain, codesFrom } from '../../../src/report/finding-code.ts';
import { finding } from '../../support/sample-result.ts';

const LINES = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);

function coded(part: Partial<Finding>, texts: Record<string, string>): string | null {
  return codesFrom((path, layer) => texts[layer ?? path] ?? null)(finding({ path: 'a.py', ...part }));
}

const changed = (line: number): string =>
  LINES.map((text, index) => (index + 1 === line ? `${text}!` : text)).join('\n');

describe('the code of a finding', () => {
  const text = LINES.join('\n');
  const own = coded({ line: 6 }, { 'a.py': text });

  it('covers three lines before and after, whatever ends them, in whatever file', () => {
    const differing = LINES.map((_, index) => index + 1).filter(
      (line) => coded({ line: 6 }, { 'a.py': changed(line) }) !== own,
    );
    assert.deepEqual(differing, [3, 4, 5, 6, 7, 8, 9]);
    assert.equal(coded({ line: 6 }, { 'a.py': text.replaceAll('\n', '\r\n') }), own);
    assert.equal(coded({ line: 6, path: 'b/c.py' }, { 'b/c.py': text }), own);
    assert.equal(coded({ line: 7 }, { 'a.py': `new\n${text}` }), own);
  });

  it('covers the message and where the trail passes', () => {
    assert.notEqual(coded({ line: 6, message: 'another host' }, { 'a.py': text }), own);
    const at = { path: 'b.py', line: 1, column: 1, layer: null };
    const trail = [{ text: 'reads', at }];
    const passed = coded({ line: 6, trail }, { 'a.py': text, 'b.py': 'x = 1' });
    assert.notEqual(passed, coded({ line: 6, trail }, { 'a.py': text, 'b.py': 'x = 2' }));
  });

  it('covers the whole of a layer', () => {
    const inner = (body: string) => coded({ line: 1, layer: 'L1' }, { L1: body });
    assert.notEqual(inner(text), inner(changed(12)));
    assert.equal(inner(text), coded({ line: 9, layer: 'L1' }, { L1: text }));
  });

  it('is null where there is no text', () => {
    assert.equal(coded({ line: 6 }, {}), null);
    assert.equal(coded({ line: 0, column: 0 }, { 'a.py': text }), null);
    assert.equal(coded({ line: 13 }, { 'a.py': text }), null);
  });

  it('is known again from an earlier result, for the same findings only', () => {
    const first = finding({ line: 6, code: 'a'.repeat(64) });
    const again = codesAgain({ findings: [first] });
    assert.equal(again(first), first.code);
    assert.equal(again({ ...first, line: 7 }), null);
    assert.equal(again({ ...first, message: 'else' }), null);
  });
});
