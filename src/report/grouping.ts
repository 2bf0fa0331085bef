import type { Finding } from '../contracts/result.ts';

/** The findings of one file, as a reader wants them. */
export interface FileFindings {
  path: string;
  shown: ShownFinding[];
  /** Findings that weigh nothing and say what one of those shown says already: worth a line, not a paragraph. */
  repeats: Finding[];
}

export interface ShownFinding {
  finding: Finding;
  /** False when the finding before it is at the same line, so that its code was just shown. */
  withCode: boolean;
}

/** Findings by file: the file with the strongest finding first, findings of a file in reading order. */
export function findingsByFile(findings: readonly Finding[]): FileFindings[] {
  const files = [...Map.groupBy(findings, ({ path }) => path)];
  const strength = (group: Finding[]): number => Math.max(...group.map(({ contribution }) => contribution));
  return files
    .toSorted(([, left], [, right]) => strength(right) - strength(left))
    .map(([path, group]) => {
      const [said, repeats] = withoutRepeats(group.toSorted(inReadingOrder));
      const shown = said.map((finding, index) => ({
        finding,
        withCode: !sameLine(finding, said[index - 1]),
      }));
      return { path, shown, repeats };
    });
}

function inReadingOrder(left: Finding, right: Finding): number {
  return layerRank(left) - layerRank(right) || left.line - right.line || left.column - right.column;
}

/** The member's own text first, then layers in the order they were recovered. */
function layerRank({ layer }: Finding): number {
  return layer === null ? 0 : Number(layer.slice(1));
}

function sameLine(finding: Finding, previous: Finding | undefined): boolean {
  return finding.layer === previous?.layer && finding.line === previous.line;
}

/** Of findings with the same message the one that weighs most is said, and all others that weigh anything. */
function withoutRepeats(findings: readonly Finding[]): [said: Finding[], repeats: Finding[]] {
  const strongest = new Map<string, Finding>();
  for (const finding of findings) {
    const known = strongest.get(finding.message);
    if (known === undefined || finding.contribution > known.contribution)
      strongest.set(finding.message, finding);
  }
  const isRepeat = (finding: Finding): boolean =>
    finding.contribution <= 0 && strongest.get(finding.message) !== finding;
  return [findings.filter((finding) => !isRepeat(finding)), findings.filter(isRepeat)];
}
