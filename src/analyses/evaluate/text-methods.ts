/** Methods of text and bytes, on what is known of them. */

import { decodeText, encodeText } from './codecs.ts';
import { assemble, formatBraces } from './formatting.ts';
import type { Machine } from './machine.ts';
import { template } from './operators.ts';
import { eachCharacter, lengthOfText } from './sequences.ts';
import { union } from './taint.ts';
import { expandTabs, recased, split, splitLines, strip } from './text-pieces.ts';
import { makeTranslation, translate } from './translation.ts';
import {
  type Bytes,
  bool,
  bytes,
  deepTaint,
  list,
  madeOf,
  number,
  type Template,
  type Text,
  text,
  tuple,
  unknown,
  VALUE_LENGTH,
  type Value,
} from './values.ts';
export const TEXT_METHODS = new Set(
  'capitalize casefold center count decode encode endswith expandtabs find format format_map hex index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill'.split(
    ' ',
  ),
);

type Keywords = ReadonlyMap<string, Value>;

function argumentTaint(receiver: Value, args: Value[], keywords: Keywords): Value['taint'] {
  let taint = receiver.taint;
  for (const arg of args) taint = union(taint, deepTaint(arg));
  for (const arg of keywords.values()) taint = union(taint, deepTaint(arg));
  return taint;
}

export function textMethod(
  m: Machine,
  receiver: Text | Bytes,
  name: string,
  args: Value[],
  keywords: Keywords,
): Value {
  const taint = argumentTaint(receiver, args, keywords);
  if (name === 'join') return joinItems(receiver, args[0]);
  if (name === 'format') return formatBraces(receiver, args, keywords);
  if (name === 'format_map') return formatMap(receiver, args[0], taint);
  const made = madeOf([receiver]);
  const make = (v: string): Value => (receiver.t === 'str' ? text(v, taint, made) : bytes(v, taint, made));
  const compute = (v: string): Value =>
    receiver.t === 'str' ? text(v, taint, 'computed') : bytes(v, taint, 'computed');
  const first = args[0];
  const second = args[1];
  const v = receiver.v;
  const word = first?.t === 'str' || first?.t === 'bytes' ? first.v : null;
  const amount = (value: Value | undefined): number | null =>
    value?.t === 'num' && typeof value.v === 'number' ? value.v : null;
  switch (name) {
    case 'decode': {
      if (receiver.t !== 'bytes') {
        // Python 2: 'aGk='.decode('base64'), 'uryyb'.decode('rot13').
        return keepMade(receiver, decodeText(m, receiver.v, word ?? 'utf-8', taint) ?? unknown(taint));
      }
      const codec = word ?? codecKeyword(keywords);
      const errors = second ?? keywords.get('errors');
      const decoded = decodeText(m, receiver.v, codec, taint) ?? unknown(taint);
      return keepMade(receiver, lenient(receiver.v, decoded, codec, errors) ?? unknown(taint));
    }
    case 'encode': {
      const codec = word ?? codecKeyword(keywords);
      return keepMade(receiver, encodeText(receiver.v, codec, taint) ?? unknown(taint));
    }
    case 'hex':
      return text(Buffer.from(v, 'latin1').toString('hex'), taint);
    case 'lower':
    case 'casefold':
    case 'upper':
    case 'swapcase':
    case 'title':
    case 'capitalize':
      return make(recased(v, name, receiver.t === 'bytes'));
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      if (isUnclear(first)) return unknown(taint);
      return make(strip(v, word, name !== 'rstrip', name !== 'lstrip', receiver.t === 'bytes'));
    case 'removeprefix':
      return word === null ? unknown(taint) : make(v.startsWith(word) ? v.slice(word.length) : v);
    case 'removesuffix':
      return word === null
        ? unknown(taint)
        : make(word !== '' && v.endsWith(word) ? v.slice(0, -word.length) : v);
    case 'replace':
      if (word === null || (second?.t !== 'str' && second?.t !== 'bytes')) return unknown(taint);
      return replaceAll(v, word, second.v, amount(args[2]), make) ?? unknown(taint);
    case 'split':
    case 'rsplit':
      if (isUnclear(first)) return unknown(taint);
      return (
        split(receiver, word, amount(second ?? keywords.get('maxsplit')), name === 'rsplit', make) ??
        unknown(taint)
      );
    case 'splitlines':
      return list(splitLines(v, first?.t === 'bool' && first.v, receiver.t === 'bytes').map(make), taint);
    case 'partition':
    case 'rpartition': {
      if (word === null || word === '') return unknown(taint);
      const at = name === 'partition' ? v.indexOf(word) : v.lastIndexOf(word);
      if (at < 0)
        return tuple(
          name === 'partition' ? [make(v), make(''), make('')] : [make(''), make(''), make(v)],
          taint,
        );
      return tuple([make(v.slice(0, at)), make(word), make(v.slice(at + word.length))], taint);
    }
    case 'startswith':
    case 'endswith': {
      const words = first?.t === 'tuple' ? first.items : first === undefined ? [] : [first];
      const known = words.map((one) => (one.t === 'str' || one.t === 'bytes' ? one.v : null));
      if (known.length === 0 || known.includes(null)) return unknown(taint);
      return bool(known.some((one) => (name === 'startswith' ? v.startsWith(one!) : v.endsWith(one!))));
    }
    case 'find':
    case 'index':
      if (word === null || lengthOfText(v) !== v.length) return unknown(taint);
      return number(indexOf(v, word, args), false, taint);
    case 'rfind':
    case 'rindex':
      if (word === null || args.length > 1 || lengthOfText(v) !== v.length) return unknown(taint);
      return number(v.lastIndexOf(word), false, taint);
    case 'count':
      if (word === null || word === '' || args.length > 1) return unknown(taint);
      return number(v.split(word).length - 1, false, taint);
    case 'isdigit':
    case 'isdecimal':
    case 'isnumeric':
      return bool(/^\d+$/.test(v));
    case 'isalpha':
      return bool(/^\p{L}+$/u.test(v));
    case 'isalnum':
      return bool(/^[\p{L}\p{N}]+$/u.test(v));
    case 'isupper':
      return bool(v !== v.toLowerCase() && v === v.toUpperCase());
    case 'islower':
      return bool(v !== v.toUpperCase() && v === v.toLowerCase());
    case 'isspace':
      return bool(v !== '' && strip(v, null, true, false, receiver.t === 'bytes') === '');
    case 'zfill': {
      const width = amount(first);
      if (width === null || width > 100_000) return unknown(taint);
      const sign = /^[-+]?/.exec(v)![0];
      const missing = Math.max(0, width - lengthOfText(v));
      return make(sign + '0'.repeat(missing) + v.slice(sign.length));
    }
    case 'expandtabs':
      return make(expandTabs(v, amount(first) ?? 8));
    case 'ljust':
    case 'rjust':
    case 'center': {
      const width = amount(first);
      if (width === null || width > 100_000) return unknown(taint);
      const fill = (second?.t === 'str' || second?.t === 'bytes' ? second.v : '') || ' ';
      const missing = Math.max(0, width - lengthOfText(v));
      if (name === 'ljust') return make(v + fill.repeat(missing));
      if (name === 'rjust') return make(fill.repeat(missing) + v);
      // As CPython rounds: the odd blank is in front where the width is odd.
      const left = (missing >> 1) + (missing & width & 1);
      return make(fill.repeat(left) + v + fill.repeat(missing - left));
    }
    case 'translate':
      return translate(receiver, args, compute) ?? unknown(taint);
    case 'maketrans':
      return makeTranslation(args) ?? unknown(taint);
    default:
      return unknown(taint);
  }
}

/** What `errors` makes of bytes that the codec has no characters for; null where that is not known. */
function lenient(v: string, decoded: Value, codec: string, errors: Value | undefined): Value | null {
  const wide = /^utf.?(16|32)/i.test(codec);
  if (errors === undefined || decoded.t !== 'str' || (!wide && !/[\x80-\xff]/.test(v))) return decoded;
  const how = errors.t === 'str' ? errors.v : '';
  if (how === 'strict' || how === '') return decoded;
  if (/^(latin|iso.?8859.?1$)/i.test(codec)) return decoded;
  if (/^(us.?)?ascii$/i.test(codec) && how === 'ignore')
    return { ...decoded, v: v.replace(/[\x80-\xff]/g, '') };
  if (!/^utf.?8$/i.test(codec)) return null;
  if (!decoded.v.includes('\ufffd') || how === 'replace') return decoded;
  return how === 'ignore' ? { ...decoded, v: decoded.v.replaceAll('\ufffd', '') } : null;
}

/** An argument that is there, but not as text. */
const isUnclear = (value: Value | undefined): boolean =>
  value !== undefined && value.t !== 'str' && value.t !== 'bytes' && value.t !== 'none';

/** `find(word, start, stop)`. */
function indexOf(v: string, word: string, [, from, to]: readonly Value[]): number {
  const at = (value: Value | undefined, otherwise: number): number => {
    const given = value?.t === 'num' ? Number(value.v) : otherwise;
    return given < 0 ? Math.max(0, v.length + given) : given;
  };
  const found = v.indexOf(word, at(from, 0));
  return found >= 0 && at(from, 0) <= v.length && found + word.length <= at(to, v.length) ? found : -1;
}

/** Characters in another encoding are no easier to find in the source. */
function keepMade(receiver: Text | Bytes, result: Value): Value {
  return receiver.made === 'computed' && (result.t === 'str' || result.t === 'bytes')
    ? { ...result, made: 'computed' }
    : result;
}

function codecKeyword(keywords: Keywords): string {
  const encoding = keywords.get('encoding');
  return encoding?.t === 'str' ? encoding.v : 'utf-8';
}

function replaceAll(
  v: string,
  from: string,
  to: string,
  count: number | null,
  make: (v: string) => Value,
): Value | null {
  const pieces = from === '' ? ['', ...Array.from(v), ''] : v.split(from);
  if (pieces.length * to.length + v.length > 32 * 1024 * 1024) return null;
  if (count === null || count < 0 || pieces.length - 1 <= count) return make(pieces.join(to));
  return make([...pieces.slice(0, count), pieces.slice(count).join(from)].join(to));
}

function formatMap(format: Text | Bytes, mapping: Value | undefined, taint: Value['taint']): Value {
  if (mapping?.t !== 'dict') return unknown(taint);
  const keywords = new Map<string, Value>();
  for (const { key, value } of mapping.entries.values()) if (key.t === 'str') keywords.set(key.v, value);
  return formatBraces(format, [], keywords);
}

/** `separator.join(items)`. */
function joinItems(separator: Text | Bytes, items: Value | undefined): Value {
  if (items === undefined) return unknown(separator.taint);
  const taint = union(separator.taint, items.taint);
  let values: Value[] | null = null;
  if (items.t === 'list' || items.t === 'tuple' || items.t === 'set')
    values = items.open ? null : items.items;
  else if (items.t === 'str') values = eachCharacter({ ...items, taint: null });
  else if (items.t === 'dict' && !items.open)
    values = Array.from(items.entries.values(), (entry) => entry.key);
  if (values === null) {
    const inner = deepTaint(items);
    return items.t === 'list' || items.t === 'tuple'
      ? template([...items.items.slice(0, 60), unknown(union(taint, inner))], separator.t === 'bytes')
      : unknown(union(taint, inner));
  }
  const parts: Value[] = [];
  if (values.every((value) => value.t === separator.t)) {
    let length = values.length * separator.v.length;
    for (const value of values) length += (value as Text).v.length;
    if (length > VALUE_LENGTH) return unknown(taint);
    const joined = (values as Text[]).map((value) => value.v).join(separator.v);
    let all = taint;
    for (const value of values) all = union(all, value.taint);
    const made = madeOf(values);
    return separator.t === 'str' ? text(joined, all, made) : bytes(joined, all, made);
  }
  for (const [i, value] of values.slice(0, 200).entries()) {
    if (i > 0 && separator.v !== '') parts.push(separator);
    parts.push(value);
  }
  return assemble(parts, separator.t === 'bytes');
}

export function templateMethod(receiver: Template, name: string, args: Value[], keywords: Keywords): Value {
  const taint = argumentTaint(receiver, args, keywords);
  if (name === 'encode' || name === 'decode' || name === 'strip' || name === 'rstrip' || name === 'lstrip') {
    return { ...receiver, taint, bytes: name === 'encode' };
  }
  if (name === 'replace' && args[0]?.t === 'str' && args[1]?.t === 'str' && args[0].v !== '') {
    const from = args[0].v;
    const to = args[1].v;
    const parts = receiver.parts.map((part) =>
      part.t === 'str' && part.v.length < 1_000_000 ? text(part.v.split(from).join(to), part.taint) : part,
    );
    return { ...receiver, taint, parts };
  }
  if (name === 'format') return template([receiver, ...args, ...keywords.values()]);
  if (name === 'lower' || name === 'upper') {
    const change = (v: string): string => (name === 'lower' ? v.toLowerCase() : v.toUpperCase());
    return {
      ...receiver,
      parts: receiver.parts.map((part) => (part.t === 'str' ? text(change(part.v), part.taint) : part)),
    };
  }
  return unknown(taint);
}
