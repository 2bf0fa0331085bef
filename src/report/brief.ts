/**
 * The report that a reviewer reads in ten seconds: the verdict, at most three reasons, and one line for each other
 * thing worth knowing.
 */
import type { Indicator, IndicatorType, Reason, ScanResult } from '../contracts/result.ts';
import { excerptAt } from './excerpt.ts';
import { header, proseLines, type TextOptions } from './text.ts';
import { defang, shorten, unlink, visible } from './visible.ts';
import { layerText, placeText } from './wording.ts';

/** Reasons told. */
const REASONS = 3;
/** Layers, indicators and limitations named before the rest is only counted. */
const NAMED = 3;
/** Kinds of indicators that honest software has, too: they are named last, in this order. */
const PLAIN: readonly IndicatorType[] = [
  'wallet',
  'ip',
  'ip-lookup',
  'file-host',
  'domain',
  'url',
  'sha256',
  'email',
];

/** One distribution's report, ending in a line break. */
export function renderBrief(result: ScanResult, options: TextOptions): string {
  const convicts = result.verdict === 'malicious' || result.verdict === 'suspicious';
  const lines = [
    ...header(result, options),
    '',
    ...(convicts ? reasonLines(result, options) : milderLines(result, options)),
    ...(convicts ? namedLines(result, options) : []),
    ...unseenLines(result, options),
    ...closingLine(result, options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function reasonLines(result: ScanResult, options: TextOptions): string[] {
  const { reasons = [], arguments: sentences } = result;
  // A document of an earlier version holds sentences alone.
  if (reasons.length === 0)
    return sentences.slice(0, REASONS).flatMap((text) => [...listItem(text, options), '']);
  return reasons
    .slice(0, REASONS)
    .flatMap((reason, index) => [...wholeReason(reason, index + 1, result, options), '']);
}

function wholeReason(reason: Reason, number: number, result: ScanResult, options: TextOptions): string[] {
  const { paint, width } = options;
  const [first = '', ...rest] = proseLines(headline(reason), width, 5);
  const change = reason.change === '' ? '' : `To change: ${reason.change}`;
  return [
    paint.strong(`  ${number}. ${first.trimStart()}`),
    ...rest.map(paint.strong),
    ...proseLines(`${reason.detail} ${reason.also}`.trimEnd(), width, 5),
    ...placeLines(reason, result, options),
    ...[reason.unusual, change].flatMap((text) => (text === '' ? [] : proseLines(text, width, 5))),
  ];
}

const headline = ({ what, when }: Reason): string => `${what}${when === '' ? '' : `, ${when}`}.`;

/** The place, and the line of code that stands there. */
function placeLines(reason: Reason, { excerpts }: ScanResult, { paint, width }: TextOptions): string[] {
  const place = paint.place(`     ${visible(reason.where)}`);
  const excerpt = excerptAt(excerpts, reason);
  const code = excerpt?.lines[excerpt.focus - excerpt.firstLine]?.trim().replace(/\s{4,}/g, ' … ') ?? '';
  return code === ''
    ? [place]
    : [place, `     ${paint.focus('▶')} ${shorten(code, Math.max(40, width - 7))}`];
}

/** What is said where nothing is held against the distribution, with what little was found. */
function milderLines({ arguments: sentences, reasons = [] }: ScanResult, options: TextOptions): string[] {
  const shown = reasons.filter(({ contribution }) => contribution > 0).slice(0, REASONS);
  return [
    ...proseLines(sentences[0] ?? '', options.width, 2),
    ...shown.flatMap((reason) => listItem(`${headline(reason).slice(0, -1)} (${reason.where}).`, options)),
    '',
  ];
}

function listItem(text: string, { width }: TextOptions): string[] {
  const [first = '', ...rest] = proseLines(text, width, 4);
  return [`  - ${first.trimStart()}`, ...rest];
}

function namedLines({ layers, indicators }: ScanResult, options: TextOptions): string[] {
  return [
    ...row(
      'Hidden',
      layers.map((layer) => `${layerText(layer)} (${placeText(layer)})`),
      options,
    ),
    ...row('Names', telling(indicators), options),
  ];
}

/** What is most worth looking up first; values that are known in part only are left to the full report. */
function telling(indicators: readonly Indicator[]): string[] {
  const rank = ({ type }: Indicator): number => PLAIN.indexOf(type);
  return indicators
    .filter(({ value }) => !/[«…]/.test(value))
    .toSorted((left, right) => rank(left) - rank(right))
    .map(({ type, value }) => `${type} ${defang(value)}`);
}

function unseenLines({ limitations }: ScanResult, options: TextOptions): string[] {
  const unseen = limitations.filter(({ blocking }) => blocking);
  const texts = unseen.map(({ where, detail }) => `${where === '' ? '' : `${where}: `}${unlink(detail)}`);
  return row('Not seen', texts, options);
}

function row(name: string, values: readonly string[], { width, paint }: TextOptions): string[] {
  const left = values.length - NAMED;
  const shown = values.slice(0, NAMED).map((value) => shorten(visible(value), Math.max(40, width - 14)));
  const rows = [...shown, ...(left > 0 ? [`… ${left} more`] : [])];
  return rows.map(
    (value, index) => `  ${index === 0 ? paint.dim(`${name}:`.padEnd(10)) : ' '.repeat(10)} ${value}`,
  );
}

function closingLine({ findings }: ScanResult, { paint }: TextOptions): string[] {
  if (findings.length === 0) return [];
  return [paint.dim('  All findings: --verbose. One in full: lazaret explain.')];
}
