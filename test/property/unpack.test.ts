import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Member, Unpacked } from '../../src/contracts/member.ts';
import { bunzip2, gunzip, inflate, unlzma, unxz, unzstd } from '../../src/formats/codecs.ts';
import { unpackBytes } from '../../src/unpack/unpack.ts';
import { HONEST_CASES } from '../archives/honest-cases.ts';
import { IDENTITY_CASES } from '../archives/identity-cases.ts';
import { NAME_CASES } from '../archives/name-cases.ts';
import { TAR_CASES } from '../archives/tar-cases.ts';
import { ZIP_CASES } from '../archives/zip-cases.ts';
import { mutate, random, runs } from './mutate.ts';

/** LAZARET_FUZZ_RUNS raises the number of inputs of every property. */
const RUNS = runs(2_000);
/** Milliseconds for one input of some kilobytes. */
const PATIENCE_MS = 2_000;
const LIMITS = {
  totalBytes: 4 << 20,
  memberBytes: 1 << 20,
  keptBytes: 1024,
  memberCount: 2_000,
  anomalyCount: 50,
};

/** What holds for every input whatsoever. */
function checkInvariants(unpacked: Unpacked): void {
  const total = unpacked.members.reduce((sum, { data }) => sum + data.length, 0);
  // Second readings of an entry and the data of links share memory that was counted once.
  assert.ok(total <= LIMITS.totalBytes * 3, `${total} bytes`);
  assert.ok(unpacked.members.length <= LIMITS.memberCount * 2);
  assert.ok(unpacked.anomalies.length <= LIMITS.anomalyCount + 56);
  for (const { path, type, data, depth } of unpacked.members) {
    assert.notEqual(path, '');
    assert.ok(!/[\u0000-\u001f\u202e]/.test(path), JSON.stringify(path));
    assert.ok(type === 'file' || data.length === 0, path);
    assert.equal(path.split('!/').length > depth, true, path);
  }
  for (const { detail } of [...unpacked.anomalies, ...unpacked.limitations]) assert.notEqual(detail, '');
}

const contentOf = ({ path, data, readable, installed }: Member) => ({ path, data, readable, installed });

function each(samples: readonly Uint8Array[], seed: number, check: (bytes: Uint8Array) => void): void {
  const next = random(seed);
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(samples, next);
    const start = performance.now();
    try {
      check(bytes);
    } catch (cause) {
      throw new Error(`run ${run} of seed ${seed}: ${Buffer.from(bytes).toString('base64')}`, { cause });
    }
    assert.ok(performance.now() - start < PATIENCE_MS, `run ${run} of seed ${seed} is slow`);
  }
}

const samplesOf = (cases: { bytes: () => Uint8Array }[]): Uint8Array[] =>
  cases.map(({ bytes }) => bytes()).filter(({ length }) => length < 64 * 1024);

describe('damaged archives', () => {
  const groups: [string, Uint8Array[]][] = [
    ['zip', samplesOf(ZIP_CASES)],
    ['tar', samplesOf([...TAR_CASES, ...NAME_CASES])],
    ['all of them spliced', samplesOf([...HONEST_CASES, ...IDENTITY_CASES, ...ZIP_CASES, ...TAR_CASES])],
  ];
  groups.forEach(([title, samples], i) => {
    test(title, () => {
      each(samples, 100 + i, (bytes) => {
        const held = unpackBytes('x-1.0.tar.gz', bytes, { limits: LIMITS });
        checkInvariants(held);
        // What is unpacked again on reading is what would have been held.
        const read = unpackBytes('x-1.0.tar.gz', bytes, { limits: { ...LIMITS, heldBytes: 0 } });
        assert.deepEqual({ ...read, members: [] }, { ...held, members: [] });
        assert.deepEqual(read.members.map(contentOf), held.members.map(contentOf));
      });
    });
  });

  test('unpacking twice gives the same', () => {
    const next = random(200);
    const samples = samplesOf([...ZIP_CASES, ...TAR_CASES]);
    for (let run = 0; run < 100; run++) {
      const bytes = mutate(samples, next);
      assert.deepEqual(unpackBytes('x', bytes), unpackBytes('x', Buffer.from(bytes)));
    }
  });
});

describe('damaged streams', () => {
  const MAX = 1 << 16;
  // "print(1)\n" twelve times, as Python's bz2 and lzma write it.
  const STREAMS = [
    'QlpoOTFBWSZTWfjTanQAACfZgAAQQGAgAAZhVAAgADEA0ABUqGT0TamcE9slEon295slcJwlk0Tv8XckU4UJD402p0A=',
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ABzABldADgciVaMC5mTikpOlI1L9nvRpBHB8XLrAAAAAAAAp5EZKN5HLHsAATV0uMLf1R+2830BAAAAAARZWg==',
    'XQAAgAD//////////wA4HIlWjAuZk4pKTpSNS/Z70aQRwfHKMm7//96CAAA=',
    'eJxLSS1OUUjOz8lMVkhLLMpVyMzLKM1NzStJLC5RSEosSk0uSSxOTVEoyUhVKMssKi4BAHzIEd8=',
    'KLUv/SQ8EQEAcHJpbnQoMSkKAQDJqA==',
  ].map((base64) => Buffer.from(base64, 'base64'));

  test('never give more than asked for, never throw', () => {
    each(STREAMS, 300, (bytes) => {
      for (const decode of [bunzip2, gunzip, inflate, unlzma, unxz, unzstd]) {
        const decoded = decode(bytes, MAX);
        assert.ok(decoded.data.length <= MAX);
        assert.ok(
          decoded.consumed >= 0 && decoded.consumed <= bytes.length,
          `${decode.name} ${decoded.consumed}`,
        );
        assert.equal(decoded.problem === null, decoded.complete, decode.name);
      }
    });
  });
});
