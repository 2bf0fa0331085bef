import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Fact } from '../src/contracts/fact.ts';
import type { Limitation } from '../src/contracts/limitation.ts';

/** One labelled distribution. */
export interface Sample {
  file: string;
  label: 'malicious' | 'benign';
  /** Cluster of malicious, stratum of benign samples. */
  group: string;
  /** Year in which it was first seen, or ''. */
  year: string;
  /** Without a payload that could be seen: reported apart. */
  questionable: boolean;
}

/** A sample with all that the analyses say of it. */
export interface SavedEvidence extends Sample {
  sha256: string;
  bytes: number;
  /** Milliseconds for unpacking and analysing. */
  ms: number;
  facts: Fact[];
  limitations: Limitation[];
}

/** Saved evidence of a folder, one at a time: all of it would not fit into memory. */
export function* readEvidence(folder: string): Generator<SavedEvidence> {
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json.gz')) continue;
    yield JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'));
  }
}
