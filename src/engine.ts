import { createHash } from 'node:crypto';
import type { ScanResult } from './contracts/result.ts';
import { RULES } from './rules/registry.generated.ts';
import { MODEL } from './score/model.ts';
import { VERSION } from './version.ts';

/** What produced a result: the same three give the same result for the same bytes. */
export function engine(): ScanResult['engine'] {
  const ruleset = createHash('sha256');
  for (const { id, version, state } of RULES) ruleset.update(`${id} ${version} ${state}\n`);
  return { version: VERSION, ruleset: ruleset.digest('hex').slice(0, 12), model: MODEL.version };
}
