import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '../../../src/contracts/result.ts';
import { actsOf } from '../../../src/verdict/acts.ts';
import { finding } from '../../support/sample-result.ts';

const at = (line: number, path = 'setup.py', layer: string | null = null) => ({
  path,
  line,
  column: 1,
  layer,
});

/** Rules by act, and how many more places. */
function told(findings: Finding[]): string[] {
  return actsOf(findings).map(({ lead, others, more, weight }) => {
    const rules = [lead, ...others].map(({ rule, line }) => `${rule}:${line}`).join(' ');
    return `${rules} +${more} ${weight}`;
  });
}

describe('acts', () => {
  const CASES: [name: string, findings: Finding[], expected: string[]][] = [
    [
      'several rules at one line',
      [
        finding({ rule: 'obfuscation/layered', line: 4, contribution: 1 }),
        finding({ rule: 'execution/decode-then-exec', line: 4, contribution: 4 }),
      ],
      ['execution/decode-then-exec:4 obfuscation/layered:4 +0 5'],
    ],
    [
      'a line on the way of a value',
      [
        finding({
          rule: 'exfiltration/files',
          line: 9,
          trail: [{ text: 'open', at: at(3) }],
          contribution: 5,
        }),
        finding({ rule: 'network/reaches-out', line: 3, contribution: 2 }),
      ],
      ['exfiltration/files:9 network/reaches-out:3 +0 7'],
    ],
    [
      'the same line of another layer is another act',
      [
        finding({ rule: 'execution/a', line: 1, contribution: 3 }),
        finding({ rule: 'network/b', line: 1, layer: 'L1', contribution: 2 }),
      ],
      ['execution/a:1 +0 3', 'network/b:1 +0 2'],
    ],
    [
      'forms of one member',
      [
        finding({ rule: 'obfuscation/unreadable-text', line: 2, contribution: 3 }),
        finding({ rule: 'obfuscation/out-of-sight', line: 7, contribution: 1 }),
        finding({ rule: 'obfuscation/out-of-sight', line: 8, path: 'b.py', contribution: 0 }),
      ],
      ['obfuscation/unreadable-text:2 obfuscation/out-of-sight:7 +0 4'],
    ],
    [
      'what is done leads, however much its setting weighs',
      [
        finding({ rule: 'profile/stealer', line: 3, contribution: 5 }),
        finding({ rule: 'exfiltration/files', line: 3, contribution: 4 }),
      ],
      ['exfiltration/files:3 profile/stealer:3 +0 9'],
    ],
    [
      'a rule joins by any of its places, and speaks once',
      [
        finding({ rule: 'execution/a', line: 5, contribution: 4 }),
        finding({ rule: 'network/b', line: 9, contribution: 2 }),
        finding({ rule: 'network/b', line: 5, contribution: 0 }),
      ],
      ['execution/a:5 network/b:5 +0 6'],
    ],
    [
      'more places are lines, not findings',
      [
        finding({ rule: 'execution/a', line: 5, contribution: 4 }),
        finding({ rule: 'execution/a', line: 5, contribution: 0 }),
        finding({ rule: 'execution/a', line: 6, contribution: 0 }),
      ],
      ['execution/a:5 +1 4'],
    ],
    [
      'two that weigh little together come before one that weighs more than each',
      [
        finding({ rule: 'execution/a', line: 1, contribution: 3 }),
        finding({ rule: 'execution/b', line: 2, contribution: 2 }),
        finding({ rule: 'network/c', line: 2, contribution: 2 }),
      ],
      ['execution/b:2 network/c:2 +0 4', 'execution/a:1 +0 3'],
    ],
    [
      'of equal weight comes first what the victim meets first',
      [
        finding({ rule: 'execution/a', line: 1, phase: 'call', contribution: 0 }),
        finding({ rule: 'execution/b', line: 2, phase: 'startup', contribution: 0 }),
      ],
      ['execution/b:2 +0 0', 'execution/a:1 +0 0'],
    ],
  ];
  for (const [name, findings, expected] of CASES) it(name, () => assert.deepEqual(told(findings), expected));
});
