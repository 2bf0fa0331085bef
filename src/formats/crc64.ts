/** CRC-64/XZ (ECMA-182, reflected) as two 32-bit halves: BigInt would be twenty times slower. */
const LOW_POLYNOMIAL = 0xd7870f42;
const HIGH_POLYNOMIAL = 0xc96c5795;

function buildTables(): { low: Uint32Array; high: Uint32Array } {
  const low = new Uint32Array(256);
  const high = new Uint32Array(256);
  for (let i = 0; i < 256; i++) {
    let l = i;
    let h = 0;
    for (let k = 0; k < 8; k++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (odd) {
        l ^= LOW_POLYNOMIAL;
        h ^= HIGH_POLYNOMIAL;
      }
    }
    low[i] = l;
    high[i] = h;
  }
  return { low, high };
}

const TABLES = buildTables();

/** Both halves, unsigned. */
export function crc64(bytes: Uint8Array): { low: number; high: number } {
  let low = -1;
  let high = -1;
  for (let i = 0; i < bytes.length; i++) {
    const index = (low ^ bytes[i]!) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ TABLES.low[index]!;
    high = (high >>> 8) ^ TABLES.high[index]!;
  }
  return { low: ~low >>> 0, high: ~high >>> 0 };
}
