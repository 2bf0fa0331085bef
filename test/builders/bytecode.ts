/** Code objects put together from operation names, for versions without an interpreter at hand. */
import type { CodeObject, PyConstant } from '../../src/contracts/artifact.ts';
import { OPCODE_ROWS } from '../../src/formats/bytecode/opcodes.generated.ts';

export type Step = string | [name: string, argument: number];

interface Parts {
  names?: string[];
  constants?: PyConstant[];
  locals?: string[];
  exceptions?: Uint8Array;
}

/** Wordcode of 3.6 and later with empty caches; arguments above a byte get their prefixes. */
export function assemble(version: string, steps: readonly Step[]): Uint8Array {
  const operations = new Map<string, [number, number]>();
  for (const row of OPCODE_ROWS[version]![1].split(' ')) {
    const [number, name, caches] = row.split(':');
    operations.set(name!, [Number(number), Number(caches ?? 0)]);
  }
  const bytes: number[] = [];
  for (const step of steps) {
    const [name, argument] = typeof step === 'string' ? [step, 0] : step;
    const [number, caches] = operations.get(name)!;
    for (const shift of [24, 16, 8]) {
      if (argument >>> shift > 0) bytes.push(operations.get('EXTENDED_ARG')![0], (argument >>> shift) & 0xff);
    }
    bytes.push(number, argument & 0xff, ...Array.from({ length: caches * 2 }, () => 0));
  }
  return Uint8Array.from(bytes);
}

/** A module's code object. */
export function codeOf(version: string, steps: readonly Step[], parts: Parts = {}): CodeObject {
  const { names = [], constants = [], locals = [], exceptions = new Uint8Array() } = parts;
  return {
    name: '<module>',
    filename: 'm.py',
    firstLine: 1,
    names,
    varnames: locals,
    constants,
    children: [],
    body: {
      bytes: assemble(version, steps),
      constants,
      locals,
      cells: [],
      free: [],
      parameters: { positional: 0, positionalOnly: 0, keywordOnly: 0 },
      flags: 0,
      exceptions,
      since: '3.11',
    },
  };
}

export const text = (value: string): PyConstant => ({ type: 'str', value });
export const int = (value: number): PyConstant => ({ type: 'int', value: BigInt(value) });
export const tuple = (...items: PyConstant[]): PyConstant => ({ type: 'tuple', items });
export const NONE: PyConstant = { type: 'none' };
