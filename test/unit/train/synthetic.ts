import { createHash } from 'node:crypto';
import type { Fact } from '../../../src/contracts/fact.ts';
import type { Phase } from '../../../src/contracts/location.ts';
import type { UnscoredFinding } from '../../../src/contracts/result.ts';
import type { TrainingSample } from '../../../src/train/encode.ts';

export function finding(rule: string, phase: Phase = 'import', path = 'a.py'): UnscoredFinding {
  return { rule, title: '', phase, path, line: 1, column: 1, layer: null, message: '', trail: [] };
}

export function behaviour(phase: Phase, path = 'a.py'): Fact {
  const at = { path, line: 7, column: 2, layer: null };
  return { kind: 'behaviour', at, phase, behaviour: 'self-delete', detail: '' };
}

export function sample(name: string, part: Partial<TrainingSample>): TrainingSample {
  return {
    sha256: createHash('sha256').update(name).digest('hex'),
    label: 'benign',
    group: name,
    stratum: 'ordinary',
    questionable: false,
    findings: [],
    facts: [],
    ...part,
  };
}

/**
 * Malicious ones run an encoded text when imported; benign ones, however large, only when called. `network/reaches-out`
 * says nothing: it is everywhere.
 */
export function syntheticCorpus(): TrainingSample[] {
  const malicious = Array.from({ length: 60 }, (_, at) =>
    sample(`m${at}`, {
      label: 'malicious',
      group: `C${at >> 1}`,
      stratum: '',
      findings: [
        finding('execution/decode-then-exec', at % 3 === 0 ? 'install' : 'import'),
        ...(at % 2 === 0 ? [finding('network/reaches-out')] : []),
      ],
      facts: at % 4 === 0 ? [behaviour('import')] : [],
    }),
  );
  const benign = Array.from({ length: 60 }, (_, at) => {
    const members = Array.from({ length: (at % 5) + 1 }, (_, member) => `m${member}.py`);
    return sample(`b${at}`, {
      stratum: at % 2 === 0 ? 'ordinary' : 'hard',
      findings: members.flatMap((path) => [
        ...(at % 10 === 0 ? [finding('execution/decode-then-exec', 'call', path)] : []),
        ...(at % 2 === 0 ? [finding('network/reaches-out', 'import', path)] : []),
      ]),
    });
  });
  const questionable = sample('q', { label: 'malicious', group: 'Q', stratum: '', questionable: true });
  return [...malicious, ...benign, questionable];
}
