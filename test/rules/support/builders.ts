/** Binary members that examples name: minimal, inert files of each type. */

export const BUILDERS: Record<string, () => Uint8Array> = {
  windowsProgram: () => portableExecutable([]),
  packedProgram: () => portableExecutable([], ['UPX0', 'UPX1']),
  stealerProgram: () =>
    portableExecutable([
      'https://discord.com/api/webhooks/100000000000000000/example',
      '\\Google\\Chrome\\User Data\\Default\\Login Data',
      'exodus.wallet',
    ]),
  elfLibrary,
  bytecode: () => bytecode(['print']),
  hostileBytecode: () => bytecode(['exec', 'b64decode', 'urlopen']),
};

/** A 64-bit PE header with sections; there is no code in it. */
function portableExecutable(strings: readonly string[], sections: readonly string[] = ['.text']): Uint8Array {
  const body = Buffer.from(`\0${strings.join('\0')}\0`);
  const bytes = Buffer.alloc(0x400 + Math.max(0x200, Math.ceil(body.length / 0x200) * 0x200));
  bytes.write('MZ', 0, 'latin1');
  bytes.writeUInt32LE(0x80, 0x3c);
  bytes.write('PE\0\0', 0x80, 'latin1');
  bytes.writeUInt16LE(0x8664, 0x84);
  bytes.writeUInt16LE(sections.length, 0x86);
  bytes.writeUInt16LE(0xf0, 0x94);
  bytes.writeUInt16LE(0x22, 0x96);
  const optional = 0x98;
  bytes.writeUInt16LE(0x20b, optional);
  bytes.writeUInt32LE(0x1000, optional + 16);
  bytes.writeUInt32LE(0x1000, optional + 32);
  bytes.writeUInt32LE(0x200, optional + 36);
  bytes.writeUInt32LE(0x1000 * (sections.length + 1), optional + 56);
  bytes.writeUInt32LE(0x400, optional + 60);
  bytes.writeUInt16LE(3, optional + 68);
  bytes.writeUInt32LE(16, optional + 108);
  sections.forEach((name, index) => {
    const at = optional + 0xf0 + index * 40;
    bytes.write(name, at, 8, 'latin1');
    bytes.writeUInt32LE(bytes.length - 0x400, at + 8);
    bytes.writeUInt32LE(0x1000 * (index + 1), at + 12);
    bytes.writeUInt32LE(bytes.length - 0x400, at + 16);
    bytes.writeUInt32LE(0x400, at + 20);
    bytes.writeUInt32LE(0x60000020, at + 36);
  });
  body.copy(bytes, 0x400);
  return bytes;
}

/** A 64-bit ELF shared object header without segments. */
function elfLibrary(): Uint8Array {
  const bytes = Buffer.alloc(128);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeUInt16LE(64, 52);
  return bytes;
}

/** A Python 3.8 .pyc of an empty code object with these names. */
function bytecode(names: readonly string[]): Uint8Array {
  const int = (value: number): Buffer => {
    const buffer = Buffer.alloc(4);
    buffer.writeInt32LE(value);
    return buffer;
  };
  const bytesObject = (data: Uint8Array): Buffer => Buffer.concat([Buffer.from('s'), int(data.length), data]);
  const short = (text: string): Buffer =>
    Buffer.concat([Buffer.from([0x7a, text.length]), Buffer.from(text)]);
  const tuple = (items: readonly Buffer[]): Buffer =>
    Buffer.concat([Buffer.from([0x29, items.length]), ...items]);
  const empty = tuple([]);
  // argcount, posonly, kwonly, nlocals, stacksize, flags
  const numbers = Buffer.concat([int(0), int(0), int(0), int(0), int(1), int(0x40)]);
  const code = Buffer.concat([
    Buffer.from('c'),
    numbers,
    bytesObject(Uint8Array.of(100, 0, 83, 0)),
    tuple([Buffer.from('N')]),
    tuple(names.map(short)),
    empty,
    empty,
    empty,
    short('core.py'),
    short('<module>'),
    int(1),
    bytesObject(new Uint8Array()),
  ]);
  // Magic 3413, flags 0, no time, no size.
  return Buffer.concat([Buffer.from([0x55, 0x0d, 0x0d, 0x0a]), int(0), int(0), int(0), code]);
}
