/** Load commands of one Mach-O image: sections, libraries, symbols, signature. */
import { BINARY_NAME, BINARY_SECTIONS, BINARY_SYMBOLS } from '../limits.ts';
import { type ByteView, latin1 } from './byte-view.ts';
import { entropyMeter } from './entropy.ts';
import { NameList, type Section } from './native-parts.ts';

const COMMAND = { segment: 0x1, symbols: 0x2, segment64: 0x19, codeSignature: 0x1d } as const;
/** LC_LOAD_DYLIB, weak, re-exported, lazy and upward ones. */
const DYLIBS = new Set([0xc, 0x80000018, 0x8000001f, 0x20, 0x80000023]);
const COMMANDS = 1024;
const ATTRIBUTE_INSTRUCTIONS = 0x80000400;
const PROTECTION_WRITE = 2;

export interface LoadCommands {
  sections: Section[];
  imports: string[];
  exports: string[];
  signed: boolean;
  /** Offset after the last byte that any command accounts for. */
  end: number;
}

export function readLoadCommands(view: ByteView, is64: boolean): LoadCommands {
  const reader = new CommandReader(view, is64);
  let at = is64 ? 32 : 28;
  const count = Math.min(view.u32(16), COMMANDS);
  for (let index = 0; index < count && view.has(at, 8); index++) {
    const size = view.u32(at + 4);
    if (size < 8) break;
    reader.read(view.u32(at), at);
    at += size;
  }
  return reader.result();
}

class CommandReader {
  readonly #view: ByteView;
  readonly #is64: boolean;
  readonly #entropy: (bytes: Uint8Array) => number;
  readonly #sections: Section[] = [];
  readonly #imports = new NameList();
  readonly #exports = new NameList();
  #signed = false;
  #end = 0;

  constructor(view: ByteView, is64: boolean) {
    this.#view = view;
    this.#is64 = is64;
    this.#entropy = entropyMeter(view.length * 2);
  }

  result(): LoadCommands {
    return {
      sections: this.#sections,
      imports: this.#imports.list(),
      exports: this.#exports.list(),
      signed: this.#signed,
      end: this.#end === 0 ? this.#view.length : Math.min(this.#end, this.#view.length),
    };
  }

  read(command: number, at: number): void {
    const view = this.#view;
    if (command === COMMAND.segment || command === COMMAND.segment64) this.#segment(at);
    else if (command === COMMAND.symbols) this.#symbols(at);
    else if (DYLIBS.has(command)) {
      this.#imports.add(view.cString(at + view.u32(at + 8), BINARY_NAME).toLowerCase());
    } else if (command === COMMAND.codeSignature) {
      this.#signed = view.u32(at + 12) > 0;
      this.#reach(view.u32(at + 8) + view.u32(at + 12));
    }
  }

  #reach(end: number): void {
    this.#end = Math.max(this.#end, end);
  }

  #segment(at: number): void {
    const view = this.#view;
    const is64 = this.#is64;
    this.#reach(is64 ? view.u64(at + 40) + view.u64(at + 48) : view.u32(at + 32) + view.u32(at + 36));
    const writable = (view.u32(at + (is64 ? 60 : 44)) & PROTECTION_WRITE) !== 0;
    const count = view.u32(at + (is64 ? 64 : 48));
    const rowSize = is64 ? 80 : 68;
    for (let index = 0; index < count && this.#sections.length < BINARY_SECTIONS; index++) {
      const row = at + (is64 ? 72 : 56) + index * rowSize;
      if (!view.has(row, rowSize)) return;
      const size = is64 ? view.u64(row + 40) : view.u32(row + 36);
      const offset = view.u32(row + (is64 ? 48 : 40));
      const flags = view.u32(row + (is64 ? 64 : 56));
      this.#sections.push({
        name: `${fixedText(view, row + 16)}.${fixedText(view, row)}`,
        size,
        entropy: this.#entropy(offset === 0 ? new Uint8Array() : view.slice(offset, size)),
        executable: (flags & ATTRIBUTE_INSTRUCTIONS) !== 0,
        writable,
      });
    }
  }

  /** Symbols of the table; a leading underscore is the C compiler's. */
  #symbols(at: number): void {
    const view = this.#view;
    const table = view.u32(at + 8);
    const count = Math.min(view.u32(at + 12), BINARY_SYMBOLS * 4);
    const strings = view.u32(at + 16);
    const width = this.#is64 ? 16 : 12;
    this.#reach(strings + view.u32(at + 20));
    for (let index = 0; index < count; index++) {
      const row = table + index * width;
      if (!view.has(row, width)) return;
      const type = view.u8(row + 4);
      const isDebug = (type & 0xe0) !== 0;
      const isExternal = (type & 1) !== 0;
      if (isDebug || !isExternal) continue;
      const name = view.cString(strings + view.u32(row), BINARY_NAME).replace(/^_/, '');
      if ((type & 0x0e) === 0) this.#imports.add(`:${name.toLowerCase()}`);
      else this.#exports.add(name);
    }
  }
}

/** A NUL-padded name of 16 bytes. */
function fixedText(view: ByteView, at: number): string {
  return latin1(view.slice(at, 16)).split('\0', 1)[0] ?? '';
}
