import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import {
  bunzip2,
  type Decoded,
  gunzip,
  inflate,
  inflateRaw,
  unlzma,
  unlzmaAuto,
  unlzmaZip,
  unxz,
  unzstd,
} from '../../../src/formats/codecs.ts';

/** 116 bytes, compressed by Python's bz2 and lzma below. */
const TEXT = `${'print(1)\n'.repeat(12)}the end\n`;
const BZ2 = 'QlpoOTFBWSZTWfjTanQAACfZgAAQQGAgAAZhVAAgADEA0ABUqGT0TamcE9slEon295slcJwlk0Tv8XckU4UJD402p0A=';
const BZ2_TWO = 'QlpoOTFBWSZTWS63GtcAAAFBgAAQAACEgCAAIZpoM00HPF3JFOFCQLrca1w=';
const BZ2_EMPTY = 'QlpoORdyRThQkAAAAAA=';
const BZ2_5_MB_OF_ZEROS = 'QlpoOTFBWSZTWabi8/QAJkvAAsAACAAACCAAMMwFKaapEUbAoijxdyRThQkKbi8/QA==';
const XZ_NONE =
  '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4ABzABldADgciVaMC5mTikpOlI1L9nvRpBHB8XLrAAAAAAAAAAEtdOFaxFcGcp56AQAAAAAAWVo=';
const XZ_CRC32 =
  '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4ABzABldADgciVaMC5mTikpOlI1L9nvRpBHB8XLrAAAAAAAARHFIGwABMXS8B7OxkEKZDQEAAAAAAVla';
const XZ_CRC64 =
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABzABldADgciVaMC5mTikpOlI1L9nvRpBHB8XLrAAAAAAAAp5EZKN5HLHsAATV0uMLf1R+2830BAAAAAARZWg==';
const XZ_SHA256 =
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4ABzABldADgciVaMC5mTikpOlI1L9nvRpBHB8XLrAAAAAAAAaYtIzV2r/xBpFPWld9U6MnMUNhdCJjcdA3i/C6yKqCsAAU10RjE5MhibS5oBAAAAAApZWg==';
const XZ_TWO = '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQADdHdvCgBlBtb/xMD5OgABHARvLJzBH7bzfQEAAAAABFla';
const XZ_X86 =
  '/Td6WFoAAATm1rRGAgEEACEBFgANhjUf4ABFAA1dAHQ7PF0MAyRjt7waQAAAAAAAOh8N2Ow/YLQAASlGZc5/+x+2830BAAAAAARZWg==';
const XZ_DELTA =
  '/Td6WFoAAATm1rRGAgEDAQEhARYcR3hW4ACfAA1dAAAA6qxRoi3hyczuxWAAAAAAcUA9543wFHgAASmgAQAAANB4bSuxxGf7AgAAAAAEWVo=';
const XZ_ARM =
  '/Td6WFoAAATm1rRGAgEHACEBFgCj9KGZ4ABzABldADgciVaMC5mTikpOlI1L9nvRpBHB8XLrAAAAAAAAp5EZKN5HLHsAATV0uMLf1R+2830BAAAAAARZWg==';
const LZMA = 'XQAAgAD//////////wA4HIlWjAuZk4pKTpSNS/Z70aQRwfHKMm7//96CAAA=';

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');
const text = ({ data }: Decoded): string => Buffer.from(data).toString('latin1');

interface Row {
  title: string;
  decode: (input: Uint8Array, max: number) => Decoded;
  packed: Buffer;
  output: string;
}

const HEALTHY: Row[] = [
  { title: 'raw deflate', decode: inflateRaw, packed: deflateRawSync(TEXT), output: TEXT },
  { title: 'zlib', decode: inflate, packed: deflateSync(TEXT), output: TEXT },
  { title: 'gzip', decode: gunzip, packed: gzipSync(TEXT), output: TEXT },
  { title: 'bzip2', decode: bunzip2, packed: bytes(BZ2), output: TEXT },
  { title: 'an empty bzip2', decode: bunzip2, packed: bytes(BZ2_EMPTY), output: '' },
  { title: 'xz without check', decode: unxz, packed: bytes(XZ_NONE), output: TEXT },
  { title: 'xz with CRC-32', decode: unxz, packed: bytes(XZ_CRC32), output: TEXT },
  { title: 'xz with CRC-64', decode: unxz, packed: bytes(XZ_CRC64), output: TEXT },
  { title: 'xz with SHA-256', decode: unxz, packed: bytes(XZ_SHA256), output: TEXT },
  { title: '.lzma', decode: unlzma, packed: bytes(LZMA), output: TEXT },
  { title: '.lzma told by its first byte', decode: unlzmaAuto, packed: bytes(LZMA), output: TEXT },
  { title: 'xz told by its first byte', decode: unlzmaAuto, packed: bytes(XZ_CRC64), output: TEXT },
  { title: 'Zstandard', decode: unzstd, packed: zstdCompressSync(TEXT), output: TEXT },
];

describe('decompressors', () => {
  for (const { title, decode, packed, output } of HEALTHY) {
    test(`${title}: whole`, () => {
      const decoded = decode(packed, 1000);
      assert.equal(text(decoded), output);
      assert.deepEqual(
        { ...decoded, data: null },
        { ...decoded, data: null, complete: true, consumed: packed.length, problem: null, exceeded: false },
      );
    });

    test(`${title}: every truncation keeps a beginning and says so`, () => {
      for (let length = 0; length < packed.length; length++) {
        const decoded = decode(packed.subarray(0, length), 1000);
        assert.equal(decoded.complete, false, String(length));
        assert.notEqual(decoded.problem, null);
        assert.ok(output.startsWith(text(decoded)), `${length}: ${text(decoded)}`);
      }
    });

    if (output === '') continue;
    test(`${title}: never more than asked for`, () => {
      const decoded = decode(packed, 50);
      // Whole blocks come out of Zstandard or nothing, so it may keep less.
      assert.ok(TEXT.slice(0, 50).startsWith(text(decoded)));
      if (decode !== unzstd) assert.equal(text(decoded), TEXT.slice(0, 50));
      assert.deepEqual([decoded.exceeded, decoded.complete], [true, false]);
      assert.equal(decode(packed, 116).complete, true);
    });
  }

  test('the output just reaches the limit', () => {
    for (const { decode, packed, output } of HEALTHY)
      assert.equal(text(decode(packed, output.length)), output);
  });
});

describe('several streams and what follows them', () => {
  const rows: [string, (input: Uint8Array, max: number) => Decoded, Buffer[], string, number][] = [
    ['bzip2 joined', bunzip2, [bytes(BZ2), bytes(BZ2_TWO)], `${TEXT}two\n`, 0],
    ['bzip2 with junk, as Python ignores it', bunzip2, [bytes(BZ2_TWO), Buffer.from('junk')], 'two\n', 4],
    ['xz joined with padding', unxz, [bytes(XZ_CRC64), Buffer.alloc(8), bytes(XZ_TWO)], `${TEXT}two\n`, 0],
    ['xz with junk', unxz, [bytes(XZ_TWO), Buffer.from('junk')], 'two\n', 4],
    ['gzip joined, padded', gunzip, [gzipSync('a'), gzipSync('b'), Buffer.alloc(3)], 'ab', 0],
    ['gzip with junk behind zeros', gunzip, [gzipSync('a'), Buffer.from('\0\0junk')], 'a', 6],
    ['zlib with junk', inflate, [deflateSync('a'), Buffer.from('junk')], 'a', 4],
    [
      'Zstandard joined, a skippable frame between',
      unzstd,
      [zstdCompressSync('a'), Buffer.from('502a4d1801000000ff', 'hex'), zstdCompressSync('b')],
      'ab',
      0,
    ],
  ];
  for (const [title, decode, parts, output, left] of rows) {
    test(title, () => {
      const whole = Buffer.concat(parts);
      const decoded = decode(whole, 1000);
      assert.deepEqual(
        [text(decoded), decoded.complete, whole.length - decoded.consumed],
        [output, true, left],
      );
    });
  }

  test('gzip counts members and notices a wrong checksum without losing data', () => {
    const packed = Buffer.concat([gzipSync('a'), gzipSync('b')]);
    packed[packed.length - 5]! ^= 1;
    const decoded = gunzip(packed, 1000);
    assert.deepEqual(
      [text(decoded), decoded.members, decoded.badChecksum, decoded.complete],
      ['ab', 2, true, false],
    );
  });
});

describe('damage', () => {
  /** One bit changed at `at`, counted from the end when negative. */
  const flip = (base64: string, at: number): Buffer => {
    const copy = bytes(base64);
    copy[at < 0 ? copy.length + at : at]! ^= 1;
    return copy;
  };
  const rows: [string, Decoded, RegExp][] = [
    ['bzip2 block checksum', bunzip2(flip(BZ2, 10), 1000), /block checksum/],
    ['bzip2 stream checksum', bunzip2(flip(BZ2_EMPTY, 10), 1000), /stream checksum/],
    ['xz block check', unxz(flip(XZ_CRC64, -24), 1000), /block check/],
    ['xz SHA-256', unxz(flip(XZ_SHA256, -24), 1000), /block check/],
    ['xz block header', unxz(flip(XZ_CRC64, 14), 1000), /block header checksum/],
    ['xz index', unxz(flip(XZ_CRC64, -18), 1000), /index checksum/],
    ['xz filter that is not read', unxz(bytes(XZ_ARM), 1000), /unsupported filter/],
    [
      'zlib checksum',
      inflate(Buffer.concat([deflateSync('a').subarray(0, -1), Buffer.from([0])]), 9),
      /checksum/,
    ],
    [
      'zlib with a preset dictionary',
      inflate(deflateSync('a', { dictionary: Buffer.from('a') }), 9),
      /dictionary/,
    ],
    ['gzip that is none', gunzip(Buffer.from('not gzip'), 9), /corrupt/],
  ];
  for (const [title, decoded, problem] of rows) {
    test(title, () => {
      assert.equal(decoded.complete, false);
      assert.match(decoded.problem ?? '', problem);
    });
  }

  test('what a deflate stream gave before the damage is kept', () => {
    const packed = Buffer.concat([
      deflateRawSync('print(1)\n', { level: 0, finishFlush: 2 }),
      Buffer.from([0xff]),
    ]);
    const decoded = inflateRaw(packed, 1000);
    assert.deepEqual([text(decoded), decoded.problem], ['print(1)\n', 'the stream is corrupt']);
  });
});

describe('xz filters', () => {
  test('x86: calls become relative again', () => {
    const calls = Array.from({ length: 12 }, (_, i) => {
      const call = Buffer.from([0xe8, 0, 0, 0, 0]);
      call.writeInt32LE(1000 - i * 5, 1);
      return call;
    });
    const code = Buffer.concat([...calls, Buffer.alloc(10, 0x90)]);
    assert.deepEqual(Buffer.from(unxz(bytes(XZ_X86), 1000).data), code);
  });

  test('delta', () => {
    const ramp = Array.from({ length: 80 }, (_, i) => i * 3);
    assert.deepEqual([...unxz(bytes(XZ_DELTA), 1000).data], [...ramp, ...ramp]);
  });
});

describe('bombs and limits', () => {
  test('49 bytes of bzip2 that become 5 MB', () => {
    assert.equal(bunzip2(bytes(BZ2_5_MB_OF_ZEROS), 1e7).data.length, 5_000_000);
    const decoded = bunzip2(bytes(BZ2_5_MB_OF_ZEROS), 1e6, { keep: 100 });
    assert.deepEqual([decoded.data.length, decoded.exceeded], [100, true]);
  });

  test('only the first bytes are kept of deflate that is too long', () => {
    const decoded = inflateRaw(deflateRawSync(Buffer.alloc(1e6, 'x')), 1e5, { keep: 10 });
    assert.deepEqual([text(decoded), decoded.exceeded], ['x'.repeat(10), true]);
  });

  test('a deadline that has passed', () => {
    const decoded = bunzip2(bytes(BZ2), 1000, { deadline: Date.now() - 1 });
    assert.deepEqual([decoded.data.length, decoded.problem], [0, 'the deadline passed: time']);
  });

  test('LZMA of a zip entry with and without end marker', () => {
    const alone = bytes(LZMA);
    const head = Buffer.from([9, 20, 5, 0]);
    const packed = Buffer.concat([head, alone.subarray(0, 5), alone.subarray(13)]);
    assert.equal(text(unlzmaZip(packed, TEXT.length, 1000)), TEXT);
    assert.equal(text(unlzmaZip(packed, -1, 1000)), TEXT);
    assert.equal(unlzmaZip(packed.subarray(0, 6), 5, 1000).complete, false);
  });
});
