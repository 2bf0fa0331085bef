/** Python's struct module on known values: https://docs.python.org/3/library/struct.html */
import { number, type Value } from './values.ts';

const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 4,
  L: 4,
  q: 8,
  Q: 8,
};
/** Values of one format. */
const FIELDS = 100_000;

interface Field {
  code: string;
  count: number;
}

/** Fields of a format with an explicit or harmless byte order; null for what depends on the machine. */
function parse(format: string): { little: boolean; fields: Field[] } | null {
  const order = /^[<>=!@]?/.exec(format)![0];
  const fields: Field[] = [];
  let total = 0;
  for (const [piece, digits, code] of format.slice(order.length).matchAll(/(\d{0,6})([a-zA-Z?])|\S/g)) {
    if (code === undefined || (code !== 's' && code !== 'x' && code !== 'c' && !(code in SIZES))) return null;
    const count = digits === '' ? 1 : Number(digits);
    total += count;
    if (piece === '' || total > FIELDS) return null;
    fields.push({ code, count });
  }
  const aligned = (order === '' || order === '@') && fields.some(({ code }) => (SIZES[code] ?? 1) > 1);
  if (aligned && fields.length > 1) return null;
  return { little: order !== '>' && order !== '!', fields };
}

/** `struct.pack(format, *values)` as latin-1 text, or null. */
export function pack(format: string, values: readonly Value[]): string | null {
  const parsed = parse(format);
  if (parsed === null) return null;
  let out = '';
  let next = 0;
  for (const { code, count } of parsed.fields) {
    if (code === 'x') out += '\0'.repeat(count);
    else if (code === 's') {
      const value = values[next++];
      if (value?.t !== 'bytes') return null;
      out += value.v.slice(0, count).padEnd(count, '\0');
    } else {
      for (let i = 0; i < count; i++) {
        const packed = packOne(code, values[next++], parsed.little);
        if (packed === null) return null;
        out += packed;
      }
    }
  }
  return next === values.length ? out : null;
}

function packOne(code: string, value: Value | undefined, little: boolean): string | null {
  if (code === 'c') return value?.t === 'bytes' && value.v.length === 1 ? value.v : null;
  if (value?.t === 'bool') return value.v ? '\x01' : '\0';
  if (value?.t !== 'num' || value.float) return null;
  const bits = BigInt(SIZES[code]! * 8);
  let rest = BigInt.asUintN(Number(bits), BigInt(value.v));
  let out = '';
  for (let i = 0; i < SIZES[code]!; i++, rest >>= 8n) out += String.fromCharCode(Number(rest & 0xffn));
  return little ? out : Array.from(out).reverse().join('');
}

/** `struct.unpack(format, data)`, or null. */
export function unpack(format: string, data: string): Value[] | null {
  const parsed = parse(format);
  if (parsed === null) return null;
  const values: Value[] = [];
  let at = 0;
  for (const { code, count } of parsed.fields) {
    if (code === 'x') at += count;
    else if (code === 's') {
      values.push({ t: 'bytes', taint: null, v: data.slice(at, at + count), made: 'joined' });
      at += count;
    } else {
      const size = SIZES[code] ?? 1;
      for (let i = 0; i < count; i++, at += size)
        values.push(unpackOne(code, data.slice(at, at + size), parsed.little));
    }
  }
  return at === data.length ? values : null;
}

function unpackOne(code: string, data: string, little: boolean): Value {
  if (code === 'c') return { t: 'bytes', taint: null, v: data, made: 'joined' };
  const digits = little ? Array.from(data).reverse().join('') : data;
  const value = BigInt(`0x${Buffer.from(`\0${digits}`, 'latin1').toString('hex')}`);
  const signed = code !== '?' && code === code.toLowerCase();
  return number(signed ? BigInt.asIntN(data.length * 8, value) : value);
}
