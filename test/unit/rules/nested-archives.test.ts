import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fact, FactOf } from '../../../src/contracts/fact.ts';
import type { ArchiveAnomalyCode } from '../../../src/contracts/member.ts';
import { indexFacts } from '../../../src/rules/fact-index.ts';
import { nestedArchives } from '../../../src/rules/support/archive.ts';

const at = (path: string) => ({ path, line: 0, column: 0, layer: null });
const anomaly = (path: string, code: ArchiveAnomalyCode, detail = ''): FactOf<'archive'> => ({
  kind: 'archive',
  at: at(path),
  phase: 'none',
  anomaly: code,
  detail,
});
const member = (path: string, type: FactOf<'member'>['type']): Fact => ({
  kind: 'member',
  at: at(path),
  phase: 'none',
  type,
  size: 1,
  entropy: 1,
  suffixAgrees: true,
  installed: true,
});
const MEMBERS = [
  member('pkg-1.0/data.zip', 'archive'),
  member('pkg-1.0/data.zip!/a.txt', 'text'),
  member('pkg-1.0/broken.part', 'data'),
  member('pkg-1.0/core.py', 'python'),
  member('pkg-1.0.whl', 'archive'),
];

describe('anomalies of archives inside', () => {
  const CASES: [name: string, fact: FactOf<'archive'>, nested: boolean][] = [
    ['of a member of one', anomaly('pkg-1.0/data.zip!/a.txt', 'path-backslash'), true],
    ['of one', anomaly('pkg-1.0/data.zip', 'zip-gap-data'), true],
    ['of one that could not be opened', anomaly('pkg-1.0/broken.part', 'zip-prefix-data'), true],
    [
      'its locator',
      anomaly('pkg-1.0/broken.part', 'zip-zip64-inconsistent', 'the locator points away'),
      true,
    ],
    [
      'of an entry of the distribution',
      anomaly('pkg-1.0/broken.part', 'zip-zip64-inconsistent', '2 sizes'),
      false,
    ],
    ['of a module', anomaly('pkg-1.0/core.py', 'zip-prefix-data'), false],
    [
      'of the distribution, although a member bears its name',
      anomaly('pkg-1.0.whl', 'zip-prefix-data'),
      false,
    ],
  ];
  const nested = nestedArchives(indexFacts(MEMBERS));
  for (const [name, fact, expected] of CASES) it(name, () => assert.equal(nested(fact), expected));
});
