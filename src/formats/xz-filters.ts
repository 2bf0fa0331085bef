/** The xz filters other than LZMA2: Delta and the x86 branch converter (xz file format 1.2, section 5.3). */

/** Adds to every byte the one `distance` before it, in place. */
export function undelta(bytes: Uint8Array, distance: number): void {
  for (let i = distance; i < bytes.length; i++) bytes[i] = (bytes[i]! + bytes[i - distance]!) & 0xff;
}

const MASK_ALLOWED = [true, true, true, false, true, false, false, false];
const MASK_BYTE = [0, 1, 2, 2, 3, 3, 3, 3];

const isSign = (byte: number | undefined): boolean => byte === 0 || byte === 0xff;

/** Turns the absolute targets of x86 calls and jumps back into relative ones, in place (LZMA SDK, x86_Convert). */
export function unbranchX86(bytes: Uint8Array, start: number): void {
  let previous = -1;
  let mask = 0;
  for (let at = 0; at < bytes.length - 4; ) {
    if ((bytes[at]! & 0xfe) !== 0xe8) {
      at++;
      continue;
    }
    const gap = at - previous;
    previous = at;
    mask = gap > 3 ? 0 : (mask << (gap - 1)) & 7;
    const blocked = mask !== 0 && (!MASK_ALLOWED[mask] || isSign(bytes[at + 4 - MASK_BYTE[mask]!]));
    if (blocked || !isSign(bytes[at + 4])) {
      mask = ((mask << 1) & 7) | 1;
      at++;
      continue;
    }
    convert(bytes, at, start + at + 5, mask);
    at += 5;
  }
}

function convert(bytes: Uint8Array, at: number, next: number, mask: number): void {
  let source = bytes[at + 1]! | (bytes[at + 2]! << 8) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 24);
  let target = (source - next) | 0;
  const index = MASK_BYTE[mask]! * 8;
  // At most two rounds: the second one undoes the sign byte that the first produced.
  for (let round = 0; mask !== 0 && round < 2 && isSign((target >>> (24 - index)) & 0xff); round++) {
    source = target ^ (2 ** (32 - index) - 1);
    target = (source - next) | 0;
  }
  bytes[at + 1] = target;
  bytes[at + 2] = target >>> 8;
  bytes[at + 3] = target >>> 16;
  bytes[at + 4] = (target >>> 24) & 1 ? 0xff : 0;
}
