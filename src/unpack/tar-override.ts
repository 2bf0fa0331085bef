/** When a long-name or PAX record says something else than the header it belongs to. */

/** Bytes a ustar header has for a name without a prefix. */
const NAME_FIELD = 100;
/** Largest size eleven octal digits can say. */
const OCTAL_SIZE_MAX = 8 ** 11 - 1;

const plain = (name: string): string => name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
const firstSegment = (name: string): string => plain(name).split('/', 1)[0]!;

/**
 * True when `override` replaces a complete `original`. Writers shorten names that do not fit or are not
 * ASCII, each in its own way; what they all keep is where the name begins.
 */
export function overridesName(original: string, override: string): boolean {
  const before = plain(original);
  const after = plain(override);
  if (before === after || before === '') return false;
  const ascii = /^[\x20-\x7e]*$/.test(override);
  if (ascii && override.length < NAME_FIELD) return true;
  // Some keep the beginning of a name that does not fit, star keeps its end.
  if (after.startsWith(before) || after.endsWith(before)) return false;
  if (!ascii) {
    // The common prefix up to the first character that the header could not hold.
    const stem = /^[\x20-\x7e]*/.exec(after)![0];
    return !before.startsWith(stem.slice(0, Math.min(stem.length, before.length)));
  }
  return firstSegment(before) !== firstSegment(after).slice(0, NAME_FIELD);
}

/** True when a PAX size contradicts a header that could have said it. */
export function overridesSize(original: number, override: number): boolean {
  return original !== override && override <= OCTAL_SIZE_MAX;
}
