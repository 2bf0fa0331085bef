/**
 * Hostile text made harmless to look at. Everything that a terminal, a browser or an eye would act upon or
 * overlook (control characters, escape sequences, bidirectional controls, zero-width and other invisible
 * characters) is written as `⟨U+202E⟩`. Nothing that came out of a distribution is shown without it.
 */

/**
 * Unicode's "other" categories (control, format, surrogate, private use, unassigned), line and paragraph
 * separators, whatever renderers ignore by default (variation selectors, fillers) and the blank braille cell.
 */
export const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]/gu;

/** Tabs stay readable as this many blanks: their width is not ours to know. */
const TAB = '    ';

function codePoint(character: string): string {
  if (character === '\t') return TAB;
  const hex = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${hex}⟩`;
}

/** One line of text with every active or invisible character spelled out; line breaks included. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, codePoint);
}

/** Cuts to at most `limit` characters (UTF-16 units), marking the cut; never splits a surrogate pair. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/**
 * An indicator that cannot be followed by accident: `hxxps://evil[.]example/x`. Only the scheme and the host
 * change, so that the path stays searchable.
 */
export function defang(indicator: string): string {
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(indicator)?.[0] ?? '';
  const rest = indicator.slice(scheme.length);
  const end = rest.search(/[/?#]/);
  const host = end < 0 ? rest : rest.slice(0, end);
  const tail = end < 0 ? '' : rest.slice(end);
  return `${scheme.replace(/^http/i, 'hxxp').replace(/^ftp/i, 'fxp')}${host.replaceAll('.', '[.]')}${tail}`;
}

/** Prose in which no address is a link any more; the rest of the sentence is left alone. */
export function unlink(prose: string): string {
  return prose.replace(/\bhttp(s?):\/\//gi, 'hxxp$1://');
}
