/** What the file is: compression, kind, RECORD, nested archives, two formats at once. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ArchiveCase } from '../support/archive-case.ts';
import { type TarEntrySpec, tar } from '../support/tar-writer.ts';
import { type ZipEntrySpec, zip } from '../support/zip-writer.ts';

const SETUP: TarEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const ONE = { 'x-1.0/setup.py': 'print(1)\n' };
const sdist = (): Buffer => tar([SETUP]);
const ZIPPED: ZipEntrySpec = { name: 'x-1.0/setup.py', data: 'print(2)\n', method: 8 };

const digest = (data: string): string => createHash('sha256').update(data).digest('base64url');
const listed = (path: string, data: string): string => `${path},sha256=${digest(data)},${data.length}\n`;
const INFO = 'x-1.0.dist-info';
const WHEEL = 'Wheel-Version: 1.0\n';

/** A wheel of one module, with this RECORD (null: none) and these further files. */
function wheel(record: string | null, more: Record<string, string> = {}): Buffer {
  const files = { 'x.py': 'print(1)\n', [`${INFO}/WHEEL`]: WHEEL, ...more };
  const entries = Object.entries(files).map(([name, data]): ZipEntrySpec => ({ name, data }));
  return zip([...entries, ...(record === null ? [] : [{ name: `${INFO}/RECORD`, data: record }])]);
}
const RECORD = `${listed('x.py', 'print(1)\n')}${listed(`${INFO}/WHEEL`, WHEEL)}${INFO}/RECORD,,\n`;
const WHEEL_FILES = { 'x.py': 'print(1)\n', [`${INFO}/WHEEL`]: WHEEL };

const flipped = (bytes: Buffer, fromEnd: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[copy.length - fromEnd]! ^= 0xff;
  return copy;
};

export const IDENTITY_CASES: ArchiveCase[] = [
  {
    title: 'junk behind the gzip stream, which Python never reads',
    filename: 'x-1.0.tar.gz',
    bytes: () => Buffer.concat([gzipSync(sdist()), Buffer.from('junk')]),
    anomalies: ['gzip-trailing-junk '],
    installed: ONE,
  },
  {
    title: 'one archive in two gzip members',
    filename: 'x-1.0.tar.gz',
    bytes: () => Buffer.concat([gzipSync(sdist().subarray(0, 700)), gzipSync(sdist().subarray(700))]),
    anomalies: ['gzip-multiple-members '],
    installed: ONE,
  },
  {
    title: 'a second archive in a second gzip member, which Python does not reach',
    filename: 'x-1.0.tar.gz',
    bytes: () => Buffer.concat([gzipSync(sdist()), gzipSync(tar([{ ...SETUP, data: 'print(8)\n' }]))]),
    anomalies: ['gzip-multiple-members ', 'tar-data-after-end '],
    installed: ONE,
    others: { 'x-1.0/setup.py': 'print(8)\n' },
  },
  {
    title: 'a gzip checksum that is wrong, which Python never compares',
    filename: 'x-1.0.tar.gz',
    bytes: () => flipped(gzipSync(sdist()), 8),
    anomalies: ['gzip-bad-crc '],
    installed: ONE,
  },
  {
    title: 'a gzip stream that is cut off',
    filename: 'x-1.0.tar.gz',
    bytes: () => {
      // Stored blocks: 15 bytes of headers, three blocks of tar, 100 bytes of the second file.
      const whole = gzipSync(tar([SETUP, { name: 'x-1.0/text', data: 'text '.repeat(800) }]), { level: 0 });
      return whole.subarray(0, 15 + 3 * 512 + 100);
    },
    anomalies: ['compressed-truncated ', 'tar-truncated '],
    limitations: ['!archive-truncated '],
    installed: { ...ONE, 'x-1.0/text': 'text '.repeat(20) },
  },
  {
    title: 'a wheel named like an sdist',
    filename: 'x-1.0.tar.gz',
    bytes: () => wheel(RECORD),
    anomalies: ['suffix-mismatch '],
    installed: { ...WHEEL_FILES, [`${INFO}/RECORD`]: RECORD },
  },
  {
    title: 'an sdist without a single root',
    filename: 'x-1.0.tar.gz',
    bytes: () => gzipSync(tar([SETUP, { name: 'y/setup.py', data: '2' }])),
    anomalies: ['several-roots '],
    installed: { ...ONE, 'y/setup.py': '2' },
  },
  {
    title: 'a tar archive with a zip archive behind it: pip takes the zip archive',
    filename: 'x-1.0.tar.gz',
    bytes: () => Buffer.concat([gzipSync(sdist()), zip([ZIPPED])]),
    anomalies: ['gzip-trailing-junk ', 'polyglot ', 'suffix-mismatch ', 'zip-prefix-data '],
    installed: ONE,
  },
  {
    title: 'an image with a zip archive behind it',
    filename: 'x-1.0.tar.gz',
    bytes: () => {
      const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40, 'p')]);
      return gzipSync(
        tar([
          SETUP,
          { name: 'x-1.0/logo.png', data: Buffer.concat([png, zip([{ name: 'a.py', data: '3' }])]) },
        ]),
      );
    },
    anomalies: ['nested-archive x-1.0/logo.png', 'polyglot x-1.0/logo.png', 'zip-prefix-data x-1.0/logo.png'],
    installed: {
      ...ONE,
      'x-1.0/logo.png': `\x89PNG\r\n\x1a\n${'p'.repeat(40)}${zip([{ name: 'a.py', data: '3' }]).toString('latin1')}`,
      'x-1.0/logo.png!/a.py': '3',
    },
  },
  {
    title: 'a wheel without RECORD',
    filename: 'x-1.0-py3-none-any.whl',
    bytes: () => wheel(null),
    anomalies: [`record-missing ${INFO}/RECORD`],
    installed: WHEEL_FILES,
  },
  {
    title: 'a RECORD whose hash is of other content',
    filename: 'x-1.0-py3-none-any.whl',
    bytes: () => wheel(RECORD, { 'x.py': 'print(9)\n' }),
    anomalies: ['record-mismatch x.py'],
    installed: { ...WHEEL_FILES, 'x.py': 'print(9)\n', [`${INFO}/RECORD`]: RECORD },
  },
  {
    title: 'a file that RECORD does not list; signatures need not be listed',
    filename: 'x-1.0-py3-none-any.whl',
    bytes: () => wheel(RECORD, { 'extra.py': '1', [`${INFO}/RECORD.jws`]: 's' }),
    anomalies: ['record-unlisted-member extra.py'],
    installed: { ...WHEEL_FILES, 'extra.py': '1', [`${INFO}/RECORD.jws`]: 's', [`${INFO}/RECORD`]: RECORD },
  },
  {
    title: 'a file that only RECORD knows',
    filename: 'x-1.0-py3-none-any.whl',
    bytes: () => wheel(`${RECORD}${listed('gone.py', '1')}`),
    anomalies: ['record-listed-but-absent gone.py'],
    installed: { ...WHEEL_FILES, [`${INFO}/RECORD`]: `${RECORD}${listed('gone.py', '1')}` },
  },
  {
    title: 'an archive inside of the archive, whatever its name',
    filename: 'x-1.0.tar.gz',
    bytes: () =>
      gzipSync(tar([SETUP, { name: 'x-1.0/data.bin', data: gzipSync(tar([{ name: 'in.py', data: '4' }])) }])),
    anomalies: ['nested-archive x-1.0/data.bin'],
    installed: {
      ...ONE,
      'x-1.0/data.bin': gzipSync(tar([{ name: 'in.py', data: '4' }])).toString('latin1'),
      'x-1.0/data.bin!/in.py': '4',
    },
  },
  {
    title: 'an encrypted archive inside of the archive',
    filename: 'x-1.0.tar.gz',
    bytes: () => gzipSync(tar([SETUP, { name: 'x-1.0/p.zip', data: encrypted() }])),
    anomalies: [
      'nested-archive x-1.0/p.zip',
      'nested-archive-encrypted x-1.0/p.zip',
      'zip-encrypted x-1.0/p.zip!/secret.py',
    ],
    limitations: ['encrypted-member x-1.0/p.zip!/secret.py'],
    installed: { ...ONE, 'x-1.0/p.zip': encrypted().toString('latin1') },
  },
];

function encrypted(): Buffer {
  return zip([{ name: 'secret.py', data: 'print(1)', packed: Buffer.alloc(20, 0x5a), flags: 1 }]);
}
