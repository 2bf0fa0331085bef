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

/** Letters without the shape of words: long consonant runs, hardly a vowel, or case that jumps about. */
function isRandomLetters(name: string): boolean {
  let vowels = 0;
  let letters = 0;
  let digits = 0;
  let jumps = 0;
  let run = 0;
  let longestRun = 0;
  let previous = 0;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code === 95) {
      run = 0;
      previous = 0;
      continue;
    }
    if (code < 58) {
      digits++;
      previous = 0;
      continue;
    }
    letters++;
    const lower = code >= 97;
    if (previous !== 0 && lower !== previous >= 97) jumps++;
    if (isVowel(code)) {
      vowels++;
      run = 0;
    } else if (++run > longestRun) longestRun = run;
    previous = code;
  }
  if (letters < 10) return false;
  if (letters >= 12 && jumps > letters * 0.45) return true;
  if (digits > 3 && jumps > 3 && digits + jumps > name.length * 0.4) return true;
  return (
    letters >= 12 && (longestRun >= 8 || vowels < letters * 0.13) && (jumps !== 0) === /[A-Z]/.test(name)
  );
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
