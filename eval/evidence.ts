import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import type { Fact } from '../src/contracts/fact.ts';
import type { Limitation } from '../src/contracts/limitation.ts';
import type { Phase } from '../src/contracts/location.ts';

export type Label = 'malicious' | 'benign';

/** Where a benign distribution was taken from; '' for malicious ones. */
export type Stratum = 'ordinary' | 'popular' | 'hard' | 'stdlib' | 'site-packages' | '';

/** One labelled distribution, as its corpus describes it. */
export interface SampleIdentity {
  /** Lower-case hex, of the archive. */
  sha256: string;
  /** Name of the archive, without folders. */
  file: string;
  project: string;
  version: string;
  label: Label;
  /**
   * What must not be split between training and test: the cluster (family) of a malicious distribution, the PEP 503
   * name of a benign project, `stdlib:<module>` for the standard library.
   */
  group: string;
  stratum: Stratum;
  /** ISO date on which it was first seen, or ''. */
  firstSeen: string;
  /** Without a payload that could be seen: reported apart, never trained on. */
  questionable: boolean;
}

/** A rule of our own YARA pack that matched a member or a layer. */
export interface YaraMatch {
  /** `<pack>/<rule>`. */
  rule: string;
  tags: string[];
  path: string;
  layer: string | null;
  /** Earliest phase in which anything in that member happens. */
  phase: Phase;
}

/** A distribution with all that the analyses say of it: what rules, scores and strategies work on. */
export interface SavedEvidence extends SampleIdentity {
  /** Hash over the sources that facts depend on. */
  code: string;
  /** Bytes of the archive. */
  bytes: number;
  /** Bytes of Python source in all members. */
  sourceBytes: number;
  /** CPU milliseconds for unpacking and analysing, without YARA and tokens. */
  ms: number;
  /** Without signature facts, as a scan without packs has them. */
  facts: Fact[];
  limitations: Limitation[];
  /** Null where the pattern engine is not installed. */
  yara: YaraMatch[] | null;
  /**
   * Bag of tokens over all Python source: names as they are (`exec`), attributes with a dot (`.post`), lower-case
   * words of strings with a quote (`'password`); how often each occurs.
   */
  tokens: Record<string, number>;
}

export const EVIDENCE_SUFFIX = '.json.gz';

/** Bytes of a file that surely hold the identity, which comes first. */
const HEAD_BYTES = 4096;

/** Saves evidence as `<sha256>.json.gz`, the code version and the identity first. */
export function writeEvidence(folder: string, saved: SavedEvidence): void {
  const { code, sha256, file, project, version, label, group, stratum, firstSeen, questionable, ...rest } =
    saved;
  const identity = { sha256, file, project, version, label, group, stratum, firstSeen, questionable };
  const target = join(folder, `${sha256}${EVIDENCE_SUFFIX}`);
  const text = JSON.stringify({ code, ...identity, ...rest });
  writeFileSync(`${target}.part`, gzipSync(text, { level: 1 }));
  renameSync(`${target}.part`, target);
}

/** Whether the folder holds evidence of exactly this identity, made by this code. */
export function hasEvidence(folder: string, code: string, identity: SampleIdentity): boolean {
  const file = join(folder, `${identity.sha256}${EVIDENCE_SUFFIX}`);
  if (!existsSync(file)) return false;
  const head = readFileSync(file).subarray(0, HEAD_BYTES);
  const text = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
  const { sha256, file: name, project, version, label, group, stratum, firstSeen, questionable } = identity;
  const parts = { sha256, file: name, project, version, label, group, stratum, firstSeen, questionable };
  return text.startsWith(JSON.stringify({ code, ...parts }).slice(0, -1));
}

/** Saved evidence of a folder, one at a time, ordered by file name and so by sha256. */
export function* readEvidence(folder: string): Generator<SavedEvidence> {
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(EVIDENCE_SUFFIX)) continue;
    yield readEvidenceFile(join(folder, name));
  }
}

export function readEvidenceFile(file: string): SavedEvidence {
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}
