import type { TextForm } from '../contracts/fact.ts';
import { decodeEscapes } from './command/shell-words.ts';
import { literalOpacity, type Opacity } from './opaque.ts';
import type { Place, SourceFigures } from './source-figures.ts';
import { scanSource } from './source-scan.ts';

/** A form of a source text with its most telling place. */
export interface TextFormReading {
  form: TextForm;
  /** As `TextForm` says for the form. */
  amount: number;
  detail: string;
  /** UTF-16 offset in the text. */
  offset: number;
}

/**
 * From which figure on a form is reported. Chosen so that generated tables, test vectors, certificates and
 * minified assets stay mostly silent.
 */
const LEAST = {
  invisible: 3,
  nonLatinShare: 0.1,
  nonLatinCount: 5,
  opaqueShare: 0.06,
  opaqueNames: 4,
  literal: 1000,
  entropy: 4.9,
  line: 4000,
  escapedShare: 0.5,
  escapes: 3000,
  numbers: 700,
  statements: 6,
  joinedLine: 400,
  padding: 150,
  blobShare: 0.6,
} as const;

type Report = (form: TextForm, place: Place, detail: string) => void;

function characters(figures: SourceFigures, report: Report): void {
  if (figures.bidi.amount > 0) report('bidi-control', figures.bidi, '');
  if (figures.invisible.amount >= LEAST.invisible) report('invisible-character', figures.invisible, '');
  if (figures.nul.amount > 0) report('nul-bytes', figures.nul, '');
}

function names(figures: SourceFigures, report: Report): void {
  const { identifiers, opaque, opaqueNames, lookAlike, nonLatin } = figures;
  if (lookAlike.amount > 0) report('homoglyph-identifier', lookAlike, figures.lookAlikeName);
  const nonLatinShare = nonLatin.amount / Math.max(1, identifiers);
  if (nonLatin.amount >= LEAST.nonLatinCount && nonLatinShare >= LEAST.nonLatinShare) {
    report('non-latin-identifiers', { amount: nonLatinShare, offset: nonLatin.offset }, '');
  }
  const opaqueShare = opaque.amount / Math.max(1, identifiers);
  if (opaqueNames.size >= LEAST.opaqueNames && opaqueShare >= LEAST.opaqueShare) {
    const detail = [...opaqueNames].slice(0, 3).join(', ').slice(0, 120);
    report('opaque-identifiers', { amount: opaqueShare, offset: opaque.offset }, detail);
  }
}

/** Keys and certificates say what they are. */
const ARMOUR = /^\s*-----BEGIN [A-Z0-9 ]{1,40}-----/;

/** Least entropy of bytes that are spelt as escapes: compressed or encrypted, not a serialised table. */
const PACKED_ENTROPY = 6.3;

/** Opacity of a literal as spelt in the source: escapes are decoded first, so that their digits do not count. */
function sampleOpacity(sample: string): Opacity {
  const spelt = literalOpacity(sample.replaceAll('\\n', '\n'));
  if (spelt.alphabet !== 'escaped') return spelt;
  const { entropy } = literalOpacity(decodeEscapes(sample));
  return { opaque: entropy >= PACKED_ENTROPY, alphabet: 'escaped', entropy };
}

function literals(figures: SourceFigures, size: number, report: Report): void {
  const { longest, escapes, escaped, numbers } = figures;
  if (escaped.amount >= LEAST.escapedShare) report('escaped-literal', escaped, '');
  if (escapes.amount >= LEAST.escapes) report('many-escapes', escapes, '');
  if (numbers.amount >= LEAST.numbers) report('numeric-array', numbers, '');
  if (longest === null || longest.length < LEAST.literal || ARMOUR.test(longest.sample)) return;
  const { opaque, alphabet, entropy } = sampleOpacity(longest.sample);
  if (!opaque) return;
  const { offset } = longest;
  report('long-literal', { amount: longest.length, offset }, alphabet);
  if (entropy >= LEAST.entropy) report('high-entropy-literal', { amount: entropy, offset }, alphabet);
  const share = longest.length / size;
  if (share >= LEAST.blobShare) report('encrypted-looking', { amount: share, offset }, alphabet);
}

function lines(figures: SourceFigures, report: Report): void {
  const { farRight, longestLine, joined, padding } = figures;
  if (farRight !== null) report('far-right-code', farRight, '');
  if (longestLine.amount >= LEAST.line) report('long-line', longestLine, '');
  if (joined.amount >= LEAST.statements && longestLine.amount >= LEAST.joinedLine) {
    report('one-line-program', joined, '');
  }
  if (padding.amount >= LEAST.padding) report('dead-padding', padding, '');
}

/**
 * How a Python source text looks: hidden code, unreadable names, opaque literals. Each form at most once. One
 * lexical pass; needs no syntax tree; any text is fine.
 */
export function textForms(text: string): TextFormReading[] {
  const found: TextFormReading[] = [];
  const report: Report = (form, { amount, offset }, detail) => {
    found.push({ form, amount: Math.round(amount * 1000) / 1000, detail, offset });
  };
  const figures = scanSource(text);
  lines(figures, report);
  characters(figures, report);
  names(figures, report);
  literals(figures, Math.max(1, text.length), report);
  return found;
}
