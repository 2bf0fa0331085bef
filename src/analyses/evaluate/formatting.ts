/** Text formatting as Python does it: str(), repr(), %, format() and f-string fields. */

import { template } from './operators.ts';
import { union } from './taint.ts';
import { bytes as bytesValue, deepTaint, madeOf, text, type Value } from './values.ts';

/** `str(value)` of a constant; null when it is not known. */
export function str(value: Value): string | null {
  switch (value.t) {
    case 'str':
      return value.v;
    case 'bytes':
    case 'list':
    case 'tuple':
      return repr(value);
    case 'num':
      return value.float ? floatText(Number(value.v)) : String(value.v);
    case 'bool':
      return value.v ? 'True' : 'False';
    case 'none':
      return 'None';
    default:
      return null;
  }
}

const floatText = (v: number): string => (Number.isInteger(v) && Math.abs(v) < 1e16 ? `${v}.0` : String(v));

export function repr(value: Value, depth = 4): string | null {
  if (value.t === 'str') return quote(value.v);
  if (value.t === 'bytes') return `b${quote(value.v)}`;
  if (value.t === 'list' || value.t === 'tuple') {
    if (depth === 0 || value.open || value.items.length > 10_000) return null;
    const parts: string[] = [];
    for (const item of value.items) {
      const part = repr(item, depth - 1);
      if (part === null) return null;
      parts.push(part);
    }
    if (value.t === 'list') return `[${parts.join(', ')}]`;
    return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`;
  }
  return str(value);
}

function quote(v: string): string {
  const mark = v.includes("'") && !v.includes('"') ? '"' : "'";
  const body = v
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[\x00-\x1f\x7f-\xa0]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return mark + (mark === "'" ? body.replaceAll("'", "\\'") : body) + mark;
}

/** `format(value, spec)`; null when value or the form is not known. */
export function formatValue(value: Value, spec: string): string | null {
  if (spec === '') return str(value);
  const match =
    /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d{0,6})([,_])?(?:\.(\d{1,4}))?([bcdeEfFgGnosxX%])?$/su.exec(spec);
  if (match === null) return null;
  const [, fill, align, sign, alternate, zero, width, , precision, type] = match;
  let body: string | null;
  if (value.t === 'num' || value.t === 'bool') {
    body = formatNumber(
      value.t === 'bool' ? (value.v ? 1 : 0) : value.v,
      value.t === 'num' && value.float,
      type,
      precision,
      alternate,
    );
    if (body !== null && sign === '+' && !body.startsWith('-')) body = `+${body}`;
  } else {
    body = str(value);
    if (body !== null && precision !== undefined) body = body.slice(0, Number(precision));
  }
  if (body === null) return null;
  const size = Math.min(Number(width || 0), 100_000);
  const pad = fill ?? (zero !== undefined ? '0' : ' ');
  const missing = size - body.length;
  if (missing <= 0) return body;
  const numeric = value.t === 'num' || value.t === 'bool';
  const side = align ?? (numeric ? '>' : '<');
  if (side === '<') return body + pad.repeat(missing);
  if (side === '^') return pad.repeat(missing >> 1) + body + pad.repeat(missing - (missing >> 1));
  return pad.repeat(missing) + body;
}

function formatNumber(
  v: number | bigint,
  float: boolean,
  type: string | undefined,
  precision: string | undefined,
  alternate: string | undefined,
): string | null {
  switch (type) {
    case 'x':
    case 'X':
    case 'o':
    case 'b': {
      if (float) return null;
      const radix = type === 'b' ? 2 : type === 'o' ? 8 : 16;
      const digits = v.toString(radix);
      const shown = type === 'X' ? digits.toUpperCase() : digits;
      return alternate === '#' ? `0${type}${shown}` : shown;
    }
    case 'c':
      return typeof v === 'number' && Number.isInteger(v) && v >= 0 && v <= 0x10ffff
        ? String.fromCodePoint(v)
        : null;
    case 'f':
    case 'F':
      return Number(v).toFixed(Math.min(Number(precision ?? 6), 100));
    case 'd':
    case 'n':
    case undefined:
      return float ? floatText(Number(v)) : String(v);
    default:
      return null;
  }
}

/** One piece of a formatted text: known text, or the value itself where it is not known. */
function piece(value: Value, spec: string, conversion: string | null): Value {
  const shown = conversion === 'r' || conversion === 'a' ? repr(value) : formatValue(value, spec);
  return shown === null ? value : text(shown, deepTaint(value), madeOf([value]));
}

export const field = piece;

/** `'…' % arguments`. */
export function formatPercent(format: Value, argument: Value): Value {
  const taint = union(format.taint, deepTaint(argument));
  if (format.t !== 'str' && format.t !== 'bytes') return template([format, argument]);
  const args = argument.t === 'tuple' ? argument.items : [argument];
  const parts: Value[] = [];
  const pattern = /%(?:\(([^)]{0,200})\))?([-#0 +]*)(\d{0,5})(?:\.(\d{1,4}))?([diouxXeEfFgGcrsab%])/g;
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
  if (type === 'r' || type === 'a') return piece(value, '', 'r');
  if (type === 's' || type === 'b')
    return value.t === 'bytes' && type === 's' ? text(value.v, value.taint) : piece(value, '', null);
  if (type === 'c' && value.t === 'str') return value;
  const flags = match[2]!;
  const kind = type === 'i' || type === 'u' ? 'd' : type;
  const precision = match[4] !== undefined ? `.${match[4]}` : '';
  const spec = `${flags.includes('-') ? '<' : ''}${flags.includes('+') ? '+' : ''}${flags.includes('#') ? '#' : ''}${flags.includes('0') ? '0' : ''}${match[3]}${precision}${kind}`;
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
      const close = source.indexOf('}', i);
      if (close < 0) break;
      if (i > last) parts.push(text(source.slice(last, i)));
      const [, name, , conversion, spec] =
        /^([^!:.[]*)([^!:]*)(?:!(.))?(?::(.*))?$/s.exec(source.slice(i + 1, close)) ?? [];
      const index = name === '' ? automatic++ : Number(name);
      const value = Number.isInteger(index) ? args[index] : keywords.get(name ?? '');
      if (value === undefined || spec?.includes('{'))
        parts.push({ t: 'unknown', taint: value?.taint ?? null });
      else parts.push(piece(value, spec ?? '', conversion ?? null));
      last = close + 1;
      i = close;
    }
  }
  if (last < source.length) parts.push(text(source.slice(last)));
  const result = assemble(parts, false);
  return format.taint === null ? result : { ...result, taint: union(format.taint, result.taint) };
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
