/** The compressed stream around a tar archive, or around a single file. */
import { bunzip2, type Decoded, gunzip, unlzma, unxz, unzstd } from '../formats/codecs.ts';
import type { UnpackContext } from './context.ts';
import type { Compression } from './sniff.ts';

function decode(bytes: Uint8Array, kind: Compression, max: number, deadline: number): Decoded {
  const options = { deadline };
  switch (kind) {
    case 'gz':
      return gunzip(bytes, max, options);
    case 'bz2':
      return bunzip2(bytes, max, options);
    case 'xz':
      return unxz(bytes, max, options);
    case 'zst':
      return unzstd(bytes, max, options);
    case 'lzma':
      return unlzma(bytes, max, options);
  }
}

function reportGzip(context: UnpackContext, decoded: Decoded, path: string): void {
  const { members, badChecksum } = decoded as ReturnType<typeof gunzip>;
  if (members > 1) context.anomaly('gzip-multiple-members', path, `${members} gzip members`);
  if (badChecksum)
    context.anomaly('gzip-bad-crc', path, 'the checksum or length of a gzip member disagrees with its data');
}

/** Unpacks the stream as far as it goes and reports what is wrong with it. */
export function decompress(
  context: UnpackContext,
  bytes: Uint8Array,
  kind: Compression,
  path: string,
  depth: number,
): Uint8Array {
  const ratioBound = context.ratioBound(bytes.length);
  const max = Math.min(context.room, ratioBound);
  const decoded = decode(bytes, kind, max, context.deadline);
  if (kind === 'gz') reportGzip(context, decoded, path);
  if (decoded.exceeded) {
    if (max === ratioBound) {
      context.limitation(
        'ratio-limit',
        path,
        `${bytes.length} bytes unpack to more than ${max}; only these were read.`,
        true,
      );
    } else context.limitation(...context.totalLimitation());
    return decoded.data;
  }
  context.expired();
  const damaged = !decoded.complete && !(kind === 'gz' && decoded.problem?.startsWith('a checksum'));
  if (damaged) {
    context.anomaly(
      'compressed-truncated',
      path,
      `${decoded.problem}, after ${decoded.data.length} bytes of output`,
    );
    context.limitation(
      'archive-truncated',
      path,
      `The compressed stream could be read for ${decoded.data.length} bytes only: ${decoded.problem}.`,
      depth === 0,
    );
  }
  const rest = bytes.length - decoded.consumed;
  if (rest > 0 && !damaged) {
    // Only gzip has a code of its own; for a reader it is the same thing: bytes behind the stream.
    context.anomaly('gzip-trailing-junk', path, `${rest} bytes after the ${kind} stream`);
  }
  return decoded.data;
}
