/** What honest tools write and no reader trips over. */
import { deflateSync, gzipSync } from 'node:zlib';
import type { ArchiveCase } from '../support/archive-case.ts';
import { gnuLong, pax, type TarEntrySpec, tar } from '../support/tar-writer.ts';
import { unicodePathField, type ZipEntrySpec, zip, zip64Field } from '../support/zip-writer.ts';

const TAR_SETUP: TarEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const ZIP_SETUP: ZipEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n', method: 8 };
const ONE = { 'x-1.0/setup.py': 'print(1)\n' };
const LONG = `x-1.0/${'long/'.repeat(30)}name.py`;
const WIDE = 'x-1.0/größe.py';

export const HONEST_CASES: ArchiveCase[] = [
  {
    title: 'gzip padded with zeros',
    anomalies: [],
    filename: 'x-1.0.tar.gz',
    bytes: () => Buffer.concat([gzipSync(tar([TAR_SETUP])), Buffer.alloc(512)]),
    installed: ONE,
  },
  {
    title: 'tar padded to a record of 10,240 bytes, and one without any end',
    anomalies: [],
    bytes: () => tar([TAR_SETUP], Buffer.alloc(10_240 - 1024)),
    installed: ONE,
  },
  {
    title: 'tar without any end',
    anomalies: [],
    bytes: () => tar([TAR_SETUP], Buffer.alloc(0)),
    installed: ONE,
  },
  {
    title: 'directories, repeated ones too, and names that begin with ./',
    anomalies: [],
    bytes: () =>
      tar([
        { name: './', type: '5' },
        { name: './x-1.0/', type: '5' },
        { name: './x-1.0/', type: '5' },
        { ...TAR_SETUP, name: './x-1.0/setup.py' },
      ]),
    installed: ONE,
  },
  {
    title: 'a long name as PAX: the header holds its beginning',
    anomalies: [],
    bytes: () => tar([pax({ path: LONG, mtime: '1700000000.5' }), { name: LONG.slice(0, 100), data: '1' }]),
    installed: { [LONG]: '1' },
  },
  {
    title: 'a long name as ustar prefix and PAX at once',
    anomalies: [],
    bytes: () => tar([pax({ path: LONG }), { name: LONG.slice(-7), prefix: LONG.slice(0, -8), data: '1' }]),
    installed: { [LONG]: '1' },
  },
  {
    title: 'a long name and a long link as GNU headers',
    anomalies: [],
    bytes: () =>
      tar([
        gnuLong(LONG),
        { name: LONG.slice(0, 100), data: '1', magic: 'gnu' },
        gnuLong(`${LONG}/`),
        { name: LONG.slice(0, 100), type: '5', magic: 'gnu' },
      ]),
    installed: { [LONG]: '1' },
  },
  {
    title: 'a name in Unicode as PAX: the header has question marks',
    anomalies: [],
    bytes: () => tar([pax({ path: WIDE }), { name: 'x-1.0/gr??e.py', data: '1' }]),
    installed: { [WIDE]: '1' },
  },
  {
    title: 'PAX times, and a size in base 256',
    anomalies: [],
    bytes: () => tar([pax({ mtime: '1.5', atime: '2.5' }), { ...TAR_SETUP, base256: true }]),
    installed: ONE,
  },
  {
    title: 'a PAX size that says what the header says',
    anomalies: [],
    bytes: () => tar([pax({ size: '9' }), TAR_SETUP]),
    installed: ONE,
  },
  {
    title: 'the global header of a git archive',
    anomalies: [],
    bytes: () => tar([pax({ comment: '0123456789abcdef' }, 'g'), TAR_SETUP]),
    installed: ONE,
  },
  {
    title: 'signed checksums and V7 headers',
    anomalies: [],
    bytes: () => tar([{ ...TAR_SETUP, magic: 'v7', signed: true }]),
    installed: ONE,
  },
  {
    title: 'an equal copy of a file',
    anomalies: [],
    bytes: () => tar([TAR_SETUP, TAR_SETUP]),
    installed: ONE,
    others: ONE,
  },
  {
    title: 'companions that macOS leaves beside the root',
    anomalies: [],
    bytes: () => tar([TAR_SETUP, { name: '._x-1.0', data: 'm' }]),
    installed: { ...ONE, '._x-1.0': 'm' },
  },
  {
    title: 'data descriptors with and without signature',
    anomalies: [],
    bytes: () =>
      zip([
        { ...ZIP_SETUP, descriptor: 'signed' },
        { name: 'x-1.0/b.py', data: '', descriptor: 'bare' },
      ]),
    installed: { ...ONE, 'x-1.0/b.py': '' },
  },
  {
    title: 'directories and a short comment',
    anomalies: [],
    bytes: () =>
      zip({ entries: [{ name: 'x-1.0/', mode: 0o040755 }, ZIP_SETUP], comment: Buffer.from('made by hand') }),
    installed: ONE,
  },
  {
    title: 'zip64 records where none are needed',
    anomalies: [],
    bytes: () =>
      zip({
        entries: [{ ...ZIP_SETUP, central: { size: 0xffffffff, extra: zip64Field(9) } }],
        zip64: {},
      }),
    installed: ONE,
  },
  {
    title: 'zeros that align entries',
    anomalies: [],
    bytes: () => zip([ZIP_SETUP, { name: 'x-1.0/b.py', data: '2', gap: Buffer.alloc(64) }]),
    installed: { ...ONE, 'x-1.0/b.py': '2' },
  },
  {
    title: 'a name in code page 437, and a Unicode path field that helps it out',
    anomalies: [],
    bytes: () => {
      const name = Buffer.from('x-1.0/\x81.py', 'latin1');
      return zip([
        ZIP_SETUP,
        { name, data: '2', central: { extra: unicodePathField('x-1.0/?.py', 'x-1.0/ü.py') } },
      ]);
    },
    installed: { ...ONE, 'x-1.0/ü.py': '2' },
  },
  {
    title: 'compressed data that is no archive opens as one more member',
    anomalies: [],
    filename: 'x-1.0.tar.gz',
    bytes: () =>
      gzipSync(tar([TAR_SETUP, { name: 'x-1.0/table.csv.gz', data: gzipSync(Buffer.from('a,b')) }])),
    installed: {
      ...ONE,
      'x-1.0/table.csv.gz': gzipSync(Buffer.from('a,b')).toString('latin1'),
      'x-1.0/table.csv.gz!/table.csv': 'a,b',
    },
  },
  {
    title: 'files that only look a little like archives',
    anomalies: [],
    bytes: () => {
      const files = {
        'x-1.0/pk.txt': 'PK is not a zip archive by itself, nor is BZh bzip2',
        'x-1.0/zlib.bin': deflateSync(Buffer.from('x')),
        'x-1.0/zero.bin': Buffer.alloc(1024),
        'x-1.0/lzma.bin': Buffer.from('5d00008000ffffffffffffffff00', 'hex'),
      };
      return tar([TAR_SETUP, ...Object.entries(files).map(([name, data]) => ({ name, data }))]);
    },
    installed: {
      ...ONE,
      'x-1.0/pk.txt': 'PK is not a zip archive by itself, nor is BZh bzip2',
      'x-1.0/zlib.bin': deflateSync(Buffer.from('x')).toString('latin1'),
      'x-1.0/zero.bin': '\0'.repeat(1024),
      'x-1.0/lzma.bin': Buffer.from('5d00008000ffffffffffffffff00', 'hex').toString('latin1'),
    },
  },
];
