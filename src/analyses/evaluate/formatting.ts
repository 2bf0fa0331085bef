/** Text formatting as Python does it: str(), repr(), %, format() and f-string fields. */

import { floatText, formatNumber } from './number-format.ts';
import { template } from './operators.ts';
import { itemOf, lengthOfText } from './sequences.ts';
import { union } from './taint.ts';
import {
  bytes as bytesValue,
  type Dictionary,
  deepTaint,
  madeOf,
  number,
  type Ref,
  type Sequence,
  text,
  type Value,
} from './values.ts';

/** `str(value)` of a constant; null when it is not known. */
export function str(value: Value): string | null {
  switch (value.t) {
    case 'str':
      return value.v;
    case 'bytes':
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
      return repr(value);
    case 'num':
      return value.float ? floatText(Number(value.v)) : String(value.v);
    case 'ref':
      return typeText(value);
    case 'bool':
      return value.v ? 'True' : 'False';
    case 'none':
      return 'None';
    default:
      return null;
  }
}

/** `str(int)` and its like. */
const typeText = ({ name, self }: Ref): string | null =>
  self === null && /^builtins\.(int|str|bytes|float|list|dict|set|tuple|bool|object|type)$/.test(name)
    ? `<class '${name.slice(9)}'>`
    : null;

/** Items of one container that are shown. */
const SHOWN_ITEMS = 10_000;
/** Characters and items of the containers inside one another that are shown. */
const SHOWN_LENGTH = 1_000_000;

export function repr(value: Value, depth = 4, budget = { left: SHOWN_LENGTH }): string | null {
  if (value.t === 'str') return quote(value.v);
  if (value.t === 'bytes') {
    const escaped = (c: string): string => `\\x${c.charCodeAt(0).toString(16)}`;
    return `b${quote(value.v).replace(/[\xa1-\xff]/g, escaped)}`;
  }
  if (value.t === 'dict') return reprDictionary(value, depth, budget);
  if (value.t === 'list' || value.t === 'tuple' || value.t === 'set')
    return reprSequence(value, depth, budget);
  return str(value);
}

function reprSequence({ t, items, open }: Sequence, depth: number, budget: { left: number }): string | null {
  if (depth === 0 || open || items.length > SHOWN_ITEMS) return null;
  const parts: string[] = [];
  for (const item of items) {
    const part = repr(item, depth - 1, budget);
    if (part === null || (budget.left -= part.length) < 0) return null;
    parts.push(part);
  }
  if (t === 'list') return `[${parts.join(', ')}]`;
  if (t === 'set') return parts.length === 0 ? 'set()' : `{${parts.join(', ')}}`;
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
}

function reprDictionary(
  { entries, open }: Dictionary,
  depth: number,
  budget: { left: number },
): string | null {
  if (depth === 0 || open || entries.size > SHOWN_ITEMS) return null;
  const parts: string[] = [];
  for (const { key, value } of entries.values()) {
    const [left, right] = [repr(key, depth - 1, budget), repr(value, depth - 1, budget)];
    if (left === null || right === null || (budget.left -= left.length + right.length) < 0) return null;
    parts.push(`${left}: ${right}`);
  }
  return `{${parts.join(', ')}}`;
}

/** `ascii(value)`. */
export function ascii(value: Value): string | null {
  return repr(value)?.replace(/[^\x00-\x7f]/gu, escapeOf) ?? null;
}

function escapeOf(c: string): string {
  const code = c.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Nothing in it that a literal would have to escape. */
const PLAIN = /^[ -&(-[\]-~]*$/;

function quote(v: string): string {
  if (PLAIN.test(v)) return `'${v}'`;
  const mark = v.includes("'") && !v.includes('"') ? '"' : "'";
  const body = v
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[\p{C}\p{Z}]/gu, (c) => (c === ' ' ? c : escapeOf(c)));
  return mark + (mark === "'" ? body.replaceAll("'", "\\'") : body) + mark;
}

/** `format(value, spec)`; null when value or the form is not known. */
export function formatValue(value: Value, spec: string): string | null {
  if (spec === '') return str(value);
  const match =
    /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d{0,6})([,_])?(?:\.(\d{1,4}))?([bcdeEfFgGnosxX%])?$/su.exec(spec);
  if (match === null) return null;
  const [, fill, align, sign, alternate, zero, width, grouping, precision, type] = match;
  let body: string | null;
  if (value.t === 'num' || value.t === 'bool') {
    body = formatNumber(value.t === 'bool' ? (value.v ? 1 : 0) : value.v, value.t === 'num' && value.float, {
      type,
      precision,
      alternate: alternate !== undefined,
      grouping,
    });
    if (body !== null && (sign === '+' || sign === ' ') && !body.startsWith('-')) body = sign + body;
  } else {
    body = str(value);
    if (body !== null && precision !== undefined)
      body = Array.from(body).slice(0, Number(precision)).join('');
  }
  if (body === null) return null;
  const size = Math.min(Number(width || 0), 100_000);
  const pad = fill ?? (zero !== undefined ? '0' : ' ');
  const missing = size - (size > 0 ? lengthOfText(body) : 0);
  if (missing <= 0) return body;
  const numeric = value.t === 'num' || value.t === 'bool';
  const side = align ?? (numeric ? '>' : '<');
  if (side === '<') return body + pad.repeat(missing);
  if (side === '^') return pad.repeat(missing >> 1) + body + pad.repeat(missing - (missing >> 1));
  // A sign or a prefix of the base stays in front of zeros.
  const front =
    align === '=' || (align === undefined && zero !== undefined) ? /^[-+ ]?(?:0[xXob])?/.exec(body)![0] : '';
  return front + pad.repeat(missing) + body.slice(front.length);
}

/** One piece of a formatted text: known text, or the value itself where it is not known. */
function piece(value: Value, spec: string, conversion: string | null): Value {
  const shown =
    conversion === 'r' ? repr(value) : conversion === 'a' ? ascii(value) : formatValue(value, spec);
  if (shown === null) return value;
  if (conversion === null || conversion === 's' || spec === '')
    return text(shown, deepTaint(value), madeOf([value]));
  return text(formatValue(text(shown), spec) ?? shown, deepTaint(value), madeOf([value]));
}

export const field = piece;

/** `'…' % arguments`. */
export function formatPercent(format: Value, argument: Value): Value {
  const taint = union(format.taint, deepTaint(argument));
  if (format.t !== 'str' && format.t !== 'bytes') return template([format, argument]);
  const args = argument.t === 'tuple' ? argument.items : [argument];
  const parts: Value[] = [];
  const pattern = /%(?:\(([^)]{0,200})\))?([-#0 +]*)(\d{0,5}|\*)(?:\.(\d{1,4}))?([diouxXeEfFgGcrsab%])/g;
  let last = 0;
  let next = 0;
  for (let match = pattern.exec(format.v); match !== null; match = pattern.exec(format.v)) {
    if (match.index > last) parts.push(text(format.v.slice(last, match.index), format.taint));
    last = pattern.lastIndex;
    if (match[5] === '%') {
      parts.push(text('%'));
      continue;
    }
    let value: Value | undefined;
    if (match[3] === '*') {
      const width = args[next++];
      match[3] = width?.t === 'num' ? String(Math.min(Math.abs(Number(width.v)), 99_999)) : '';
    }
    if (match[1] !== undefined)
      value = argument.t === 'dict' ? argument.entries.get(`s${match[1]}`)?.value : undefined;
    else value = args[next++];
    parts.push(value === undefined ? { t: 'unknown', taint } : percentPiece(value, match));
  }
  if (last < format.v.length) parts.push(text(format.v.slice(last), format.taint));
  return assemble(parts, format.t === 'bytes');
}

function percentPiece(value: Value, match: RegExpExecArray): Value {
  const type = match[5]!;
  const flags = match[2]!;
  const precision = match[4] !== undefined ? `.${match[4]}` : '';
  const kind = type === 'i' || type === 'u' ? 'd' : type;
  if (kind === 'r' || kind === 'a' || kind === 's' || kind === 'b' || (kind === 'c' && value.t === 'str')) {
    // Python 2 formats its byte strings as they are.
    const shown = value.t === 'bytes' && kind !== 'r' ? text(value.v, value.taint, value.made) : value;
    const body = piece(shown, '', kind === 'r' || kind === 'a' ? kind : null);
    const field = `${flags.includes('-') ? '<' : '>'}${match[3]}${precision}`;
    return field === '>' || field === '<' ? body : piece(body, field, null);
  }
  if (kind === 'd' && value.t === 'num' && value.float) value = number(Math.trunc(Number(value.v)));
  const spec = `${flags.includes('-') ? '<' : ''}${flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''}${flags.includes('#') ? '#' : ''}${flags.includes('0') ? '0' : ''}${match[3]}${precision}${kind}`;
  return piece(value, spec, null);
}

/** `format.format(*args, **keywords)`. */
export function formatBraces(format: Value, args: Value[], keywords: ReadonlyMap<string, Value>): Value {
  if (format.t !== 'str') return template([format, ...args, ...keywords.values()]);
  const source = format.v;
  const parts: Value[] = [];
  let last = 0;
  let automatic = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '}' && source[i + 1] === '}') {
      parts.push(text(source.slice(last, i + 1)));
      last = ++i + 1;
    } else if (c === '{') {
      if (source[i + 1] === '{') {
        parts.push(text(source.slice(last, i + 1)));
        last = ++i + 1;
        continue;
      }
      const close = closing(source, i);
      if (close < 0) break;
      if (i > last) parts.push(text(source.slice(last, i)));
      const [, name, path, conversion, given] =
        /^([^!:.[]*)([^!:]*)(?:!(.))?(?::(.*))?$/s.exec(source.slice(i + 1, close)) ?? [];
      const index = name === '' ? automatic++ : Number(name);
      const whole = Number.isInteger(index) ? args[index] : keywords.get(name ?? '');
      const value = whole === undefined ? undefined : within(whole, path ?? '');
      const spec = given?.replace(/\{(\w*)\}/g, (_, inner: string) => {
        const at = inner === '' ? automatic++ : Number(inner);
        const known = Number.isInteger(at) ? args[at] : keywords.get(inner);
        return known === undefined ? '?' : (str(known) ?? '?');
      });
      if (value === undefined || value === null) parts.push({ t: 'unknown', taint: whole?.taint ?? null });
      else parts.push(piece(value, spec ?? '', conversion ?? null));
      last = close + 1;
      i = close;
    }
  }
  if (last < source.length) parts.push(text(source.slice(last)));
  const result = assemble(parts, false);
  return format.taint === null ? result : { ...result, taint: union(format.taint, result.taint) };
}

/** The brace that closes the field opened at `from`; fields inside its format are looked over. */
function closing(source: string, from: number): number {
  let depth = 0;
  for (let i = from; i < source.length && i < from + 1000; i++) {
    if (source[i] === '{') depth++;
    else if (source[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

/** `{0[key].name}`: items of what is formatted; attributes only of numbers. */
function within(value: Value, path: string): Value | null {
  let result: Value | null = value;
  for (const [, item, name] of path.matchAll(/\[([^\]]{0,100})\]|\.(\w{1,100})/g)) {
    if (result === null) return null;
    if (item !== undefined)
      result = itemOf(result, /^\d{1,9}$/.test(item) ? number(Number(item)) : text(item));
    else if (result.t === 'num' && name === 'real') continue;
    else if (result.t === 'class') result = result.cls.members.names.get(name!) ?? null;
    else if (result.t === 'inst')
      result = result.fields.get(name!) ?? result.cls.members.names.get(name!) ?? null;
    else return null;
  }
  return result;
}

/** Pieces put together: one known text when all are known, else a template. */
export function assemble(parts: Value[], isBytes: boolean): Value {
  if (parts.every((part) => part.t === 'str' || part.t === 'bytes')) {
    let taint: Value['taint'] = null;
    let joined = '';
    for (const part of parts) {
      if (part.t !== 'str' && part.t !== 'bytes') continue;
      taint = union(taint, part.taint);
      joined += part.v;
    }
    return isBytes ? bytesValue(joined, taint, madeOf(parts)) : text(joined, taint, madeOf(parts));
  }
  return template(parts, isBytes);
}
