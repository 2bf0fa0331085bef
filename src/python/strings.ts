import type { Constant, Expression } from './ast.ts';
import { decodeEscapes, type EscapeMode } from './escapes.ts';
import { parseTemplate } from './fstring.ts';
import { trimmed } from './lists.ts';
import { ownText } from './own-text.ts';
import type { Scanner } from './scanner.ts';
import { TemplateParts } from './template-parts.ts';
import * as T from './tokens.ts';

/** What the letters before a quote say. */
export interface StringPrefix {
  raw: boolean;
  bytes: boolean;
  unicode: boolean;
  template: boolean;
}

export function readPrefix(source: string, start: number, quote: number): StringPrefix {
  const prefix = { raw: false, bytes: false, unicode: false, template: false };
  for (let i = start; i < quote; i++) {
    const c = source.charCodeAt(i) | 32;
    if (c === 114) prefix.raw = true;
    else if (c === 98) prefix.bytes = true;
    else if (c === 117) prefix.unicode = true;
    else if (c === 116) prefix.template = true;
  }
  return prefix;
}

/** The string literals from here on, adjacent ones joined as Python joins them. */
export function parseStrings(s: Scanner): Expression {
  if (s.kind === T.STRING) {
    const { start, end, quote } = s;
    const bytes = quote > start && readPrefix(s.source, start, quote).bytes;
    const value = literalValue(s);
    s.next();
    if (s.kind !== T.STRING && s.kind !== T.FSTRING) return constant(start, end, bytes, value);
    return joinStrings(s, start, end, bytes, value);
  }
  return joinStrings(s, s.start, s.prevEnd, false, null);
}

function constant(start: number, end: number, bytes: boolean, value: string): Constant {
  return bytes
    ? { kind: 'Constant', start, end, type: 'bytes', value }
    : { kind: 'Constant', start, end, type: 'str', value };
}

/** The decoded value of the current STRING token. */
function literalValue(s: Scanner): string {
  const { source, start, end, quote } = s;
  const q = source.charCodeAt(quote);
  const triple = end - quote >= 6 && source.charCodeAt(quote + 1) === q && source.charCodeAt(quote + 2) === q;
  const size = triple ? 3 : 1;
  if (!s.escaped) return ownText(source.slice(quote + size, end - size));
  return decodeEscapes(source, quote + size, end - size, escapeMode(s, readPrefix(source, start, quote)));
}

function escapeMode(s: Scanner, prefix: StringPrefix): EscapeMode {
  if (prefix.raw && prefix.unicode) {
    s.python2 = true;
    return 'raw-unicode';
  }
  if (prefix.raw) return 'raw';
  return prefix.bytes ? 'bytes' : 'str';
}

function joinStrings(
  s: Scanner,
  start: number,
  firstEnd: number,
  isBytes: boolean,
  first: string | null,
): Expression {
  const pieces: string[] = [];
  const parts = new TemplateParts();
  let bytes = isBytes;
  let joined = false;
  let template = false;
  if (first !== null) {
    pieces.push(first);
    parts.addText(first, start, firstEnd);
  }
  while (s.kind === T.STRING || s.kind === T.FSTRING) {
    const prefix = readPrefix(s.source, s.start, s.quote);
    if (s.kind === T.FSTRING) {
      joined = true;
      if (prefix.template) template = true;
      parseTemplate(s, parts, prefix.raw);
      continue;
    }
    const value = literalValue(s);
    if (prefix.bytes) bytes = true;
    if (!joined) pieces.push(value);
    parts.addText(value, s.start, s.end);
    s.next();
  }
  if (!joined) return constant(start, s.prevEnd, bytes, pieces.join(''));
  parts.flush();
  return {
    kind: 'JoinedStr',
    start: Math.min(start, s.prevEnd),
    end: s.prevEnd,
    values: trimmed(parts.values),
    template,
  };
}
