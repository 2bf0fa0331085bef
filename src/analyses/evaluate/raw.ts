/** Content of text and bytes values, for functions over them. */
import { charge } from './codecs.ts';
import type { Machine } from './machine.ts';
import { bytes, deepTaint, unknown, type Value } from './values.ts';

export type Keywords = ReadonlyMap<string, Value>;
/** undefined or null: not known. */
export type Pure = (args: Value[], keywords: Keywords, m: Machine) => Value | null | undefined;

/** Content of a text or bytes value. */
export const raw = (value: Value | undefined): string | null =>
  value?.t === 'str' || value?.t === 'bytes' ? value.v : null;

/** A decoder from text or bytes to bytes. */
export const decoder =
  (decode: (v: string, m: Machine, args: Value[], keywords: Keywords) => string | null): Pure =>
  (args, keywords, m) => {
    const input = rawBytes(args[0] ?? keywords.get('s') ?? keywords.get('data'));
    if (input === null) return null;
    const output = charge(m, decode(input, m, args, keywords));
    return output === null ? null : bytes(output, deepTaint(args[0] ?? unknown(null)), 'computed');
  };

/** Bytes as latin-1 text; a list of small integers is a bytearray. */
export function rawBytes(value: Value | undefined): string | null {
  const direct = raw(value);
  if (direct !== null) return direct;
  if (value?.t !== 'list' && value?.t !== 'tuple') return null;
  return value.open ? null : codesToText(value.items, 255);
}

export function codesToText(items: readonly Value[], largest: number): string | null {
  const out: string[] = [];
  for (const item of items) {
    if (item.t !== 'num' || typeof item.v !== 'number' || item.v < 0 || item.v > largest || item.float)
      return null;
    out.push(String.fromCodePoint(item.v));
  }
  return out.join('');
}
