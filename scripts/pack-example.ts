/** Makes a distribution of a source folder: sdist, wheel, or with `.zip` folders inside as archives. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

export interface PackedExample {
  filename: string;
  bytes: Uint8Array;
}

export interface File {
  path: string;
  bytes: Uint8Array;
}

/**
 * Packs `folder`, named `<project>-<version>`: a wheel when it has a `.dist-info` folder, else an sdist. The same
 * files give the same bytes.
 */
export function packExample(folder: string): PackedExample {
  const files = filesOf(folder);
  const release = path.basename(folder);
  if (!files.some((file) => DIST_INFO.test(file.path))) {
    const rooted = files.map((file) => ({ ...file, path: `${release}/${file.path}` }));
    return { filename: `${release}.tar.gz`, bytes: gzipSync(tar(rooted)) };
  }
  return { filename: `${release.replace(/-(?=.*-)/g, '_')}-py3-none-any.whl`, bytes: packWheel(files) };
}

const DIST_INFO = /^[^/]+\.dist-info(?=\/)/;

/** A wheel of files, one of which lies in its `.dist-info` folder; adds RECORD. The same files give the same bytes. */
export function packWheel(files: readonly File[]): Uint8Array {
  const info = files.map((file) => DIST_INFO.exec(file.path)?.[0]).find((folder) => folder !== undefined);
  return zip([...files, recordOf(files, `${info}/RECORD`)]);
}

function filesOf(folder: string): File[] {
  const files: File[] = [];
  for (const name of readdirSync(folder).sort()) {
    const full = path.join(folder, name);
    if (!statSync(full).isDirectory()) files.push({ path: name, bytes: readFileSync(full) });
    else if (name.endsWith('.zip')) files.push({ path: name, bytes: zip(filesOf(full)) });
    else files.push(...filesOf(full).map((file) => ({ ...file, path: `${name}/${file.path}` })));
  }
  return files;
}

/** The wheel's list of files with their hashes (PEP 376, PEP 427). */
function recordOf(files: readonly File[], own: string): File {
  const lines = files.map(({ path: name, bytes }) => {
    const cell = /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
    return `${cell},sha256=${createHash('sha256').update(bytes).digest('base64url')},${bytes.byteLength}\n`;
  });
  return { path: own, bytes: Buffer.from(`${lines.join('')}${own},,\n`) };
}

/** POSIX ustar; names up to 100 bytes. */
function tar(files: readonly File[]): Uint8Array {
  const blocks = files.flatMap(({ path: name, bytes }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0'.repeat(2), 108);
    header.write(`${bytes.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0        0', 136);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc(-bytes.byteLength & 511)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const DOS_DATE = (1 << 5) | 1; // 1 January 1980
const UTF8_NAMES = 1 << 11;

/** Deflated entries, as PKWARE's APPNOTE 4.3 lays them out. */
function zip(files: readonly File[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path: name, bytes } of files) {
    const packed = deflateRawSync(bytes);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(UTF8_NAMES, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt16LE(DOS_DATE, 8);
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.byteLength, 14);
    shared.writeUInt32LE(bytes.byteLength, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = [Buffer.from('PK\x03\x04'), shared, Buffer.from(name), packed];
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), shared, tail, Buffer.from(name));
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.byteLength, 0);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
