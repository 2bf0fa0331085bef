/** The dynamic segment of an ELF file: libraries needed, symbols imported and exported. */
import { BINARY_LIBRARIES, BINARY_NAME, BINARY_SYMBOLS } from '../limits.ts';
import type { ByteView } from './byte-view.ts';
import { NameList } from './native-parts.ts';

export interface ElfImage {
  view: ByteView;
  is64: boolean;
  segments: { type: number; offset: number; address: number; size: number }[];
}

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const TAG = { needed: 1, stringTable: 5, symbolTable: 6 } as const;

/** Imports are library names and `:symbol`, lower case; exports are symbols as spelled. */
export function elfDynamic(image: ElfImage): { imports: string[]; exports: string[] } {
  const tags = readTags(image);
  const strings = offsetOf(image, tags.find(([tag]) => tag === TAG.stringTable)?.[1] ?? -1);
  const symbols = offsetOf(image, tags.find(([tag]) => tag === TAG.symbolTable)?.[1] ?? -1);
  const imports = new NameList();
  const exports = new NameList();
  for (const [tag, value] of tags) {
    if (tag === TAG.needed && strings >= 0) {
      imports.add(image.view.cString(strings + value, BINARY_NAME).toLowerCase());
    }
  }
  if (strings >= 0 && symbols >= 0) readSymbols(image, symbols, strings, imports, exports);
  return { imports: imports.list(), exports: exports.list() };
}

function readTags({ view, is64, segments }: ElfImage): [number, number][] {
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  const tags: [number, number][] = [];
  const width = is64 ? 16 : 8;
  for (
    let at = dynamic?.offset ?? view.length;
    view.has(at, width) && tags.length < BINARY_LIBRARIES;
    at += width
  ) {
    const tag = is64 ? view.u64(at) : view.u32(at);
    if (tag === 0) break;
    tags.push([tag, is64 ? view.u64(at + 8) : view.u32(at + 4)]);
  }
  return tags;
}

/**
 * The number of symbols is in no tag. Linkers put the string table right after the symbols, so reading ends
 * there, at an entry that makes no sense, or at the bound.
 */
function readSymbols(
  { view, is64 }: ElfImage,
  symbols: number,
  strings: number,
  imports: NameList,
  exports: NameList,
): void {
  const width = is64 ? 24 : 16;
  const end = strings > symbols ? strings : view.length;
  for (let index = 1; index < BINARY_SYMBOLS * 4; index++) {
    const at = symbols + index * width;
    if (at + width > end || (imports.full && exports.full)) return;
    const info = view.u8(at + (is64 ? 4 : 12));
    const section = view.u16(at + (is64 ? 6 : 14));
    const binding = info >> 4;
    if (binding > 2 && binding !== 10) return;
    const name = view.cString(strings + view.u32(at), BINARY_NAME);
    if (section === 0) {
      if (name !== '') imports.add(`:${name.toLowerCase()}`);
    } else if (binding !== 0) {
      exports.add(name);
    }
  }
}

function offsetOf({ segments }: ElfImage, address: number): number {
  const segment = segments.find(
    (candidate) =>
      candidate.type === PT_LOAD &&
      address >= candidate.address &&
      address < candidate.address + candidate.size,
  );
  return segment ? segment.offset + (address - segment.address) : -1;
}
