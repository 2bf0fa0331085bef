/** What a finding rests on, as a hash: the same only for the same code. Suppressions hold for it and nothing else. */
import { createHash } from 'node:crypto';
import type {
  Finding,
  ScanResult,
  SuppressedFinding,
  Suppression,
  UnscoredFinding,
} from '../contracts/result.ts';
import { FINDING_CODE_LINES } from '../limits.ts';
import { splitLines, type TextOf } from './excerpt.ts';

type Place = Pick<Finding, 'path' | 'line' | 'layer'>;

/**
 * Hashes of findings' code: of the lines that the finding and the steps of its trail point at, with those around them,
 * of the whole text of layers, and of the message, which names what was worked out. Line ends are not told apart, and
 * paths do not count. Null where the finding points at no text.
 */
export function codesFrom(textOf: TextOf): (finding: UnscoredFinding) => string | null {
  const lines = new Map<string, string[]>();
  const hashes = new Map<string, string | null>();
  const linesOf = ({ path, layer }: Place): string[] => {
    const key = JSON.stringify([path, layer]);
    const known = lines.get(key) ?? splitLines(textOf(path, layer) ?? '');
    lines.set(key, known);
    return known;
  };
  const hashOf = (place: Place): string | null => {
    // Of a layer the whole counts, whichever line it is.
    const key = JSON.stringify([place.path, place.layer, place.layer === null ? place.line : 0]);
    let known = hashes.get(key);
    if (known === undefined) {
      known = hashPlace(place, linesOf(place));
      hashes.set(key, known);
    }
    return known;
  };
  return (finding) => {
    const own = hashOf(finding);
    if (own === null) return null;
    const passed = finding.trail.map(({ at }) => (at === null ? null : hashOf(at)));
    return sha256(JSON.stringify([finding.message, own, ...passed]));
  };
}

/** The same where the texts are no longer at hand: what an earlier result says of the same findings. */
export function codesAgain({
  findings,
  suppressed = [],
}: Pick<ScanResult, 'findings' | 'suppressed'>): (finding: UnscoredFinding) => string | null {
  const known = new Map([...findings, ...suppressed].map((one) => [identity(one), one.code ?? null]));
  return (finding) => known.get(identity(finding)) ?? null;
}

/** Parts the findings that count from those that do not. */
export function sortOut<T extends UnscoredFinding>(
  findings: readonly T[],
  suppressions: readonly Suppression[],
): { counted: T[]; suppressed: SuppressedFinding[] } {
  const counted: T[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const { rule, code = null } = finding;
    const suppression = suppressions.find((one) => one.rule === rule && one.code === code);
    if (suppression === undefined) counted.push(finding);
    else suppressed.push({ ...finding, contribution: 0, suppression });
  }
  return { counted, suppressed };
}

function hashPlace({ layer, line }: Place, lines: readonly string[]): string | null {
  if (line < 1 || line > lines.length) return null;
  const first = Math.max(0, line - 1 - FINDING_CODE_LINES);
  const shown = layer === null ? lines.slice(first, line + FINDING_CODE_LINES) : lines;
  return sha256(shown.join('\n'));
}

function identity({ rule, path, line, column, layer, message }: UnscoredFinding): string {
  return JSON.stringify([rule, path, line, column, layer, message]);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
