/** Tar archives that readers disagree about, one or more for every tar anomaly. */
import { gzipSync } from 'node:zlib';
import type { ArchiveCase } from '../support/archive-case.ts';
import {
  BLOCK,
  gnuLong,
  oldSparse,
  pax,
  paxRecord,
  TAR_END,
  type TarEntrySpec,
  tar,
  tarEntry,
} from '../support/tar-writer.ts';

const SETUP: TarEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const OTHER: TarEntrySpec = { name: 'x-1.0/other.py', data: 'print(2)\n' };
const BOTH = { 'x-1.0/setup.py': 'print(1)\n', 'x-1.0/other.py': 'print(2)\n' };
const ONE = { 'x-1.0/setup.py': 'print(1)\n' };
const LONG = `x-1.0/${'long/'.repeat(40)}name.py`;

export const TAR_CASES: ArchiveCase[] = [
  {
    title: 'a bad checksum in the middle: Python stops there',
    bytes: () => tar([SETUP, { ...OTHER, checksum: 1 }, { name: 'x-1.0/after.py', data: 'print(3)\n' }]),
    anomalies: ['tar-bad-checksum '],
    installed: ONE,
    others: { 'x-1.0/after.py': 'print(3)\n' },
  },
  {
    title: 'a bad checksum at the start: Python refuses the archive',
    filename: 'x-1.0.tar.gz',
    bytes: () => gzipSync(tar([{ ...OTHER, checksum: 1 }, SETUP])),
    anomalies: ['tar-bad-checksum '],
    limitations: ['!archive-unreadable '],
    installed: {},
    others: ONE,
  },
  {
    title: 'one name twice: the last one is installed',
    bytes: () => tar([SETUP, { ...SETUP, data: 'print(9)\n' }]),
    anomalies: ['tar-duplicate-name x-1.0/setup.py'],
    installed: { 'x-1.0/setup.py': 'print(9)\n' },
    others: ONE,
  },
  {
    title: 'a PAX path over a complete name',
    bytes: () => tar([pax({ path: 'x-1.0/setup.py' }), { name: 'x-1.0/README.md', data: 'print(1)\n' }]),
    anomalies: ['tar-pax-override x-1.0/setup.py'],
    installed: ONE,
  },
  {
    title: 'a PAX size over a size that the header could say',
    bytes: () => tar([SETUP, pax({ size: '9' }), { ...OTHER, size: 0 }]),
    anomalies: ['tar-pax-override x-1.0/other.py'],
    installed: BOTH,
  },
  {
    title: 'a PAX link target over another one',
    bytes: () =>
      tar([SETUP, pax({ linkpath: 'setup.py' }), { name: 'x-1.0/l.py', type: '2', link: 'nowhere.py' }]),
    anomalies: ['link-member x-1.0/l.py', 'tar-pax-override x-1.0/l.py'],
    installed: { ...ONE, 'x-1.0/l.py': 'print(1)\n' },
  },
  {
    title: 'a global PAX header that names all entries',
    bytes: () => tar([pax({ path: 'x-1.0/setup.py' }, 'g'), { name: 'x-1.0/a.py', data: 'print(1)\n' }]),
    anomalies: ['tar-pax-override '],
    installed: ONE,
  },
  {
    title: 'a GNU long name over a complete name',
    bytes: () =>
      tar([gnuLong('x-1.0/setup.py'), { name: 'x-1.0/README.md', data: 'print(1)\n', magic: 'gnu' }]),
    anomalies: ['tar-gnu-override x-1.0/setup.py'],
    installed: ONE,
  },
  {
    title: 'an old GNU sparse file',
    bytes: () =>
      tar([
        SETUP,
        oldSparse(
          'x-1.0/sparse',
          [
            [2, 3],
            [8, 2],
          ],
          10,
          'abcde',
        ),
      ]),
    anomalies: ['tar-sparse x-1.0/sparse'],
    installed: { ...ONE, 'x-1.0/sparse': '\0\0abc\0\0\0de' },
  },
  {
    title: 'a PAX 0.0 sparse file',
    bytes: () => {
      const map = ['1', '2', '6', '1'];
      const keys = ['offset', 'numbytes', 'offset', 'numbytes'];
      const records = [
        paxRecord('GNU.sparse.size', '8'),
        ...map.map((value, i) => paxRecord(`GNU.sparse.${keys[i]}`, value)),
      ];
      const header = tarEntry({ name: 'PaxHeaders/entry', type: 'x', data: Buffer.concat(records) });
      return tar([SETUP, header, { name: 'x-1.0/sparse', data: 'abc' }]);
    },
    anomalies: ['tar-sparse x-1.0/sparse'],
    installed: { ...ONE, 'x-1.0/sparse': '\0ab\0\0\0c\0' },
  },
  {
    title: 'a PAX 0.1 sparse file with its real name in a record',
    bytes: () => {
      const records = { 'GNU.sparse.map': '1,2', 'GNU.sparse.size': '4', 'GNU.sparse.name': 'x-1.0/sparse' };
      return tar([SETUP, pax(records), { name: 'x-1.0/GNUSparseFile.1/sparse', data: 'ab' }]);
    },
    anomalies: ['tar-sparse x-1.0/sparse'],
    installed: { ...ONE, 'x-1.0/sparse': '\0ab\0' },
  },
  {
    title: 'a PAX 1.0 sparse file with its map in front of the data',
    bytes: () => {
      const records = {
        'GNU.sparse.major': '1',
        'GNU.sparse.minor': '0',
        'GNU.sparse.name': 'x-1.0/sparse',
        'GNU.sparse.realsize': '5',
      };
      const map = Buffer.alloc(BLOCK);
      map.write('1\n2\n3\n');
      const data = Buffer.concat([map, Buffer.from('abc')]);
      return tar([SETUP, pax(records), { name: 'x-1.0/GNUSparseFile.1/sparse', data }]);
    },
    anomalies: ['tar-sparse x-1.0/sparse'],
    installed: { ...ONE, 'x-1.0/sparse': '\0\0abc' },
  },
  {
    title: 'an entry behind a single zero block, where Python stops and others may not',
    bytes: () => tar([SETUP, Buffer.alloc(BLOCK), OTHER]),
    anomalies: ['tar-data-after-end '],
    installed: ONE,
    others: { 'x-1.0/other.py': 'print(2)\n' },
  },
  {
    title: 'bytes behind the end that are no entry',
    bytes: () => tar([SETUP], Buffer.concat([TAR_END, Buffer.alloc(BLOCK, 'junk')])),
    anomalies: ['tar-data-after-end '],
    installed: ONE,
  },
  {
    title: 'a second archive behind the end that only repeats the first',
    bytes: () => Buffer.concat([tar([SETUP]), tar([SETUP])]),
    anomalies: ['tar-data-after-end '],
    installed: ONE,
  },
  {
    title: 'an entry that ends with the file',
    bytes: () => tar([SETUP, { ...OTHER, size: 5000 }], Buffer.alloc(0)),
    anomalies: ['tar-truncated '],
    limitations: ['!archive-truncated '],
    installed: { ...ONE, 'x-1.0/other.py': `print(2)\n${'\0'.repeat(BLOCK - 9)}` },
  },
  {
    title: 'an extension header without an entry',
    bytes: () => tar([SETUP, gnuLong(LONG)]),
    anomalies: ['tar-truncated '],
    limitations: ['!archive-truncated '],
    installed: ONE,
  },
  {
    title: 'a PAX header of two mebibytes',
    bytes: () => tar([pax({ comment: 'c'.repeat(2 ** 21) }), SETUP]),
    anomalies: ['tar-oversized-header '],
    installed: ONE,
  },
  {
    title: 'a device and a pipe',
    bytes: () => tar([SETUP, { name: 'x-1.0/tty', type: '3' }, { name: 'x-1.0/pipe', type: '6' }]),
    anomalies: ['device-member x-1.0/pipe', 'device-member x-1.0/tty'],
    installed: ONE,
  },
  {
    title: 'a name that is not UTF-8',
    bytes: () => tar([SETUP, { name: Buffer.from('x-1.0/\xe9.py', 'latin1'), data: '1' }]),
    anomalies: ['path-non-utf8 x-1.0/\\xe9.py'],
    installed: { ...ONE, 'x-1.0/\\xe9.py': '1' },
  },
];
