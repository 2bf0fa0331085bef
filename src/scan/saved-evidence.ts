/** Evidence at rest: gzip of JSON, each layer's text once. */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Fact } from '../contracts/fact.ts';
import type { Layer } from '../contracts/location.ts';
import { EVIDENCE_BYTES, EVIDENCE_PACKED_BYTES } from '../limits.ts';
import type { KeptEvidence } from '../pipeline.ts';

const SCHEMA = 1;

/** Null when it is larger than what is kept. */
export function packEvidence({ facts, layers, limitations }: KeptEvidence): Uint8Array | null {
  const byLayer = new Map(layers.map((layer, index) => [layer, index]));
  const saved = facts.map((fact) => {
    const index = fact.kind === 'layer' ? byLayer.get(fact.layer) : undefined;
    return index === undefined ? fact : { ...fact, layer: index };
  });
  const text = JSON.stringify({ schema: SCHEMA, facts: saved, layers, limitations });
  if (text.length > EVIDENCE_BYTES) return null;
  const packed = gzipSync(text, { level: 4 });
  return packed.byteLength > EVIDENCE_PACKED_BYTES ? null : packed;
}

/** @throws Error for what `packEvidence` has not written */
export function unpackEvidence(packed: Uint8Array): KeptEvidence {
  const text = gunzipSync(packed, { maxOutputLength: 4 * EVIDENCE_BYTES }).toString('utf8');
  const { schema, facts, layers, limitations } = JSON.parse(text);
  if (schema !== SCHEMA) throw new Error(`evidence of schema ${schema}`);
  const restored = (facts as (Fact | { kind: 'layer'; layer: number })[]).map((fact) =>
    fact.kind === 'layer' && typeof fact.layer === 'number'
      ? { ...fact, layer: (layers as Layer[])[fact.layer]! }
      : fact,
  );
  return { facts: restored as Fact[], layers, limitations };
}
