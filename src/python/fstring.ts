import { PARSE_DEPTH } from '../limits.ts';
import type { Expression, FormattedValue, JoinedStr } from './ast.ts';
import { decodeEscapes } from './escapes.ts';
import { parseYieldOrStarred } from './expressions.ts';
import { trimmed } from './lists.ts';
import type { Scanner } from './scanner.ts';
import { TemplateParts } from './template-parts.ts';
import * as T from './tokens.ts';

/** How the literal text of one template is read. */
interface TemplateText {
  quote: number;
  triple: boolean;
  raw: boolean;
}

/**
 * The f-string or t-string (PEP 701, PEP 750) whose FSTRING token is current, added to `parts`.
 * Afterwards the token behind its closing quote is current.
 */
export function parseTemplate(s: Scanner, parts: TemplateParts, raw: boolean): void {
  const { source, quote } = s;
  const text = { quote: source.charCodeAt(quote), triple: s.end - quote === 3, raw };
  // One token for the scanner, three nodes for the tree.
  s.tokens += 2;
  if (++s.level > PARSE_DEPTH) s.fail('nesting too deep');
  else parseTemplateBody(s, parts, text);
  s.level--;
}

function parseTemplateBody(s: Scanner, parts: TemplateParts, text: TemplateText): void {
  for (;;) {
    const end = readText(s, parts, text, false);
    if (end < 0) return;
    const c = s.source.charCodeAt(end);
    if (c === text.quote) {
      const after = end + (text.triple ? 3 : 1);
      s.setToken(T.FSTRING, s.start, after);
      s.next();
      return;
    }
    if (!parseField(s, parts, text, end)) return;
  }
}

/**
 * Reads literal text from `s.pos` up to the closing quote, a field's `{`, or in a format specification its
 * `}`; returns that offset, or -1 after failing.
 */
function readText(s: Scanner, parts: TemplateParts, text: TemplateText, spec: boolean): number {
  const { source, length } = s;
  let piece = s.pos;
  let pos = s.pos;
  let problem = 'unterminated f-string';
  for (; pos < length; pos++) {
    const c = source.charCodeAt(pos);
    if (c === 92) pos = skipEscape(source, pos, text, spec);
    else if (c === 123 || c === 125) {
      const doubled = !spec && source.charCodeAt(pos + 1) === c;
      if (!doubled) {
        problem = c === 125 && !spec ? "single '}' in an f-string" : '';
        break;
      }
      // Both braces belong to the constant's span, one to its value.
      addText(parts, s, piece, pos + 1, pos + 2, text);
      piece = ++pos + 1;
    } else if (c === text.quote && isClosing(source, pos, text)) {
      problem = '';
      break;
    } else if ((c === 10 || c === 13) && !text.triple) break;
  }
  const end = Math.min(pos, length);
  addText(parts, s, piece, end, end, text);
  if (problem !== '') return failText(s, problem, end);
  s.prevEnd = end;
  return end;
}

/** Fails at the text that ends at `end`, which counts as consumed. */
function failText(s: Scanner, problem: string, end: number): number {
  s.setError(problem, s.pos, end);
  s.prevEnd = end;
  s.fail(problem);
  return -1;
}

function isClosing(source: string, pos: number, text: TemplateText): boolean {
  if (!text.triple) return true;
  return source.charCodeAt(pos + 1) === text.quote && source.charCodeAt(pos + 2) === text.quote;
}

/** The last offset of the escape at `pos`: `\N{…}` whole, a backslash before a brace alone. */
function skipEscape(source: string, pos: number, text: TemplateText, spec: boolean): number {
  const c = source.charCodeAt(pos + 1);
  if (c === 123 || c === 125) return pos;
  if (c === 78 && !text.raw && source.charCodeAt(pos + 2) === 123 && !spec) {
    let end = pos + 3;
    while (isNameCharacter(source.charCodeAt(end))) end++;
    if (source.charCodeAt(end) === 125) return end;
  }
  return c === 13 && source.charCodeAt(pos + 2) === 10 ? pos + 2 : pos + 1;
}

/** Letters, digits, blanks and hyphens: the characters of Unicode names. */
function isNameCharacter(c: number): boolean {
  const lower = c | 32;
  return (lower >= 97 && lower <= 122) || (c >= 48 && c <= 57) || c === 32 || c === 45;
}

function addText(
  parts: TemplateParts,
  s: Scanner,
  start: number,
  end: number,
  spanEnd: number,
  text: TemplateText,
): void {
  if (start < end)
    parts.addText(decodeEscapes(s.source, start, end, text.raw ? 'raw' : 'str'), start, spanEnd);
}

/** The field whose `{` is at `open`; afterwards `s.pos` is behind its `}`. False after a failure. */
function parseField(s: Scanner, parts: TemplateParts, text: TemplateText, open: number): boolean {
  const outer = s.fieldBrackets;
  s.brackets++;
  s.fieldBrackets = s.brackets;
  s.setToken(T.LBRACE, open, open + 1);
  s.next();
  if (s.kind === T.RBRACE || s.kind === T.EXCLAMATION || s.kind === T.COLON) s.fail('empty f-string field');
  const value = parseYieldOrStarred(s);
  parts.addField(fieldNode(s, parts, text, open, value));
  s.fieldBrackets = outer;
  return s.kind !== T.PANIC;
}

function fieldNode(
  s: Scanner,
  parts: TemplateParts,
  text: TemplateText,
  open: number,
  value: Expression,
): FormattedValue {
  const start = open;
  let conversion: FormattedValue['conversion'] = null;
  let formatSpec: JoinedStr | null = null;
  let debug: string | null = null;
  let debugEnd = open;
  if (s.kind === T.EQUAL) {
    s.next();
    s.debugCharacters -= s.start - open;
    debug = s.debugCharacters < 0 ? '' : debugText(s, open + 1);
    debugEnd = s.start;
  }
  if (s.kind === T.EXCLAMATION) {
    s.next();
    conversion = readConversion(s);
  }
  if (s.kind === T.COLON) formatSpec = parseFormatSpec(s, text);
  if (s.kind !== T.RBRACE) s.fail("expected '}' in an f-string");
  if (debug !== null && s.kind !== T.PANIC) {
    parts.addText(debug, open + 1, debugEnd);
    if (conversion === null && formatSpec === null) conversion = 'r';
  }
  const end = s.kind === T.PANIC ? s.prevEnd : s.end;
  return { kind: 'FormattedValue', start, end, value, conversion, formatSpec };
}

/** The text of an `=` field from `from` to the current token, as written but without comments. */
function debugText(s: Scanner, from: number): string {
  let first = s.comments.length;
  while (first > 0 && s.comments[first - 1]!.start >= from) first--;
  let text = '';
  let done = from;
  for (const comment of s.comments.slice(first)) {
    text += s.source.slice(done, comment.start);
    done = comment.end;
  }
  return text + s.source.slice(done, s.start);
}

function readConversion(s: Scanner): FormattedValue['conversion'] {
  const text = s.kind === T.NAME ? s.text() : '';
  if (text !== 's' && text !== 'r' && text !== 'a') {
    s.fail("f-string conversion must be 's', 'r' or 'a'");
    return null;
  }
  s.next();
  return text;
}

/** The format specification behind the current `:`; afterwards the field's `}` is current. */
function parseFormatSpec(s: Scanner, text: TemplateText): JoinedStr {
  const parts = new TemplateParts();
  const start = s.start;
  let end = -1;
  if (++s.level > PARSE_DEPTH) s.fail('nesting too deep');
  else {
    for (;;) {
      end = readText(s, parts, text, true);
      if (end < 0 || s.source.charCodeAt(end) !== 123) break;
      if (!parseField(s, parts, text, end)) {
        end = -1;
        break;
      }
    }
  }
  s.level--;
  parts.flush();
  if (end >= 0) {
    s.end = end;
    s.pos = end;
    s.kind = T.COLON;
    s.next();
  }
  return { kind: 'JoinedStr', start, end: s.prevEnd, values: trimmed(parts.values), template: false };
}
