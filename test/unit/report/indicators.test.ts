import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IndicatorFact } from '../../../src/contracts/fact.ts';
import { INDICATOR_COUNT } from '../../../src/limits.ts';
import { indicatorsOf } from '../../../src/report/indicators.ts';

function indicator(value: string, part: Partial<IndicatorFact> = {}): IndicatorFact {
  const at = { path: 'a.py', line: 1, column: 1, layer: null };
  return { kind: 'indicator', type: 'url', value, hidden: false, phase: 'call', at, ...part };
}

describe('indicatorsOf', () => {
  it('shows hidden ones first, then those in code that runs early', () => {
    const facts = [
      indicator('https://doc.example', { phase: 'none' }),
      indicator('https://call.example'),
      indicator('https://setup.example', { phase: 'install' }),
      indicator('https://hidden.example', {
        hidden: true,
        at: { path: 'b.py', line: 4, column: 2, layer: 'L1' },
      }),
    ];
    assert.deepEqual(indicatorsOf(facts), [
      { type: 'url', value: 'https://hidden.example', path: 'b.py', line: 4, layer: 'L1' },
      { type: 'url', value: 'https://setup.example', path: 'a.py', line: 1, layer: null },
      { type: 'url', value: 'https://call.example', path: 'a.py', line: 1, layer: null },
      { type: 'url', value: 'https://doc.example', path: 'a.py', line: 1, layer: null },
    ]);
  });

  it('shows each value once, at its most telling place', () => {
    const facts = [
      indicator('x.example', { type: 'domain' }),
      indicator('x.example', {
        type: 'domain',
        phase: 'startup',
        at: { path: 'x.pth', line: 1, column: 1, layer: null },
      }),
      indicator('x.example'),
    ];
    assert.deepEqual(
      indicatorsOf(facts).map(({ type, path }) => `${type} ${path}`),
      ['domain x.pth', 'url a.py'],
    );
  });

  it('is bounded', () => {
    const facts = Array.from({ length: INDICATOR_COUNT * 2 }, (_, index) =>
      indicator(`https://h${index}.example`),
    );
    assert.equal(indicatorsOf(facts).at(-1)?.value, `https://h${INDICATOR_COUNT - 1}.example`);
  });
});
