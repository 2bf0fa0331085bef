/** `str.translate`, `bytes.translate` and their tables. */
import { union } from './taint.ts';
import { type Bytes, bytes, NONE, number, type Text, VALUE_LENGTH, type Value } from './values.ts';

export function translate(receiver: Text | Bytes, args: Value[], make: (v: string) => Value): Value | null {
  const table = args[0];
  if (table === undefined) return null;
  if (receiver.t === 'bytes' || table.t === 'bytes' || (table.t === 'str' && table.v.length === 256)) {
    if ((table.t !== 'bytes' && table.t !== 'str') || table.v.length !== 256) return null;
    let out = '';
    for (let i = 0; i < receiver.v.length; i++) out += table.v[receiver.v.charCodeAt(i) & 255];
    return make(out);
  }
  if (table.t !== 'dict' || table.open) return null;
  const known = new Map<string, string>();
  let out = '';
  for (const c of receiver.v) {
    let to = known.get(c);
    if (to === undefined) {
      const found = translated(c, table.entries.get(`n${c.codePointAt(0)}`)?.value);
      if (found === null) return null;
      known.set(c, (to = found));
    }
    out += to;
    if (out.length > VALUE_LENGTH) return null;
  }
  return make(out);
}

/** What a table's entry makes of one character. */
function translated(c: string, entry: Value | undefined): string | null {
  if (entry === undefined) return c;
  if (entry.t === 'str') return entry.v;
  if (entry.t === 'num' && typeof entry.v === 'number' && entry.v >= 0 && entry.v <= 0x10ffff)
    return String.fromCodePoint(entry.v);
  return entry.t === 'none' ? '' : null;
}

export function makeTranslation(args: Value[]): Value | null {
  const [from, to, drop] = args;
  const entries = new Map<string, { key: Value; value: Value }>();
  const put = (code: number, value: Value): void => {
    entries.set(`n${code}`, { key: number(code), value });
  };
  if (from?.t === 'dict' && to === undefined) {
    for (const { key, value } of from.entries.values()) {
      if (key.t === 'str' && key.v.length > 0) put(key.v.codePointAt(0)!, value);
      else if (key.t === 'num' && typeof key.v === 'number') put(key.v, value);
      else return null;
    }
    return { t: 'dict', taint: from.taint, entries, open: from.open };
  }
  if (from?.t === 'bytes' && to?.t === 'bytes' && from.v.length === to.v.length) {
    const table = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i));
    for (let i = 0; i < from.v.length; i++) table[from.v.charCodeAt(i)] = to.v[i]!;
    return bytes(table.join(''), union(from.taint, to.taint));
  }
  if (from?.t !== 'str' || to?.t !== 'str') return null;
  const target = Array.from(to.v);
  for (const [i, c] of Array.from(from.v).entries()) {
    if (target[i] !== undefined) put(c.codePointAt(0)!, number(target[i]!.codePointAt(0)!));
  }
  if (drop?.t === 'str') for (const c of drop.v) put(c.codePointAt(0)!, NONE);
  return { t: 'dict', taint: union(from.taint, to.taint), entries, open: false };
}
