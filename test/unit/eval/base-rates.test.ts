import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measure } from '../../../eval/base-rates.ts';
import type { Fact } from '../../../src/contracts/fact.ts';
import { BASE_RATES } from '../../../src/verdict/base-rates.ts';

const contact = (path: string, phase: 'install' | 'import'): Fact => ({
  kind: 'call',
  api: 'urllib.request.urlopen',
  args: [{ text: "'https://a.example/'" }],
  keywords: {},
  via: 'plain',
  scope: '',
  at: { path, line: 1, column: 1, layer: null },
  phase,
});

describe('base rates', () => {
  it('count benign distributions, each once for a rule and phase', () => {
    const facts = [contact('setup.py', 'install'), contact('b.py', 'install'), contact('c.py', 'import')];
    const rates = measure(
      [
        { label: 'benign', stratum: 'hard', facts },
        { label: 'benign', stratum: 'ordinary', facts: facts.slice(2) },
        { label: 'benign', stratum: 'stdlib', facts },
        { label: 'malicious', stratum: '', facts },
      ],
      '2026-01-02',
    );
    assert.equal(rates.date, '2026-01-02');
    assert.equal(rates.distributions, 2);
    assert.deepEqual(rates.counts['network/reaches-out'], { import: 2, install: 1 });
    assert.ok(rates.rules.includes('network/beacon'));
  });

  it('as shipped come from enough distributions and count none twice', () => {
    assert.ok(BASE_RATES.distributions >= 400);
    for (const [rule, phases] of Object.entries(BASE_RATES.counts)) {
      assert.ok(BASE_RATES.rules.includes(rule), rule);
      for (const count of Object.values(phases))
        assert.ok(count >= 1 && count <= BASE_RATES.distributions, rule);
    }
  });
});
