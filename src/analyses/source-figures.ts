/** What one lexical pass over a source text measures. */

export interface Place {
  amount: number;
  offset: number;
}

/** A string literal with its implicitly joined neighbours. */
export interface LongLiteral {
  offset: number;
  /** Characters of the contents as spelt, quotes left out. */
  length: number;
  /** The contents' first characters. */
  sample: string;
}

export interface SourceFigures {
  farRight: Place | null;
  longestLine: Place;
  /** Most statements that one line joins with `;`. */
  joined: Place;
  /** Most blank lines before a line of code, comments between them left out. */
  padding: Place;
  bidi: Place;
  invisible: Place;
  nul: Place;
  identifiers: number;
  opaque: Place;
  opaqueNames: Set<string>;
  lookAlike: Place;
  lookAlikeName: string;
  nonLatin: Place;
  /** Longest run of small integers with commas between. */
  numbers: Place;
  /** All `\x`, `\u`, `\N` and octal escapes. */
  escapes: Place;
  /** Literal whose contents are mostly escapes of printable characters: share of its characters. */
  escaped: Place;
  longest: LongLiteral | null;
}

const place = (): Place => ({ amount: 0, offset: 0 });

export function emptyFigures(): SourceFigures {
  return {
    farRight: null,
    longestLine: place(),
    joined: place(),
    padding: place(),
    bidi: place(),
    invisible: place(),
    nul: place(),
    identifiers: 0,
    opaque: place(),
    opaqueNames: new Set(),
    lookAlike: place(),
    lookAlikeName: '',
    nonLatin: place(),
    numbers: place(),
    escapes: place(),
    escaped: place(),
    longest: null,
  };
}

export function isBidi(code: number): boolean {
  return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/** Characters without ink that have no business in source; emoji joiners and variation selectors are left out. */
export function isInvisible(code: number): boolean {
  return (
    code === 0x200b ||
    code === 0x200c ||
    code === 0x2060 ||
    code === 0xfeff ||
    code === 0x180e ||
    code === 0x3164 ||
    code === 0x115f ||
    code === 0x1160 ||
    code === 0xffa0 ||
    (code >= 0x2061 && code <= 0x2064) ||
    code === 0xdb40 // lead of the tag and variation-selector supplements U+E0000-E01EF
  );
}
