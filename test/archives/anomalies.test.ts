import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { type ArchiveCase, checkCase } from '../support/archive-case.ts';
import { IDENTITY_CASES } from './identity-cases.ts';
import { NAME_CASES } from './name-cases.ts';
import { TAR_CASES } from './tar-cases.ts';
import { ZIP_CASES } from './zip-cases.ts';

const GROUPS: [string, ArchiveCase[]][] = [
  ['zip', ZIP_CASES],
  ['tar', TAR_CASES],
  ['names and links', NAME_CASES],
  ['identity', IDENTITY_CASES],
];

for (const [group, cases] of GROUPS) {
  describe(`archives that readers disagree about: ${group}`, () => {
    for (const archive of cases) test(archive.title, () => checkCase(archive));
  });
}

/** The codes of the contract, read from its source: types leave nothing to ask at run time. */
function codesOfContract(): string[] {
  const source = readFileSync(new URL('../../src/contracts/member.ts', import.meta.url), 'utf8');
  const union = source.slice(source.indexOf('export type ArchiveAnomalyCode'));
  const codes = union.slice(0, union.indexOf(';')).matchAll(/'([a-z0-9-]+)'/g);
  return [...codes].map(([, code]) => code!);
}

test('every anomaly of the contract has an archive here that shows it', () => {
  const shown = new Set(
    GROUPS.flatMap(([, cases]) => cases).flatMap(({ anomalies }) => anomalies.map((a) => a.split(' ')[0])),
  );
  const codes = codesOfContract();
  assert.ok(codes.includes('zip-duplicate-name'));
  assert.deepEqual(
    codes.filter((code) => !shown.has(code)),
    [],
  );
});
