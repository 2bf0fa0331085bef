/**
 * The few regular expressions that decoders use (`..`, `[^a-z]`, `\\x(..)`, literal words), run in linear time:
 * one group at most, no alternatives, one unbounded repetition at most.
 */

/** Characters searched with a pattern that repeats something without bound: each start may look at all of them. */
const REPEATED_TEXT = 6_000;
const PLAIN_TEXT = 200_000;
const MATCHES = 100_000;

/** The pattern for JavaScript, or null for what is not understood. */
function translate(pattern: string): { source: string; repeats: boolean } | null {
  if (pattern.length > 200) return null;
  let repeats = 0;
  let groups = 0;
  const piece =
    /\\[dDwWsS\\.()[\]{}|*+?^$/x%-]|\[\^?\]?(?:\\.|[^\]\\[])*\]|\{(\d{1,2})(?:,(\d{1,2}))?\}|[+*]\??|\(\?:|[()]|[^\\[\](){}|*+?^$]/gy;
  let at = 0;
  for (const match of pattern.matchAll(piece)) {
    at = match.index + match[0].length;
    if (/^[+*]/.test(match[0]) || match[2] !== undefined) repeats++;
    if (match[0] === '(') groups++;
    if (match[0] === '(?:' || (match[0] === ')' && /^[+*{?]/.test(pattern.slice(at)))) return null;
  }
  if (at !== pattern.length || repeats > 1 || groups > 1) return null;
  return { source: pattern, repeats: repeats > 0 };
}

function compiled(pattern: string, text: string): RegExp | null {
  const known = translate(pattern);
  if (known === null || text.length > (known.repeats ? REPEATED_TEXT : PLAIN_TEXT)) return null;
  // Classes mean more characters in Python than in JavaScript.
  if (/\\[dDwWsS]/.test(pattern) && /[^\x00-\x7f]/.test(text)) return null;
  try {
    return new RegExp(known.source, 'g');
  } catch {
    return null; // Not a pattern in JavaScript.
  }
}

/** Matches with their group, or null. */
export function findAll(
  pattern: string,
  text: string,
): { index: number; whole: string; group: string | null }[] | null {
  const regex = compiled(pattern, text);
  if (regex === null) return null;
  const found: { index: number; whole: string; group: string | null }[] = [];
  for (const match of text.matchAll(regex)) {
    if (found.length >= MATCHES) return null;
    found.push({ index: match.index, whole: match[0], group: match[1] ?? null });
  }
  return found;
}

/** `re.sub(pattern, …, text)` with what stands for each match; null when not known. */
export function substitute(
  pattern: string,
  text: string,
  replacement: (match: { whole: string; group: string | null }) => string | null,
): string | null {
  const matches = findAll(pattern, text);
  if (matches === null) return null;
  let out = '';
  let last = 0;
  for (const match of matches) {
    const by = replacement(match);
    if (by === null) return null;
    out += text.slice(last, match.index) + by;
    last = match.index + match.whole.length;
  }
  return out + text.slice(last);
}
