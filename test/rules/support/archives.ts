/** Small writers for the archives that rule examples live in. Written for tests: they lie when told to. */
import { createHash } from 'node:crypto';
import { crc32, gzipSync } from 'node:zlib';

export interface Entry {
  path: string;
  data: Uint8Array;
  /** Target of a symbolic link. */
  link?: string;
}

/** A gzipped ustar archive; members get their path as given. */
export function tarGz(entries: readonly Entry[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const entry of entries) {
    if (!isAscii(entry.path)) blocks.push(...tarRecord('PaxHeader', paxPath(entry.path), 'x'));
    const name = isAscii(entry.path) ? entry.path : 'renamed-by-pax';
    const type = entry.link === undefined ? '0' : '2';
    blocks.push(
      ...tarRecord(name, entry.link === undefined ? entry.data : new Uint8Array(), type, entry.link),
    );
  }
  blocks.push(new Uint8Array(1024));
  return gzipSync(Buffer.concat(blocks));
}

function paxPath(path: string): Uint8Array {
  const body = ` path=${path}\n`;
  const length = Buffer.byteLength(body);
  let total = length + String(length).length;
  if (String(total).length > String(length).length) total = length + String(total).length;
  return Buffer.from(`${total}${body}`);
}

function tarRecord(name: string, data: Uint8Array, type: string, link = ''): Uint8Array[] {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100, 'utf8');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100, 'utf8');
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padded = Buffer.alloc(Math.ceil(data.length / 512) * 512);
  padded.set(data);
  return [header, padded];
}

export interface ZipOptions {
  /** Sets the encryption flag and scrambles the content. */
  encrypt?: boolean;
  /** Name that the local header of this entry carries instead. */
  localName?: { entry: string; name: string };
}

/** A stored (uncompressed) zip. */
export function zip(entries: readonly Entry[], options: ZipOptions = {}): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.path);
    const renamed = options.localName?.entry === entry.path ? Buffer.from(options.localName.name) : name;
    const data = options.encrypt
      ? Buffer.from(entry.data.map((byte) => byte ^ 0xa5))
      : Buffer.from(entry.data);
    const fields = zipFields(entry.data, data.length, options.encrypt === true);
    const local = Buffer.concat([
      Buffer.from([0x50, 0x4b, 3, 4]),
      fields,
      lengths(renamed.length),
      renamed,
      data,
    ]);
    locals.push(local);
    centrals.push(
      Buffer.concat([
        Buffer.from([0x50, 0x4b, 1, 2, 20, 3]),
        fields,
        lengths(name.length),
        centralTail(offset),
        name,
      ]),
    );
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** From "version needed" to the uncompressed size: common to local and central records. */
function zipFields(data: Uint8Array, stored: number, encrypted: boolean): Buffer {
  const fields = Buffer.alloc(22);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
  fields.writeUInt16LE(0, 4);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(stored, 14);
  fields.writeUInt32LE(data.length, 18);
  return fields;
}

function lengths(name: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt16LE(name, 0);
  return buffer;
}

/** Comment length, disk, attributes and the local header's offset. */
function centralTail(offset: number): Buffer {
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(0o100644 * 0x10000, 6);
  tail.writeUInt32LE(offset, 10);
  return tail;
}

/** `sha256=…,size` as RECORD wants it. */
export function recordLine(entry: Entry): string {
  const hash = createHash('sha256').update(entry.data).digest('base64url');
  return `${entry.path},sha256=${hash},${entry.data.length}`;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
