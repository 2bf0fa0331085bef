/** What a decompressor made of hostile bytes. Decoders never throw; they keep what came out. */
export interface Decoded {
  /** Output, at most `max` bytes; what came out before a problem. */
  data: Uint8Array;
  /** True when the stream ended as its format demands and its checksums, where present, agree. */
  complete: boolean;
  /** Input bytes that belong to the stream (streams, where several follow each other). */
  consumed: number;
  /** One plain phrase when `complete` is false or a checksum disagrees, else null. */
  problem: string | null;
  /** True when there was more output than `max`. */
  exceeded: boolean;
}

export interface CodecOptions {
  /** When the output exceeds `max`, keep only this many of its first bytes. Default: `max`. */
  keep?: number;
  /** `Date.now()` value after which decoding stops with the problem `deadline`. */
  deadline?: number;
  /** Bytes of output to expect, where a header tells; only a hint. */
  expected?: number;
}

/** Why a decoder stopped; `null` is the regular end. */
export type Stop = null | 'truncated' | 'corrupt' | 'limit' | 'deadline';

const PROBLEM: Record<Exclude<Stop, null>, string> = {
  truncated: 'the stream ends early',
  corrupt: 'the stream is corrupt',
  limit: 'the output exceeds the limit',
  deadline: 'the deadline passed',
};

/** The phrase for a stop reason, optionally with what exactly was wrong. */
export function problemOf(stop: Stop, detail?: string): string | null {
  if (stop === null) return null;
  return detail === undefined ? PROBLEM[stop] : `${PROBLEM[stop]}: ${detail}`;
}
