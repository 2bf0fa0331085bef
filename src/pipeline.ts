/** The whole flow in one screen: bytes → members → artifacts → facts → findings → score → verdict → result. */
import { createHash } from 'node:crypto';
import { analysePython } from './analyses/analyse.ts';
import { artifactFacts } from './analyses/artifact-facts.ts';
import { signatureFacts } from './analyses/signature-facts.ts';
import { collectArtifacts } from './artifacts/collect.ts';
import { syntaxLimitations } from './artifacts/python-sources.ts';
import type { Artifacts } from './contracts/artifact.ts';
import type { Fact } from './contracts/fact.ts';
import type { Limitation } from './contracts/limitation.ts';
import { type Layer, PHASES, type Phase } from './contracts/location.ts';
import type { Unpacked } from './contracts/member.ts';
import type {
  DistributionIdentity,
  Excerpt,
  Finding,
  ScanResult,
  Suppression,
  UnscoredFinding,
} from './contracts/result.ts';
import { engine } from './engine.ts';
import { excerptsAgain, excerptsFor } from './report/excerpt.ts';
import { codesAgain, codesFrom, sortOut } from './report/finding-code.ts';
import { indicatorsOf } from './report/indicators.ts';
import { textsOf } from './report/texts.ts';
import { indexFacts } from './rules/fact-index.ts';
import { runRules } from './rules/run-rules.ts';
import RULE_TEXTS from './rules/texts.generated.json' with { type: 'json' };
import { scoreEvidence } from './score/score.ts';
import { fingerprintOf } from './similarity/fingerprint.ts';
import { unpackBytes, unpackDirectory } from './unpack/unpack.ts';
import { judge } from './verdict/verdict.ts';
import type { LoadedEngine } from './yara/load-engine.ts';

export interface ScanOptions {
  /** `Date.now()` value at which stages end by themselves, keeping what they have. */
  deadline?: number;
  /** YARA packs to match as well. */
  yara?: LoadedEngine;
}

/** All that is needed to judge a distribution again without its bytes. */
export interface KeptEvidence {
  facts: Fact[];
  layers: Layer[];
  /** What the stages before the rules could not see. */
  limitations: Limitation[];
}

/** What is known of a distribution before any rule has spoken. */
export interface Evidence extends KeptEvidence {
  artifacts: Artifacts;
}

/** A result with what it rests on. */
export interface Screened {
  result: ScanResult;
  evidence: KeptEvidence;
}

/** Scans one distribution file. `target` is how the user named it; `filename` tells what it claims to be. */
export function scanBytes(
  target: string,
  filename: string,
  bytes: Uint8Array,
  options: ScanOptions = {},
): ScanResult {
  return screenBytes(target, filename, bytes, options).result;
}

/** Scans one distribution file and keeps the evidence. */
export function screenBytes(
  target: string,
  filename: string,
  bytes: Uint8Array,
  options: ScanOptions = {},
): Screened {
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
  const unpack = () => unpackDirectory(path, options);
  return scan(target, { filename, sha256: null, bytes: null }, unpack, options).result;
}

/**
 * Judges saved evidence under the present rules and model; `old` is any result that came with it.
 * @param suppressions findings that match one are taken out before anything is weighed
 */
export function judgeAgain(
  evidence: KeptEvidence,
  old: ScanResult,
  suppressions: readonly Suppression[] = [],
): ScanResult {
  const { target, distribution, excerpts, timings } = old;
  const cut = (findings: readonly Finding[]) => excerptsAgain(findings, evidence.layers, excerpts);
  // The code itself is not at hand: what it resembled it still does.
  const { fingerprint = null } = old;
  const texts = { cut, codeOf: codesAgain(old), suppressions };
  return { ...conclude(target, distribution, evidence, texts), fingerprint, timings };
}

interface Upload {
  filename: string;
  sha256: string | null;
  /** Null for a directory: the sum of its files. */
  bytes: number | null;
}

function scan(target: string, upload: Upload, unpack: () => Unpacked, options: ScanOptions): Screened {
  const started = performance.now();
  const unpacked = unpack();
  const unpackedAt = performance.now();
  const { artifacts, ...evidence } = factsOf(upload.filename, unpacked, options);
  const distribution = identify(upload, unpacked, artifacts);
  const textOf = textsOf(unpacked, artifacts, evidence.layers);
  const cut = (findings: readonly Finding[]) => excerptsFor(findings, evidence.layers, textOf);
  const codeOf = codesFrom(textOf);
  const concluded = conclude(target, distribution, evidence, { cut, codeOf, suppressions: [] });
  const fingerprint = fingerprintOf(concluded.findings, textOf);
  const ended = performance.now();
  const timings = { unpackMs: unpackedAt - started, analyseMs: ended - unpackedAt, totalMs: ended - started };
  return { result: { ...concluded, fingerprint, timings }, evidence };
}

/** Everything the analyses say about unpacked members; the input of rules, and all that replaying them needs. */
export function factsOf(filename: string, unpacked: Unpacked, options: ScanOptions = {}): Evidence {
  const { deadline, yara } = options;
  // Reading gets half of the time: what was read is worth nothing without its analysis.
  const half = deadline === undefined ? undefined : (Date.now() + deadline) / 2;
  const artifacts = collectArtifacts(filename, unpacked, half);
  const python = guarded('the Python analysis', () =>
    analysePython(artifacts, deadline === undefined ? {} : { deadline }),
  );
  // Afterwards, for it counts what parsing has found.
  const others = guarded('the artifact analyses', () =>
    artifactFacts(filename, unpacked, artifacts, deadline),
  );
  const parts: Part[] = [others, python];
  if (yara !== undefined) parts.push(guarded('the YARA analysis', () => signatures(unpacked, parts, yara)));
  return {
    artifacts,
    facts: parts.flatMap(({ facts }) => facts),
    layers: parts.flatMap(({ layers }) => layers ?? []),
    limitations: [
      ...unpacked.limitations,
      ...artifacts.limitations,
      ...syntaxLimitations(artifacts),
      ...parts.flatMap(({ limitations }) => limitations),
    ],
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
  const bytes = upload.bytes ?? own.reduce((sum, { size }) => sum + size, 0);
  return {
    ...upload,
    bytes,
    project: metadata?.name ?? null,
    version: metadata?.version ?? null,
    kind: unpacked.kind,
  };
}

interface Texts {
  cut(findings: readonly Finding[]): Excerpt[];
  codeOf(finding: UnscoredFinding): string | null;
  suppressions: readonly Suppression[];
}

/** Facts → findings → score → verdict, with everything a report shows. */
function conclude(
  target: string,
  distribution: DistributionIdentity,
  { facts, layers, limitations: unseen }: KeptEvidence,
  { cut, codeOf, suppressions }: Texts,
): Omit<ScanResult, 'timings' | 'fingerprint'> {
  const ran = runRules(indexFacts(facts));
  const limitations = [...unseen, ...ran.limitations];
  const coded = ran.findings.map((finding) => ({ ...finding, code: codeOf(finding) }));
  const { counted, suppressed } = sortOut(coded, suppressions);
  const { score, contributions, traits, thresholds } = scoreEvidence(counted, facts);
  const findings: Finding[] = counted
    .map((finding, index) => ({ ...finding, contribution: contributions[index]! }))
    .sort((left, right) => right.contribution - left.contribution);
  return {
    schema: 1,
    target,
    distribution,
    ...judge({ score, findings, traits, layers, limitations }, thresholds, RULE_TEXTS),
    score,
    findings,
    suppressed,
    traits,
    excerpts: cut([...findings, ...suppressed]),
    layers: layers.map(({ at, text: _text, ...layer }) => ({ ...layer, path: at.path, line: at.line })),
    indicators: indicatorsOf(facts),
    limitations,
    engine: engine(),
  };
}
