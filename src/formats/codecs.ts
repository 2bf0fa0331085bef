/**
 * The decompressors, all with one shape: synchronous, bounded in output, never throwing, keeping what came
 * out. They accept what the Python functions of the same purpose accept.
 */
import { ByteSink } from './byte-sink.ts';
import { bunzip2Into } from './bzip2.ts';
import { type CodecOptions, type Decoded, problemOf, type Stop } from './decoded.ts';
import { inflateFast } from './deflate.ts';
import { readLzmaHeader, unlzmaInto } from './lzma.ts';
import { isXzHeader, unxzInto } from './xz.ts';

export type { CodecOptions, Decoded } from './decoded.ts';
export { gunzip } from './gzip.ts';
export { unzstd } from './zstd.ts';

const deadlineOf = (options: CodecOptions): number => options.deadline ?? Number.POSITIVE_INFINITY;

function finish(
  sink: ByteSink,
  end: { stop: Stop; detail?: string; position: number },
  max: number,
  options: CodecOptions,
): Decoded {
  const exceeded = end.stop === 'limit';
  return {
    data: sink.result(exceeded ? (options.keep ?? max) : max),
    complete: end.stop === null,
    consumed: end.position,
    problem: problemOf(end.stop, end.detail || undefined),
    exceeded,
  };
}

/** Raw DEFLATE (RFC 1951): `zlib.decompress(data, -15)`. Bytes after the stream are not consumed. */
export function inflateRaw(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  const { data, stop, position } = inflateFast(bytes, 0, max, deadlineOf(options), options.expected);
  const exceeded = stop === 'limit';
  const keep = exceeded ? Math.min(data.length, options.keep ?? max) : data.length;
  return {
    data: keep === data.length ? data : data.slice(0, keep),
    complete: stop === null,
    consumed: position,
    problem: problemOf(stop),
    exceeded,
  };
}

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let i = 0; i < bytes.length; ) {
    // 3,800 additions fit into 32 bits before the modulo is due.
    const end = Math.min(i + 3800, bytes.length);
    for (; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return b * 65_536 + a;
}

/** zlib (RFC 1950): `zlib.decompress(data)`. A preset dictionary is a problem; bytes behind are not consumed. */
export function inflate(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  const failed = (stop: Stop, detail: string): Decoded =>
    finish(new ByteSink(0), { stop, detail, position: 0 }, 0, {});
  if (bytes.length < 2) return failed('truncated', 'header');
  const method = bytes[0]!;
  if ((method & 15) !== 8 || method >>> 4 > 7 || (method * 256 + bytes[1]!) % 31 !== 0)
    return failed('corrupt', 'header');
  if ((bytes[1]! & 32) !== 0) return failed('corrupt', 'preset dictionary');
  const raw = inflateRaw(bytes.subarray(2), max, options);
  const at = raw.consumed + 2;
  if (!raw.complete) return { ...raw, consumed: at };
  if (at + 4 > bytes.length)
    return { ...raw, complete: false, consumed: bytes.length, problem: problemOf('truncated', 'checksum') };
  const stored = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
  const good = stored === adler32(raw.data);
  return {
    ...raw,
    complete: good,
    consumed: at + 4,
    problem: good ? null : problemOf('corrupt', 'checksum'),
  };
}

/** bzip2: `bz2.decompress(data)`. Several streams are joined; bytes behind that are no stream are not consumed. */
export function bunzip2(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  const sink = new ByteSink(max);
  let end = bunzip2Into(bytes, 0, sink, deadlineOf(options));
  while (end.stop === null && end.position < bytes.length) {
    const length = sink.length;
    const next = bunzip2Into(bytes, end.position, sink, deadlineOf(options));
    if (next.stop === null || next.stop === 'limit' || next.stop === 'deadline' || sink.length > length)
      end = next;
    else if (isBzip2(bytes, end.position)) end = next;
    else break;
  }
  return finish(sink, end, max, options);
}

/** Whether a bzip2 stream (with a block or empty) starts at `at`. */
export function isBzip2(bytes: Uint8Array, at = 0): boolean {
  if (bytes.length < at + 10 || bytes[at] !== 0x42 || bytes[at + 1] !== 0x5a || bytes[at + 2] !== 0x68)
    return false;
  if (bytes[at + 3]! < 0x31 || bytes[at + 3]! > 0x39) return false;
  const magic = Buffer.from(bytes.subarray(at + 4, at + 10)).toString('hex');
  return magic === '314159265359' || magic === '177245385090';
}

/** .xz: several streams and the padding between them. Bytes behind that are no stream are not consumed. */
export function unxz(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  const sink = new ByteSink(max);
  let end = unxzInto(bytes, 0, sink, deadlineOf(options));
  while (end.stop === null && end.position < bytes.length) {
    let next = end.position;
    while (bytes[next] === 0 && next < bytes.length) next++;
    const padding = (next - end.position) % 4 === 0;
    if (next === bytes.length && padding) end = { ...end, position: next };
    if (next === bytes.length || !padding || !isXzHeader(bytes, next)) break;
    end = unxzInto(bytes, next, sink, deadlineOf(options));
  }
  return finish(sink, end, max, options);
}

/** .lzma ("LZMA alone"): 13-byte header and one stream. */
export function unlzma(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  const header = readLzmaHeader(bytes);
  const sink = new ByteSink(max, header === null || header.outputSize < 0 ? undefined : header.outputSize);
  if (header === null) return finish(sink, { stop: 'corrupt', detail: 'header', position: 0 }, max, options);
  return finish(sink, unlzmaInto(bytes, 13, header, sink, deadlineOf(options)), max, options);
}

/** `lzma.decompress(data)` with its default FORMAT_AUTO: .xz or .lzma by the first bytes. */
export function unlzmaAuto(bytes: Uint8Array, max: number, options: CodecOptions = {}): Decoded {
  return bytes[0] === 0xfd ? unxz(bytes, max, options) : unlzma(bytes, max, options);
}

/** Zip method 14: version and properties size before raw LZMA (APPNOTE 5.8.8); the end marker is optional. */
export function unlzmaZip(
  bytes: Uint8Array,
  outputSize: number,
  max: number,
  options: CodecOptions = {},
): Decoded {
  const sink = new ByteSink(max);
  const size = bytes.length < 9 ? -1 : bytes[2]! | (bytes[3]! << 8);
  if (size !== 5)
    return finish(
      sink,
      { stop: size < 0 ? 'truncated' : 'corrupt', detail: 'header', position: 0 },
      max,
      options,
    );
  const dictionarySize = new DataView(bytes.buffer, bytes.byteOffset + 5, 4).getUint32(0, true);
  const header = { properties: bytes[4]!, dictionarySize, outputSize: -1 };
  // Whether the end marker is there is a flag elsewhere; stopping at the size serves both.
  const known = { ...header, outputSize };
  return finish(
    sink,
    unlzmaInto(bytes, 9, outputSize >= 0 ? known : header, sink, deadlineOf(options)),
    max,
    options,
  );
}
