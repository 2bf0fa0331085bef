import { createHash } from 'node:crypto';
import type { Finding, Fingerprint } from '../contracts/result.ts';
import { FINGERPRINT_COLUMNS, FINGERPRINT_FINDINGS, FINGERPRINT_LINES } from '../limits.ts';
import type { TextOf } from '../report/excerpt.ts';
import { minhash, toBytes } from './minhash.ts';
import { normalisedTokens } from './normalise.ts';

/**
 * What near-identical malicious distributions have in common: the code around the heaviest findings, normalised. What
 * surrounds it, such as a copied honest project, does not count. Null when no finding has code.
 * @param findings the heaviest first
 */
export function fingerprintOf(findings: readonly Finding[], textOf: TextOf): Fingerprint | null {
  const tokens = incriminating(findings, textOf).flatMap(normalisedTokens);
  if (tokens.length === 0) return null;
  const exact = createHash('sha256').update(tokens.join('\0')).digest('hex');
  const signature = minhash(tokens);
  if (signature === null) return { exact, minhash: null };
  return { exact, minhash: Buffer.from(toBytes(signature)).toString('base64') };
}

/** The lines around the heaviest findings, each once, text by text. */
function incriminating(findings: readonly Finding[], textOf: TextOf): string[] {
  const heavy = findings
    .filter(({ contribution, line }) => contribution > 0 && line > 0)
    .slice(0, FINGERPRINT_FINDINGS);
  const places = Map.groupBy(heavy, ({ path, layer }) => JSON.stringify([path, layer]));
  return [...places.values()].map((group) => {
    const { path, layer } = group[0]!;
    const lines = (textOf(path, layer) ?? '').split(/\r\n|\r|\n/);
    const wanted = lines.filter((_, index) =>
      group.some(({ line }) => Math.abs(index + 1 - line) <= FINGERPRINT_LINES),
    );
    return wanted.map((line) => line.slice(0, FINGERPRINT_COLUMNS)).join('\n');
  });
}
