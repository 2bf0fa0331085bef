import { createPaint } from '../report/paint.ts';
import type { TextOptions } from '../report/text.ts';

const NARROWEST = 60;
const WIDEST = 140;
/** Where the width is unknown: a file or a pipe. */
const UNKNOWN = 100;

/**
 * How to write text for people. Colour needs a terminal and may be refused by `--no-color` or `NO_COLOR`
 * (no-color.org); `FORCE_COLOR` asks for it elsewhere.
 */
export function textOptions(toFile: boolean, wanted: boolean, env = process.env): TextOptions {
  const terminal = !toFile && process.stdout.isTTY === true;
  const refused = !wanted || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const forced = !['', '0'].includes(env.FORCE_COLOR ?? '');
  const columns = terminal ? (process.stdout.columns ?? UNKNOWN) : UNKNOWN;
  return {
    paint: createPaint(!refused && (terminal || forced)),
    width: Math.min(WIDEST, Math.max(NARROWEST, columns)),
  };
}
