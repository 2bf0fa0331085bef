/** Reader of ELF files (System V ABI, gABI chapters 4 and 5). */
import type { NativeBinary } from '../contracts/artifact.ts';
import { BINARY_NAME, BINARY_SECTIONS } from '../limits.ts';
import { ByteView, startsWithText } from './byte-view.ts';
import { type ElfImage, elfDynamic } from './elf-dynamic.ts';
import { entropyMeter } from './entropy.ts';
import type { Problem } from './marshal.ts';
import { architectureOf, isPythonExtension, type Section } from './native-parts.ts';
import { packerOf } from './packer.ts';

const TYPE = { relocatable: 1, executable: 2, shared: 3 } as const;
const PT_INTERP = 3;
const SHT_NOBITS = 8;

interface SectionHeader {
  nameOffset: number;
  type: number;
  flags: number;
  offset: number;
  size: number;
}

/** The file, what is wrong with it, or null when the bytes have no ELF header. */
export function readElf(bytes: Uint8Array): NativeBinary | Problem | null {
  if (!startsWithText(bytes, '\x7fELF')) return null;
  const is64 = bytes[4] === 2;
  if (bytes[4] !== 1 && !is64) return { problem: `ELF class ${bytes[4]} is unknown` };
  if (bytes[5] !== 1 && bytes[5] !== 2) return { problem: `ELF byte order ${bytes[5]} is unknown` };
  const view = new ByteView(bytes, bytes[5] === 1);
  if (!view.has(0, is64 ? 64 : 52)) return { problem: 'the ELF header is cut' };
  const image: ElfImage = { view, is64, segments: readSegments(view, is64) };
  const headers = readSectionHeaders(view, is64);
  const sections = describeSections(view, is64, headers);
  const { imports, exports } = elfDynamic(image);
  const overlayOffset = endOf(image, headers);
  return {
    format: 'elf',
    role: roleOf(image, exports, imports),
    architecture: architectureOf('elf', view.u16(18)),
    bits: is64 ? 64 : 32,
    sections,
    imports,
    exports,
    timestamp: 0,
    overlayOffset,
    overlaySize: bytes.length - overlayOffset,
    overlayEntropy: entropyMeter(bytes.length)(bytes.subarray(overlayOffset)),
    signed: false,
    packer: packerOf(bytes, sections, overlayOffset),
  };
}

function readSegments(view: ByteView, is64: boolean): ElfImage['segments'] {
  const table = is64 ? view.u64(32) : view.u32(28);
  const size = view.u16(is64 ? 54 : 42);
  const count = Math.min(view.u16(is64 ? 56 : 44), BINARY_SECTIONS);
  const segments: ElfImage['segments'] = [];
  for (let index = 0; index < count; index++) {
    const at = table + index * size;
    if (!view.has(at, is64 ? 56 : 32)) break;
    segments.push({
      type: view.u32(at),
      offset: is64 ? view.u64(at + 8) : view.u32(at + 4),
      address: is64 ? view.u64(at + 16) : view.u32(at + 8),
      size: is64 ? view.u64(at + 32) : view.u32(at + 16),
    });
  }
  return segments;
}

function readSectionHeaders(view: ByteView, is64: boolean): SectionHeader[] {
  const table = is64 ? view.u64(40) : view.u32(32);
  const size = view.u16(is64 ? 58 : 46);
  const count = Math.min(view.u16(is64 ? 60 : 48), BINARY_SECTIONS);
  const headers: SectionHeader[] = [];
  for (let index = 0; index < count; index++) {
    const at = table + index * size;
    if (table === 0 || !view.has(at, is64 ? 64 : 40)) break;
    headers.push({
      nameOffset: view.u32(at),
      type: view.u32(at + 4),
      flags: is64 ? view.u64(at + 8) : view.u32(at + 8),
      offset: is64 ? view.u64(at + 24) : view.u32(at + 16),
      size: is64 ? view.u64(at + 32) : view.u32(at + 20),
    });
  }
  return headers;
}

function describeSections(view: ByteView, is64: boolean, headers: readonly SectionHeader[]): Section[] {
  const names = headers[view.u16(is64 ? 62 : 50)];
  const entropy = entropyMeter(view.length * 2);
  return headers
    .filter((header) => header.type !== 0)
    .map((header) => ({
      name: names ? view.cString(names.offset + header.nameOffset, BINARY_NAME) : '',
      size: header.size,
      entropy: header.type === SHT_NOBITS ? 0 : entropy(view.slice(header.offset, header.size)),
      executable: (header.flags & 4) !== 0,
      writable: (header.flags & 1) !== 0,
    }));
}

function roleOf(
  image: ElfImage,
  exports: readonly string[],
  imports: readonly string[],
): NativeBinary['role'] {
  const type = image.view.u16(16);
  if (type === TYPE.relocatable) return 'object';
  if (isPythonExtension(exports, imports)) return 'python-extension';
  // Position-independent programs have the type of libraries; only programs name their interpreter.
  const isProgram = type === TYPE.executable || image.segments.some((segment) => segment.type === PT_INTERP);
  return isProgram ? 'executable' : 'library';
}

/** Offset after the last byte that any header accounts for. */
function endOf(image: ElfImage, headers: readonly SectionHeader[]): number {
  const { view, is64 } = image;
  const tables = is64
    ? [view.u64(40) + view.u16(58) * view.u16(60), view.u64(32) + view.u16(54) * view.u16(56)]
    : [view.u32(32) + view.u16(46) * view.u16(48), view.u32(28) + view.u16(42) * view.u16(44)];
  const sections = headers.map((header) => (header.type === SHT_NOBITS ? 0 : header.offset + header.size));
  const segments = image.segments.map((segment) => segment.offset + segment.size);
  return Math.min(Math.max(...tables, ...sections, ...segments), view.length);
}
