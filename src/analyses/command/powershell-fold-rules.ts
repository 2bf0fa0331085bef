/** One rule per way in which PowerShell obfuscators spell a string: joins, casts, formats, replacements, reversals. */
import type { Token } from './powershell-tokens.ts';

export type StringToken = Token & { kind: 'string' };

/** Characters of one computed value. */
export const VALUE_CHARS = 4_000_000;

export const isOp = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'op' && token.text === text;
const isWord = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'word' && token.text.toLowerCase() === text;

/** Index of an operator among the next `count` tokens, or -1. */
function findOp(tokens: readonly Token[], from: number, count: number, text: string): number {
  for (let at = from; at < Math.min(tokens.length, from + count); at++) if (isOp(tokens[at], text)) return at;
  return -1;
}

export function isLiteral(token: Token | undefined): token is StringToken {
  return (
    token !== undefined && token.kind === 'string' && !(token.expands && /\$[A-Za-z({]/.test(token.text))
  );
}

export function string(text: string, like: Token): Token {
  return { kind: 'string', text: text.slice(0, VALUE_CHARS), spaced: like.spaced };
}

/** A rule looks at `tokens[at…]` and returns the replacement and how many tokens it stands for, or null. */
export type FoldRule = (
  tokens: readonly Token[],
  at: number,
) => { replacement: Token[]; length: number } | null;

/** `'a' + 'b'` */
const concatenation: FoldRule = (tokens, at) => {
  const [left, plus, right] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (!isLiteral(left) || !isOp(plus, '+')) return null;
  const parts = [left.text];
  let next = at + 1;
  while (isOp(tokens[next], '+') && isLiteral(tokens[next + 1])) {
    parts.push(tokens[next + 1]!.text);
    next += 2;
  }
  return isLiteral(right) ? { replacement: [string(parts.join(''), left)], length: next - at } : null;
};

/** `[char]104`, `[char]0x68`, `[char](104)`, `[string][char]104` */
const characterCast: FoldRule = (tokens, at) => {
  const cast = tokens[at]!;
  if (cast.kind !== 'type' || !/^\[(?:system\.)?char\]$/.test(cast.text)) return null;
  const parens = isOp(tokens[at + 1], '(');
  const number = tokens[at + (parens ? 2 : 1)];
  if (number?.kind !== 'number' || (parens && !isOp(tokens[at + 3], ')'))) return null;
  const code = Number(number.text);
  if (!(code >= 0 && code <= 0xffff)) return null;
  return { replacement: [string(String.fromCharCode(code), cast)], length: parens ? 4 : 2 };
};

/** `[string]'x'` and `[char]'x'` */
const stringCast: FoldRule = (tokens, at) => {
  const cast = tokens[at]!;
  if (
    cast.kind !== 'type' ||
    !/^\[(?:system\.)?(?:string|char)\]$/.test(cast.text) ||
    !isLiteral(tokens[at + 1])
  )
    return null;
  return { replacement: [string(tokens[at + 1]!.text, cast)], length: 2 };
};

/** `('x')` where no call or member stands before it */
const parentheses: FoldRule = (tokens, at) => {
  if (!isOp(tokens[at], '(') && !isOp(tokens[at], '$(')) return null;
  if (!isLiteral(tokens[at + 1]) || !isOp(tokens[at + 2], ')')) return null;
  const before = tokens[at - 1];
  const call =
    before !== undefined && !tokens[at]!.spaced && (before.kind === 'word' || before.kind === 'variable');
  return call ? null : { replacement: [string(tokens[at + 1]!.text, tokens[at]!)], length: 3 };
};

/** List of literals `'a','b'` (or numbers) from `at`; the offset behind it. */
function list(tokens: readonly Token[], at: number): { values: string[]; end: number } | null {
  const values: string[] = [];
  let next = at;
  for (;;) {
    const token = tokens[next];
    if (!isLiteral(token) && token?.kind !== 'number') return null;
    values.push(token.text);
    next++;
    if (!isOp(tokens[next], ',')) return { values, end: next };
    next++;
  }
}

/** `'{1}{0}' -f 'b','a'`; the parenthesised format was folded before. */
const format: FoldRule = (tokens, at) => {
  const template = tokens[at];
  if (!isLiteral(template) || !isWord(tokens[at + 1], '-f')) return null;
  const args = list(tokens, at + 2);
  if (args === null) return null;
  const text = template.text.replace(
    /\{(\d{1,4})(?:[,:][^{}]{0,40})?\}/g,
    (whole, n) => args.values[Number(n)] ?? whole,
  );
  return { replacement: [string(text, template)], length: args.end - at };
};

/** `'x' -replace 'a','b'`, `-creplace`; plain patterns only. */
const replaceOperator: FoldRule = (tokens, at) => {
  const subject = tokens[at];
  const operator = tokens[at + 1];
  if (!isLiteral(subject) || operator?.kind !== 'word' || !/^-[ci]?replace$/i.test(operator.text))
    return null;
  const args = list(tokens, at + 2);
  if (args === null || args.values.length > 2) return null;
  const pattern = args.values[0]!;
  const plain = pattern.replace(/\\(.)/g, '$1');
  if (/[.*+?^$()[\]{}|]/.test(pattern.replace(/\\./g, ''))) return null;
  if (plain === '') return null;
  return {
    replacement: [string(subject.text.split(plain).join(args.values[1] ?? ''), subject)],
    length: args.end - at,
  };
};

/** `'x'.Replace('a','b')`, `.ToString()`, `.Trim()`, `.ToLower()`, `.Insert()` no. */
const method: FoldRule = (tokens, at) => {
  const subject = tokens[at];
  if (!isLiteral(subject) || !isOp(tokens[at + 1], '.') || !isOp(tokens[at + 3], '(')) return null;
  const name = tokens[at + 2]!.text.toLowerCase();
  if (/^(?:tostring|trim|tolower|toupper|invoke)$/.test(name) && isOp(tokens[at + 4], ')')) {
    const text =
      name === 'trim' ? subject.text.trim() : name === 'tolower' ? subject.text.toLowerCase() : subject.text;
    return name === 'invoke' ? null : { replacement: [string(text, subject)], length: 5 };
  }
  const args = name === 'replace' ? list(tokens, at + 4) : null;
  if (args === null || args.values.length !== 2 || args.values[0] === '' || !isOp(tokens[args.end], ')'))
    return null;
  return {
    replacement: [string(subject.text.split(args.values[0]!).join(args.values[1]!), subject)],
    length: args.end + 1 - at,
  };
};

/** `('a','b') -join ''`, `[char[]](104,105) -join ''`, `-join ('a','b')`, `[string]::Join('', ('a','b'))` */
const join: FoldRule = (tokens, at) => {
  const first = tokens[at]!;
  const prefixed = isWord(first, '-join');
  const cast = first.kind === 'type' && first.text === '[char[]]';
  const start = prefixed || cast ? at + 1 : at;
  const castInside = prefixed && tokens[start]?.text === '[char[]]' ? 1 : 0;
  const open = tokens[start + castInside];
  if (!isOp(open, '(') && !isOp(open, '@(')) return null;
  const items = list(tokens, start + castInside + 1);
  if (items === null || !isOp(tokens[items.end], ')')) return null;
  const characters = cast || castInside === 1;
  const values = characters
    ? items.values.map((value) => String.fromCharCode(Number(value) & 0xffff))
    : items.values;
  if (prefixed) return { replacement: [string(values.join(''), first)], length: items.end + 1 - at };
  const after = items.end + 1;
  if (!isWord(tokens[after], '-join') || !isLiteral(tokens[after + 1])) return null;
  return { replacement: [string(values.join(tokens[after + 1]!.text), first)], length: after + 2 - at };
};

/** `([char[]](104,105))`: the cast's own parentheses are enough. */
const wrappedCast: FoldRule = (tokens, at) => {
  if (!isOp(tokens[at], '(') || tokens[at + 1]?.text !== '[char[]]' || !isOp(tokens[at + 2], '('))
    return null;
  const items = list(tokens, at + 3);
  if (items === null || !isOp(tokens[items.end], ')') || !isOp(tokens[items.end + 1], ')')) return null;
  return { replacement: tokens.slice(at + 1, items.end + 1), length: items.end + 2 - at };
};

/** `[string]::Join('', 'a','b')`, with or without parentheses around the items. */
const stringJoin: FoldRule = (tokens, at) => {
  const type = tokens[at]!;
  if (type.kind !== 'type' || !/^\[(?:system\.)?string\]$/.test(type.text)) return null;
  if (!isOp(tokens[at + 1], '::') || !isWord(tokens[at + 2], 'join') || !isOp(tokens[at + 3], '('))
    return null;
  if (!isLiteral(tokens[at + 4]) || !isOp(tokens[at + 5], ',')) return null;
  const inner = isOp(tokens[at + 6], '(') || isOp(tokens[at + 6], '@(') ? 1 : 0;
  const items = list(tokens, at + 6 + inner);
  if (items === null) return null;
  const end = items.end + inner;
  if (!isOp(tokens[end], ')')) return null;
  return { replacement: [string(items.values.join(tokens[at + 4]!.text), type)], length: end + 1 - at };
};

/** `'x' -join ''`: one item stays as it is. */
const joinOne: FoldRule = (tokens, at) => {
  const subject = tokens[at];
  if (!isLiteral(subject) || !isWord(tokens[at + 1], '-join') || !isLiteral(tokens[at + 2])) return null;
  return { replacement: [string(subject.text, subject)], length: 3 };
};

/** Codes in the text forms `'72,101'.Split(',')` and `'72 101' -split ' '`; the offset behind them. */
function splitCodes(tokens: readonly Token[], at: number): { values: string[]; end: number } | null {
  const subject = tokens[at];
  if (!isLiteral(subject)) return null;
  const operator = isWord(tokens[at + 1], '-split') ? at + 2 : -1;
  const call =
    isOp(tokens[at + 1], '.') && isWord(tokens[at + 2], 'split') && isOp(tokens[at + 3], '(') ? at + 4 : -1;
  const separator = tokens[Math.max(operator, call)];
  if ((operator === -1 && call === -1) || !isLiteral(separator) || separator.text === '') return null;
  const values = subject.text.split(separator.text).filter((value) => value !== '');
  return { values, end: call === -1 ? operator + 1 : call + 2 };
}

/** Number a code stands for: decimal, `0x41`, or bare hex when the block converts with base 16. */
function codeOf(value: string, hex: boolean): number {
  return hex && !value.startsWith('0x') ? Number.parseInt(value, 16) : Number(value);
}

/** `(72,105 | % { [char]$_ }) -join ''`, also with `-bxor n`: numbers to characters. */
const mappedCharacters: FoldRule = (tokens, at) => {
  const open = isOp(tokens[at], '(') || isOp(tokens[at], '@(') ? 1 : 0;
  const items = (open === 1 ? list(tokens, at + 1) : null) ?? splitCodes(tokens, at + open);
  if (items === null || items.values.length < 4) return null;
  let next = items.end;
  const closed = open === 1 && isOp(tokens[next], ')');
  if (closed) next++;
  if (!isOp(tokens[next], '|')) return null;
  const map = tokens[next + 1];
  if (!(isOp(map, '%') || isWord(map, '%') || isWord(map, 'foreach-object') || isWord(map, 'foreach')))
    return null;
  const close = findOp(tokens, next, 24, '}');
  if (close === -1) return null;
  const block = tokens.slice(next, close);
  if (!block.some((token) => /^\[(?:system\.)?char\]$/.test(token.text))) return null;
  const xor = block.findIndex((token) => isWord(token, '-bxor'));
  const key = xor === -1 ? 0 : Number(block[xor + 1]?.text ?? 0) || 0;
  const hex = block.some((token) => token.text === '16');
  const text = items.values.map((value) => String.fromCharCode((codeOf(value, hex) ^ key) & 0xffff)).join('');
  const replacement = [string(text, tokens[at]!)];
  if (open === 1 && !closed) replacement.unshift(tokens[at]!);
  return { replacement, length: close + 1 - at };
};

/** `'…'[-1..-9] -join ''`: reversed. */
const reversal: FoldRule = (tokens, at) => {
  const subject = tokens[at];
  if (!isLiteral(subject) || !isOp(tokens[at + 1], '[') || tokens[at + 2]?.text !== '-1') return null;
  const close = findOp(tokens, at + 1, 12, ']');
  if (close === -1) return null;
  const joined = isWord(tokens[close + 1], '-join') && isLiteral(tokens[close + 2]);
  return {
    replacement: [string([...subject.text].reverse().join(''), subject)],
    length: close + (joined ? 3 : 1) - at,
  };
};

const STRING_RULES: readonly FoldRule[] = [
  concatenation,
  format,
  replaceOperator,
  method,
  mappedCharacters,
  joinOne,
  reversal,
];
const TYPE_RULES: readonly FoldRule[] = [characterCast, stringCast, join, stringJoin];
const OPEN_RULES: readonly FoldRule[] = [mappedCharacters, wrappedCast, join, parentheses];
const WORD_RULES: readonly FoldRule[] = [join];
const NO_RULES: readonly FoldRule[] = [];

/** The rules that can begin at a token. */
export function rulesFor({ kind, text }: Token): readonly FoldRule[] {
  if (kind === 'string') return STRING_RULES;
  if (kind === 'type') return TYPE_RULES;
  if (kind === 'op') return text === '(' || text === '@(' || text === '$(' ? OPEN_RULES : NO_RULES;
  return kind === 'word' && text.length === 5 ? WORD_RULES : NO_RULES;
}
