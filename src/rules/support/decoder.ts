import type { FlowFact } from '../../contracts/fact.ts';

/** Sources that only join, fill in or convert readable text. */
const READABLE: ReadonlySet<string> = new Set(['computed text', 'constant text', 'os.fsdecode']);

/** True when a real decoder made the value, as opposed to formatting. */
export function isDecoder({ source }: FlowFact): boolean {
  return !READABLE.has(source.name);
}

/** True when the decoder's input was a constant of the distribution. */
export function isKnown({ source }: FlowFact): boolean {
  return READABLE.has(source.name) || /^[1-9]\d* characters$/.test(source.detail);
}
