import { createHash } from 'node:crypto';
import type { EncodedSample } from './encode.ts';

type Grouped = Pick<EncodedSample, 'group' | 'malicious' | 'stratum'>;

/**
 * The part in which each sample is tested. A cluster or a project lies in one part whole; clusters and strata are
 * spread evenly, in an order that hashes decide, so that neither the order of samples nor a new one shuffles much.
 */
export function foldsOf(samples: readonly Grouped[], folds: number, seed = 'lazaret'): number[] {
  const strata = new Map<string, Set<string>>();
  for (const sample of samples) {
    const stratum = sample.malicious ? 'malicious' : `benign ${sample.stratum}`;
    strata.set(stratum, (strata.get(stratum) ?? new Set()).add(groupOf(sample)));
  }
  const foldOf = new Map<string, number>();
  for (const groups of strata.values()) {
    const order = [...groups].map((group) => ({ group, rank: rankOf(`${seed} ${group}`) }));
    order.sort((a, b) => (a.rank < b.rank ? -1 : 1));
    // The first stratum that has a group decides: a project may lie in two of them.
    for (const [at, { group }] of order.entries()) if (!foldOf.has(group)) foldOf.set(group, at % folds);
  }
  return samples.map((sample) => foldOf.get(groupOf(sample))!);
}

function groupOf({ malicious, group }: Grouped): string {
  return `${malicious ? 'malicious' : 'benign'} ${group}`;
}

function rankOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
