/** Shannon entropy of the byte values in bits per byte, 0 (one value only, or empty) to 8. Linear. */
export function shannonEntropy(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0;
  const counts = new Uint32Array(256);
  for (let index = 0; index < bytes.length; index++) counts[bytes[index]!]!++;
  let bits = 0;
  for (const count of counts) {
    if (count === 0) continue;
    const share = count / bytes.length;
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
