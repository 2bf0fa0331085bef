/**
 * Instructions of CPython bytecode (Lib/dis.py), read in one pass: operations with their full arguments and jump
 * targets. Nothing is executed.
 */
import { BYTECODE_INSTRUCTIONS } from '../../limits.ts';
import { OPCODE_ROWS } from './opcodes.generated.ts';

export interface Instruction {
  /** Byte offset of the first prefix, which jumps mean. */
  offset: number;
  /** Byte offset behind the instruction and its caches. */
  next: number;
  name: string;
  /** With all EXTENDED_ARG in front of it; 0 for operations without. */
  argument: number;
  /** Byte offset a jump leads to, or null. */
  target: number | null;
}

interface Operation {
  name: string;
  caches: number;
}

export interface Table {
  first: number;
  operations: ReadonlyMap<number, Operation>;
  /** Instructions with arguments are longer than those without (before 3.6). */
  isOld: boolean;
  /** 3.10 and later count jumps in instructions. */
  unit: 1 | 2;
  /** 3.11 and later count all jumps from the next instruction. */
  relative: boolean;
}

/** Decoded code, and how many bytes of it no compiler writes: unknown operations and caches that hold something. */
export interface Decoded {
  instructions: Instruction[];
  strange: number;
}

/** Versions with a table of their own, oldest first. */
export const TABLE_VERSIONS: readonly string[] = Object.keys(OPCODE_ROWS);

/** The version whose table reads this one's code, or null: 3.0 to 3.5 have instructions of their own. */
export function tableVersion(python: string): string | null {
  if (Object.hasOwn(OPCODE_ROWS, python)) return python;
  const [major, minor] = python.split('.').map(Number);
  if (major === 3 && minor !== undefined && minor > 14) return '3.14';
  return major === 2 && minor === 6 ? '2.7' : null;
}

/** How one of `TABLE_VERSIONS` writes its instructions. */
export function tableOf(version: string): Table {
  const [first, rows] = OPCODE_ROWS[version]!;
  const operations = new Map<number, Operation>();
  for (const row of rows.split(' ')) {
    const [number = '', name = '', caches = '0'] = row.split(':');
    operations.set(Number(number), { name, caches: Number(caches) });
  }
  const [major, minor = 0] = version.split('.').map(Number);
  const isOld = major === 2;
  return { first, operations, isOld, unit: !isOld && minor >= 10 ? 2 : 1, relative: !isOld && minor >= 11 };
}

/** Instructions of `co_code` as a version of `TABLE_VERSIONS` reads them, at most `limit`. */
export function decodeInstructions(code: Uint8Array, table: Table, limit = BYTECODE_INSTRUCTIONS): Decoded {
  const instructions: Instruction[] = [];
  let strange = 0;
  let extended = 0;
  let start = 0;
  for (let at = 0; at < code.length && instructions.length < limit; ) {
    const opcode = code[at]!;
    const operation = table.operations.get(opcode);
    if (operation === undefined || operation.name === 'CACHE') strange++;
    const takes = opcode >= table.first;
    const wide = table.isOld && takes;
    const low = wide ? (code[at + 1] ?? 0) | ((code[at + 2] ?? 0) << 8) : takes ? (code[at + 1] ?? 0) : 0;
    const argument = (extended | low) >>> 0;
    const end = at + (table.isOld ? (takes ? 3 : 1) : 2);
    const name = operation?.name ?? `<${opcode}>`;
    if (name === 'EXTENDED_ARG') {
      extended = (argument << (wide ? 16 : 8)) >>> 0;
      at = end;
      continue;
    }
    extended = 0;
    const next = end + (operation?.caches ?? 0) * 2;
    for (let cache = end; cache < next; cache++) if (code[cache] !== 0) strange++;
    instructions.push({ offset: start, next, name, argument, target: targetOf(name, argument, next, table) });
    at = next;
    start = next;
  }
  return { instructions, strange };
}

const ABSOLUTE =
  /^(?:JUMP_ABSOLUTE|CONTINUE_LOOP|POP_JUMP_IF_(?:TRUE|FALSE)|JUMP_IF_(?:TRUE|FALSE)_OR_POP|JUMP_IF_NOT_EXC_MATCH)$/;
const FORWARD =
  /^(?:JUMP_FORWARD|FOR_ITER|SETUP_(?:LOOP|EXCEPT|FINALLY|WITH|ASYNC_WITH)|SEND|CALL_FINALLY|POP_JUMP_FORWARD_IF_\w+|POP_JUMP_IF_(?:NOT_)?NONE)$/;

function targetOf(name: string, argument: number, next: number, { unit, relative }: Table): number | null {
  if (name.startsWith('JUMP_BACKWARD') || name.startsWith('POP_JUMP_BACKWARD')) return next - argument * unit;
  if (FORWARD.test(name)) return next + argument * unit;
  if (!ABSOLUTE.test(name)) return null;
  return relative ? next + argument * unit : argument * unit;
}

/** A stretch of code whose exceptions are handled elsewhere (Objects/exception_handling_notes.txt). */
export interface Guard {
  start: number;
  end: number;
  target: number;
  /** Values on the stack that the handler keeps. */
  depth: number;
  /** The handler also gets the offset of the failing instruction. */
  lasti: boolean;
}

/** co_exceptiontable: four numbers an entry, in groups of six bits, the first byte of an entry marked. */
export function guardsOf(table: Uint8Array): Guard[] {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of table) {
    value = ((value << 6) | (byte & 0x3f)) >>> 0;
    if (byte & 0x40) continue;
    numbers.push(value);
    value = 0;
  }
  const guards: Guard[] = [];
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [start = 0, length = 0, target = 0, last = 0] = numbers.slice(at, at + 4);
    guards.push({
      start: start * 2,
      end: (start + length) * 2,
      target: target * 2,
      depth: last >>> 1,
      lasti: (last & 1) !== 0,
    });
  }
  return guards;
}
