import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Fact } from '../contracts/fact.ts';
import { indexFacts } from '../rules/fact-index.ts';
import { RULES } from '../rules/registry.generated.ts';
import { runRules } from '../rules/run-rules.ts';
import type { TrainingSample } from './encode.ts';

/** What training reads of a saved evidence file (`<sha256>.json.gz`). */
type Saved = Omit<TrainingSample, 'findings' | 'facts'> & { facts: Fact[] };

const ENFORCED = RULES.filter(({ state }) => state === 'enforced');

/** Saved evidence of the folders with the rules replayed; the first folder that has a distribution wins. */
export function* readTrainingSamples(folders: readonly string[]): Generator<TrainingSample> {
  const seen = new Set<string>();
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (!name.endsWith('.json.gz') || seen.has(name)) continue;
      seen.add(name);
      const saved: Saved = JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'));
      const { sha256, label, group, questionable, facts } = saved;
      const stratum = saved.stratum ?? '';
      const { findings } = runRules(indexFacts(facts), ENFORCED);
      yield { sha256, label, group, stratum, questionable, findings, facts };
    }
  }
}
