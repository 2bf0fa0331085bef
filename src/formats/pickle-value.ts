import { PICKLE_ITEMS, PICKLE_TEXT, VALUE_TEXT_LIMIT } from '../limits.ts';
import { latin1 } from './byte-view.ts';

/** What is known of an object on the symbolic stack of a pickle. */
export type PickleValue =
  | { kind: 'literal'; value: string | number | bigint | boolean | Uint8Array | null }
  | { kind: 'global'; name: string; entry: number }
  | { kind: 'container'; form: 'tuple' | 'list' | 'dict' | 'set'; items: PickleValue[]; more: boolean }
  | { kind: 'result'; of: string }
  | { kind: 'unknown' };

export const UNKNOWN: PickleValue = { kind: 'unknown' };
const RENDER_DEPTH = 4;
const BRACKETS = { tuple: ['(', ')'], list: ['[', ']'], dict: ['{', '}'], set: ['{', '}'] } as const;

export function container(form: 'tuple' | 'list' | 'dict' | 'set', items: PickleValue[]): PickleValue {
  return { kind: 'container', form, items: items.slice(0, PICKLE_ITEMS), more: items.length > PICKLE_ITEMS };
}

/** Appends to a container as far as items are kept. */
export function extend(target: PickleValue | undefined, items: readonly PickleValue[]): void {
  if (target?.kind !== 'container') return;
  for (const item of items) {
    if (target.items.length >= PICKLE_ITEMS) {
      target.more = true;
      return;
    }
    target.items.push(item);
  }
}

/** The text of a string literal, or null. */
export function literalText(value: PickleValue | undefined): string | null {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

/** Arguments of a call, one text each: strings as they are, all else Python-like, `…` for what is unknown. */
export function renderArguments(value: PickleValue | undefined): string[] {
  if (value?.kind !== 'container') return value ? [render(value, 0)] : [];
  return value.items.map((item) => (literalText(item) ?? render(item, 0)).slice(0, PICKLE_TEXT));
}

function render(value: PickleValue, depth: number): string {
  switch (value.kind) {
    case 'literal':
      return renderLiteral(value.value);
    case 'global':
      return value.name;
    case 'result':
      return `${value.of}(…)`;
    case 'unknown':
      return '…';
    case 'container': {
      if (depth >= RENDER_DEPTH) return '…';
      const [open, close] = BRACKETS[value.form];
      const shown = value.items.slice(0, 8).map((item) => render(item, depth + 1));
      const rest = value.more || value.items.length > 8 ? ', …' : '';
      return `${open}${shown.join(', ')}${rest}${close}`.slice(0, VALUE_TEXT_LIMIT);
    }
  }
}

function renderLiteral(value: string | number | bigint | boolean | Uint8Array | null): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, VALUE_TEXT_LIMIT));
  if (value instanceof Uint8Array) return `b${JSON.stringify(latin1(value.subarray(0, VALUE_TEXT_LIMIT)))}`;
  return String(value);
}
