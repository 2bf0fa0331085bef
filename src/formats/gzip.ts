/** gzip (RFC 1952), read as Python's `gzip` does: several members, zero padding between them, loud about the rest. */
import { crc32 } from 'node:zlib';
import { GZIP_MEMBERS, MIB } from '../limits.ts';
import { ByteSink } from './byte-sink.ts';
import { type CodecOptions, type Decoded, problemOf, type Stop } from './decoded.ts';
import { inflateFast } from './deflate.ts';

export interface GzipDecoded extends Decoded {
  /** Members read, the last one perhaps only in part. */
  members: number;
  /** True when a member's checksum or length disagrees with its data. */
  badChecksum: boolean;
  /** Name in the first header, null without one. */
  name: string | null;
}

const FLAG_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;

/** Most bytes expected of a member that is not the first. */
const LATER_MEMBER = MIB;

/** Whether a gzip member with the only defined method starts at `at`. */
export function isGzip(bytes: Uint8Array, at = 0): boolean {
  return bytes.length >= at + 3 && bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/** Position after the header at `at`, or -1 when it is cut off. */
function headerEnd(bytes: Uint8Array, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let position = at + 10;
  if (flags & FLAG_EXTRA) position += 2 + ((bytes[position] ?? 0) | ((bytes[position + 1] ?? 0) << 8));
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const zero = bytes.indexOf(0, position);
    if (zero < 0) return -1;
    position = zero + 1;
  }
  if (flags & FLAG_CRC) position += 2;
  return position <= bytes.length ? position : -1;
}

function memberName(bytes: Uint8Array): string | null {
  if (((bytes[3] ?? 0) & (FLAG_NAME | FLAG_EXTRA)) !== FLAG_NAME) return null;
  const end = bytes.subarray(0, 1024).indexOf(0, 10);
  return end < 0 ? null : Buffer.from(bytes.subarray(10, end)).toString('latin1');
}

/** The first member's own buffer; a sink only once a second member follows. */
class Output {
  readonly max: number;
  first: Uint8Array | null = null;
  sink: ByteSink | null = null;

  constructor(max: number) {
    this.max = max;
  }

  get room(): number {
    return this.max - (this.sink?.length ?? this.first?.length ?? 0);
  }

  add(data: Uint8Array): void {
    if (this.first === null) {
      this.first = data;
      return;
    }
    if (this.sink === null) {
      this.sink = new ByteSink(this.max, this.first.length * 2);
      this.sink.write(this.first);
    }
    this.sink.write(data);
  }

  result(keep: number): Uint8Array {
    if (this.sink !== null) return this.sink.result(keep);
    const data = this.first ?? new Uint8Array(0);
    return keep < data.length ? data.slice(0, keep) : data;
  }
}

/** What the last four bytes say about the output: right for one member under 4 GiB, a hint in any case. */
function announcedSize(bytes: Uint8Array): number {
  return bytes.length < 18
    ? 0
    : new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
}

/** Where one member ended, and whether checksum and length agree. */
interface MemberEnd {
  stop: Stop;
  position: number;
  good: boolean;
}

function readMember(bytes: Uint8Array, at: number, output: Output, deadline: number): MemberEnd {
  const start = headerEnd(bytes, at);
  if (start < 0) return { stop: 'truncated', position: bytes.length, good: true };
  // What stands at the end is of the last member, which most often is the first.
  const expected = Math.min(announcedSize(bytes), at === 0 ? Number.POSITIVE_INFINITY : LATER_MEMBER);
  const { data, stop, position } = inflateFast(bytes, start, output.room, deadline, expected);
  output.add(data);
  if (stop !== null) return { stop, position, good: true };
  if (position + 8 > bytes.length) return { stop: 'truncated', position: bytes.length, good: true };
  const view = new DataView(bytes.buffer, bytes.byteOffset + position, 8);
  const good =
    view.getUint32(0, true) === crc32(data) && view.getUint32(4, true) === data.length % 0x100000000;
  return { stop: null, position: position + 8, good };
}

/**
 * Decodes all members. `consumed` stops before trailing bytes that are no member; zero padding counts as
 * consumed. Output past a bad checksum is kept and decoding goes on, for readers that never look at it.
 */
export function gunzip(bytes: Uint8Array, max: number, options: CodecOptions = {}): GzipDecoded {
  const deadline = options.deadline ?? Number.POSITIVE_INFINITY;
  const output = new Output(max);
  let position = 0;
  let members = 0;
  let badChecksum = false;
  let stop: Stop = isGzip(bytes) ? null : 'corrupt';
  while (stop === null && isGzip(bytes, position)) {
    const member = readMember(bytes, position, output, deadline);
    stop = member.stop;
    position = member.position;
    if (!member.good) badChecksum = true;
    members++;
    if (stop !== null) break;
    let next = position;
    while (bytes[next] === 0) next++;
    // Zeros before junk belong to the junk: only padding up to a member or the end is regular.
    if (next === bytes.length || isGzip(bytes, next)) position = next;
    if (members % 1024 === 0 && Date.now() > deadline) stop = 'deadline';
    if (members === GZIP_MEMBERS && isGzip(bytes, position)) stop = 'limit';
  }
  const exceeded = stop === 'limit';
  return {
    data: output.result(exceeded ? (options.keep ?? max) : max),
    complete: stop === null && !badChecksum,
    consumed: position,
    problem: stop === null && badChecksum ? 'a checksum or length disagrees' : problemOf(stop),
    exceeded,
    members,
    badChecksum,
    name: memberName(bytes),
  };
}
