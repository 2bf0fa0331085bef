import type { UnscoredFinding } from '../src/contracts/result.ts';
import { indexFacts } from '../src/rules/fact-index.ts';
import { runRules } from '../src/rules/run-rules.ts';
import { readEvidence, type SavedEvidence } from './evidence.ts';

/** Saved evidence with what the rules, as they are now, say of it. `limitations` includes those of the rules. */
export interface Sample extends SavedEvidence {
  /** As the rule runner orders them. */
  findings: UnscoredFinding[];
}

/**
 * All saved evidence of the folders, rules replayed; ordered by sha256, each distribution once: the first folder
 * that has it wins.
 */
export function loadDataset(folders: readonly string[]): Sample[] {
  const samples = new Map<string, Sample>();
  for (const folder of folders) {
    for (const evidence of readEvidence(folder)) {
      if (!samples.has(evidence.sha256)) samples.set(evidence.sha256, replayRules(evidence));
    }
  }
  return [...samples.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

export function replayRules(evidence: SavedEvidence): Sample {
  const { findings, limitations } = runRules(indexFacts(evidence.facts));
  return { ...evidence, limitations: [...evidence.limitations, ...limitations], findings };
}
