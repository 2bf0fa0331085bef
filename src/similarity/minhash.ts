/**
 * MinHash by one permutation (Li, Owen, Zhang: One Permutation Hashing, 2012) with densification by rotation
 * (Shrivastava, Li 2014): an estimate of how many shingles two texts share, of fixed size.
 */

/** Bins of a signature: the estimate's standard error is about 1/√64. */
export const BINS = 64;
/** Bins in one band. Texts that share half of their shingles share a band with probability 0.64, of 0.8 with 0.9998. */
export const BAND = 4;
/** Tokens of one shingle: long enough to be rare, short enough that a changed line changes few. */
const SHINGLE = 5;

/** One 32-bit value a bin. Null when there are too few tokens to tell texts apart. */
export function minhash(tokens: readonly string[]): Uint32Array | null {
  const signature = new Uint32Array(BINS);
  const filled = new Uint8Array(BINS);
  let shingles = 0;
  for (let start = 0; start + SHINGLE <= tokens.length; start += 1) {
    let hash = 0x811c9dc5;
    for (let offset = 0; offset < SHINGLE; offset += 1) hash = absorb(hash, tokens[start + offset]!);
    const mixed = mix(hash);
    const bin = mixed % BINS;
    const value = Math.floor(mixed / BINS);
    if (filled[bin] === 0 || value < signature[bin]!) signature[bin] = value;
    filled[bin] = 1;
    shingles += 1;
  }
  if (shingles < BINS / 2) return null;
  return densified(signature, filled);
}

/** An empty bin takes the value of the next full one, marked by the distance, so that empty bins agree by chance only. */
function densified(signature: Uint32Array, filled: Uint8Array): Uint32Array {
  return signature.map((value, bin) => {
    for (let distance = 0; distance < BINS; distance += 1) {
      const other = (bin + distance) % BINS;
      if (filled[other] !== 0) return distance === 0 ? value : mix(signature[other]! + distance * 0x9e3779b1);
    }
    return value;
  });
}

/** FNV-1a over UTF-16 units, with an end mark. */
function absorb(hash: number, token: string): number {
  let result = hash;
  for (let index = 0; index < token.length; index += 1) {
    result = Math.imul(result ^ token.charCodeAt(index), 0x01000193);
  }
  return Math.imul(result ^ 0x1f, 0x01000193);
}

/** Finaliser of MurmurHash3, unsigned. */
function mix(value: number): number {
  let result = value ^ (value >>> 16);
  result = Math.imul(result, 0x85ebca6b);
  result ^= result >>> 13;
  result = Math.imul(result, 0xc2b2ae35);
  return (result ^ (result >>> 16)) >>> 0;
}

/** Estimated share of common shingles (Jaccard), 0 to 1. */
export function resemblance(left: Uint32Array, right: Uint32Array): number {
  let same = 0;
  for (let bin = 0; bin < BINS; bin += 1) if (left[bin] === right[bin]) same += 1;
  return same / BINS;
}

/** Keys of which similar texts share at least one, each `band:hex`. */
export function bandsOf(signature: Uint32Array): string[] {
  const keys: string[] = [];
  for (let band = 0; band < BINS / BAND; band += 1) {
    const part = signature.subarray(band * BAND, (band + 1) * BAND);
    keys.push(`${band}:${[...part].map((value) => value.toString(36)).join('.')}`);
  }
  return keys;
}

/** Little-endian, whatever the machine. */
export function toBytes(signature: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(signature.length * 4);
  const view = new DataView(bytes.buffer);
  signature.forEach((value, bin) => void view.setUint32(bin * 4, value, true));
  return bytes;
}

/** The signature that `toBytes` wrote; null for what is none. */
export function toSignature(bytes: Uint8Array): Uint32Array | null {
  if (bytes.byteLength !== BINS * 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: BINS }, (_, bin) => view.getUint32(bin * 4, true));
}
