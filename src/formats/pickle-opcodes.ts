/**
 * Opcodes of pickle protocols 0-5 and how their arguments are encoded, after CPython's Lib/pickletools.py.
 */

export type PickleArgument =
  | 'none'
  | 'u8'
  | 'u16'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'f64'
  | 'line' // text up to a newline
  | 'two-lines'
  | 'text8' // UTF-8 with a length of that many bits
  | 'text32'
  | 'text64'
  | 'bytes8'
  | 'bytes32'
  | 'bytes64'
  | 'string8' // Python 2 str
  | 'string32'
  | 'long8' // little-endian two's complement
  | 'long32';

export interface PickleOpcode {
  name: string;
  argument: PickleArgument;
}

const table: readonly [number | string, string, PickleArgument][] = [
  ['I', 'INT', 'line'],
  ['J', 'BININT', 'i32'],
  ['K', 'BININT1', 'u8'],
  ['M', 'BININT2', 'u16'],
  ['L', 'LONG', 'line'],
  [0x8a, 'LONG1', 'long8'],
  [0x8b, 'LONG4', 'long32'],
  ['S', 'STRING', 'line'],
  ['T', 'BINSTRING', 'string32'],
  ['U', 'SHORT_BINSTRING', 'string8'],
  ['B', 'BINBYTES', 'bytes32'],
  ['C', 'SHORT_BINBYTES', 'bytes8'],
  [0x8e, 'BINBYTES8', 'bytes64'],
  [0x96, 'BYTEARRAY8', 'bytes64'],
  [0x97, 'NEXT_BUFFER', 'none'],
  [0x98, 'READONLY_BUFFER', 'none'],
  ['N', 'NONE', 'none'],
  [0x88, 'NEWTRUE', 'none'],
  [0x89, 'NEWFALSE', 'none'],
  ['V', 'UNICODE', 'line'],
  [0x8c, 'SHORT_BINUNICODE', 'text8'],
  ['X', 'BINUNICODE', 'text32'],
  [0x8d, 'BINUNICODE8', 'text64'],
  ['F', 'FLOAT', 'line'],
  ['G', 'BINFLOAT', 'f64'],
  [']', 'EMPTY_LIST', 'none'],
  ['a', 'APPEND', 'none'],
  ['e', 'APPENDS', 'none'],
  ['l', 'LIST', 'none'],
  [')', 'EMPTY_TUPLE', 'none'],
  ['t', 'TUPLE', 'none'],
  [0x85, 'TUPLE1', 'none'],
  [0x86, 'TUPLE2', 'none'],
  [0x87, 'TUPLE3', 'none'],
  ['}', 'EMPTY_DICT', 'none'],
  ['d', 'DICT', 'none'],
  ['s', 'SETITEM', 'none'],
  ['u', 'SETITEMS', 'none'],
  [0x8f, 'EMPTY_SET', 'none'],
  [0x90, 'ADDITEMS', 'none'],
  [0x91, 'FROZENSET', 'none'],
  ['0', 'POP', 'none'],
  ['2', 'DUP', 'none'],
  ['(', 'MARK', 'none'],
  ['1', 'POP_MARK', 'none'],
  ['g', 'GET', 'line'],
  ['h', 'BINGET', 'u8'],
  ['j', 'LONG_BINGET', 'u32'],
  ['p', 'PUT', 'line'],
  ['q', 'BINPUT', 'u8'],
  ['r', 'LONG_BINPUT', 'u32'],
  [0x94, 'MEMOIZE', 'none'],
  [0x82, 'EXT1', 'u8'],
  [0x83, 'EXT2', 'u16'],
  [0x84, 'EXT4', 'i32'],
  ['c', 'GLOBAL', 'two-lines'],
  [0x93, 'STACK_GLOBAL', 'none'],
  ['R', 'REDUCE', 'none'],
  ['b', 'BUILD', 'none'],
  ['i', 'INST', 'two-lines'],
  ['o', 'OBJ', 'none'],
  [0x81, 'NEWOBJ', 'none'],
  [0x92, 'NEWOBJ_EX', 'none'],
  [0x80, 'PROTO', 'u8'],
  ['.', 'STOP', 'none'],
  [0x95, 'FRAME', 'u64'],
  ['P', 'PERSID', 'line'],
  ['Q', 'BINPERSID', 'none'],
];

/** By byte value. */
export const PICKLE_OPCODES_BY_BYTE: ReadonlyMap<number, PickleOpcode> = new Map(
  table.map(([code, name, argument]) => [
    typeof code === 'string' ? code.charCodeAt(0) : code,
    { name, argument },
  ]),
);

/** What an opcode's argument was: decoded, and where the next opcode starts. */
export interface DecodedArgument {
  value: string | number | bigint | Uint8Array | null;
  /** Second line of `two-lines`. */
  second: string;
  next: number;
}
