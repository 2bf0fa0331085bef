/** Tells identifiers that a generator made from those that a person chose. */

/** Look-alikes that obfuscators build whole names from. */
const CONFUSABLE = /^[Il1iO0o_]{4,}$/;
const UNDERSCORES = /^_{4,}$/;
const HEX_NAME = /^_{0,4}0x[0-9a-f]{3,}$/i;
const HEX_RUN = /^[a-z_]{0,2}[0-9a-f]{12,}$/;
const HEX_RUN_UPPER = /^[A-Z_]{0,2}[0-9A-F]{12,}$/;

function isVowel(code: number): boolean {
  const lower = code | 32;
  return lower === 97 || lower === 101 || lower === 105 || lower === 111 || lower === 117 || lower === 121;
}

interface LetterShape {
  letters: number;
  vowels: number;
  /** Changes between upper and lower case inside a run of letters. */
  jumps: number;
  /** Runs of digits with letters on both sides or the name's end. */
  digitRuns: number;
  /** Longest run of consonants within one word of camel case. */
  consonants: number;
}

function letterShape(name: string): LetterShape {
  const shape: LetterShape = { letters: 0, vowels: 0, jumps: 0, digitRuns: 0, consonants: 0 };
  let run = 0;
  let previous = 95;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    const isDigit = code < 58;
    const isLetter = code !== 95 && !isDigit;
    const follows = previous >= 65 && previous !== 95;
    if (isDigit && follows) shape.digitRuns++;
    if (isLetter) {
      shape.letters++;
      const jump = follows && code >= 97 !== previous >= 97;
      if (jump) shape.jumps++;
      if (isVowel(code)) {
        shape.vowels++;
        run = 0;
      } else run = jump && code < 97 ? 1 : run + 1;
    } else run = 0;
    shape.consonants = Math.max(shape.consonants, run);
    previous = code;
  }
  return shape;
}

/** Letters without the shape of words: long consonant runs, hardly a vowel, or case and digits that jump about. */
function isRandomLetters(name: string): boolean {
  const { letters, vowels, jumps, digitRuns, consonants } = letterShape(name);
  if (letters < 10) return false;
  if (letters >= 12 && jumps > letters * 0.45) return true;
  if (digitRuns >= 3 && digitRuns + jumps > name.length * 0.4) return true;
  const oneCase = jumps === 0;
  return letters >= 12 && oneCase && (consonants >= 8 || vowels < letters * 0.13);
}

function isHexRun(name: string): boolean {
  if (!HEX_RUN.test(name) && !HEX_RUN_UPPER.test(name)) return false;
  return /[0-9].*[0-9].*[0-9]/.test(name) && /[a-fA-F].*[a-fA-F]/.test(name);
}

/**
 * True for names such as `_0x3fa2`, `IlIlIIll`, `O0oO0O`, `______` and twelve random letters. Names in ASCII only.
 * Single names of honest code may match; a share of a source's names does not.
 */
export function isOpaqueIdentifier(name: string): boolean {
  if (name.length < 4 || name.length > 512) return name.length > 512;
  if (CONFUSABLE.test(name)) return UNDERSCORES.test(name) || new Set(name).size >= 2 || name.length >= 8;
  if (name.length < 6) return false;
  return HEX_NAME.test(name) || (name.length >= 10 && (isRandomLetters(name) || isHexRun(name)));
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
