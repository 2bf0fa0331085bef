/** Constants of bytecode as Python writes them. */
import type { PyConstant } from '../../contracts/artifact.ts';
import { BYTECODE_LITERAL_DEPTH } from '../../limits.ts';
import { UNKNOWN_NAME } from './entries.ts';

/** The constant as an expression; code objects and what is nested too deep read as unknown. */
export function literalOf(constant: PyConstant | undefined, depth = BYTECODE_LITERAL_DEPTH): string {
  if (constant === undefined || depth === 0) return UNKNOWN_NAME;
  const all = (items: readonly PyConstant[]): string[] => items.map((item) => literalOf(item, depth - 1));
  switch (constant.type) {
    case 'none':
      return 'None';
    case 'bool':
      return constant.value ? 'True' : 'False';
    case 'ellipsis':
      return '...';
    case 'int':
      return integerText(constant.value);
    case 'float':
      return floatText(constant.value);
    case 'complex':
      return `(${floatText(constant.value[0])} + ${floatText(constant.value[1])} * 1j)`;
    case 'str':
      return JSON.stringify(constant.value);
    case 'bytes':
      return bytesText(constant.value);
    case 'tuple':
      return constant.items.length === 1
        ? `(${all(constant.items)[0]},)`
        : `(${all(constant.items).join(', ')})`;
    case 'list':
      return `[${all(constant.items).join(', ')}]`;
    case 'set':
    case 'frozenset':
      return constant.items.length === 0 ? 'set()' : `{${all(constant.items).join(', ')}}`;
    case 'slice':
      return `slice(${all(constant.items).join(', ')})`;
    case 'dict':
      return `{${constant.entries.map((entry) => all(entry).join(': ')).join(', ')}}`;
    default:
      return UNKNOWN_NAME;
  }
}

/** Integers up to this are written in decimal: converting longer ones takes more than linear time. */
const DECIMAL = 1n << 64n;

function integerText(value: bigint): string {
  const magnitude = value < 0n ? -value : value;
  const text = magnitude < DECIMAL ? String(magnitude) : `0x${magnitude.toString(16)}`;
  return value < 0n ? `(-${text})` : text;
}

function floatText(value: number): string {
  if (!Number.isFinite(value)) return `float("${Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf'}")`;
  const magnitude = Math.abs(value);
  const text = Number.isInteger(magnitude) && magnitude < 1e16 ? `${magnitude}.0` : String(magnitude);
  return value < 0 || Object.is(value, -0) ? `(-${text})` : text;
}

function bytesText(value: Uint8Array): string {
  const pieces: string[] = [];
  for (const byte of value) {
    if (byte === 0x22 || byte === 0x5c) pieces.push(`\\${String.fromCharCode(byte)}`);
    else if (byte >= 0x20 && byte < 0x7f) pieces.push(String.fromCharCode(byte));
    else pieces.push(`\\x${byte.toString(16).padStart(2, '0')}`);
  }
  return `b"${pieces.join('')}"`;
}

/** The inside of an f-string for constant text, or for the text of an expression without quotes. */
export function templateText(value: string): string {
  return JSON.stringify(value).slice(1, -1).replaceAll('{', '{{').replaceAll('}', '}}');
}
