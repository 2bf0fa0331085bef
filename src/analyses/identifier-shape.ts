/** Tells identifiers that a generator made from those that a person chose. */

const HEX_NAME = /^_{0,4}0x[0-9a-f]{3,}$/i;
const HEX_RUN = /^[a-z_]{0,2}[0-9a-f]{12,}$/;
const HEX_RUN_UPPER = /^[A-Z_]{0,2}[0-9A-F]{12,}$/;

/** Traits of the characters of ASCII names; the first four are added up as bits. */
const LETTER = 1;
const VOWEL = 2;
const UPPER = 4;
const DIGIT = 8;
const HEX = 16;
/** Look-alikes that obfuscators build whole names from. */
const CONFUSABLE = 32;

const TRAITS = traits();

function traits(): Uint8Array {
  const table = new Uint8Array(128);
  const add = (characters: string, trait: number): void => {
    for (const character of characters) table[character.charCodeAt(0)]! |= trait;
  };
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  add(letters, LETTER);
  add(letters.toUpperCase(), LETTER | UPPER);
  add('aeiouyAEIOUY', VOWEL);
  add('0123456789', DIGIT);
  add('0123456789abcdefABCDEF', HEX);
  add('Il1iO0o_', CONFUSABLE);
  return table;
}

/** Whether all characters of `text[start, end)` have the trait. */
function areAll(trait: number, text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((TRAITS[text.charCodeAt(at)]! & trait) === 0) return false;
  return true;
}

/**
 * Letters without the shape of words: long consonant runs, hardly a vowel, or case and digits that jump about. Of at
 * most 512 characters. What the next letter is cannot be guessed, so that all is counted without a branch.
 */
function isRandomLetters(text: string, start: number, end: number): boolean {
  let letters = 0;
  let vowels = 0;
  /** Changes between upper and lower case inside a run of letters. */
  let jumps = 0;
  /** Runs of digits with letters on both sides or the name's end. */
  let digitRuns = 0;
  /** Consonants on end within one word of camel case; what eight of them are above seven. */
  let run = 0;
  let eights = 0;
  let previous = 0;
  for (let at = start; at < end; at++) {
    const traits = TRAITS[text.charCodeAt(at)]!;
    const letter = traits & LETTER;
    const vowel = (traits & VOWEL) >> 1;
    const follows = previous & LETTER;
    const jump = follows & letter & ((traits ^ previous) >> 2);
    letters += letter;
    vowels += vowel;
    jumps += jump;
    digitRuns += follows & (traits >> 3);
    run = ((run & ((jump & (traits >> 2)) - 1)) + 1) & -(letter ^ vowel);
    eights |= run >> 3;
    previous = traits;
  }
  if (letters < 10) return false;
  if (letters >= 12 && jumps > letters * 0.45) return true;
  if (digitRuns >= 3 && digitRuns + jumps > (end - start) * 0.4) return true;
  return letters >= 12 && jumps === 0 && (eights !== 0 || vowels < letters * 0.13);
}

function isHexRun(text: string, start: number, end: number): boolean {
  if (end - start < 12 || !areAll(HEX, text, start + 2, end)) return false;
  const name = text.slice(start, end);
  if (!HEX_RUN.test(name) && !HEX_RUN_UPPER.test(name)) return false;
  return /[0-9].*[0-9].*[0-9]/.test(name) && /[a-fA-F].*[a-fA-F]/.test(name);
}

/**
 * True when `text[start, end)` is a name such as `_0x3fa2`, `IlIlIIll`, `O0oO0O`, `______` and twelve random letters.
 * Names in ASCII only. Single names of honest code may match; a share of a source's names does not.
 */
export function isOpaqueIdentifier(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < 4 || length > 512) return length > 512;
  if (areAll(CONFUSABLE, text, start, end)) {
    const first = text.charCodeAt(start);
    return first === 95 || length >= 8 || new Set(text.slice(start, end)).size >= 2;
  }
  if (length < 6) return false;
  if (text.charCodeAt(start) === 95 && HEX_NAME.test(text.slice(start, end))) return true;
  return length >= 10 && (isRandomLetters(text, start, end) || isHexRun(text, start, end));
}

export type IdentifierScript = 'latin' | 'look-alike' | 'other';

/** Letters of Cyrillic, Greek, Armenian and Cherokee that look like Latin ones. */
const LOOK_ALIKES = new Set('асеорхуіјѕһԁԛԝАВЕКМНОРСТУХІЈЅԌοΑΒΕΖΗΙΚΜΝΟΡΤΥΧօսցհոᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏚᎢᏙᏔᏃ');

/**
 * Script of an identifier that has non-ASCII characters: `look-alike` when a component between underscores mixes
 * Latin letters with letters that imitate them, or when NFKC folds styled letters (mathematical, full-width) to
 * plain ASCII, as Python does; `other` for other scripts; `latin` for accented Latin.
 */
export function identifierScript(name: string): IdentifierScript {
  if (/^[\x20-\x7e]*$/.test(name.normalize('NFKC'))) return 'look-alike';
  for (const part of name.split('_')) {
    const latin = /[A-Za-z]/.test(part);
    if (latin && [...part].some((ch) => LOOK_ALIKES.has(ch))) return 'look-alike';
  }
  return /[^\u0000-\u024f\u1e00-\u1eff]/.test(name) ? 'other' : 'latin';
}
