/** Zip archives that readers disagree about, one or more for every zip anomaly. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { ArchiveCase } from '../support/archive-case.ts';
import { unicodePathField, type ZipEntrySpec, zip, zip64Field } from '../support/zip-writer.ts';

const SETUP: ZipEntrySpec = { name: 'x-1.0/setup.py', data: 'print(1)\n' };
const OTHER: ZipEntrySpec = { name: 'x-1.0/other.py', data: 'print(2)\n', method: 8 };
const BOTH = { 'x-1.0/setup.py': 'print(1)\n', 'x-1.0/other.py': 'print(2)\n' };
const ONE = { 'x-1.0/setup.py': 'print(1)\n' };
const HIDDEN: ZipEntrySpec = { name: 'x-1.0/hidden.py', data: 'print(3)\n', omit: 'central' };

export const ZIP_CASES: ArchiveCase[] = [
  {
    title: 'another name in the local header',
    bytes: () => zip([SETUP, { ...OTHER, local: { name: 'x-1.0/local.py' } }]),
    anomalies: ['zip-local-central-mismatch x-1.0/other.py'],
    installed: BOTH,
    others: { 'x-1.0/local.py': 'print(2)\n' },
  },
  {
    title: 'another method and size in the local header: a streaming reader unpacks other bytes',
    bytes: () => {
      const packed = deflateRawSync(Buffer.from('print(4)\n'));
      const local = { method: 0, size: packed.length, crc: crc32(packed) };
      return zip([SETUP, { name: 'x-1.0/other.py', data: 'print(4)\n', method: 8, local }]);
    },
    anomalies: ['zip-local-central-mismatch x-1.0/other.py'],
    installed: { ...ONE, 'x-1.0/other.py': 'print(4)\n' },
    others: { 'x-1.0/other.py': deflateRawSync(Buffer.from('print(4)\n')).toString('latin1') },
  },
  {
    title: 'a flag that only one header has',
    bytes: () => zip([SETUP, { ...OTHER, local: { flags: 1 } }]),
    anomalies: ['zip-local-central-mismatch x-1.0/other.py'],
    installed: BOTH,
  },
  {
    title: 'a data descriptor that says something else',
    bytes: () => zip([SETUP, { ...OTHER, descriptor: Buffer.from('PK\x07\x08wrongwrongwr') }]),
    anomalies: ['zip-gap-data ', 'zip-local-central-mismatch x-1.0/other.py'],
    installed: BOTH,
  },
  {
    title: 'no local header where the directory points to',
    bytes: () => zip([SETUP, { ...OTHER, central: { offset: 5 } }]),
    anomalies: ['zip-local-central-mismatch x-1.0/other.py', 'zip-local-only-entry x-1.0/other.py'],
    limitations: ['!member-unreadable x-1.0/other.py'],
    installed: ONE,
    others: { 'x-1.0/other.py': 'print(2)\n' },
  },
  {
    title: 'one name twice: the last one is installed',
    bytes: () => zip([SETUP, { ...SETUP, data: 'print(9)\n' }]),
    anomalies: ['zip-duplicate-name x-1.0/setup.py'],
    installed: { 'x-1.0/setup.py': 'print(9)\n' },
    others: ONE,
  },
  {
    title: 'two directory entries for the same bytes',
    bytes: () =>
      zip([SETUP, { name: 'x-1.0/alias.py', data: 'print(1)\n', omit: 'local', central: { offset: 0 } }]),
    anomalies: ['zip-local-central-mismatch x-1.0/alias.py', 'zip-overlapping-entries x-1.0/alias.py'],
    installed: { ...ONE, 'x-1.0/alias.py': 'print(1)\n' },
  },
  {
    title: 'data in front, offsets counted from behind it',
    bytes: () => zip({ entries: [SETUP], prefix: Buffer.from('#!/bin/false\n') }),
    filename: 'x-1.0.zip',
    anomalies: ['zip-prefix-data '],
    installed: ONE,
  },
  {
    title: 'data in front, offsets counted from the start of the file',
    bytes: () => zip({ entries: [SETUP], prefix: Buffer.from('#!/bin/false\n'), prefixCounted: true }),
    filename: 'x-1.0.zip',
    anomalies: ['zip-prefix-data '],
    installed: ONE,
  },
  {
    title: 'two archives one after the other: Python reads the second',
    bytes: () => Buffer.concat([zip([OTHER]), zip([SETUP])]),
    anomalies: ['zip-local-only-entry x-1.0/other.py', 'zip-multiple-eocd ', 'zip-prefix-data '],
    installed: ONE,
    others: { 'x-1.0/other.py': 'print(2)\n' },
  },
  {
    title: 'bytes behind the end record',
    bytes: () => zip({ entries: [SETUP], trailing: Buffer.from('behind') }),
    anomalies: ['zip-trailing-data '],
    installed: ONE,
  },
  {
    title: 'more bytes behind the end record than Python looks through',
    bytes: () => zip({ entries: [SETUP], trailing: Buffer.alloc(70_000, 'z') }),
    anomalies: ['zip-trailing-data '],
    limitations: ['!archive-unreadable '],
    installed: ONE,
  },
  {
    title: 'bytes between two entries',
    bytes: () => zip([SETUP, { ...OTHER, gap: Buffer.from('nobody sees this') }]),
    anomalies: ['zip-gap-data '],
    installed: BOTH,
  },
  {
    title: 'a second, empty end record: Python reads an empty archive, others do not',
    bytes: () => Buffer.concat([zip([SETUP]), zip([])]),
    anomalies: ['zip-local-only-entry x-1.0/setup.py', 'zip-multiple-eocd ', 'zip-prefix-data '],
    installed: ONE,
  },
  {
    title: 'a directory size of 0: Python reads an empty archive, others follow the offset',
    bytes: () => zip({ entries: [SETUP, OTHER], end: { size: 0 } }),
    anomalies: ['zip-eocd-mismatch ', 'zip-eocd-mismatch '],
    installed: BOTH,
  },
  {
    title: 'a directory size that makes Python start at the second entry',
    bytes: () => {
      const directorySize = 46 + 'x-1.0/other.py'.length;
      return zip({ entries: [SETUP, OTHER], end: { size: directorySize } });
    },
    anomalies: ['zip-eocd-mismatch ', 'zip-eocd-mismatch '],
    installed: { 'x-1.0/other.py': 'print(2)\n' },
    others: ONE,
  },
  {
    title: 'a wrong number of entries',
    bytes: () => zip({ entries: [SETUP, OTHER], end: { entries: 1 } }),
    anomalies: ['zip-eocd-mismatch '],
    installed: BOTH,
  },
  {
    title: 'an archive that claims to be one of several disks',
    bytes: () => zip({ entries: [SETUP], end: { disk: 1 } }),
    anomalies: ['zip-eocd-mismatch '],
    installed: ONE,
  },
  {
    title: 'no end record at all: local headers are all there is',
    bytes: () => zip([SETUP]).subarray(0, 30 + 14 + 9),
    anomalies: ['zip-local-only-entry x-1.0/setup.py'],
    limitations: ['!archive-unreadable '],
    installed: ONE,
  },
  {
    title: 'zip64 records that contradict each other',
    bytes: () => zip({ entries: [SETUP], zip64: {}, end: { entries: 7 } }),
    anomalies: ['zip-zip64-inconsistent '],
    installed: ONE,
  },
  {
    title: 'a zip64 field without the value it is there for',
    bytes: () => zip([SETUP, { ...OTHER, central: { size: 0xffffffff, extra: zip64Field() } }]),
    anomalies: [
      'zip-local-central-mismatch x-1.0/other.py',
      'zip-size-mismatch x-1.0/other.py',
      'zip-zip64-inconsistent x-1.0/other.py',
    ],
    limitations: ['!archive-unreadable '],
    installed: BOTH,
  },
  {
    title: 'an encrypted entry',
    bytes: () => zip([SETUP, { ...OTHER, flags: 1, packed: Buffer.from('not a deflate stream') }]),
    anomalies: ['zip-encrypted x-1.0/other.py'],
    limitations: ['!encrypted-member x-1.0/other.py'],
    installed: ONE,
  },
  {
    title: 'an entry that only claims to be encrypted',
    bytes: () => zip([SETUP, { ...OTHER, flags: 1 }]),
    anomalies: ['zip-encrypted x-1.0/other.py'],
    installed: BOTH,
  },
  {
    title: 'a wrong checksum',
    bytes: () => zip([SETUP, { ...OTHER, local: { crc: 1 }, central: { crc: 1 } }]),
    anomalies: ['zip-bad-crc x-1.0/other.py'],
    installed: BOTH,
  },
  {
    title: 'a size shorter than the data: Python installs the beginning',
    bytes: () => {
      const lie = { size: 8, crc: crc32(Buffer.from('print(1)')) };
      const data = 'print(1);print(2)\n';
      return zip([SETUP, { name: 'x-1.0/cut.py', data, method: 8, local: lie, central: lie }]);
    },
    anomalies: ['zip-size-mismatch x-1.0/cut.py'],
    installed: { ...ONE, 'x-1.0/cut.py': 'print(1)' },
    others: { 'x-1.0/cut.py': 'print(1);print(2)\n' },
  },
  {
    title: 'a directory with content',
    bytes: () => zip([SETUP, { name: 'x-1.0/data/', data: 'print(6)\n' }]),
    anomalies: ['zip-size-mismatch x-1.0/data'],
    installed: ONE,
    others: { 'x-1.0/data': 'print(6)\n' },
  },
  {
    title: 'a compression method that nobody reads',
    bytes: () =>
      zip([SETUP, { name: 'x-1.0/imploded.py', data: 'print(2)', method: 6, packed: Buffer.from('??') }]),
    anomalies: ['zip-unsupported-method x-1.0/imploded.py'],
    limitations: ['!unsupported-compression x-1.0/imploded.py'],
    installed: ONE,
  },
  {
    title: 'an entry that only its local header knows',
    bytes: () => zip([SETUP, HIDDEN, OTHER]),
    anomalies: ['zip-local-only-entry x-1.0/hidden.py'],
    installed: BOTH,
    others: { 'x-1.0/hidden.py': 'print(3)\n' },
  },
  {
    title: 'a deflated entry that only its local header knows, its sizes behind the data',
    bytes: () => zip([SETUP, { ...HIDDEN, method: 8, descriptor: 'signed' }, OTHER]),
    anomalies: ['zip-local-only-entry x-1.0/hidden.py'],
    installed: BOTH,
    others: { 'x-1.0/hidden.py': 'print(3)\n' },
  },
  {
    title: 'a Unicode path field with another name',
    bytes: () =>
      zip([SETUP, { ...OTHER, central: { extra: unicodePathField('x-1.0/other.py', 'x-1.0/evil.py') } }]),
    anomalies: ['zip-unicode-path-extra x-1.0/other.py'],
    installed: BOTH,
  },
  {
    title: 'a long comment',
    bytes: () => zip({ entries: [SETUP], comment: Buffer.alloc(2000, 'c') }),
    anomalies: ['zip-comment-payload '],
    installed: ONE,
  },
  {
    title: 'a truncated deflate stream: what came out is kept',
    bytes: () => {
      // One stored block: five bytes of header, then the data as it is.
      const packed = deflateRawSync(Buffer.from('print(1)\n'.repeat(50)), { level: 0 }).subarray(0, 5 + 18);
      return zip([SETUP, { name: 'x-1.0/cut.py', data: 'print(1)\n'.repeat(50), method: 8, packed }]);
    },
    anomalies: [
      'compressed-truncated x-1.0/cut.py',
      'zip-bad-crc x-1.0/cut.py',
      'zip-size-mismatch x-1.0/cut.py',
    ],
    limitations: ['!member-unreadable x-1.0/cut.py'],
    installed: { ...ONE, 'x-1.0/cut.py': 'print(1)\nprint(1)\n' },
  },
  {
    title: 'a link to the outside, which pip writes as a file',
    bytes: () => zip([SETUP, { name: 'x-1.0/link', data: '../../etc/passwd', mode: 0o120777 }]),
    anomalies: ['link-escapes-root x-1.0/link', 'link-member x-1.0/link'],
    installed: { ...ONE, 'x-1.0/link': '../../etc/passwd' },
  },
  {
    title: 'a device by its mode',
    bytes: () => zip([SETUP, { name: 'x-1.0/tty', data: '', mode: 0o020666 }]),
    anomalies: ['device-member x-1.0/tty'],
    installed: { ...ONE, 'x-1.0/tty': '' },
  },
  {
    title: 'a name with NUL: Python cuts there',
    bytes: () => zip([SETUP, { name: 'x-1.0/evil.py\0.txt', data: 'print(5)' }]),
    anomalies: [
      'path-control-character x-1.0/evil.py\\u{0}.txt',
      'path-control-character x-1.0/evil.py\\u{0}.txt',
    ],
    installed: { ...ONE, 'x-1.0/evil.py': 'print(5)' },
  },
  {
    title: 'a name that says UTF-8 and is not',
    bytes: () => zip([SETUP, { name: Buffer.from('x-1.0/\xe9.py', 'latin1'), flags: 0x800, data: '1' }]),
    anomalies: ['path-non-utf8 x-1.0/\\xe9.py'],
    installed: { ...ONE, 'x-1.0/\\xe9.py': '1' },
  },
];
