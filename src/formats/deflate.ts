/** Raw DEFLATE through `node:zlib` where that works, through our own decoder where zlib would keep nothing. */
import { inflateRawSync } from 'node:zlib';
import { MIB } from '../limits.ts';
import { ByteSink } from './byte-sink.ts';
import type { Stop } from './decoded.ts';
import { inflateInto } from './inflate.ts';

/** Above this zlib's synchronous calls would hold output of unknown size twice, in pieces and joined. */
const NATIVE_OUTPUT = 64 * MIB;
/** Shorter buffers are cut from pools, and cannot be taken. */
const MIN_CHUNK = (Buffer.poolSize >>> 1) + 1;
const MAX_CHUNK = MIB;
/** Output : input up to which memory is taken on an announcement alone. Texts have ratios under ten. */
const LIKELY_RATIO = 16;
/** DEFLATE cannot make more of its input (zlib's technical details). */
const MOST_RATIO = 1032;

export interface FastEnd {
  data: Uint8Array;
  stop: Stop;
  /** Input position after the stream. */
  position: number;
}

/**
 * Decodes the stream at `start` to at most `max` bytes; what came out before a problem is kept. `expected`
 * is a hint for the output's size.
 */
export function inflateFast(
  bytes: Uint8Array,
  start: number,
  max: number,
  deadline = Number.POSITIVE_INFINITY,
  expected = 16 * 1024,
): FastEnd {
  const native = nativeInflate(bytes.subarray(start), max, expected);
  if (native !== null) return { data: native.data, stop: null, position: start + native.consumed };
  const sink = new ByteSink(max, Math.min(max, (bytes.length - start) * 4));
  const { stop, position } = inflateInto(bytes, start, sink, deadline);
  return { data: sink.result(), stop, position };
}

/** Takes its memory from zlib's engine, which would keep it until all garbage is collected. */
function take({ buffer, length }: Buffer): Uint8Array {
  return new Uint8Array((buffer as ArrayBuffer).transfer(length));
}

function nativeInflate(
  bytes: Uint8Array,
  max: number,
  expected: number,
): { data: Uint8Array; consumed: number } | null {
  const size = Math.min(max, expected, bytes.length * MOST_RATIO);
  const most = Math.min(max, Math.max(NATIVE_OUTPUT, size));
  if (bytes.length === 0 || most < 1) return null;
  try {
    // One chunk that the output does not fill: else zlib would allocate a second one to see that nothing follows.
    const likely = Math.max(MAX_CHUNK, bytes.length * LIKELY_RATIO);
    const chunkSize = Math.max(MIN_CHUNK, Math.min(likely, size + 1));
    const options = { info: true, maxOutputLength: most, chunkSize };
    // With `info` the call returns both; the type declarations do not know that.
    const { buffer, engine } = inflateRawSync(bytes, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return {
      data: take(buffer),
      consumed: engine.bytesWritten,
    };
  } catch {
    return null;
  }
}
