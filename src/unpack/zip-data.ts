/** Content of zip entries: stored, deflate, bzip2, LZMA, Zstandard and xz. */
import { crc32 } from 'node:zlib';
import { bunzip2, type Decoded, inflateRaw, unlzmaZip, unxz, unzstd } from '../formats/codecs.ts';
import { NO_CONTENT } from './content.ts';
import type { UnpackContext } from './context.ts';
import { FLAG_ENCRYPTED, type ZipFields } from './zip-records.ts';

const METHOD_NAMES: Record<number, string> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  19: 'LZ77',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
  99: 'AES',
};

export interface ZipData {
  data: Uint8Array;
  readable: boolean;
  /** Packed bytes that the stream really takes. */
  consumed: number;
  /** True when the checksum agrees. */
  good: boolean;
  /** More output than the size in the header. */
  longer: Uint8Array | null;
  /** The DEFLATE stream of an entry in which header and data agree in everything; null for any other. */
  deflated: Uint8Array | null;
}

/** Size of an entry whose header leaves it to a descriptor that is not there. */
export const UNKNOWN_SIZE = Number.MAX_SAFE_INTEGER;

/** The content of an entry that could not be read. */
export const UNREADABLE: ZipData = {
  data: NO_CONTENT.held,
  readable: false,
  consumed: 0,
  good: false,
  longer: null,
  deflated: null,
};

function decode(
  method: number,
  packed: Uint8Array,
  size: number,
  max: number,
  context: UnpackContext,
): Decoded | null {
  const options = { keep: context.limits.keptBytes, deadline: context.deadline, expected: size };
  switch (method) {
    case 0: {
      const exceeded = packed.length > max;
      const data = exceeded ? packed.subarray(0, options.keep) : packed;
      return { data, complete: !exceeded, consumed: packed.length, problem: null, exceeded };
    }
    case 8:
      return inflateRaw(packed, max, options);
    case 12:
      return bunzip2(packed, max, options);
    case 14:
      return unlzmaZip(packed, size, max, options);
    case 93:
      return unzstd(packed, max, options);
    case 95:
      return unxz(packed, max, options);
    default:
      return null;
  }
}

/** Explains output beyond what is allowed; the first bytes are kept. */
function overLimit(context: UnpackContext, path: string, packed: number, max: number): void {
  const { limits } = context;
  if (max === context.ratioBound(packed)) {
    context.limitation(
      'ratio-limit',
      path,
      `${packed} bytes unpack to more than ${max}; only the start was kept.`,
      true,
    );
  } else if (max < context.room) {
    context.limitation(
      'member-bytes-limit',
      path,
      `More than ${limits.memberBytes} bytes; only the start was kept.`,
      true,
    );
  } else {
    context.limitation(...context.totalLimitation());
  }
}

/**
 * Unpacks one entry. `path` and `depth` are for reports; `quiet` is set for second readings of the same
 * entry, whose problems were reported at the first.
 */
export function readZipData(
  context: UnpackContext,
  fields: ZipFields,
  packed: Uint8Array,
  path: string,
  depth: number,
  quiet = false,
): ZipData {
  const report: Pick<UnpackContext, 'anomaly' | 'limitation'> = quiet
    ? { anomaly: () => {}, limitation: () => {} }
    : context;
  const { limits } = context;
  // An entry that says it is too large is only read as far as it is kept.
  const large = fields.size > limits.memberBytes && fields.size !== UNKNOWN_SIZE;
  const bound = large ? limits.keptBytes : limits.memberBytes;
  const max = Math.min(bound, context.room, context.ratioBound(packed.length));
  if (context.room < Math.min(fields.size, limits.keptBytes)) {
    context.limitation(...context.totalLimitation());
    return UNREADABLE;
  }
  const encrypted = (fields.flags & FLAG_ENCRYPTED) !== 0;
  const decoded = decode(fields.method, packed, fields.size, max, context);
  if (decoded === null) {
    const name = METHOD_NAMES[fields.method] ?? 'unknown';
    if (encrypted) {
      report.anomaly('zip-encrypted', path, `the entry is encrypted (method ${fields.method}, ${name})`);
      report.limitation('encrypted-member', path, 'The entry is encrypted.', depth === 0);
      return UNREADABLE;
    }
    report.anomaly('zip-unsupported-method', path, `compression method ${fields.method} (${name})`);
    report.limitation(
      'unsupported-compression',
      path,
      `Compression method ${fields.method} (${name}) is not read.`,
      depth === 0,
    );
    return UNREADABLE;
  }
  context.totalBytes += decoded.data.length;
  const whole = decoded.data;
  const cut = fields.size < whole.length ? whole.subarray(0, fields.size) : whole;
  const goodCut = !decoded.exceeded && crc32(cut) === fields.crc;
  const goodWhole =
    !decoded.exceeded && (cut.length === whole.length ? goodCut : crc32(whole) === fields.crc);
  if (encrypted) {
    // Some readers ignore the flag, so an entry that only claims to be encrypted is read by them.
    report.anomaly(
      'zip-encrypted',
      path,
      goodWhole ? 'the flag is set, the data is plain' : 'the entry is encrypted',
    );
    if (!goodWhole) {
      report.limitation('encrypted-member', path, 'The entry is encrypted.', depth === 0);
      return UNREADABLE;
    }
  }
  if (decoded.exceeded) {
    overLimit(context, path, packed.length, max);
    return {
      data: whole,
      readable: false,
      consumed: decoded.consumed,
      good: false,
      longer: null,
      deflated: null,
    };
  }
  reportDecoded(report, decoded, fields, path, depth, goodCut || goodWhole);
  const agrees = fields.method === 8 && decoded.complete && goodWhole && whole.length === fields.size;
  const cutWins = goodCut || !goodWhole;
  return {
    data: cutWins ? cut : whole,
    readable: whole.length > 0 || fields.size === 0,
    consumed: decoded.consumed,
    good: goodCut || goodWhole,
    longer: cutWins && cut.length < whole.length ? whole : null,
    deflated: agrees ? packed : null,
  };
}

function reportDecoded(
  report: Pick<UnpackContext, 'anomaly' | 'limitation'>,
  decoded: Decoded,
  fields: ZipFields,
  path: string,
  depth: number,
  good: boolean,
): void {
  if (!decoded.complete) {
    report.anomaly('compressed-truncated', path, decoded.problem ?? 'the stream is damaged');
    report.limitation(
      'member-unreadable',
      path,
      `Only ${decoded.data.length} bytes could be unpacked: ${decoded.problem}.`,
      depth === 0,
    );
  }
  if (decoded.data.length !== fields.size) {
    report.anomaly(
      'zip-size-mismatch',
      path,
      `the header says ${fields.size} bytes, the data has ${decoded.data.length}`,
    );
  }
  if (!good)
    report.anomaly('zip-bad-crc', path, `the header says ${fields.crc.toString(16).padStart(8, '0')}`);
}
