import picocolors from 'picocolors';
import type { Verdict } from '../contracts/result.ts';

type Brush = (text: string) => string;

/** Colours by meaning; plain text when colour is off. */
export interface Paint extends Record<Verdict, Brush> {
  badge(verdict: Verdict, text: string): string;
  strong: Brush;
  dim: Brush;
  place: Brush;
  rule: Brush;
  focus: Brush;
}

export function createPaint(colour: boolean): Paint {
  const colours = picocolors.createColors(colour);
  const verdicts: Record<Verdict, Brush> = {
    malicious: colours.red,
    suspicious: colours.yellow,
    incomplete: colours.magenta,
    'no-findings': colours.green,
  };
  return {
    ...verdicts,
    badge: (verdict, text) => (colour ? colours.bold(colours.inverse(verdicts[verdict](text))) : text.trim()),
    strong: colours.bold,
    dim: colours.dim,
    place: colours.cyan,
    rule: colours.bold,
    focus: colours.yellow,
  };
}
