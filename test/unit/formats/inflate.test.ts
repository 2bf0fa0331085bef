import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { ByteSink } from '../../../src/formats/byte-sink.ts';
import { inflateInto } from '../../../src/formats/inflate.ts';
import { random } from '../../property/mutate.ts';

/** Text, noise, runs and far repetitions, so that every kind of block and code length occurs. */
function sample(next: () => number): Buffer {
  const length = Math.floor(next() * 40_000);
  const kind = Math.floor(next() * 4);
  const out = Buffer.alloc(length);
  for (let i = 0; i < length; i++) {
    const noise = Math.floor(next() * 256);
    if (kind === 0) out[i] = noise;
    else if (kind === 1) out[i] = 97 + (noise % 5);
    else if (kind === 2) out[i] = i % 300 < 20 ? noise : 32;
    else out[i] = i > 9000 ? out[i - 9000]! : noise;
  }
  return out;
}

const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
  constants.Z_FIXED,
];

/** zlib's answer, null where it refuses; truncated input counts as refused. */
function native(packed: Uint8Array): Buffer | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: 1 << 20 });
  } catch {
    return null;
  }
}

describe('our own inflate', () => {
  test('gives what zlib gives, for every strategy and level', () => {
    const next = random(7);
    for (let run = 0; run < 120; run++) {
      const data = sample(next);
      const packed = deflateRawSync(data, { level: run % 10, strategy: STRATEGIES[run % 4]! });
      const sink = new ByteSink(1 << 20);
      const { stop, position } = inflateInto(Buffer.concat([packed, Buffer.from('behind')]), 0, sink);
      assert.deepEqual([stop, position], [null, packed.length], `run ${run}`);
      assert.equal(Buffer.compare(sink.result(), data), 0, `run ${run}`);
    }
  });

  test('refuses what zlib refuses and accepts what zlib accepts, with the same output', () => {
    const next = random(8);
    let refused = 0;
    for (let run = 0; run < 1500; run++) {
      const packed = deflateRawSync(sample(next).subarray(0, 600), { level: 1 + (run % 9) });
      const damaged = Buffer.from(packed);
      damaged[Math.floor(next() * damaged.length)]! ^= 1 << Math.floor(next() * 8);
      const expected = native(damaged);
      const sink = new ByteSink(1 << 20);
      const { stop } = inflateInto(damaged, 0, sink);
      if (expected === null) refused++;
      assert.equal(stop === null, expected !== null, `run ${run}: ${damaged.toString('base64')}`);
      if (expected !== null) assert.equal(Buffer.compare(sink.result(), expected), 0, `run ${run}`);
    }
    assert.ok(refused > 100, String(refused));
  });

  test('keeps the beginning of a stream that is cut anywhere', () => {
    const data = sample(random(9)).subarray(0, 3000);
    const packed = deflateRawSync(data);
    for (let length = 0; length < packed.length; length += 7) {
      const sink = new ByteSink(1 << 20);
      const { stop } = inflateInto(packed.subarray(0, length), 0, sink);
      assert.equal(stop, 'truncated', String(length));
      assert.equal(Buffer.compare(sink.result(), data.subarray(0, sink.length)), 0);
    }
  });

  test('does not look behind its own beginning', () => {
    const sink = new ByteSink(100);
    sink.write(Buffer.from('secret'));
    // A fixed block whose first symbol copies three bytes from distance 1.
    assert.equal(inflateInto(Buffer.from([0x03 | (0x40 << 3), 0x02, 0, 0]), 0, sink).stop, 'corrupt');
    assert.equal(Buffer.from(sink.result()).toString(), 'secret');
  });
});
