/** Words and figures that the text and HTML reports share. */
import type { Phase } from '../contracts/location.ts';
import type { LayerSummary, ScanResult, Verdict } from '../contracts/result.ts';

export const VERDICT_WORDS: Record<Verdict, string> = {
  malicious: 'MALICIOUS',
  suspicious: 'SUSPICIOUS',
  incomplete: 'INCOMPLETE',
  'no-findings': 'NO FINDINGS',
};

export const PHASE_WORDS: Record<Phase, string> = {
  startup: 'at interpreter start',
  install: 'at install',
  import: 'at import',
  'entry-point': 'by its command',
  call: 'when called',
  development: 'in tests or tools',
  none: 'not code',
};

/** `2 kB` and alike, in powers of 1000. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** Three decimals, cut: no score is a certainty. */
export function scoreText(score: number): string {
  return (Math.floor(score * 1000) / 1000 - (score >= 1 ? 0.001 : 0)).toFixed(3);
}

/** `setup.py:12:5`, or the path alone for what concerns the whole member. */
export function placeText(place: { path: string; line: number; column?: number }): string {
  if (place.line < 1) return place.path;
  return `${place.path}:${place.line}${place.column ? `:${place.column}` : ''}`;
}

/** `L2: python behind base64 → zlib, 512 B`. */
export function layerText(layer: LayerSummary): string {
  return `${layer.id}: ${layer.language} behind ${layer.chain.join(' → ')}, ${bytesText(layer.bytes)}`;
}

/** What was scanned: the target, and the file of it when the target does not say so (`name==1.0 name-1.0.tar.gz`). */
export function titleOf({ target, distribution }: ScanResult): string {
  const path = target.replace(/\/+$/, '');
  return path.endsWith(distribution.filename) ? target : `${target} ${distribution.filename}`;
}

/** `project 1.0 · sdist · 2 kB · sha256:…`, as far as known. */
export function identityParts({ distribution }: ScanResult): string[] {
  const { project, version, kind, bytes, sha256 } = distribution;
  const release = project === null ? [] : [version === null ? project : `${project} ${version}`];
  return [...release, kind, bytesText(bytes), ...(sha256 === null ? [] : [`sha256:${sha256}`])];
}
