import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import type { DistributionIdentity, ScanResult } from '../../../src/contracts/result.ts';
import { reasonsOf, rendered, withheld } from '../../../src/gate/answers.ts';
import { contradiction } from '../../../src/gate/checks.ts';
import { statusLine } from '../../../src/gate/refusal.ts';
import { scanBytes } from '../../../src/pipeline.ts';
import { GATE_STATUS_CHARS } from '../../../src/service-limits.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const REFERENCE = '0b4ee8a5-6b0c-4a36-a4c0-000000000000';

function scanned(example: string): ScanResult {
  const { filename, bytes } = packExample(path.join(EXAMPLES, example));
  return scanBytes(filename, filename, bytes);
}

describe('status lines', () => {
  it('are printable ASCII of bounded length, whatever went in, and keep their end', () => {
    const cases: [string, string, string][] = [
      ['plain', '', 'plain'],
      ['a\r\nSet-Cookie: x=1', '', 'a Set-Cookie: x=1'],
      ['a\u0000b\u001b[31mc', '', 'a?U+0000?b?U+001B?[31mc'],
      ['naïve ﬁle “x”', ' end', 'na?ve file ?x? end'],
      ['\u202egnp.exe', '', '?U+202E?gnp.exe'],
      ['tab\tand\u2028line', '', 'tab and line'],
    ];
    for (const [text, end, line] of cases) assert.equal(statusLine(text, end), line);
    const long = statusLine('x'.repeat(1_000_000), ' Reference: 1');
    assert.equal(long.length, GATE_STATUS_CHARS);
    assert.match(long, /x\.\.\. Reference: 1$/);
  });
});

describe('reasons', () => {
  const result = scanned('decode-exec-1.0');

  it('tell as much as the policy allows', () => {
    assert.deepEqual(reasonsOf(result, 'none'), []);
    const [category] = reasonsOf(result, 'category');
    assert.match(
      category!,
      /^Executes code that it decodes from its own constants, while pip .*installs it\. Ship the code/,
    );
    assert.doesNotMatch(category!, /setup\.py/);
    const [line] = reasonsOf(result, 'line');
    assert.match(line!, /installs it \(decode-exec-1\.0\/setup\.py:7\)\. Ship the code as a module\./);
  });

  it('of what could not be read are what could not be read', () => {
    const blocking = {
      code: 'encrypted-member' as const,
      where: 'a.py',
      detail: 'It is encrypted.',
      blocking: true,
    };
    const incomplete: ScanResult = { ...result, verdict: 'incomplete', reasons: [], limitations: [blocking] };
    assert.deepEqual(reasonsOf(incomplete, 'category'), ['It is encrypted.']);
    assert.deepEqual(reasonsOf(incomplete, 'line'), ['a.py: It is encrypted.']);
  });

  it('show nothing hostile', () => {
    const reason = {
      ...result.reasons![0]!,
      where: 'a\u202e\r\nb.py:1',
      change: 'See http://evil.example/.',
    };
    const hostile: ScanResult = { ...result, reasons: [reason] };
    const [told] = reasonsOf(hostile, 'line');
    assert.match(told!, /\(a⟨U\+202E⟩⟨U\+000D⟩⟨U\+000A⟩b\.py:1\)\. See hxxp:\/\/evil\.example\/\.$/);
  });

  it('stand in the status line and whole in the body, with the reference in both', () => {
    const reasons = reasonsOf(result, 'line');
    const { line, document, status } = rendered(withheld(REFERENCE, reasons, { later: true, accept: false }));
    assert.equal(status, 403);
    assert.match(line, /^Withheld\. Executes code .*\.\.\. Reference: 0b4ee8a5-6b0c-4a36-a4c0-000000000000$/);
    assert.ok(document.detail.startsWith(reasons.join(' ')));
    assert.ok(document.detail.endsWith(`It is published if a reviewer releases it. Reference: ${REFERENCE}`));
  });
});

describe('withheld', () => {
  it('is a success only where it will be published without its author', () => {
    const cases: [boolean, boolean, number][] = [
      [true, true, 200],
      [true, false, 403],
      [false, true, 403],
      [false, false, 403],
    ];
    for (const [later, accept, status] of cases)
      assert.equal(withheld(REFERENCE, [], { later, accept }).status, status, `${later} ${accept}`);
  });
});

describe('contradictions between form and archive', () => {
  const claim = { project: 'Foo.Bar', version: '1.0', filename: 'foo_bar-1.0-py3-none-any.whl' };
  const found: DistributionIdentity = {
    project: 'foo-bar',
    version: '1.0.0',
    kind: 'wheel',
    filename: claim.filename,
    sha256: null,
    bytes: 1,
  };

  it('are told from other spellings of the same', () => {
    assert.equal(contradiction(claim, found), null);
    const cases: [Partial<DistributionIdentity>, RegExp][] = [
      [{ project: 'other' }, /name Foo\.Bar; the archive's metadata say other/],
      [{ version: '1.0.1' }, /version 1\.0; the archive's metadata say 1\.0\.1/],
      [{ project: null }, /no readable metadata/],
      [{ version: null }, /no readable metadata/],
      [{ kind: 'sdist' }, /no wheel/],
    ];
    for (const [change, message] of cases)
      assert.match(contradiction(claim, { ...found, ...change })!, message);
  });
});
