/** The whole flow in one screen: bytes → members → artifacts → facts → findings → score → verdict → result. */
import { createHash } from 'node:crypto';
import { analysePython } from './analyses/analyse.ts';
import { artifactFacts } from './analyses/artifact-facts.ts';
import { signatureFacts } from './analyses/signature-facts.ts';
import { collectArtifacts } from './artifacts/collect.ts';
import type { Artifacts } from './contracts/artifact.ts';
import type { Fact } from './contracts/fact.ts';
import type { Limitation } from './contracts/limitation.ts';
import { type Layer, PHASES, type Phase } from './contracts/location.ts';
import type { Unpacked } from './contracts/member.ts';
import type { DistributionIdentity, Finding, ScanResult } from './contracts/result.ts';
import { engine } from './engine.ts';
import { excerptsFor } from './report/excerpt.ts';
import { indicatorsOf } from './report/indicators.ts';
import { textsOf } from './report/texts.ts';
import { indexFacts } from './rules/fact-index.ts';
import { runRules } from './rules/run-rules.ts';
import RULE_TEXTS from './rules/texts.generated.json' with { type: 'json' };
import { scoreEvidence } from './score/score.ts';
import { unpackBytes, unpackDirectory } from './unpack/unpack.ts';
import { judge } from './verdict/verdict.ts';
import type { LoadedEngine } from './yara/load-engine.ts';

export interface ScanOptions {
  /** `Date.now()` value at which stages end by themselves, keeping what they have. */
  deadline?: number;
  /** YARA packs to match as well. */
  yara?: LoadedEngine;
}

/** What is known of a distribution before any rule has spoken. */
export interface Evidence {
  artifacts: Artifacts;
  facts: Fact[];
  layers: Layer[];
  limitations: Limitation[];
}

/** Scans one distribution file. `target` is how the user named it; `filename` tells what it claims to be. */
export function scanBytes(
  target: string,
  filename: string,
  bytes: Uint8Array,
  options: ScanOptions = {},
): ScanResult {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const unpack = () => unpackBytes(filename, bytes, options);
  return scan(target, { filename, sha256, bytes: bytes.byteLength }, unpack, options);
}

/** Scans an unpacked source tree, or what an installation left in a folder. */
export function scanDirectory(
  target: string,
  filename: string,
  path: string,
  options: ScanOptions = {},
): ScanResult {
  return scan(target, { filename, sha256: null, bytes: null }, () => unpackDirectory(path, options), options);
}

interface Upload {
  filename: string;
  sha256: string | null;
  /** Null for a directory: the sum of its files. */
  bytes: number | null;
}

function scan(target: string, upload: Upload, unpack: () => Unpacked, options: ScanOptions): ScanResult {
  const started = performance.now();
  const unpacked = unpack();
  const unpackedAt = performance.now();
  const evidence = factsOf(upload.filename, unpacked, options);
  const distribution = identify(upload, unpacked, evidence.artifacts);
  const result = conclude(target, distribution, evidence, unpacked);
  const ended = performance.now();
  const timings = { unpackMs: unpackedAt - started, analyseMs: ended - unpackedAt, totalMs: ended - started };
  return { ...result, timings };
}

/** Everything the analyses say about unpacked members; the input of rules, and all that replaying them needs. */
export function factsOf(filename: string, unpacked: Unpacked, options: ScanOptions = {}): Evidence {
  const { deadline, yara } = options;
  // Reading gets half of the time: what was read is worth nothing without its analysis.
  const half = deadline === undefined ? undefined : (Date.now() + deadline) / 2;
  const artifacts = collectArtifacts(filename, unpacked, half);
  const parts: Part[] = [
    guarded('the artifact analyses', () => artifactFacts(filename, unpacked, artifacts)),
    guarded('the Python analysis', () =>
      analysePython(artifacts, deadline === undefined ? {} : { deadline }),
    ),
  ];
  if (yara !== undefined) parts.push(guarded('the YARA analysis', () => signatures(unpacked, parts, yara)));
  return {
    artifacts,
    facts: parts.flatMap(({ facts }) => facts),
    layers: parts.flatMap(({ layers }) => layers ?? []),
    limitations: [unpacked, artifacts, ...parts].flatMap(({ limitations }) => limitations),
  };
}

type Part = { facts: Fact[]; limitations: Limitation[]; layers?: Layer[] };

function signatures({ members }: Unpacked, parts: readonly Part[], yara: LoadedEngine): Part {
  const phases = new Map<string, Phase>();
  for (const { at, phase } of parts.flatMap(({ facts }) => facts)) {
    const known = phases.get(at.path) ?? 'none';
    if (PHASES.indexOf(phase) < PHASES.indexOf(known)) phases.set(at.path, phase);
  }
  const layers = parts.flatMap((part) => part.layers ?? []).map((layer) => ({ layer, content: layer.text }));
  const phaseOf = (path: string) => phases.get(path) ?? 'none';
  const found = signatureFacts({ members, layers, phaseOf }, yara.engine);
  return { facts: found.facts, limitations: [...yara.limitations, ...found.limitations] };
}

/** A crash of one analysis must not cost what the others know, nor pass for silence. */
function guarded(what: string, analyse: () => Part): Part {
  try {
    return analyse();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const detail = `${what} failed: ${reason.slice(0, 200)}`;
    return { facts: [], limitations: [{ code: 'analysis-crash', where: '', detail, blocking: true }] };
  }
}

function identify(upload: Upload, unpacked: Unpacked, { metadata }: Artifacts): DistributionIdentity {
  const own = unpacked.members.filter(({ depth }) => depth === 0);
  const bytes = upload.bytes ?? own.reduce((sum, { data }) => sum + data.byteLength, 0);
  return {
    ...upload,
    bytes,
    project: metadata?.name ?? null,
    version: metadata?.version ?? null,
    kind: unpacked.kind,
  };
}

/** Facts → findings → score → verdict, with everything a report shows. */
function conclude(
  target: string,
  distribution: DistributionIdentity,
  { artifacts, facts, layers, limitations: unseen }: Evidence,
  unpacked: Unpacked,
): Omit<ScanResult, 'timings'> {
  const ran = runRules(indexFacts(facts));
  const limitations = [...unseen, ...ran.limitations];
  const { score, contributions, traits, thresholds } = scoreEvidence(ran.findings, facts);
  const findings: Finding[] = ran.findings
    .map((finding, index) => ({ ...finding, contribution: contributions[index]! }))
    .sort((left, right) => right.contribution - left.contribution);
  return {
    schema: 1,
    target,
    distribution,
    ...judge({ score, findings, traits, layers, limitations }, thresholds, RULE_TEXTS),
    score,
    findings,
    traits,
    excerpts: excerptsFor(findings, layers, textsOf(unpacked, artifacts, layers)),
    layers: layers.map(({ at, text: _text, ...layer }) => ({ ...layer, path: at.path, line: at.line })),
    indicators: indicatorsOf(facts),
    limitations,
    engine: engine(),
  };
}
