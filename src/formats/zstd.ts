/** Zstandard (RFC 8878): frames are walked here, so that sizes are bounded, and decoded by `node:zlib`. */
import { zstdDecompressSync } from 'node:zlib';
import { ByteSink } from './byte-sink.ts';
import { type CodecOptions, type Decoded, problemOf, type Stop } from './decoded.ts';

const BLOCK_MAX = 128 * 1024;

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;

/** Whether a Zstandard frame starts at `at`. */
export function isZstd(bytes: Uint8Array, at = 0): boolean {
  return bytes.length >= at + 5 && u32(bytes, at) === 0xfd2fb528;
}

function isSkippable(bytes: Uint8Array, at: number): boolean {
  return bytes.length >= at + 8 && (u32(bytes, at) & 0xfffffff0) >>> 0 === 0x184d2a50;
}

interface Frame {
  /** After the last whole block (and checksum) of the frame. */
  end: number;
  /** End of the last block up to which the output cannot exceed the room. */
  safeEnd: number;
  /** Most the frame can produce. */
  bound: number;
  stop: Stop;
}

function walkFrame(bytes: Uint8Array, start: number, room: number): Frame {
  const descriptor = bytes[start + 4]!;
  const single = (descriptor >>> 5) & 1;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const content = [single, 2, 4, 8][descriptor >>> 6]!;
  let at = start + 5 + (1 - single) + dictionary + content;
  const frame: Frame = { end: at, safeEnd: at, bound: 0, stop: null };
  for (let last = false; !last; ) {
    if (at + 3 > bytes.length) return { ...frame, stop: 'truncated' };
    const header = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
    last = (header & 1) === 1;
    const kind = (header >>> 1) & 3;
    const size = header >>> 3;
    if (kind === 3) return { ...frame, stop: 'corrupt' };
    at += 3 + (kind === 1 ? 1 : size);
    if (at > bytes.length) return { ...frame, stop: 'truncated' };
    frame.bound += kind === 2 ? BLOCK_MAX : size;
    frame.end = at;
    if (frame.bound <= room) frame.safeEnd = at;
  }
  if ((descriptor & 4) !== 0) {
    if (at + 4 > bytes.length) return { ...frame, stop: 'truncated' };
    frame.end = at + 4;
  }
  return frame;
}

/** Native decoding of whole blocks; null when the data is corrupt or longer than `max`. */
function decode(bytes: Uint8Array, max: number): Uint8Array | null {
  if (typeof zstdDecompressSync !== 'function') return null;
  try {
    const buffer = zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, max) });
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  } catch {
    return null;
  }
}

/** The first blocks as a frame of their own: the last block header gets its `last` bit, the checksum goes. */
function decodePrefix(bytes: Uint8Array, start: number, end: number, max: number): Uint8Array {
  const prefix = bytes.slice(start, end);
  const single = (prefix[4]! >>> 5) & 1;
  const sizes = [single, 2, 4, 8][prefix[4]! >>> 6]!;
  const headerSize = 5 + (1 - single) + [0, 1, 2, 4][prefix[4]! & 3]! + sizes;
  // Without a content size the decoder does not insist on it; an empty raw block ends the frame.
  if (single === 1 || prefix.length <= headerSize) return new Uint8Array(0);
  const body = prefix.subarray(headerSize);
  const header = [0x28, 0xb5, 0x2f, 0xfd, prefix[4]! & 0x03, ...prefix.subarray(5, headerSize - sizes)];
  const whole = new Uint8Array(header.length + body.length + 3);
  whole.set(header);
  whole.set(body, header.length);
  whole[whole.length - 3] = 1;
  return decode(whole, max) ?? new Uint8Array(0);
}

/** Decodes all frames, skippable ones included; what came out of whole blocks before a problem is kept. */
export function unzstd(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  const deadline = options.deadline ?? Number.POSITIVE_INFINITY;
  const sink = new ByteSink(max);
  let position = 0;
  let stop: Stop = isZstd(bytes) || isSkippable(bytes, 0) ? null : 'corrupt';
  while (stop === null && position < bytes.length) {
    if (isSkippable(bytes, position)) {
      const end = position + 8 + u32(bytes, position + 4);
      if (end > bytes.length) stop = 'truncated';
      else position = end;
      continue;
    }
    if (!isZstd(bytes, position)) break;
    if (Date.now() > deadline) {
      stop = 'deadline';
      break;
    }
    const room = max - sink.length;
    const frame = walkFrame(bytes, position, room);
    const whole = frame.stop === null ? decode(bytes.subarray(position, frame.end), room) : null;
    if (whole !== null) sink.write(whole);
    else {
      sink.write(decodePrefix(bytes, position, frame.safeEnd, room));
      stop = frame.stop ?? (frame.bound > room ? 'limit' : 'corrupt');
    }
    position = frame.end;
  }
  return {
    data: sink.result(stop === 'limit' ? (options.keep ?? max) : max),
    complete: stop === null,
    consumed: Math.min(position, bytes.length),
    problem: problemOf(stop),
    exceeded: stop === 'limit',
  };
}
