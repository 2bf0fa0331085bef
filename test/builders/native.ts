/** Small native programs built from nothing: headers and tables only, no machine code in them. */

/** Grows a buffer; offsets of what was put are returned. */
class Layout {
  readonly buffer: Buffer;
  #end: number;

  constructor(size: number, start: number) {
    this.buffer = Buffer.alloc(size);
    this.#end = start;
  }

  put(bytes: Uint8Array | string, alignment = 1): number {
    const at = Math.ceil(this.#end / alignment) * alignment;
    const data = typeof bytes === 'string' ? Buffer.from(`${bytes}\0`, 'latin1') : bytes;
    this.buffer.set(data, at);
    this.#end = at + data.length;
    return at;
  }

  get end(): number {
    return this.#end;
  }
}

export interface PeOptions {
  dll?: boolean;
  /** 1 is native (drivers), 3 a console program. */
  subsystem?: number;
  timestamp?: number;
  imports?: Record<string, (string | number)[]>;
  delayImports?: Record<string, string[]>;
  exports?: string[];
  section?: string;
  dotnet?: boolean;
  overlay?: Uint8Array;
  certificate?: Uint8Array;
  content?: Uint8Array;
}

const PE_BASE = 0x1000;
const PE_SECTION_AT = 0x200;

/** A PE32+ image for x86_64 with one section. */
export function peImage(options: PeOptions = {}): Buffer {
  const layout = new Layout(0x4000 + (options.content?.length ?? 0), PE_SECTION_AT);
  layout.put(options.content ?? Buffer.alloc(16));
  const address = (offset: number): number => offset - PE_SECTION_AT + PE_BASE;
  const directories = Buffer.alloc(128);
  const setDirectory = (index: number, at: number, size: number): void => {
    directories.writeUInt32LE(at, index * 8);
    directories.writeUInt32LE(size, index * 8 + 4);
  };
  if (options.imports) setDirectory(1, address(peImportTable(layout, address, options.imports, 20)), 20);
  if (options.delayImports)
    setDirectory(13, address(peImportTable(layout, address, options.delayImports, 32)), 32);
  if (options.exports) setDirectory(0, address(peExportTable(layout, address, options.exports)), 40);
  if (options.dotnet) setDirectory(14, PE_BASE, 72);
  const size = layout.end - PE_SECTION_AT;
  const certificateAt = layout.end;
  if (options.certificate) setDirectory(4, certificateAt, options.certificate.length);
  const { buffer } = layout;
  buffer.write('MZ', 0, 'latin1');
  buffer.writeUInt32LE(0x40, 0x3c);
  buffer.write('PE\0\0', 0x40, 'latin1');
  buffer.writeUInt16LE(0x8664, 0x44);
  buffer.writeUInt16LE(1, 0x46);
  buffer.writeUInt32LE(options.timestamp ?? 0, 0x48);
  buffer.writeUInt16LE(240, 0x54);
  buffer.writeUInt16LE(options.dll ? 0x2022 : 0x22, 0x56);
  buffer.writeUInt16LE(0x20b, 0x58);
  buffer.writeUInt16LE(options.subsystem ?? 3, 0x58 + 68);
  buffer.writeUInt32LE(16, 0x58 + 108);
  buffer.set(directories, 0x58 + 112);
  const row = 0x58 + 240;
  buffer.write(options.section ?? '.text', row, 'latin1');
  buffer.writeUInt32LE(size, row + 8);
  buffer.writeUInt32LE(PE_BASE, row + 12);
  buffer.writeUInt32LE(size, row + 16);
  buffer.writeUInt32LE(PE_SECTION_AT, row + 20);
  buffer.writeUInt32LE(0x60000020, row + 36);
  const extras = [options.certificate ?? Buffer.alloc(0), options.overlay ?? Buffer.alloc(0)];
  return Buffer.concat([buffer.subarray(0, layout.end), ...extras]);
}

function peImportTable(
  layout: Layout,
  address: (offset: number) => number,
  libraries: Record<string, (string | number)[]>,
  rowSize: 20 | 32,
): number {
  const table = Buffer.alloc((Object.keys(libraries).length + 1) * rowSize);
  Object.entries(libraries).forEach(([library, functions], index) => {
    const thunks = Buffer.alloc((functions.length + 1) * 8);
    functions.forEach((name, position) => {
      const value =
        typeof name === 'number'
          ? (1n << 63n) | BigInt(name)
          : BigInt(address(layout.put(Buffer.from(`\0\0${name}\0`, 'latin1'))));
      thunks.writeBigUInt64LE(value, position * 8);
    });
    const row = index * rowSize;
    table.writeUInt32LE(address(layout.put(library)), row + (rowSize === 20 ? 12 : 4));
    table.writeUInt32LE(address(layout.put(thunks, 8)), row + (rowSize === 20 ? 0 : 16));
  });
  return layout.put(table, 4);
}

function peExportTable(layout: Layout, address: (offset: number) => number, names: string[]): number {
  const pointers = Buffer.alloc(names.length * 4);
  names.forEach((name, index) => {
    pointers.writeUInt32LE(address(layout.put(name)), index * 4);
  });
  const table = Buffer.alloc(40);
  table.writeUInt32LE(names.length, 24);
  table.writeUInt32LE(address(layout.put(pointers, 4)), 32);
  return layout.put(table, 4);
}

export interface ElfOptions {
  /** ET_REL 1, ET_EXEC 2, ET_DYN 3. */
  type?: number;
  interpreter?: boolean;
  libraries?: string[];
  imports?: string[];
  exports?: string[];
  overlay?: Uint8Array;
}

/** An ELF64 file for x86_64: one loaded segment that covers all, a dynamic segment, no sections. */
export function elfImage(options: ElfOptions = {}): Buffer {
  const layout = new Layout(0x4000, 64 + 56 * 3);
  const strings = ['', ...(options.libraries ?? []), ...(options.imports ?? []), ...(options.exports ?? [])];
  const offsets = new Map<string, number>();
  let table = '';
  for (const text of strings) {
    offsets.set(text, table.length);
    table += `${text}\0`;
  }
  const symbol = (name: string, section: number): Buffer => {
    const row = Buffer.alloc(24);
    row.writeUInt32LE(offsets.get(name)!, 0);
    row.writeUInt8(0x12, 4);
    row.writeUInt16LE(section, 6);
    return row;
  };
  const symbols = [
    Buffer.alloc(24),
    ...(options.imports ?? []).map((name) => symbol(name, 0)),
    ...(options.exports ?? []).map((name) => symbol(name, 1)),
  ];
  const symbolsAt = layout.put(Buffer.concat(symbols), 8);
  const stringsAt = layout.put(Buffer.from(table, 'latin1'));
  const tags: [number, number][] = (options.libraries ?? []).map((name) => [1, offsets.get(name)!]);
  tags.push([5, stringsAt], [6, symbolsAt], [0, 0]);
  const dynamic = Buffer.alloc(tags.length * 16);
  tags.forEach(([tag, value], index) => {
    dynamic.writeBigUInt64LE(BigInt(tag), index * 16);
    dynamic.writeBigUInt64LE(BigInt(value), index * 16 + 8);
  });
  const dynamicAt = layout.put(dynamic, 8);
  const { buffer } = layout;
  buffer.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  buffer.writeUInt16LE(options.type ?? 3, 16);
  buffer.writeUInt16LE(62, 18);
  buffer.writeBigUInt64LE(64n, 32);
  buffer.writeUInt16LE(56, 54);
  buffer.writeUInt16LE(3, 56);
  const segments: [number, number, number][] = [
    [1, 0, layout.end],
    [2, dynamicAt, dynamic.length],
    [options.interpreter ? 3 : 4, 64, 8],
  ];
  segments.forEach(([type, offset, size], index) => {
    const at = 64 + index * 56;
    buffer.writeUInt32LE(type, at);
    buffer.writeBigUInt64LE(BigInt(offset), at + 8);
    buffer.writeBigUInt64LE(BigInt(offset), at + 16);
    buffer.writeBigUInt64LE(BigInt(size), at + 32);
  });
  return Buffer.concat([buffer.subarray(0, layout.end), options.overlay ?? Buffer.alloc(0)]);
}

export interface MachOOptions {
  /** MH_EXECUTE 2, MH_DYLIB 6, MH_BUNDLE 8. */
  type?: number;
  cpu?: number;
  libraries?: string[];
  imports?: string[];
  exports?: string[];
}

/** A little-endian 64-bit Mach-O image. */
export function machOImage(options: MachOOptions = {}): Buffer {
  const commands: Buffer[] = (options.libraries ?? []).map((name) => {
    const command = Buffer.alloc(24 + Math.ceil((name.length + 1) / 8) * 8);
    command.writeUInt32LE(0xc, 0);
    command.writeUInt32LE(command.length, 4);
    command.writeUInt32LE(24, 8);
    command.write(name, 24, 'latin1');
    return command;
  });
  const names = [...(options.imports ?? []), ...(options.exports ?? [])];
  const table = `\0${names.map((name) => `_${name}\0`).join('')}`;
  const symbols = Buffer.alloc(names.length * 16);
  let offset = 1;
  names.forEach((name, index) => {
    symbols.writeUInt32LE(offset, index * 16);
    symbols.writeUInt8(index < (options.imports ?? []).length ? 0x01 : 0x0f, index * 16 + 4);
    offset += name.length + 2;
  });
  const symbolCommand = Buffer.alloc(24);
  const symbolsAt = 32 + commands.reduce((sum, command) => sum + command.length, 0) + 24;
  symbolCommand.writeUInt32LE(2, 0);
  symbolCommand.writeUInt32LE(24, 4);
  symbolCommand.writeUInt32LE(symbolsAt, 8);
  symbolCommand.writeUInt32LE(names.length, 12);
  symbolCommand.writeUInt32LE(symbolsAt + symbols.length, 16);
  symbolCommand.writeUInt32LE(table.length, 20);
  const header = Buffer.alloc(32);
  header.writeUInt32LE(0xfeedfacf, 0);
  header.writeUInt32LE(options.cpu ?? 0x0100000c, 4);
  header.writeUInt32LE(options.type ?? 2, 12);
  header.writeUInt32LE(commands.length + 1, 16);
  return Buffer.concat([header, ...commands, symbolCommand, symbols, Buffer.from(table, 'latin1')]);
}

/** A fat file of the images given, each at a multiple of 4,096. */
export function fatImage(images: Buffer[]): Buffer {
  const header = Buffer.alloc(8 + images.length * 20);
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(images.length, 4);
  const parts: Buffer[] = [header];
  let end = header.length;
  images.forEach((image, index) => {
    const offset = Math.ceil(end / 4096) * 4096;
    parts.push(Buffer.alloc(offset - end), image);
    header.writeUInt32BE(offset, 8 + index * 20 + 8);
    header.writeUInt32BE(image.length, 8 + index * 20 + 12);
    end = offset + image.length;
  });
  return Buffer.concat(parts);
}
