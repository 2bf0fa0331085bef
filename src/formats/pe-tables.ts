/** Import, delay-import and export tables of a PE image. */
import { BINARY_LIBRARIES, BINARY_NAME } from '../limits.ts';
import type { ByteView } from './byte-view.ts';
import { NameList } from './native-parts.ts';

/** A section's place in memory and in the file. */
export interface Mapping {
  address: number;
  memorySize: number;
  offset: number;
  size: number;
}

export interface PeImage {
  view: ByteView;
  is64: boolean;
  mappings: Mapping[];
  /** [address, size] of each data directory. */
  directories: [number, number][];
}

/** Indices of data directories. */
export const DIRECTORY = { exports: 0, imports: 1, certificates: 4, delayImports: 13, clr: 14 } as const;

/** `library:function` or `library:#ordinal`, lower case; delay-loaded ones too. */
export function peImports(image: PeImage): string[] {
  const names = new NameList();
  const [table = 0] = image.directories[DIRECTORY.imports] ?? [];
  const [delayed = 0] = image.directories[DIRECTORY.delayImports] ?? [];
  if (table !== 0) {
    readDescriptors(image, names, table, { size: 20, library: 12, lookup: 0, fallback: 16 });
  }
  if (delayed !== 0) {
    readDescriptors(image, names, delayed, { size: 32, library: 4, lookup: 16, fallback: 12 });
  }
  return names.list();
}

/** Names exported, in order. */
export function peExports(image: PeImage): string[] {
  const { view } = image;
  const names = new NameList();
  const [address = 0] = image.directories[DIRECTORY.exports] ?? [];
  const at = offsetOf(image, address);
  if (address === 0 || at < 0) return [];
  const count = view.u32(at + 24);
  const table = offsetOf(image, view.u32(at + 32));
  for (let index = 0; index < count && !names.full && table >= 0; index++) {
    if (!view.has(table + index * 4, 4)) break;
    names.add(view.cString(offsetOf(image, view.u32(table + index * 4)), BINARY_NAME));
  }
  return names.list();
}

interface DescriptorShape {
  size: number;
  library: number;
  lookup: number;
  /** Field used when `lookup` is zero: the address table, which old linkers fill alone. */
  fallback: number;
}

function readDescriptors(image: PeImage, names: NameList, address: number, shape: DescriptorShape): void {
  const { view } = image;
  const start = offsetOf(image, address);
  if (start < 0) return;
  for (let index = 0; index < BINARY_LIBRARIES && !names.full; index++) {
    const at = start + index * shape.size;
    const nameAddress = view.u32(at + shape.library);
    if (!view.has(at, shape.size) || nameAddress === 0) return;
    const library = view.cString(offsetOf(image, nameAddress), BINARY_NAME).toLowerCase();
    const thunks = view.u32(at + shape.lookup) || view.u32(at + shape.fallback);
    names.add(library);
    readThunks(image, names, library, offsetOf(image, thunks));
  }
}

function readThunks(image: PeImage, names: NameList, library: string, start: number): void {
  const { view, is64 } = image;
  const width = is64 ? 8 : 4;
  for (let at = start; at >= 0 && !names.full && view.has(at, width); at += width) {
    const low = view.u32(at);
    const high = is64 ? view.u32(at + 4) : low;
    if (low === 0 && (high === 0 || !is64)) return;
    const byOrdinal = high >= 0x80000000;
    const name = byOrdinal
      ? `#${low & 0xffff}`
      : view.cString(offsetOf(image, low) + 2, BINARY_NAME).toLowerCase();
    if (name === '') return;
    names.add(`${library}:${name}`);
  }
}

/** File offset of an address in memory; -1 when no section holds it. */
function offsetOf(image: PeImage, address: number): number {
  for (const mapping of image.mappings) {
    const inside = address - mapping.address;
    if (inside >= 0 && inside < Math.max(mapping.memorySize, mapping.size)) {
      return inside < mapping.size ? mapping.offset + inside : -1;
    }
  }
  return -1;
}
