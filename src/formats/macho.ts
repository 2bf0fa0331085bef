/** Reader of Mach-O files and of fat (universal) files that hold several (mach-o/loader.h, mach-o/fat.h). */
import type { NativeBinary } from '../contracts/artifact.ts';
import { FAT_SLICES } from '../limits.ts';
import { ByteView } from './byte-view.ts';
import { entropyMeter } from './entropy.ts';
import { readLoadCommands } from './macho-commands.ts';
import type { Problem } from './marshal.ts';
import { architectureOf, isPythonExtension, NameList } from './native-parts.ts';
import { packerOf } from './packer.ts';

const FAT_MAGIC = 0xcafebabe;
const FAT_MAGIC_64 = 0xcafebabf;
const FILE_TYPE = { object: 1, execute: 2, dylib: 6, bundle: 8, kext: 11 } as const;

/** The file, what is wrong with it, or null when the bytes are no Mach-O file. */
export function readMachO(bytes: Uint8Array): NativeBinary | Problem | null {
  const bigEndian = new ByteView(bytes, false);
  const magic = bigEndian.u32(0);
  if (magic === FAT_MAGIC || magic === FAT_MAGIC_64) return readFat(bytes, bigEndian, magic === FAT_MAGIC_64);
  return readThin(bytes);
}

/** Java class files have the same magic; their next field is a version of 45 or more. */
function readFat(bytes: Uint8Array, view: ByteView, is64: boolean): NativeBinary | Problem | null {
  const count = view.u32(4);
  if (count === 0 || count >= 43) return null;
  const slices: NativeBinary[] = [];
  let end = 0;
  for (let index = 0; index < Math.min(count, FAT_SLICES); index++) {
    const at = 8 + index * (is64 ? 32 : 20);
    const offset = is64 ? view.u64(at + 8) : view.u32(at + 8);
    const size = is64 ? view.u64(at + 16) : view.u32(at + 12);
    const slice = readThin(view.slice(offset, size));
    if (slice && 'format' in slice) slices.push(slice);
    end = Math.max(end, Math.min(offset + size, bytes.length));
  }
  const [first] = slices;
  if (!first) return { problem: `none of the ${count} parts of the fat file is a Mach-O file` };
  const imports = new NameList();
  const exports = new NameList();
  for (const slice of slices) {
    for (const name of slice.imports) imports.add(name);
    for (const name of slice.exports) exports.add(name);
  }
  return {
    ...first,
    architecture: slices.map((slice) => slice.architecture).join('+'),
    sections: slices.flatMap((slice) => slice.sections),
    imports: imports.list(),
    exports: exports.list(),
    overlayOffset: end,
    overlaySize: bytes.length - end,
    overlayEntropy: entropyMeter(bytes.length)(bytes.subarray(end)),
    signed: slices.every((slice) => slice.signed),
    packer: slices.find((slice) => slice.packer !== null)?.packer ?? packerOf(bytes, [], end),
  };
}

function readThin(bytes: Uint8Array): NativeBinary | Problem | null {
  const little = new ByteView(bytes).u32(0);
  const big = new ByteView(bytes, false).u32(0);
  const isLittle = little === 0xfeedface || little === 0xfeedfacf;
  if (!isLittle && big !== 0xfeedface && big !== 0xfeedfacf) return null;
  const is64 = little === 0xfeedfacf || big === 0xfeedfacf;
  const view = new ByteView(bytes, isLittle);
  if (!view.has(0, is64 ? 32 : 28)) return { problem: 'the Mach-O header is cut' };
  const commands = readLoadCommands(view, is64);
  const overlaySize = bytes.length - commands.end;
  return {
    format: 'macho',
    role: roleOf(view.u32(12), commands.exports, commands.imports),
    architecture: architectureOf('macho', view.u32(4)),
    bits: is64 ? 64 : 32,
    sections: commands.sections,
    imports: commands.imports,
    exports: commands.exports,
    timestamp: 0,
    overlayOffset: commands.end,
    overlaySize,
    overlayEntropy: entropyMeter(bytes.length)(bytes.subarray(commands.end)),
    signed: commands.signed,
    packer: packerOf(bytes, commands.sections, commands.end),
  };
}

function roleOf(type: number, exports: readonly string[], imports: readonly string[]): NativeBinary['role'] {
  if (type === FILE_TYPE.object) return 'object';
  if (isPythonExtension(exports, imports)) return 'python-extension';
  if (type === FILE_TYPE.kext) return 'driver';
  return type === FILE_TYPE.execute ? 'executable' : 'library';
}
