import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Act } from '../../../src/verdict/acts.ts';
import type { BaseRates } from '../../../src/verdict/base-rates.ts';
import { isTelling, paragraphOf, reasonOf } from '../../../src/verdict/reasons.ts';
import { finding } from '../../support/sample-result.ts';

const RATES: BaseRates = {
  date: '2026-01-02',
  ruleset: 'abc',
  distributions: 400,
  counts: { 'a/rare': { import: 1, call: 7 }, 'a/common': { install: 40 }, 'a/form': { none: 2 } },
  rules: ['a/never', 'a/rare', 'a/common', 'a/form'],
};
const TEXTS = { 'a/never': { why: 'Nobody does it.', change: 'Stop.' } };
const LAYERS = [{ id: 'L1', chain: ['base64', 'zlib'] }];

const act = (part: Parameters<typeof finding>[0], rest: Partial<Act> = {}): Act => ({
  lead: finding(part),
  others: [],
  more: 0,
  weight: 1,
  ...rest,
});
const tell = (one: Act) => reasonOf(one, LAYERS, { texts: TEXTS, rates: RATES });

describe('how usual something is', () => {
  const CASES: [rule: string, phase: 'import' | 'call' | 'install' | 'none', expected: string][] = [
    ['a/never', 'import', 'None of 400 benign distributions does this when imported. Nobody does it.'],
    ['a/never', 'call', 'None of 400 benign distributions does this even when called. Nobody does it.'],
    ['a/rare', 'import', 'Only 1 of 400 benign distributions does this when imported.'],
    ['a/rare', 'call', 'Only 7 of 400 benign distributions do this when called.'],
    [
      'a/common',
      'install',
      '40 of 400 benign distributions do this while being installed: alone it means little.',
    ],
    ['a/form', 'none', 'Only 2 of 400 benign distributions have this.'],
    ['a/unmeasured', 'import', ''],
  ];
  for (const [rule, phase, expected] of CASES)
    it(`${rule} at ${phase}`, () => assert.equal(tell(act({ rule, phase })).unusual, expected));
});

describe('a reason', () => {
  it('says what, when, where, why and what to change, each once', () => {
    const others = [
      finding({ rule: 'a/other', title: 'is of the same category' }),
      finding({ rule: 'b/first', title: 'hides its name' }),
      finding({ rule: 'b/second', title: 'hides its name again' }),
      finding({ rule: 'c/third', title: 'contacts somebody' }),
    ];
    const reason = tell(
      act(
        { rule: 'a/never', title: 'runs it', message: 'exec runs it', layer: 'L1', line: 7 },
        { others, more: 2, weight: 5 },
      ),
    );
    assert.deepEqual(reason, {
      what: 'Runs it',
      detail: 'exec runs it.',
      when: 'while pip builds or installs it',
      where: 'setup.py:7, in hidden layer L1 behind base64 → zlib',
      also: 'It also hides its name and contacts somebody. 2 more places do the same.',
      unusual: 'None of 400 benign distributions does this while being installed. Nobody does it.',
      change: 'Stop.',
      contribution: 5,
      rules: ['a/never', 'a/other', 'b/first', 'b/second', 'c/third'],
      path: 'setup.py',
      line: 7,
      layer: 'L1',
    });
    assert.equal(
      paragraphOf(reason),
      'Runs it, while pip builds or installs it: exec runs it (in setup.py:7, in hidden layer L1 behind base64 → zlib). ' +
        'It also hides its name and contacts somebody. 2 more places do the same. ' +
        'None of 400 benign distributions does this while being installed. Nobody does it. To change: Stop.',
    );
  });

  it('of a member as a whole names no line, and no time for what is no code', () => {
    const reason = tell(
      act({ rule: 'a/form', title: 'is odd', message: 'It is odd.', phase: 'none', line: 0 }),
    );
    assert.equal(
      paragraphOf(reason),
      'Is odd: It is odd (in setup.py). Only 2 of 400 benign distributions have this.',
    );
  });
});

describe('acts that added nothing to the score', () => {
  const CASES: [name: string, part: Parameters<typeof finding>[0], weight: number, expected: boolean][] = [
    ['are told where honest software does not do it', { rule: 'a/never', phase: 'call' }, 0, true],
    ['are told where it is rare', { rule: 'a/rare', phase: 'call' }, 0, true],
    ['are not told where it is common', { rule: 'a/common', phase: 'install' }, 0, false],
    ['are not told of tests', { rule: 'a/never', phase: 'development' }, 0, false],
    ['are not told where nothing was measured', { rule: 'a/unmeasured', phase: 'import' }, 0, false],
    ['are told when they did add something', { rule: 'a/common', phase: 'development' }, 0.1, true],
  ];
  for (const [name, part, weight, expected] of CASES)
    it(name, () => assert.equal(isTelling(act(part, { weight }), RATES), expected));
});

describe('a title', () => {
  for (const [title, expected] of [
    ['contacts the network while it is installed or imported', 'Contacts the network'],
    ['starts a program of its own as soon as it is installed', 'Starts a program of its own'],
    ['watches the screen as soon as it is imported, and sends it', 'Watches the screen, and sends it'],
  ] as const) {
    it(`does not say twice when: ${title}`, () => assert.equal(tell(act({ title })).what, expected));
  }
});
