const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Bytes looked at to tell text from data, as git does. */
const SNIFFED = 8000;

/**
 * Line and column, both from 1, of a byte offset in UTF-8 text; lines end with LF, CR LF or CR. The column counts
 * UTF-16 units. Null for content that is no text.
 */
export function positionAt(bytes: Uint8Array, offset: number): { line: number; column: number } | null {
  if (bytes.subarray(0, SNIFFED).includes(0)) return null;
  let line = 1;
  let start = 0;
  for (let at = 0; at < offset; at += 1) {
    const byte = bytes[at];
    const ends = byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED);
    if (!ends) continue;
    line += 1;
    start = at + 1;
  }
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, offset));
  return { line, column: before.length + 1 };
}
