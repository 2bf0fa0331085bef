/** The report for a reviewer at a terminal: verdict first, then why, then everything needed to verify it. */
import type { Limitation } from '../contracts/limitation.ts';
import type { Excerpt, Finding, Indicator, ScanResult, TrailStep } from '../contracts/result.ts';
import { excerptAt } from './excerpt.ts';
import { findingsByFile, type ShownFinding } from './grouping.ts';
import type { Paint } from './paint.ts';
import { defang, shorten, unlink, visible } from './visible.ts';
import {
  identityParts,
  layerText,
  PHASE_WORDS,
  placeText,
  scoreText,
  titleOf,
  VERDICT_WORDS,
} from './wording.ts';

export interface TextOptions {
  paint: Paint;
  /** Columns of the terminal. */
  width: number;
}

/** Layers shown with their first lines. */
const LAYERS_SHOWN = 10;
/** Indicators and limitations listed before the rest is only counted. */
const LISTED = 25;
/** Findings shown, the strongest: who reads on wants `explain`, or a report with room. */
const FINDINGS_SHOWN = 20;
/** Trail steps shown under one finding. */
const TRAIL_SHOWN = 12;

/** One distribution's report, ending in a line break. */
export function renderText(result: ScanResult, options: TextOptions): string {
  const lines = [
    ...header(result, options),
    ...argumentLines(result, options),
    ...findingLines(result, options),
    ...layerLines(result, options),
    ...indicatorLines(result.indicators, options),
    ...limitationLines(result.limitations, options),
  ];
  return `${lines.join('\n')}\n`;
}

/** The closing line of a run over several distributions. */
export function renderTotals(
  results: readonly Pick<ScanResult, 'verdict'>[],
  { paint }: TextOptions,
): string {
  const order = ['malicious', 'suspicious', 'incomplete', 'no-findings'] as const;
  const counts = order
    .map((verdict) => ({ verdict, count: results.filter((result) => result.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => paint[verdict](`${count} ${VERDICT_WORDS[verdict].toLowerCase()}`));
  return `${results.length} distributions: ${counts.join(', ')}\n`;
}

/** Verdict, target and identity. */
export function header(result: ScanResult, { paint, width }: TextOptions): string[] {
  const badge = paint.badge(result.verdict, ` ${VERDICT_WORDS[result.verdict]} `);
  const score = result.verdict === 'incomplete' ? '' : paint.dim(`  score ${scoreText(result.score)}`);
  const identity = wrap(identityParts(result).map(visible).join(' · '), width, 2).map(paint.dim);
  return [`${badge} ${paint.strong(visible(titleOf(result)))}${score}`, ...identity];
}

function argumentLines(result: ScanResult, { width }: TextOptions): string[] {
  const shown = result.arguments.flatMap((sentence) => {
    const [first = '', ...rest] = proseLines(sentence, width, 4);
    return [`  - ${first.trimStart()}`, ...rest];
  });
  return ['', ...shown];
}

function findingLines(result: ScanResult, options: TextOptions): string[] {
  if (result.findings.length === 0) return [];
  const lines = heading('Findings', options);
  for (const { path, shown, repeats } of findingsByFile(result.findings.slice(0, FINDINGS_SHOWN))) {
    lines.push(`  ${options.paint.strong(visible(path))}`);
    for (const one of shown) lines.push(...oneFinding(one, result, options), '');
    if (repeats.length > 0) lines.push(...repeats.map((finding) => findingHead(finding, options)), '');
  }
  lines.pop();
  const left = result.findings.length - FINDINGS_SHOWN;
  if (left > 0) lines.push('', `  … ${left} weaker findings; lazaret explain lists them all`);
  return lines;
}

function findingHead(finding: Finding, { paint }: TextOptions): string {
  const place = finding.line > 0 ? `${finding.line}:${finding.column}` : 'whole file';
  const weight = finding.contribution > 0 ? paint.dim(`  +${finding.contribution.toFixed(1)}`) : '';
  const layer = finding.layer === null ? '' : ` of ${finding.layer}`;
  return `    ${paint.place(`${place}${layer}`)}  ${paint.rule(visible(finding.rule))}  ${PHASE_WORDS[finding.phase]}${weight}`;
}

function oneFinding({ finding, withCode }: ShownFinding, result: ScanResult, options: TextOptions): string[] {
  const { paint, width } = options;
  const layer = result.layers.find(({ id }) => id === finding.layer);
  const excerpt = excerptAt(result.excerpts, finding);
  return [
    findingHead(finding, options),
    ...proseLines(finding.message, width, 6),
    ...(layer === undefined ? [] : [paint.dim(`      in ${visible(layerText(layer))}`)]),
    ...(excerpt === undefined || !withCode ? [] : excerptLines(excerpt, options)),
    ...trailLines(finding.trail, options),
  ];
}

/** Numbered code lines with a mark at the line in question. */
export function excerptLines(excerpt: Excerpt, { paint, width }: TextOptions): string[] {
  const digits = String(excerpt.firstLine + excerpt.lines.length - 1).length;
  return excerpt.lines.map((line, offset) => {
    const number = excerpt.firstLine + offset;
    const focused = number === excerpt.focus;
    const gutter = `      ${focused ? '▶' : ' '} ${String(number).padStart(digits)} │ `;
    const code = shorten(line, Math.max(40, width - gutter.length));
    return focused ? `${paint.focus(gutter)}${code}` : paint.dim(`${gutter}${code}`);
  });
}

/** The steps from source to sink, one a line, with their places. */
export function trailLines(trail: readonly TrailStep[], { paint, width }: TextOptions): string[] {
  const lines = trail.slice(0, TRAIL_SHOWN).flatMap(({ text, at }, index) => {
    const where =
      at === null ? '' : `  [${visible(placeText(at))}${at.layer === null ? '' : ` in ${at.layer}`}]`;
    return wrap(`${index === 0 ? 'from' : 'to'} ${prose(text)}${where}`, width, index === 0 ? 8 : 10);
  });
  const left = trail.length - TRAIL_SHOWN;
  return [...lines, ...(left > 0 ? [`          … ${left} more steps`] : [])].map(paint.dim);
}

function layerLines({ layers, excerpts }: ScanResult, options: TextOptions): string[] {
  if (layers.length === 0) return [];
  const lines = layers.slice(0, LAYERS_SHOWN).flatMap((layer) => {
    const found = layer.parent === null ? placeText(layer) : `line ${layer.line} of ${layer.parent}`;
    const start = excerptAt(excerpts, { path: layer.path, layer: layer.id, line: 1 });
    const code = start === undefined ? [] : excerptLines({ ...start, focus: 0 }, options);
    return [`  ${visible(`${layerText(layer)}, from ${found}`)}`, ...code];
  });
  const left = layers.length - LAYERS_SHOWN;
  const more = left > 0 ? [`  … ${left} more layers`] : [];
  return [...heading('Hidden layers', options), ...lines, ...more];
}

function indicatorLines(indicators: readonly Indicator[], options: TextOptions): string[] {
  if (indicators.length === 0) return [];
  const typeWidth = Math.max(...indicators.map(({ type }) => type.length));
  const rows = indicators.map((indicator) => {
    const value = shorten(visible(defang(indicator.value)), Math.max(40, options.width - 40));
    const layer = indicator.layer === null ? '' : ` in ${indicator.layer}`;
    const place = options.paint.dim(`${visible(placeText(indicator))}${layer}`);
    return `  ${indicator.type.padEnd(typeWidth)}  ${value}  ${place}`;
  });
  return [...heading('Indicators', options), ...bounded(rows, 'indicators')];
}

function limitationLines(limitations: readonly Limitation[], options: TextOptions): string[] {
  if (limitations.length === 0) return [];
  const rows = limitations.flatMap(({ code, where, detail, blocking }) => {
    const place = where === '' ? '' : `${visible(where)}: `;
    const [first = '', ...rest] = wrap(`${code}: ${place}${prose(detail)}`, options.width, 4);
    return [`  ${blocking ? '!' : '·'} ${first.trimStart()}`, ...rest];
  });
  return [...heading('Not seen', options), ...bounded(rows, 'lines')];
}

function heading(title: string, { paint }: TextOptions): string[] {
  return ['', paint.strong(title)];
}

function bounded(rows: string[], what: string): string[] {
  const left = rows.length - LISTED;
  return left > 0 ? [...rows.slice(0, LISTED), `  … ${left} more ${what}`] : rows;
}

/** Prose from a distribution: safe, without live links, folded to the width. */
export function proseLines(text: string, width: number, indent: number): string[] {
  return wrap(prose(text), width, indent);
}

function prose(text: string): string {
  return unlink(visible(text));
}

/** Breaks at blanks so that lines fit `width`; a word that is longer stays whole. */
function wrap(text: string, width: number, indent: number): string[] {
  const room = Math.max(20, width - indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part) => ' '.repeat(indent) + part);
}
