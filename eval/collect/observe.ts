/** One distribution: bytes to evidence. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { packWheel } from '../../scripts/pack-example.ts';
import { signatureFacts } from '../../src/analyses/signature-facts.ts';
import { PHASES, type Phase } from '../../src/contracts/location.ts';
import type { Unpacked } from '../../src/contracts/member.ts';
import { type Evidence, factsOf } from '../../src/pipeline.ts';
import { unpackBytes, unpackDirectory } from '../../src/unpack/unpack.ts';
import type { LoadedEngine } from '../../src/yara/load-engine.ts';
import type { SampleIdentity, SavedEvidence, YaraMatch } from '../evidence.ts';
import type { SourceFile, Unit } from './corpora.ts';
import { countTokens } from './tokens.ts';

/** A distribution ready to be analysed. */
export interface ReadUnit {
  identity: SampleIdentity;
  /** Bytes of the archive, or the path of a folder where only the unpacked files are left. */
  source: Uint8Array | string;
}

/**
 * A unit's archive, and who it is. A folder cannot be hashed as the archive was; the manifest is believed.
 * @throws Error when it is not what the manifest promises
 */
export function readUnit({ identity, content }: Unit): ReadUnit {
  if ('archive' in content && statSync(content.archive).isDirectory()) {
    return { identity, source: content.archive };
  }
  const bytes = 'archive' in content ? readFileSync(content.archive) : wheelOf(identity, content.wheel);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (identity.sha256 !== '' && identity.sha256 !== sha256) {
    throw new Error(`${identity.file} has sha256 ${sha256}, not ${identity.sha256}`);
  }
  return { identity: { ...identity, sha256 }, source: bytes };
}

function wheelOf({ file, project, version }: SampleIdentity, files: readonly SourceFile[]): Uint8Array {
  const members = files.map(({ member, from }) => ({ path: member, bytes: readFileSync(from) }));
  if (!members.some(({ path }) => path.endsWith('.dist-info/METADATA'))) {
    const info = file.replace(/-py3-none-any\.whl$/, '.dist-info');
    const metadata = `Metadata-Version: 2.1\nName: ${project}\nVersion: ${version}\n`;
    const wheel = 'Wheel-Version: 1.0\nGenerator: lazaret\nRoot-Is-Purelib: true\nTag: py3-none-any\n';
    members.push({ path: `${info}/METADATA`, bytes: Buffer.from(metadata) });
    members.push({ path: `${info}/WHEEL`, bytes: Buffer.from(wheel) });
  }
  return packWheel(members);
}

export interface ObserveOptions {
  /** Milliseconds of wall time after which the analyses end by themselves. */
  milliseconds: number;
  yara: LoadedEngine;
}

/** Everything that is saved of a distribution but its identity and the code version. */
export function observe(
  { identity: { file }, source }: ReadUnit,
  { milliseconds, yara }: ObserveOptions,
): Omit<SavedEvidence, keyof SampleIdentity | 'code'> {
  const deadline = Date.now() + milliseconds;
  const before = process.cpuUsage();
  const unpacked =
    typeof source === 'string'
      ? unpackDirectory(source, { deadline })
      : unpackBytes(file, source, { deadline });
  const evidence = factsOf(file, unpacked, { deadline });
  const { user, system } = process.cpuUsage(before);
  const texts = evidence.artifacts.sources.map(({ text }) => text);
  return {
    bytes: typeof source === 'string' ? sizeOf(unpacked) : source.byteLength,
    sourceBytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    ms: Math.round((user + system) / 1000),
    facts: evidence.facts,
    limitations: evidence.limitations,
    yara: yara.engine.info.packs.length === 0 ? null : signatures(unpacked, evidence, yara),
    tokens: countTokens(texts),
  };
}

function sizeOf({ members }: Unpacked): number {
  return members.reduce((sum, { data, depth }) => sum + (depth === 0 ? data.byteLength : 0), 0);
}

function signatures(
  { members }: Unpacked,
  { facts, layers }: Evidence,
  { engine }: LoadedEngine,
): YaraMatch[] {
  const phases = new Map<string, Phase>();
  for (const { at, phase } of facts) {
    const known = phases.get(at.path) ?? 'none';
    if (PHASES.indexOf(phase) < PHASES.indexOf(known)) phases.set(at.path, phase);
  }
  const contents = layers.map((layer) => ({ layer, content: layer.text }));
  const phaseOf = (path: string): Phase => phases.get(path) ?? 'none';
  const found = signatureFacts({ members, layers: contents, phaseOf }, engine);
  return found.facts.map(({ name, tags, at, phase }) => {
    return { rule: name, tags, path: at.path, layer: at.layer, phase };
  });
}
