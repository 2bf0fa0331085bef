/** Reader of native programs: PE, ELF and Mach-O headers become one shape. */
import type { NativeBinary } from '../contracts/artifact.ts';
import { readElf } from './elf.ts';
import { readMachO } from './macho.ts';
import type { Problem } from './marshal.ts';
import { readPe } from './pe.ts';

/** The binary, what is wrong with it, or null when the bytes are no PE, ELF or Mach-O file at all. */
export function readBinary(bytes: Uint8Array): NativeBinary | Problem | null {
  return readPe(bytes) ?? readElf(bytes) ?? readMachO(bytes);
}
