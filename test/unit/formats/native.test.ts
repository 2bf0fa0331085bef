import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NativeBinary } from '../../../src/contracts/artifact.ts';
import { readBinary } from '../../../src/formats/native.ts';
import { elfImage, fatImage, machOImage, peImage } from '../../builders/native.ts';

function read(bytes: Uint8Array): NativeBinary {
  const binary = readBinary(bytes);
  assert.ok(binary && 'format' in binary, JSON.stringify(binary));
  return binary;
}

describe('PE', () => {
  test('imports by name, by ordinal and delayed', () => {
    const binary = read(
      peImage({
        imports: { 'KERNEL32.dll': ['VirtualAlloc', 7], 'USER32.dll': ['MessageBoxA'] },
        delayImports: { 'WINHTTP.dll': ['WinHttpOpen'] },
      }),
    );
    assert.deepEqual(binary.imports, [
      'kernel32.dll',
      'kernel32.dll:virtualalloc',
      'kernel32.dll:#7',
      'user32.dll',
      'user32.dll:messageboxa',
      'winhttp.dll',
      'winhttp.dll:winhttpopen',
    ]);
  });

  test('describes headers and sections', () => {
    const content = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    const binary = read(peImage({ timestamp: 1_600_000_000, content }));
    assert.equal(binary.format, 'pe');
    assert.equal(binary.architecture, 'x86_64');
    assert.equal(binary.bits, 64);
    assert.equal(binary.timestamp, 1_600_000_000);
    assert.deepEqual(binary.sections, [
      { name: '.text', size: 512, entropy: 8, executable: true, writable: false },
    ]);
    assert.equal(binary.signed, false);
    assert.equal(binary.packer, null);
  });

  const roles: [NativeBinary['role'], Uint8Array][] = [
    ['executable', peImage()],
    ['library', peImage({ dll: true, exports: ['DoWork'] })],
    ['python-extension', peImage({ dll: true, exports: ['PyInit_sample'] })],
    [
      'python-extension',
      peImage({ dll: true, exports: ['initsample'], imports: { 'python27.dll': ['Py_InitModule4'] } }),
    ],
    ['driver', peImage({ subsystem: 1 })],
    ['dotnet', peImage({ dotnet: true })],
  ];
  for (const [role, bytes] of roles) test(`knows a ${role}`, () => assert.equal(read(bytes).role, role));

  test('lists exports', () => {
    assert.deepEqual(read(peImage({ exports: ['PyInit_a', 'Other'] })).exports, ['PyInit_a', 'Other']);
  });

  test('measures the overlay behind a certificate', () => {
    const bytes = peImage({ certificate: Buffer.alloc(64, 1), overlay: Buffer.alloc(100, 2) });
    const binary = read(bytes);
    assert.equal(binary.signed, true);
    assert.equal(binary.overlaySize, 100);
    assert.equal(binary.overlayOffset, bytes.length - 100);
    assert.equal(binary.overlayEntropy, 0);
  });

  const packers: [string, Uint8Array][] = [
    ['upx', peImage({ section: 'UPX0' })],
    ['themida', peImage({ section: '.themida' })],
    ['vmprotect', peImage({ section: '.vmp1' })],
    ['mpress', peImage({ section: '.MPRESS1' })],
    ['nsis', peImage({ section: '.ndata' })],
    ['pyinstaller', peImage({ overlay: Buffer.from('data MEI\x0c\x0b\x0a\x0b\x0e tail', 'latin1') })],
    ['nuitka-onefile', peImage({ overlay: Buffer.from('KAY\x28\xb5\x2f\xfd', 'latin1') })],
    ['7z-sfx', peImage({ overlay: Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1') })],
  ];
  for (const [packer, bytes] of packers)
    test(`knows ${packer}`, () => assert.equal(read(bytes).packer, packer));

  test('explains an unknown optional header', () => {
    const bytes = peImage();
    bytes.writeUInt16LE(0x107, 0x58);
    assert.deepEqual(readBinary(bytes), { problem: 'PE optional header magic 263 is unknown' });
  });
});

describe('ELF', () => {
  test('lists libraries and symbols', () => {
    const binary = read(
      elfImage({ libraries: ['libc.so.6'], imports: ['system', 'Ptrace'], exports: ['PyInit_x'] }),
    );
    assert.deepEqual(binary.imports, ['libc.so.6', ':system', ':ptrace']);
    assert.deepEqual(binary.exports, ['PyInit_x']);
    assert.equal(binary.role, 'python-extension');
    assert.equal(binary.architecture, 'x86_64');
    assert.equal(binary.overlaySize, 0);
  });

  const roles: [NativeBinary['role'], Uint8Array][] = [
    ['object', elfImage({ type: 1 })],
    ['executable', elfImage({ type: 2 })],
    ['executable', elfImage({ type: 3, interpreter: true })],
    ['library', elfImage({ type: 3, exports: ['work'] })],
  ];
  for (const [role, bytes] of roles) test(`knows a ${role}`, () => assert.equal(read(bytes).role, role));

  test('measures the overlay', () => {
    const binary = read(elfImage({ overlay: Buffer.alloc(40, 1) }));
    assert.equal(binary.overlaySize, 40);
  });

  const broken: [string, Uint8Array][] = [
    ['the ELF header is cut', Buffer.from('\x7fELF\x02\x01', 'latin1')],
    ['ELF class 9 is unknown', Buffer.from('\x7fELF\x09\x01', 'latin1')],
    ['ELF byte order 3 is unknown', Buffer.from('\x7fELF\x01\x03', 'latin1')],
  ];
  for (const [problem, bytes] of broken) {
    test(`explains: ${problem}`, () => assert.deepEqual(readBinary(bytes), { problem }));
  }
});

describe('Mach-O', () => {
  const library = '/usr/lib/libSystem.B.dylib';

  test('lists libraries and symbols', () => {
    const binary = read(machOImage({ libraries: [library], imports: ['system'], exports: ['main'] }));
    assert.deepEqual(binary.imports, [library.toLowerCase(), ':system']);
    assert.deepEqual(binary.exports, ['main']);
    assert.equal(binary.architecture, 'arm64');
    assert.equal(binary.role, 'executable');
  });

  test('joins the images of a fat file', () => {
    const bytes = fatImage([
      machOImage({ type: 8, cpu: 0x01000007, exports: ['PyInit_x'], imports: ['fork'] }),
      machOImage({ type: 8, exports: ['PyInit_x'], imports: ['ptrace'] }),
    ]);
    const binary = read(bytes);
    assert.equal(binary.architecture, 'x86_64+arm64');
    assert.deepEqual(binary.imports, [':fork', ':ptrace']);
    assert.deepEqual(binary.exports, ['PyInit_x']);
    assert.equal(binary.role, 'python-extension');
    assert.equal(binary.overlaySize, 0);
  });

  test('leaves Java classes alone', () => {
    assert.equal(readBinary(Buffer.from('cafebabe00000034', 'hex')), null);
  });

  test('explains a fat file without images', () => {
    const problem = 'none of the 2 parts of the fat file is a Mach-O file';
    assert.deepEqual(readBinary(Buffer.from('cafebabe00000002', 'hex')), { problem });
  });
});

test('other files are no binaries', () => {
  for (const text of ['', 'MZ', 'MZ is how this text starts', '\x7fEL', '#!/bin/sh\n', 'PK\x03\x04']) {
    assert.equal(readBinary(Buffer.from(text, 'latin1')), null, text);
  }
});
