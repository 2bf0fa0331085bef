import type { ScanResult } from '../contracts/result.ts';
import { INVISIBLE } from './visible.ts';

/** One result as an object, several as an array; indented, ending in a line break. */
export function renderJson(results: readonly ScanResult[]): string {
  return `${safeJson(results.length === 1 ? results[0] : results, 2)}\n`;
}

/** One value on one line. */
export function renderJsonLine(value: object): string {
  return `${safeJson(value)}\n`;
}

/**
 * JSON whose strings keep their exact values while the text itself holds no character that a terminal acts
 * upon: those, the invisible ones included, are written as `\u` escapes.
 */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(INVISIBLE, (character) => {
    if (character === '\n') return character;
    let escaped = '';
    for (let unit = 0; unit < character.length; unit++) {
      escaped += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
