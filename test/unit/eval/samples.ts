import type { Sample } from '../../../eval/dataset.ts';
import type { Scorer, StrategyRun, Thresholds } from '../../../eval/strategies/strategy.ts';
import type { Phase } from '../../../src/contracts/location.ts';

/** A benign sample called `name`, with what a test says of it. */
export function sampleOf(name: string, more: Partial<Sample> = {}): Sample {
  return {
    sha256: name.padStart(64, '0'),
    file: `${name}-1.0.zip`,
    project: name,
    version: '1.0',
    label: 'benign',
    group: name,
    stratum: 'ordinary',
    firstSeen: '',
    questionable: false,
    code: 'test',
    bytes: 100,
    sourceBytes: 500,
    ms: 1,
    facts: [],
    limitations: [],
    yara: null,
    tokens: {},
    findings: [],
    ...more,
  };
}

export function maliciousOf(name: string, cluster: string, more: Partial<Sample> = {}): Sample {
  const identity = { label: 'malicious', stratum: '', group: cluster, firstSeen: '2024-01-01' } as const;
  return sampleOf(name, { ...identity, ...more });
}

export function findingOf(rule: string, phase: Phase = 'import'): Sample['findings'][number] {
  const place = { path: 'a.py', line: 1, column: 1, layer: null };
  return { rule, title: rule, phase, message: rule, trail: [], ...place };
}

/** A run of a strategy that fits nothing. */
export function runOf(
  samples: readonly Sample[],
  scorer: Scorer,
  thresholds: Thresholds | null = { suspicious: 0.5, malicious: 0.9 },
): StrategyRun {
  return {
    strategy: { name: 'test', about: 'A strategy for tests', probability: thresholds !== null, thresholds },
    protocol: 'nothing is fitted',
    scores: samples.map(scorer),
    scorers: samples.map(() => scorer),
  };
}
