import { Scanner } from '../../src/python/scanner.ts';
import * as T from '../../src/python/tokens.ts';

/** Distinct tokens kept of one distribution, in order of appearance: a bag this large describes it well enough. */
export const TOKENS_KEPT = 20_000;

/** Characters; what is longer is data rather than a word. */
const LONGEST_TOKEN = 40;

const WORD = /[A-Za-z_][A-Za-z0-9_]+/g;

/**
 * Counts the tokens of Python texts: names as they are (`exec`), attributes with a dot (`.post`), lower-case words of
 * strings with a quote (`'password`). Keywords, numbers and comments are left out. An f-string counts as a string.
 */
export function countTokens(sources: Iterable<string>): Record<string, number> {
  const counts = new Map<string, number>();
  const count = (token: string): void => {
    const known = counts.get(token);
    if (known !== undefined) counts.set(token, known + 1);
    else if (counts.size < TOKENS_KEPT) counts.set(token, 1);
  };
  for (const source of sources) countIn(source, count);
  return Object.fromEntries(counts);
}

function countIn(source: string, count: (token: string) => void): void {
  const scanner = new Scanner(source);
  let afterDot = false;
  for (scanner.next(); scanner.kind !== T.EOF; scanner.next()) {
    const { kind, start, end } = scanner;
    if (kind === T.NAME || kind >= T.ASYNC) {
      if (end - start <= LONGEST_TOKEN) count(afterDot ? `.${scanner.name()}` : scanner.name());
    } else if (kind === T.STRING) {
      countWords(source, scanner.quote, end, count);
    } else if (kind === T.FSTRING) {
      const close = templateEnd(source, end);
      countWords(source, end, close, count);
      scanner.setToken(T.STRING, start, close);
    }
    afterDot = kind === T.DOT;
  }
}

function countWords(source: string, from: number, to: number, count: (token: string) => void): void {
  for (const [word] of source.slice(from, to).matchAll(WORD)) {
    if (word.length <= LONGEST_TOKEN) count(`'${word.toLowerCase()}`);
  }
}

/** Where the f-string ends whose text begins at `from`, nested quotes not looked at; at most its line or the text. */
function templateEnd(source: string, from: number): number {
  const quote = source[from - 1]!;
  const triple = source.slice(from - 3, from) === quote.repeat(3);
  for (let pos = from; pos < source.length; pos += 1) {
    const character = source[pos];
    if (character === '\\') pos += 1;
    else if (!triple && character === '\n') return pos;
    else if (character === quote && !triple) return pos + 1;
    else if (triple && source.startsWith(quote.repeat(3), pos)) return pos + 3;
  }
  return source.length;
}
