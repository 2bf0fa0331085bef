/** Python's built-in functions, computed on known values. */
import { charge, decodeText, encodeText } from './codecs.ts';
import { ascii, field, repr, str } from './formatting.ts';
import type { Machine } from './machine.ts';
import { fixed } from './number-format.ts';
import { binary } from './operators.ts';
import { codesToText, type Keywords, type Pure, raw } from './raw.ts';
import { codesOf, iterate, lengthOf, reversed, sortValues } from './sequences.ts';
import { union } from './taint.ts';
import {
  bool,
  bytes,
  deepTaint,
  keyOf,
  list,
  NONE,
  number,
  text,
  truth,
  tuple,
  type Value,
} from './values.ts';

const sequenceOf =
  (kind: 'list' | 'tuple' | 'set'): Pure =>
  (args) => {
    if (args[0] === undefined) return { t: kind, taint: null, items: [], open: false };
    const items = iterate(args[0]);
    if (items === null) return { t: kind, taint: deepTaint(args[0]), items: [], open: true };
    const own = kind === 'set' ? distinct(items) : items.slice();
    return { t: kind, taint: args[0].taint, items: own, open: false };
  };

export const BUILTINS: Record<string, Pure> = {
  chr: ([x]) =>
    x?.t === 'num' && typeof x.v === 'number' && Number.isInteger(x.v) && x.v >= 0 && x.v <= 0x10ffff
      ? text(String.fromCodePoint(x.v), x.taint, 'computed')
      : null,
  unichr: (args, k, m) => BUILTINS.chr!(args, k, m),
  ord: ([x]) => {
    if (x?.t === 'bytes' && x.v.length === 1) return number(x.v.charCodeAt(0), false, x.taint);
    return x?.t === 'str' && x.v !== '' && String.fromCodePoint(x.v.codePointAt(0)!) === x.v
      ? number(x.v.codePointAt(0)!, false, x.taint)
      : null;
  },
  int: toInteger,
  float: ([x]) => {
    const value =
      x?.t === 'num' ? Number(x.v) : x?.t === 'str' && x.v.trim() !== '' ? Number(x.v) : Number.NaN;
    return Number.isNaN(value) ? null : number(value, true, x!.taint);
  },
  bool: ([x]) => {
    const known = x === undefined ? false : truth(x);
    return known === null ? null : bool(known);
  },
  str: ([x, encoding], keywords, m) => {
    if (x === undefined) return text('');
    if (x.t === 'bytes' && (encoding !== undefined || keywords.size > 0))
      return decodeText(m, x.v, raw(encoding) ?? 'utf-8', x.taint);
    const shown = str(x);
    return shown !== null
      ? text(shown, deepTaint(x))
      : x.t === 'template' || x.t === 'obj' || x.t === 'ref'
        ? x
        : null;
  },
  unicode: (args, k, m) => BUILTINS.str!(args, k, m),
  repr: ([x]) => {
    const shown = x === undefined ? null : repr(x);
    return shown === null ? null : text(shown, deepTaint(x!));
  },
  ascii: ([x]) => {
    const shown = x === undefined ? null : ascii(x);
    return shown === null ? null : text(shown, deepTaint(x!));
  },
  format: ([x, spec]) => (x === undefined ? null : field(x, raw(spec) ?? '', null)),
  bytes: ([x, encoding], _, m) => {
    if (x === undefined) return bytes('');
    if (x.t === 'str') return encodeText(x.v, raw(encoding) ?? 'utf-8', x.taint);
    if (x.t === 'bytes') return x;
    if (x.t === 'num' && typeof x.v === 'number' && x.v >= 0 && x.v < 1_000_000)
      return bytes('\0'.repeat(x.v), x.taint);
    const items = iterate(x);
    const codes = items === null ? null : charge(m, codesToText(items, 255));
    return codes === null ? null : bytes(codes, deepTaint(x), 'computed');
  },
  bytearray: ([x], _, m) => {
    if (x === undefined) return list([]);
    const content = BUILTINS.bytes!([x], new Map(), m);
    return content?.t === 'bytes' ? list(codesOf(content.v, null), content.taint) : null;
  },
  memoryview: ([x]) => x,
  list: sequenceOf('list'),
  tuple: sequenceOf('tuple'),
  set: sequenceOf('set'),
  frozenset: sequenceOf('set'),
  len: ([x]) => (x === undefined ? null : lengthOf(x)),
  range: (args, _, m) => range(args, m),
  xrange: (args, _, m) => range(args, m),
  enumerate: ([x, start], keywords) => {
    const items = x === undefined ? null : iterate(x);
    const first = start ?? keywords.get('start');
    const from = first === undefined ? 0 : first.t === 'num' ? Number(first.v) : Number.NaN;
    return items === null || Number.isNaN(from)
      ? null
      : list(
          items.map((item, i) => tuple([number(from + i), item])),
          x!.taint,
        );
  },
  reversed: ([x]) => (x === undefined ? null : reversed(x)),
  sorted: ([x], keywords) =>
    x === undefined || keywords.has('key') ? null : sortValues(x, keywords.get('reverse')),
  sum: ([x, start]) => {
    const items = x === undefined ? null : iterate(x);
    if (start?.t === 'list' || start?.t === 'str' || start?.t === 'tuple')
      return items === null ? null : items.reduce((all, item) => binary('+', all, item), start as Value);
    let total = start?.t === 'num' ? BigInt(Math.trunc(Number(start.v))) : 0n;
    for (const item of items ?? []) {
      if (item.t !== 'num' || item.float) return null;
      total += BigInt(item.v);
    }
    return items === null ? null : number(total, false, deepTaint(x!));
  },
  abs: ([x]) => (x?.t === 'num' ? number(x.v < 0 ? -x.v : x.v, x.float, x.taint) : null),
  min: (args) => extreme(args, -1),
  max: (args) => extreme(args, 1),
  round: ([x, digits]) =>
    x?.t !== 'num'
      ? null
      : digits === undefined
        ? number(roundHalfEven(Number(x.v)), false, x.taint)
        : digits.t === 'num' && x.float
          ? number(Number(fixed(Number(x.v), Math.min(Math.max(Number(digits.v), 0), 100))), true, x.taint)
          : null,
  divmod: ([x, y]) =>
    x?.t === 'num' && y?.t === 'num' && typeof x.v === 'number' && typeof y.v === 'number' && y.v !== 0
      ? tuple([number(Math.floor(x.v / y.v)), number(x.v - y.v * Math.floor(x.v / y.v))])
      : null,
  hex: ([x]) => inRadix(x, 16, '0x'),
  oct: ([x]) => inRadix(x, 8, '0o'),
  bin: ([x]) => inRadix(x, 2, '0b'),
  pow: ([x, y, z]) => {
    if (x?.t !== 'num' || y?.t !== 'num' || z?.t !== 'num') return null;
    return number(powerModulo(BigInt(x.v), BigInt(y.v), BigInt(z.v)) ?? 0n);
  },
  dict: ([x], keywords) => {
    const entries = new Map<string, { key: Value; value: Value }>();
    const pairs = x === undefined || x.t === 'dict' ? [] : iterate(x)?.map(iterate);
    if (x?.t === 'dict') for (const [key, entry] of x.entries) entries.set(key, entry);
    for (const pair of pairs ?? []) {
      const [key, value] = pair ?? [];
      const name = key === undefined ? null : keyOf(key);
      if (name !== null && value !== undefined) entries.set(name, { key: key!, value });
    }
    for (const [key, value] of keywords) entries.set(`s${key}`, { key: text(key), value });
    return {
      t: 'dict',
      taint: pairs === undefined && x !== undefined ? deepTaint(x) : (x?.taint ?? null),
      entries,
      open: pairs === undefined || pairs.includes(null) || (x?.t === 'dict' && x.open),
    };
  },
};

function toInteger([x, base]: Value[], keywords: Keywords): Value | null {
  const radix = base ?? keywords.get('base');
  if (x === undefined) return number(0);
  if (x.t === 'bool') return number(x.v ? 1 : 0, false, x.taint);
  if (x.t === 'num') return x.float ? number(Math.trunc(Number(x.v)), false, x.taint) : x;
  const body = raw(x)?.trim().replaceAll('_', '').toLowerCase();
  if (body === undefined || body === '' || body.length > 100_000) return null;
  const wanted = radix === undefined ? 10 : radix.t === 'num' ? Number(radix.v) : Number.NaN;
  const prefix = /^0[xob]/.exec(body)?.[0];
  const prefixBase = prefix === '0x' ? 16 : prefix === '0o' ? 8 : 2;
  if (prefix !== undefined && (wanted === 0 || wanted === prefixBase))
    return /^0(x[0-9a-f]+|o[0-7]+|b[01]+)$/.test(body) ? number(BigInt(body), false, x.taint) : null;
  if (wanted === 10 || wanted === 0)
    return /^[-+]?\d+$/.test(body) ? number(BigInt(body.replace('+', '')), false, x.taint) : null;
  if (wanted === 16 && /^[0-9a-f]+$/.test(body)) return number(BigInt(`0x${body}`), false, x.taint);
  if (wanted === 2 && /^[01]+$/.test(body)) return number(BigInt(`0b${body}`), false, x.taint);
  if (wanted === 8 && /^[0-7]+$/.test(body)) return number(BigInt(`0o${body}`), false, x.taint);
  const value = wanted >= 2 && wanted <= 36 && body.length <= 10 ? Number.parseInt(body, wanted) : Number.NaN;
  return Number.isNaN(value) ? null : number(value, false, x.taint);
}

/** Longest range that becomes a list. */
const RANGE_ITEMS = 200_000;

function range(args: Value[], m: Machine): Value | null {
  const numbers = args.map((arg) =>
    arg.t === 'num' && typeof arg.v === 'number' && !arg.float ? arg.v : Number.NaN,
  );
  if (numbers.some(Number.isNaN) || numbers.length === 0) return null;
  const [start, stop, step] =
    numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1];
  if (step === 0) return null;
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > RANGE_ITEMS || !m.mayFollow) return null;
  m.spend(length >> 2);
  const taint = args.reduce<Value['taint']>((all, arg) => union(all, arg.taint), null);
  const items = new Array<Value>(length);
  for (let i = 0; i < length; i++) items[i] = number(start + i * step);
  return list(items, taint);
}

function extreme(args: Value[], sign: number): Value | null {
  const items = args.length === 1 ? iterate(args[0]!) : args;
  const sorted =
    items === null || items.length === 0 ? null : iterate(sortValues(list(items), undefined) ?? NONE);
  return (sorted === null ? null : sorted[sign < 0 ? 0 : sorted.length - 1]) ?? null;
}

/** The first of each of equal items. */
function distinct(items: readonly Value[]): Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (key === null || !seen.has(key)) {
      if (key !== null) seen.add(key);
      return true;
    }
    return false;
  });
}

/** As Python rounds: halves go to the even neighbour. */
function roundHalfEven(v: number): number {
  const low = Math.floor(v);
  if (v - low !== 0.5) return Math.round(v);
  return low % 2 === 0 ? low : low + 1;
}

function inRadix(x: Value | undefined, radix: number, prefix: string): Value | null {
  if (x?.t !== 'num' || x.float) return null;
  return x.v < 0
    ? text(`-${prefix}${(-x.v).toString(radix)}`, x.taint)
    : text(prefix + x.v.toString(radix), x.taint);
}

function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint | null {
  if (modulus <= 0n || exponent < 0n || exponent > 1n << 4096n) return null;
  let result = 1n;
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus;
    base = (base * base) % modulus;
  }
  return result;
}
