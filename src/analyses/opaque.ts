/** Tells encoded, encrypted and binary literals from text that a person wrote. */

export type Alphabet = 'base64' | 'base64url' | 'hex' | 'base32' | 'base85' | 'escaped' | 'binary' | 'text';

export interface Opacity {
  /** No natural text, program text or table that a reader could make sense of. */
  opaque: boolean;
  alphabet: Alphabet;
  /** Shannon entropy of the sample, bits per UTF-16 unit. */
  entropy: number;
}

/** Characters looked at: the start tells as much as the whole. */
const SAMPLE = 16_384;
/** Runs without blanks of at least this length make up wrapped base64 and hex; words and paths are shorter. */
const LONG_RUN = 40;

interface Counts {
  length: number;
  blanks: number;
  lower: number;
  upper: number;
  digits: number;
  vowels: number;
  plusSlash: number;
  dashUnderscore: number;
  punctuation: number;
  control: number;
  high: number;
  wide: number;
  hexLetters: number;
  base32: number;
  /** Characters inside runs of at least LONG_RUN without a blank. */
  inLongRuns: number;
  /** Characters that are one more than the one before: character tables count up. */
  ascending: number;
  distinct: number;
  entropy: number;
}

/** Occurrences of the codes from `first` to `last`. */
function between(frequency: Uint32Array, first: number, last: number): number {
  let sum = 0;
  for (let code = first; code <= last && code < frequency.length; code++) sum += frequency[code]!;
  return sum;
}

function among(frequency: Uint32Array, characters: string): number {
  let sum = 0;
  for (let i = 0; i < characters.length; i++) sum += frequency[characters.charCodeAt(i)]!;
  return sum;
}

function entropyOf(frequency: Uint32Array, total: number): { entropy: number; distinct: number } {
  let entropy = 0;
  let distinct = 0;
  for (const n of frequency) {
    if (n === 0) continue;
    distinct++;
    entropy -= (n / total) * Math.log2(n / total);
  }
  return { entropy, distinct };
}

/** Characters that end a run. */
const BLANK = new Uint8Array(512);
for (const blank of '\t\n\r ') BLANK[blank.charCodeAt(0)] = 1;

interface Runs {
  inLongRuns: number;
  ascending: number;
  /** How often each code occurs; those above 255 count as 256 and their low byte. Without what no ASCII text needs. */
  frequency: Uint32Array;
}

/** One pass over the characters; what their order does not matter for is added up from how often each occurs. */
function countRuns(value: string, length: number): Runs {
  const frequency = new Uint32Array(512);
  let inLongRuns = 0;
  let ascending = 0;
  let start = 0;
  let previous = 0;
  let bits = 0;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    const folded = code < 256 ? code : 256 + (code & 255);
    frequency[folded]!++;
    bits |= code;
    if (code === previous + 1) ascending++;
    previous = code;
    if (BLANK[folded] !== 1) continue;
    if (i - start >= LONG_RUN) inLongRuns += i - start;
    start = i + 1;
  }
  if (length - start >= LONG_RUN) inLongRuns += length - start;
  return { inLongRuns, ascending, frequency: bits < 128 ? frequency.subarray(0, 128) : frequency };
}

function count(value: string): Counts {
  const length = Math.min(value.length, SAMPLE);
  const { inLongRuns, ascending, frequency } = countRuns(value, length);
  const lower = between(frequency, 97, 122);
  const upper = between(frequency, 65, 90);
  const digits = between(frequency, 48, 57);
  const blanks = among(frequency, '\t\n\r ');
  const plusSlash = among(frequency, '+/');
  const dashUnderscore = among(frequency, '-_');
  const padding = frequency[61]!;
  const named = lower + upper + digits + plusSlash + dashUnderscore + padding;
  return {
    length,
    blanks,
    lower,
    upper,
    digits,
    vowels: among(frequency, 'aeiouAEIOU'),
    plusSlash,
    dashUnderscore,
    punctuation: between(frequency, 33, 126) - named,
    control: between(frequency, 0, 32) + frequency[127]! - blanks,
    high: between(frequency, 128, 255),
    wide: between(frequency, 256, 511),
    hexLetters: among(frequency, 'abcdefABCDEF'),
    base32: upper + between(frequency, 50, 55) + padding,
    inLongRuns,
    ascending,
    ...entropyOf(frequency, Math.max(1, length)),
  };
}

function escapedShare(value: string, length: number): number {
  let escapes = 0;
  for (let at = value.indexOf('\\x'); at !== -1 && at < length; at = value.indexOf('\\x', at + 4)) escapes++;
  return (escapes * 4) / Math.max(1, length);
}

/** Alphabet of a string without natural text, or null. */
function encodedAlphabet(c: Counts): Alphabet | null {
  const solid = c.length - c.blanks;
  const letters = c.lower + c.upper;
  const alphanumeric = letters + c.digits;
  if (letters === c.hexLetters && alphanumeric === solid) {
    const oneCase = c.lower === 0 || c.upper === 0;
    return c.distinct >= 8 && (oneCase || c.digits > 0) ? 'hex' : null;
  }
  if (c.base32 === solid && c.digits > 0 && c.entropy > 4) return 'base32';
  const padding = c.base32 - c.upper; // digits 2-7 and `=`
  if (alphanumeric + c.plusSlash + padding >= solid && alphanumeric + c.plusSlash + 4 >= solid) {
    return isMixed(c) ? 'base64' : null;
  }
  if (alphanumeric + c.dashUnderscore + 4 >= solid) return isMixed(c) ? 'base64url' : null;
  return isBase85(c, solid) ? 'base85' : null;
}

/** Both cases and digits in the shares that encoded bytes have and names, paths and word lists do not. */
function isMixed(c: Counts): boolean {
  const solid = c.length - c.blanks;
  return c.upper > solid * 0.15 && c.lower > solid * 0.15 && c.digits > solid * 0.04 && c.entropy > 4.5;
}

function isBase85(c: Counts, solid: number): boolean {
  return (
    c.upper > solid * 0.18 &&
    c.lower > solid * 0.18 &&
    c.lower < solid * 0.48 &&
    c.digits > solid * 0.05 &&
    c.punctuation + c.plusSlash + c.dashUnderscore > solid * 0.1 &&
    c.entropy > 5.2
  );
}

/**
 * @param value a literal's value; bytes as latin-1. Meaningful from about 100 characters on; shorter strings are
 *   never opaque.
 */
export function literalOpacity(value: string): Opacity {
  const c = count(value);
  const reading = (opaque: boolean, alphabet: Alphabet): Opacity => ({
    opaque,
    alphabet,
    entropy: c.entropy,
  });
  if (c.length < 64) return reading(false, 'text');
  if (c.control + c.high > c.length * 0.15 && c.control > c.length * 0.03) {
    return reading(c.entropy > 4.5 && c.ascending < c.length * 0.25, 'binary');
  }
  if (escapedShare(value, c.length) > 0.5) return reading(true, 'escaped');
  if (c.inLongRuns >= c.length * 0.75 && c.wide === 0) {
    const alphabet = encodedAlphabet(c);
    if (alphabet !== null) return reading(true, alphabet);
  }
  return reading(isGarbled(c), 'text');
}

/** Letters of a shifted or substituted alphabet: hardly any vowels among many letters. */
function isGarbled(c: Counts): boolean {
  const letters = c.lower + c.upper;
  if (c.distinct < 16) return false;
  return letters > 200 && letters > c.length * 0.6 && c.lower > c.upper && c.vowels < letters * 0.25;
}
