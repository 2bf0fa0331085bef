/**
 * Measures how often each rule fires in honest software, by phase, and writes src/verdict/base-rates.json: what the
 * arguments of a verdict say of it. Reads saved evidence; malicious samples in it are left out.
 *
 *   node eval/base-rates.ts EVIDENCE_FOLDER...
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Phase } from '../src/contracts/location.ts';
import { engine } from '../src/engine.ts';
import { indexFacts } from '../src/rules/fact-index.ts';
import { RULES } from '../src/rules/registry.generated.ts';
import { runRules } from '../src/rules/run-rules.ts';
import type { BaseRates } from '../src/verdict/base-rates.ts';
import { readEvidence, type SavedEvidence } from './evidence.ts';

export const BASE_RATES_FILE = join(import.meta.dirname, '..', 'src', 'verdict', 'base-rates.json');
/** Benign distributions as users upload them; other strata are parts of distributions. */
const STRATA = ['ordinary', 'popular', 'hard'];

/** Counts distributions, each once for a rule and phase. */
export function measure(
  samples: Iterable<Pick<SavedEvidence, 'label' | 'stratum' | 'facts'>>,
  date: string,
): BaseRates {
  const counts = new Map<string, Map<Phase, number>>();
  let distributions = 0;
  for (const { label, stratum, facts } of samples) {
    if (label !== 'benign' || !STRATA.includes(stratum)) continue;
    distributions++;
    const { findings } = runRules(indexFacts(facts));
    for (const pair of new Set(findings.map(({ rule, phase }) => `${rule} ${phase}`))) {
      const [rule, phase] = pair.split(' ') as [string, Phase];
      const phases = counts.get(rule) ?? new Map<Phase, number>();
      counts.set(rule, phases.set(phase, (phases.get(phase) ?? 0) + 1));
    }
  }
  const sorted = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    date,
    ruleset: engine().ruleset,
    distributions,
    counts: Object.fromEntries(
      sorted.map(([rule, phases]) => [rule, Object.fromEntries([...phases].sort())]),
    ),
    rules: RULES.map(({ id }) => id),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const samples = function* (): Generator<SavedEvidence> {
    for (const folder of process.argv.slice(2)) yield* readEvidence(folder);
  };
  const rates = measure(samples(), new Date().toISOString().slice(0, 10));
  writeFileSync(BASE_RATES_FILE, `${JSON.stringify(rates, null, 2)}\n`);
  process.stdout.write(`${rates.distributions} benign distributions measured\n`);
}
