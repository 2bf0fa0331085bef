import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Limitation } from '../../../src/contracts/limitation.ts';
import type { Verdict } from '../../../src/contracts/result.ts';
import { ARGUMENT_COUNT } from '../../../src/limits.ts';
import { judge } from '../../../src/verdict/verdict.ts';
import { finding } from '../../support/sample-result.ts';

const THRESHOLDS = { malicious: 0.9, suspicious: 0.5 };
const NOTHING = { score: 0, findings: [], traits: [], layers: [], limitations: [] };
const BLOCKING: Limitation = { code: 'time-limit', where: '', detail: 'stopped after 120 s', blocking: true };
const HARMLESS: Limitation = {
  code: 'syntax-errors',
  where: 'a.py',
  detail: '1 syntax error',
  blocking: false,
};

describe('the verdict', () => {
  const cases: [score: number, limitations: Limitation[], verdict: Verdict][] = [
    [0.9, [], 'malicious'],
    [0.899, [], 'suspicious'],
    [0.5, [], 'suspicious'],
    [0.499, [], 'no-findings'],
    [0, [HARMLESS], 'no-findings'],
    [0, [HARMLESS, BLOCKING], 'incomplete'],
    [0.5, [BLOCKING], 'suspicious'],
    [0.95, [BLOCKING], 'malicious'],
  ];
  for (const [score, limitations, verdict] of cases) {
    const codes = limitations.map(({ code }) => code).join(', ') || 'no limitation';
    it(`is ${verdict} for ${score} with ${codes}`, () => {
      assert.equal(judge({ ...NOTHING, score, limitations }, THRESHOLDS).verdict, verdict);
    });
  }
});

describe('the arguments', () => {
  it('say what happens, when and where, the strongest rule first, each rule once', () => {
    const findings = [
      finding({ rule: 'a/weak', message: 'Something small.', phase: 'none', line: 0, contribution: 0.1 }),
      finding({ rule: 'a/strong', message: 'It runs a program.', contribution: 1, path: 'b.py' }),
      finding({
        rule: 'a/strong',
        message: 'It runs a hidden program.',
        contribution: 4,
        layer: 'L1',
        line: 7,
      }),
      finding({ rule: 'a/import', message: 'It reads keys.', phase: 'import', contribution: 2 }),
    ];
    const layers = [{ id: 'L1', chain: ['base64', 'zlib'] }];
    assert.deepEqual(judge({ ...NOTHING, score: 0.95, findings, layers }, THRESHOLDS).arguments, [
      'Decodes text and executes it, while pip builds or installs it: It runs a hidden program (in setup.py:7, in hidden layer L1 behind base64 → zlib). One more place does the same.',
      'Decodes text and executes it, as soon as it is imported: It reads keys (in setup.py:4).',
      'Decodes text and executes it: Something small (in setup.py).',
    ]);
  });

  it('are never empty', () => {
    assert.deepEqual(judge(NOTHING, THRESHOLDS).arguments, ['No rule fired.']);
  });

  it('say that weak findings stay below the threshold', () => {
    const [first, second] = judge({ ...NOTHING, score: 0.1, findings: [finding()] }, THRESHOLDS).arguments;
    assert.equal(first, 'What was found stays below the threshold for suspicion.');
    assert.match(second!, /^Decodes text and executes it, while pip/);
  });

  it('name what could not be seen, whatever the verdict', () => {
    const member = { ...BLOCKING, where: 'a.zip' };
    assert.deepEqual(judge({ ...NOTHING, limitations: [BLOCKING, HARMLESS, member] }, THRESHOLDS).arguments, [
      'Part of the distribution could not be seen, so nothing vouches for it.',
      'Not seen: stopped after 120 s',
      'Not seen: a.zip: stopped after 120 s',
    ]);
  });

  it('are bounded', () => {
    const findings = Array.from({ length: 30 }, (_, index) =>
      finding({ rule: `a/r${index}`, line: index + 1 }),
    );
    const said = judge({ ...NOTHING, score: 0.95, findings }, THRESHOLDS).arguments;
    assert.equal(said.length, ARGUMENT_COUNT + 1);
    assert.equal(said.at(-1), `${30 - ARGUMENT_COUNT} things of less weight were found as well.`);
  });
});
