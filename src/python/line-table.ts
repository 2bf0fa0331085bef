/** A place in a text: both 1-based, the column in UTF-16 code units. */
export interface Position {
  line: number;
  column: number;
}

/** Where the lines of a text start. Lines end with `\n`, `\r\n` or `\r`, as Python reads them. */
export class LineTable {
  private readonly starts: Uint32Array;
  private readonly length: number;

  constructor(text: string) {
    this.length = text.length;
    this.starts = lineStarts(text);
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** The position of a UTF-16 offset; an offset outside the text counts as its nearest end. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.length);
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - this.starts[low]! + 1 };
  }

  /** Offset of the first character of a 1-based line; a line outside the text counts as the nearest. */
  offsetOf(line: number): number {
    const index = Math.min(Math.max(line, 1), this.starts.length) - 1;
    return this.starts[index]!;
  }
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  if (!text.includes('\r')) {
    // Nearly every text, and several times as fast as looking at each character.
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return Uint32Array.from(starts);
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 10 && c !== 13) continue;
    if (c === 13 && text.charCodeAt(i + 1) === 10) i++;
    starts.push(i + 1);
  }
  return Uint32Array.from(starts);
}
