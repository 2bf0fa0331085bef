/** Seeded damage to bytes: the same seed gives the same inputs on every machine. */

/** Mulberry32: 32 bits of state, good enough to choose damage. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs a property test makes: LAZARET_FUZZ_RUNS, else the number given. */
export function runs(normal: number): number {
  return Number(process.env.LAZARET_FUZZ_RUNS ?? normal);
}

const TELLING = [0, 1, 0x7f, 0x80, 0xff];

/** A damaged copy of one of `samples`: bytes changed, cut, repeated, or two samples joined. */
export function mutate(samples: readonly Uint8Array[], next: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = (): Uint8Array => samples[below(samples.length)]!;
  let bytes = Buffer.from(pick());
  const steps = 1 + below(6);
  for (let step = 0; step < steps; step++) {
    const at = below(bytes.length + 1);
    switch (below(6)) {
      case 0:
        if (at < bytes.length) bytes[at] = below(256);
        break;
      case 1:
        if (at < bytes.length) bytes[at] = TELLING[below(TELLING.length)]!;
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        if (at + 4 <= bytes.length)
          bytes.writeUInt32LE(below(2) === 0 ? 0xffffffff : below(bytes.length + 64), at);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(below(at + 1), at), bytes.subarray(at)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at), pick().subarray(below(32))]);
    }
  }
  return Buffer.from(bytes);
}
