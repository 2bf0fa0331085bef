/** Distributions made to be slow or large: each must end soon and say what it could not see. */
import { gzipSync } from 'node:zlib';
import { zip } from '../test/support/zip-writer.ts';

export interface WorstCase {
  name: string;
  /** A distribution whose work grows with `size`; 1 is small. */
  build(size: number): Uint8Array;
}

const module = (text: string): Uint8Array =>
  zip([
    { name: 'pkg/__init__.py', data: text },
    { name: 'pkg-1.0.dist-info/METADATA', data: 'Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\n' },
  ]);

/** 512-byte blocks of one tar member. */
function tarMember(name: string, data: Uint8Array): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('0000644\0', 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

export const WORST_CASES: readonly WorstCase[] = [
  { name: 'nested brackets', build: (size) => module(`x = ${'('.repeat(50_000 * size)}`) },
  {
    name: 'one long literal',
    build: (size) => module(`x = '${'aGVsbG8g'.repeat(60_000 * size)}'\nexec(x)\n`),
  },
  {
    name: 'long sum',
    build: (size) =>
      module(
        `x = ${Array(20_000 * size)
          .fill("'a'")
          .join('+')}\n`,
      ),
  },
  { name: 'long attribute chain', build: (size) => module(`x = a${'.b()'.repeat(10_000 * size)}\n`) },
  {
    name: 'loops in loops',
    build: (size) =>
      module(`${'for a in range(1000):\n  for b in range(1000):\n    c = a * b + 1\n'.repeat(200 * size)}`),
  },
  {
    name: 'calls that double',
    build: (size) =>
      module(
        `def f0(x): return x\n${Array.from({ length: 40 * size }, (_, i) => `def f${i + 1}(x):\n  f${i}(x + 1)\n  return f${i}(x + 2)\n`).join('')}f${40 * size}(1)\n`,
      ),
  },
  {
    name: 'many branches',
    build: (size) =>
      module(
        `${Array.from({ length: 2000 * size }, (_, i) => `if q${i}: v${i % 50} = ${i}\nelse: v${i % 50} = '${i}'\n`).join('')}`,
      ),
  },
  {
    name: 'tiny members',
    build: (size) =>
      zip(Array.from({ length: 10_000 * size }, (_, i) => ({ name: `pkg/m${i}.txt`, data: 'x' }))),
  },
  {
    name: 'zeros that inflate',
    build: (size) =>
      gzipSync(
        Buffer.concat([tarMember('pkg-1.0/zeros.bin', Buffer.alloc(30_000_000 * size)), Buffer.alloc(1024)]),
      ),
  },
];
