/** Raw DEFLATE through `node:zlib` where that works, through our own decoder where zlib would keep nothing. */
import { inflateRawSync } from 'node:zlib';
import { MIB } from '../limits.ts';
import { ByteSink } from './byte-sink.ts';
import type { Stop } from './decoded.ts';
import { inflateInto } from './inflate.ts';

/** Above this zlib's synchronous calls would hold the output twice, in pieces and joined. */
const NATIVE_OUTPUT = 64 * MIB;
const MIN_CHUNK = 1024;
const MAX_CHUNK = MIB;

export interface FastEnd {
  data: Uint8Array;
  stop: Stop;
  /** Input position after the stream. */
  position: number;
}

/**
 * Decodes the stream at `start` to at most `max` bytes; what came out before a problem is kept. `expected`
 * is a hint for the output's size: zlib holds at least one chunk of that size for as long as the output lives.
 */
export function inflateFast(
  bytes: Uint8Array,
  start: number,
  max: number,
  deadline = Number.POSITIVE_INFINITY,
  expected = 16 * 1024,
): FastEnd {
  // Outputs known to be large go straight to the decoder that holds them once.
  const native =
    expected > NATIVE_OUTPUT
      ? null
      : nativeInflate(bytes.subarray(start), Math.min(max, NATIVE_OUTPUT), expected);
  if (native !== null) return { data: native.data, stop: null, position: start + native.consumed };
  const sink = new ByteSink(max, Math.min(max, (bytes.length - start) * 4));
  const { stop, position } = inflateInto(bytes, start, sink, deadline);
  return { data: sink.result(), stop, position };
}

/** Short buffers are cut from pools that live as long as any piece of them: a copy takes no more than it needs. */
function ownCopy({ buffer, byteOffset, length }: Buffer): Uint8Array {
  const data = new Uint8Array(buffer, byteOffset, length);
  return buffer.byteLength - length > length >> 3 ? data.slice() : data;
}

function nativeInflate(
  bytes: Uint8Array,
  max: number,
  expected: number,
): { data: Uint8Array; consumed: number } | null {
  if (bytes.length === 0 || max < 1) return null;
  try {
    const chunkSize = Math.max(MIN_CHUNK, Math.min(MAX_CHUNK, expected));
    const options = { info: true, maxOutputLength: max, chunkSize };
    // With `info` the call returns both; the type declarations do not know that.
    const { buffer, engine } = inflateRawSync(bytes, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return {
      data: ownCopy(buffer),
      consumed: engine.bytesWritten,
    };
  } catch {
    return null;
  }
}
