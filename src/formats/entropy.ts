/** Shannon entropy of the byte values in bits per byte, 0 (one value only, or empty) to 8. Linear. */
export function shannonEntropy(bytes: Uint8Array): number {
  return entropyOf(countBytes(bytes), bytes.length);
}

/** How often each byte value occurs, added to `counts`. Linear. */
export function countBytes(bytes: Uint8Array, counts: Uint32Array = new Uint32Array(256)): Uint32Array {
  const { length } = bytes;
  const paired = length - (length % 2);
  // Neighbours are often alike, and one counter cannot be raised again before it has been written back.
  odd.fill(0);
  for (let index = 0; index < paired; index += 2) {
    counts[bytes[index]!]!++;
    odd[bytes[index + 1]!]!++;
  }
  if (paired < length) counts[bytes[paired]!]!++;
  for (let value = 0; value < odd.length; value++) counts[value]! += odd[value]!;
  return counts;
}

/** Counts of every other byte while it counts. */
const odd = new Uint32Array(256);

/** Shannon entropy of `total` bytes that were counted. */
export function entropyOf(counts: Uint32Array, total: number): number {
  let bits = 0;
  for (const count of counts) {
    if (count === 0) continue;
    const share = count / total;
    bits -= share * Math.log2(share);
  }
  // One value only yields -0.
  return bits + 0;
}

/**
 * Entropy of parts of one file, with a budget of bytes: headers may claim that a hundred sections each span the
 * whole file. A part is judged by what the budget leaves of its start.
 */
export function entropyMeter(budget: number): (bytes: Uint8Array) => number {
  let left = budget;
  return (bytes) => {
    const part = bytes.subarray(0, left);
    left -= part.length;
    return shannonEntropy(part);
  };
}
