/**
 * What a sample looks like at rest: a line that says what it is, then its bytes with every bit turned. Nothing on the
 * host recognises, opens or runs it by accident, and a scanner of the host does not delete it.
 */
const HEADER = Buffer.from('lazaret sample, bits inverted; not to be opened\n', 'latin1');

export const MASK_HEADER: Uint8Array = HEADER;

/** Turns every bit, in a copy; its own inverse. */
export function inverted(chunk: Uint8Array): Uint8Array {
  const result = new Uint8Array(chunk.byteLength);
  for (let index = 0; index < chunk.byteLength; index += 1) result[index] = ~chunk[index]!;
  return result;
}
