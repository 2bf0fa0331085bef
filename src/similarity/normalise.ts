/** Code without what its author changes between two copies: names of variables, texts, numbers, layout. */

/** Words that say what code does in any of the languages that distributions carry. */
const KEPT = new Set(
  `and as assert async await break class continue def del elif else except exec finally for from function global if
  import in is lambda let new nonlocal not null or pass print raise return self this throw try var void while with
  yield True False None`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Names that the text gives to its own functions and classes. */
const DEFINITION = /\b(?:def|class|function)\s{1,8}([\p{L}_$][\p{L}\p{N}_$]*)/gu;

const TOKEN = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}[\p{L}\p{N}_.]*|["'`]|[^\s\p{L}\p{N}]/gu;

/**
 * The tokens of a text in any language, normalised: words of the language, names that are called or reached through a
 * dot stay, unless the text itself defines them; other names become `v`, numbers `0`, quoted texts `s`; comments of Python go. Linear in the text.
 */
export function normalisedTokens(text: string): string[] {
  const own = new Set([...text.matchAll(DEFINITION)].map(([, name]) => name!));
  const tokens: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) readLine(line, own, tokens);
  return tokens;
}

function readLine(line: string, own: ReadonlySet<string>, tokens: string[]): void {
  TOKEN.lastIndex = 0;
  let quote: string | null = null;
  for (let found = TOKEN.exec(line); found !== null; found = TOKEN.exec(line)) {
    const [token] = found;
    if (quote !== null) {
      // A quote within a text is escaped; `\\` before it is rare enough not to matter here.
      if (token === quote && line[found.index - 1] !== '\\') quote = null;
      continue;
    }
    if (token === '#') return;
    if (token === '"' || token === "'" || token === '`') {
      quote = token;
      tokens.push('s');
    } else tokens.push(/^\p{N}/u.test(token) ? '0' : wordOrSign(token, line, found.index, own, tokens));
  }
}

function wordOrSign(
  token: string,
  line: string,
  index: number,
  own: ReadonlySet<string>,
  before: readonly string[],
): string {
  if (!/^[\p{L}_$]/u.test(token) || KEPT.has(token)) return token;
  if (own.has(token)) return 'v';
  const reached = before.at(-1) === '.';
  const called = /^\s*\(/.test(line.slice(index + token.length, index + token.length + 4));
  return reached || called ? token : 'v';
}
