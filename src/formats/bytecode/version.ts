/** Which Python wrote a code object that does not say so. */
import type { CodeObject } from '../../contracts/artifact.ts';
import { allCode } from '../marshal.ts';
import { decodeInstructions, tableOf } from './instructions.ts';

/** Versions by the layout of their code objects, newest first. */
const CANDIDATES: Readonly<Record<CodeObject['body']['since'], readonly string[]>> = {
  '2.3': ['2.7'],
  '3.0': ['3.7', '3.6'],
  '3.8': ['3.10', '3.9', '3.8'],
  '3.11': ['3.14', '3.13', '3.12', '3.11'],
};
/** Instructions that tell versions apart. */
const SAMPLE = 2_000;

/** The version in which the code reads best: fewest unknown operations, and fewest names and constants it lacks. */
export function likelyVersion(root: CodeObject): string | null {
  let best: { version: string; faults: number } | null = null;
  for (const version of CANDIDATES[root.body.since]) {
    const table = tableOf(version);
    let left = SAMPLE;
    let faults = 0;
    for (const code of allCode(root)) {
      if (left <= 0) break;
      const { instructions, strange } = decodeInstructions(code.body.bytes, table, left);
      left -= instructions.length;
      faults += strange + faultsOf(code, version, instructions);
    }
    if (best === null || faults < best.faults) best = { version, faults };
  }
  return best?.version ?? null;
}

function faultsOf(
  { names, body }: CodeObject,
  version: string,
  instructions: ReturnType<typeof decodeInstructions>['instructions'],
): number {
  const minor = Number(version.split('.')[1]);
  let faults = 0;
  for (const { name, argument, target, next } of instructions) {
    if (target !== null && (target < 0 || target > body.bytes.length)) faults++;
    if (name === 'LOAD_CONST' && argument >= body.constants.length) faults++;
    if (/^(?:LOAD|STORE)_FAST$/.test(name) && argument >= body.locals.length) faults++;
    const shift = minor >= 11 && (name === 'LOAD_GLOBAL' || (name === 'LOAD_ATTR' && minor >= 12)) ? 1 : 0;
    if (
      /^(?:(?:LOAD|STORE)_(?:NAME|GLOBAL|ATTR)|LOAD_METHOD|IMPORT_\w+)$/.test(name) &&
      argument >> shift >= names.length
    )
      faults++;
    if (next > body.bytes.length) faults++;
  }
  const last = instructions.at(-1)?.name ?? '';
  return faults + (/^(?:RETURN|RAISE|RERAISE|JUMP|YIELD|END_FINALLY)/.test(last) ? 0 : 1);
}
