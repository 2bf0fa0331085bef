/** A few lines of code around each finding, bounded and safe to print. */
import type { Layer, LayerLanguage } from '../contracts/location.ts';
import type { Excerpt, Finding } from '../contracts/result.ts';
import { EXCERPT_COLUMNS, EXCERPT_CONTEXT_LINES, EXCERPT_COUNT } from '../limits.ts';
import { visible } from './visible.ts';

/** Text of a member (`layer` null) or of a layer; null when there is none to show. */
export type TextOf = (path: string, layer: string | null) => string | null;

type Place = Pick<Finding, 'path' | 'line' | 'column' | 'layer'>;

/** The excerpt that belongs to a finding or location, if the document holds one. */
export function excerptAt(excerpts: readonly Excerpt[], place: Omit<Place, 'column'>): Excerpt | undefined {
  return excerpts.find(
    (excerpt) => excerpt.path === place.path && excerpt.layer === place.layer && excerpt.focus === place.line,
  );
}

/**
 * Excerpts for findings, for the beginnings of readable layers and for the places of trails, in this order, one for
 * each distinct line, at most `EXCERPT_COUNT`. Places without a line or without text have none.
 */
export function excerptsFor(
  findings: readonly Finding[],
  layers: readonly Layer[],
  textOf: TextOf,
): Excerpt[] {
  const lineTables = new Map<string, string[]>();
  return collect(findings, layers, (place) => {
    const key = JSON.stringify([place.path, place.layer]);
    let lines = lineTables.get(key);
    if (lines === undefined) {
      lines = splitLines(textOf(place.path, place.layer) ?? '');
      lineTables.set(key, lines);
    }
    return place.line <= lines.length ? cutOut(place, lines) : null;
  });
}

/**
 * The same where the members' texts are no longer at hand: excerpts of an earlier result where the place is the same,
 * and of layers. A place that was never shown has none.
 */
export function excerptsAgain(
  findings: readonly Finding[],
  layers: readonly Layer[],
  earlier: readonly Excerpt[],
): Excerpt[] {
  return collect(findings, layers, (place) => {
    const known = excerptAt(earlier, place);
    if (known !== undefined) return known;
    const layer = layers.find(({ id }) => id === place.layer);
    const lines = splitLines(layer?.text ?? '');
    return place.line <= lines.length ? cutOut(place, lines) : null;
  });
}

function collect(
  findings: readonly Finding[],
  layers: readonly Layer[],
  cut: (place: Place) => Excerpt | null,
): Excerpt[] {
  const excerpts: Excerpt[] = [];
  for (const place of placesOf(findings, layers)) {
    if (excerpts.length >= EXCERPT_COUNT) break;
    if (place.line < 1 || excerptAt(excerpts, place) !== undefined) continue;
    const excerpt = cut(place);
    if (excerpt !== null) excerpts.push(excerpt);
  }
  return excerpts;
}

const UNREADABLE: readonly LayerLanguage[] = ['pickle', 'binary', 'archive'];

function* placesOf(findings: readonly Finding[], layers: readonly Layer[]): Generator<Place> {
  yield* findings;
  for (const { id, at, language } of layers) {
    if (!UNREADABLE.includes(language)) yield { path: at.path, layer: id, line: 1, column: 1 };
  }
  for (const finding of findings) {
    for (const step of finding.trail) if (step.at !== null) yield step.at;
  }
}

/** Lines as Python counts them: LF, CR LF and a lone CR each end one. */
export function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/\r\n|\r|\n/);
}

function cutOut(place: Place, lines: readonly string[]): Excerpt {
  const first = Math.max(1, place.line - EXCERPT_CONTEXT_LINES);
  const last = Math.min(lines.length, place.line + EXCERPT_CONTEXT_LINES);
  const shown = lines
    .slice(first - 1, last)
    .map((line, offset) => window(line, first + offset === place.line ? place.column : 1));
  while (shown.length > place.line - first + 1 && shown.at(-1) === '') shown.pop();
  return { path: place.path, layer: place.layer, firstLine: first, lines: shown, focus: place.line };
}

/** The part of a long line that holds `column`, with `…` where something is left out. */
function window(line: string, column: number): string {
  if (line.length <= EXCERPT_COLUMNS) return visible(line);
  const lead = Math.floor(EXCERPT_COLUMNS / 4);
  const start = Math.max(0, Math.min(column - 1 - lead, line.length - EXCERPT_COLUMNS));
  const end = start + EXCERPT_COLUMNS;
  return `${start > 0 ? '…' : ''}${visible(line.slice(start, end))}${end < line.length ? '…' : ''}`;
}
