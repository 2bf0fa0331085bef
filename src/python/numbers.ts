import { INTEGER_DIGITS } from '../limits.ts';
import type { Expression } from './ast.ts';
import type { Scanner } from './scanner.ts';

/** The number token that is current, as a constant. Legacy octal (`0777`) and long (`10L`) mark Python 2. */
export function numberNode(s: Scanner): Expression {
  const { source, start, end } = s;
  const length = end - start;
  if (length <= 9) {
    // Nearly all numbers are short runs of digits.
    let value = 0;
    let i = start;
    for (; i < end; i++) {
      const digit = source.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (i === end && (length === 1 || source.charCodeAt(start) !== 48)) {
      return { kind: 'Constant', start, end, type: 'int', value };
    }
  }
  return numberFromText(s, source.slice(start, end).replaceAll('_', '').toLowerCase());
}

function numberFromText(s: Scanner, text: string): Expression {
  const { start, end } = s;
  const prefix = text.slice(0, 2);
  if (prefix === '0x' || prefix === '0o' || prefix === '0b') {
    return integerNode(s, dropLong(s, text));
  }
  if (text.endsWith('j')) {
    return { kind: 'Constant', start, end, type: 'imaginary', value: Number(text.slice(0, -1)) };
  }
  if (text.includes('.') || text.includes('e')) {
    return { kind: 'Constant', start, end, type: 'float', value: Number(text) };
  }
  const digits = dropLong(s, text);
  if (digits.charCodeAt(0) === 48 && digits.length > 1 && !isZero(digits)) {
    s.python2 = true;
    return integerNode(s, isOctal(digits) ? `0o${digits}` : digits);
  }
  return integerNode(s, digits);
}

function dropLong(s: Scanner, text: string): string {
  if (!text.endsWith('l')) return text;
  s.python2 = true;
  return text.slice(0, -1);
}

function isZero(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) if (digits.charCodeAt(i) !== 48) return false;
  return true;
}

function isOctal(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) {
    const c = digits.charCodeAt(i);
    if (c < 48 || c > 55) return false;
  }
  return true;
}

function integerNode(s: Scanner, text: string): Expression {
  const { start, end } = s;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: 'Constant', start, end, type: 'int', value };
  if (Number.isNaN(value)) return errorNode(s, 'malformed number');
  const isPowerOfTwoRadix = text.length > 2 && text.charCodeAt(1) > 57;
  // Decimal conversion is more than linear; hexadecimal is not.
  if (!isPowerOfTwoRadix && text.length > INTEGER_DIGITS) return errorNode(s, 'integer literal too long');
  return { kind: 'Constant', start, end, type: 'bigint', value: BigInt(text) };
}

function errorNode(s: Scanner, message: string): Expression {
  s.report(message, s.start, s.end);
  return { kind: 'ErrorExpression', start: s.start, end: s.end, message };
}
