import { PICKLE_LINE, PICKLE_TEXT } from '../limits.ts';
import { type ByteView, indexOfBytes, latin1 } from './byte-view.ts';
import type { DecodedArgument, PickleArgument } from './pickle-opcodes.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes the argument that starts at `at`, or null when it does not fit. */
export function decodeArgument(view: ByteView, at: number, kind: PickleArgument): DecodedArgument | null {
  switch (kind) {
    case 'none':
      return { value: null, second: '', next: at };
    case 'line':
      return line(view, at);
    case 'two-lines':
      return twoLines(view, at);
    case 'u8':
      return fixed(view, at, 1, () => view.u8(at));
    case 'u16':
      return fixed(view, at, 2, () => view.u16(at));
    case 'u32':
      return fixed(view, at, 4, () => view.u32(at));
    case 'i32':
      return fixed(view, at, 4, () => view.i32(at));
    case 'u64':
      return fixed(view, at, 8, () => view.u64(at));
    case 'f64':
      return fixed(view, at, 8, () => bigEndianDouble(view.slice(at, 8)));
    default:
      return counted(view, at, kind);
  }
}

type Counted = Exclude<
  PickleArgument,
  'none' | 'line' | 'two-lines' | 'u8' | 'u16' | 'u32' | 'i32' | 'u64' | 'f64'
>;

function counted(view: ByteView, at: number, kind: Counted): DecodedArgument | null {
  const width = kind.endsWith('64') ? 8 : kind.endsWith('32') ? 4 : 1;
  if (!view.has(at, width)) return null;
  const size = width === 8 ? view.u64(at) : width === 4 ? view.u32(at) : view.u8(at);
  const start = at + width;
  if (!view.has(start, size)) return null;
  const bytes = view.slice(start, Math.min(size, PICKLE_TEXT));
  const next = start + size;
  if (kind.startsWith('text')) return { value: utf8.decode(bytes), second: '', next };
  if (kind.startsWith('string')) return { value: latin1(bytes), second: '', next };
  if (kind.startsWith('long')) return { value: littleEndianInteger(bytes, size), second: '', next };
  return { value: bytes, second: '', next };
}

function fixed(view: ByteView, at: number, size: number, read: () => number): DecodedArgument | null {
  return view.has(at, size) ? { value: read(), second: '', next: at + size } : null;
}

function line(view: ByteView, at: number): DecodedArgument | null {
  const end = indexOfBytes(view.slice(at, PICKLE_LINE), '\n');
  if (end < 0) return null;
  return { value: utf8.decode(view.slice(at, end)), second: '', next: at + end + 1 };
}

function twoLines(view: ByteView, at: number): DecodedArgument | null {
  const first = line(view, at);
  const second = first && line(view, first.next);
  if (!first || !second) return null;
  return { value: first.value, second: String(second.value), next: second.next };
}

function bigEndianDouble(bytes: Uint8Array): number {
  return Buffer.from(bytes).readDoubleBE(0);
}

/** Two's complement of any length; above 64 bytes only the number of bytes is told, as nobody reads the value. */
function littleEndianInteger(bytes: Uint8Array, size: number): bigint | string {
  if (size === 0) return 0n;
  if (size > 64) return `an integer of ${size} bytes`;
  const unsigned = BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}
