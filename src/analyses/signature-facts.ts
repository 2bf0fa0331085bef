import type { SignatureFact } from '../contracts/fact.ts';
import type { Limitation } from '../contracts/limitation.ts';
import type { Layer, Location, Phase } from '../contracts/location.ts';
import type { Member } from '../contracts/member.ts';
import { FACTS_PER_KIND_AND_MEMBER, VALUE_TEXT_LIMIT, YARA_DISTRIBUTION_MS } from '../limits.ts';
import type { SignatureEngine, SignatureMatch } from '../yara/signature-engine.ts';
import { positionAt } from './byte-position.ts';

export interface SignatureInput {
  members: readonly Member[];
  /** Layers with their whole content; a layer alone only carries a cut text. */
  layers: readonly { layer: Layer; content: string | Uint8Array }[];
  /** Phase in which a member's content runs; `none` when nothing is known of it. */
  phaseOf?: (path: string) => Phase;
}

export interface SignatureFacts {
  facts: SignatureFact[];
  limitations: Limitation[];
}

/**
 * Searches every member and layer for the engine's patterns: one fact for a rule and content, at its first match.
 * In text the place is the line and column of the match, otherwise the member as a whole.
 */
export function signatureFacts(input: SignatureInput, engine: SignatureEngine): SignatureFacts {
  const result: SignatureFacts = { facts: [], limitations: [] };
  if (engine.info.packs.length === 0) return result;
  const phaseOf = input.phaseOf ?? (() => 'none' as const);
  const deadline = performance.now() + YARA_DISTRIBUTION_MS;
  for (const { path, layer, bytes } of contents(input)) {
    if (performance.now() > deadline) {
      result.limitations.push(outOfTime(path));
      break;
    }
    const { matches, limitation } = engine.scan(path, bytes);
    if (limitation !== null) result.limitations.push(limitation);
    for (const match of matches.slice(0, FACTS_PER_KIND_AND_MEMBER)) {
      result.facts.push(fact(match, locate(path, layer, bytes, match.offset), phaseOf(path)));
    }
  }
  return result;
}

interface Content {
  path: string;
  layer: string | null;
  bytes: Uint8Array;
}

function* contents({ members, layers }: SignatureInput): Iterable<Content> {
  for (const member of members) {
    if (member.size > 0) yield { path: member.path, layer: null, bytes: member.data };
  }
  for (const { layer, content } of layers) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    if (bytes.length > 0) yield { path: layer.at.path, layer: layer.id, bytes };
  }
}

function fact({ name, tags, text }: SignatureMatch, at: Location, phase: Phase): SignatureFact {
  return { kind: 'signature', name, tags, text: text.slice(0, VALUE_TEXT_LIMIT), at, phase };
}

function locate(path: string, layer: string | null, bytes: Uint8Array, offset: number | null): Location {
  const position = offset === null ? null : positionAt(bytes, offset);
  return { path, layer, line: position?.line ?? 0, column: position?.column ?? 0 };
}

function outOfTime(where: string): Limitation {
  const detail = `patterns were searched for ${YARA_DISTRIBUTION_MS} ms in all; this and what follows was not`;
  return { code: 'yara-timeout', where, detail, blocking: true };
}
