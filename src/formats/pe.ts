/** Reader of PE/COFF images (Microsoft PE Format). Offsets lie in hostile files: nothing outside is read. */
import type { NativeBinary } from '../contracts/artifact.ts';
import { BINARY_SECTIONS } from '../limits.ts';
import { ByteView, startsWithText } from './byte-view.ts';
import { entropyMeter } from './entropy.ts';
import type { Problem } from './marshal.ts';
import { architectureOf, isPythonExtension, type Section } from './native-parts.ts';
import { packerOf } from './packer.ts';
import { DIRECTORY, type Mapping, type PeImage, peExports, peImports } from './pe-tables.ts';

const CHARACTERISTIC_DLL = 0x2000;
const SUBSYSTEM_NATIVE = 1;
const SECTION_EXECUTE = 0x20000000;
const SECTION_WRITE = 0x80000000;

/** The image, what is wrong with it, or null when the bytes have no PE header. */
export function readPe(bytes: Uint8Array): NativeBinary | Problem | null {
  if (!startsWithText(bytes, 'MZ')) return null;
  const view = new ByteView(bytes);
  const header = view.u32(0x3c);
  if (!startsWithText(bytes, 'PE\0\0', header)) return null;
  const optional = header + 24;
  const magic = view.u16(optional);
  if (magic !== 0x10b && magic !== 0x20b) return { problem: `PE optional header magic ${magic} is unknown` };
  const is64 = magic === 0x20b;
  const tableAt = optional + view.u16(header + 20);
  const { sections, mappings } = readSections(view, tableAt, view.u16(header + 6));
  const image: PeImage = { view, is64, mappings, directories: readDirectories(view, optional, is64) };
  const imports = peImports(image);
  const exports = peExports(image);
  const overlay = overlayOf(image);
  const overlayBytes = view.slice(overlay.offset, overlay.size);
  return {
    format: 'pe',
    role: roleOf(image, view.u16(header + 22), view.u16(optional + 68), exports, imports),
    architecture: architectureOf('pe', view.u16(header + 4)),
    bits: is64 ? 64 : 32,
    sections,
    imports,
    exports,
    timestamp: view.u32(header + 8),
    overlayOffset: overlay.offset,
    overlaySize: overlay.size,
    overlayEntropy: entropyMeter(bytes.length)(overlayBytes),
    signed: certificateOf(image) !== null,
    packer: packerOf(bytes, sections, overlay.offset),
  };
}

function readSections(
  view: ByteView,
  at: number,
  count: number,
): { sections: Section[]; mappings: Mapping[] } {
  const sections: Section[] = [];
  const mappings: Mapping[] = [];
  const entropy = entropyMeter(view.length * 2);
  for (let index = 0; index < Math.min(count, BINARY_SECTIONS); index++) {
    const row = at + index * 40;
    if (!view.has(row, 40)) break;
    const flags = view.u32(row + 36);
    const size = view.u32(row + 16);
    const offset = view.u32(row + 20);
    sections.push({
      name: view.cString(row, 8),
      size,
      entropy: entropy(view.slice(offset, size)),
      executable: (flags & SECTION_EXECUTE) !== 0,
      writable: (flags & SECTION_WRITE) !== 0,
    });
    mappings.push({ address: view.u32(row + 12), memorySize: view.u32(row + 8), offset, size });
  }
  return { sections, mappings };
}

function readDirectories(view: ByteView, optional: number, is64: boolean): [number, number][] {
  const countAt = optional + (is64 ? 108 : 92);
  const count = Math.min(view.u32(countAt), 16);
  return Array.from({ length: count }, (_, index) => {
    const row = countAt + 4 + index * 8;
    return [view.u32(row), view.u32(row + 4)];
  });
}

function roleOf(
  image: PeImage,
  characteristics: number,
  subsystem: number,
  exports: readonly string[],
  imports: readonly string[],
): NativeBinary['role'] {
  if ((image.directories[DIRECTORY.clr]?.[1] ?? 0) > 0) return 'dotnet';
  if (isPythonExtension(exports, imports)) return 'python-extension';
  if (subsystem === SUBSYSTEM_NATIVE) return 'driver';
  return characteristics & CHARACTERISTIC_DLL ? 'library' : 'executable';
}

/** The certificate table is the one directory that holds a file offset; it lies behind all sections. */
function certificateOf(image: PeImage): { offset: number; size: number } | null {
  const [offset, size] = image.directories[DIRECTORY.certificates] ?? [0, 0];
  return size > 0 && image.view.has(offset, size) ? { offset, size } : null;
}

/** Bytes after the last section, the certificate table not counted. */
function overlayOf(image: PeImage): { offset: number; size: number } {
  const ends = image.mappings.map((mapping) => (mapping.size > 0 ? mapping.offset + mapping.size : 0));
  const start = Math.min(Math.max(0, ...ends), image.view.length);
  const certificate = certificateOf(image);
  if (!certificate || certificate.offset < start) return { offset: start, size: image.view.length - start };
  const isFirst = certificate.offset - start < 16;
  return {
    offset: isFirst ? certificate.offset + certificate.size : start,
    size: image.view.length - start - certificate.size - (isFirst ? certificate.offset - start : 0),
  };
}
