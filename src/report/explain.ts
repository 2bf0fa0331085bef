/** One finding in full, for the person who has to decide about it or mend the code. */
import type { Finding, ScanResult } from '../contracts/result.ts';
import { excerptAt } from './excerpt.ts';
import type { RuleDoc } from './rule-docs.ts';
import { excerptLines, proseLines, type TextOptions } from './text.ts';
import { visible } from './visible.ts';
import { layerText, PHASE_WORDS, placeText } from './wording.ts';

/** The findings of a result, numbered as `explain` takes them. */
export function renderFindingList({ target, findings }: ScanResult, { paint }: TextOptions): string {
  if (findings.length === 0) return `${visible(target)}: no rule fired.\n`;
  const digits = String(findings.length).length;
  const lines = findings.map((finding, index) => {
    const number = String(index + 1).padStart(digits);
    return `${paint.strong(number)}  ${visible(finding.rule)}  ${paint.dim(visible(placeText(finding)))}`;
  });
  return `${visible(target)}\n${lines.join('\n')}\n`;
}

/** `rule` is null for a finding of a rule that this version no longer has. */
export function renderExplanation(
  result: ScanResult,
  finding: Finding,
  rule: RuleDoc | null,
  options: TextOptions,
): string {
  const { paint } = options;
  const weight = finding.contribution > 0 ? `, adds ${finding.contribution.toFixed(2)} to the logit` : '';
  const layer = result.layers.find(({ id }) => id === finding.layer);
  const lines = [
    `${paint.strong(visible(finding.rule))}  ${visible(placeText(finding))}`,
    `runs ${PHASE_WORDS[finding.phase]}${weight}`,
    ...(layer === undefined ? [] : [`in ${visible(layerText(layer))}`]),
    '',
    ...proseLines(finding.message, options.width, 0),
    ...placeLines(finding, result, options),
    ...trail(finding, result, options),
    '',
    ...(rule === null ? ['This version of Lazaret does not have the rule.'] : [rule.markdown.trim()]),
  ];
  return `${lines.join('\n')}\n`;
}

function trail(finding: Finding, result: ScanResult, options: TextOptions): string[] {
  return finding.trail.flatMap(({ text, at }, index) => [
    '',
    ...proseLines(`${index + 1}. ${text}${at === null ? '' : ` – ${placeText(at)}`}`, options.width, 0),
    ...(at === null || samePlace(at, finding) ? [] : placeLines(at, result, options)),
  ]);
}

type Place = Pick<Finding, 'path' | 'line' | 'layer'>;

function samePlace(left: Place, right: Place): boolean {
  return left.path === right.path && left.line === right.line && left.layer === right.layer;
}

function placeLines(place: Place, { excerpts }: ScanResult, options: TextOptions): string[] {
  const excerpt = excerptAt(excerpts, place);
  return excerpt === undefined ? [] : excerptLines(excerpt, options);
}
