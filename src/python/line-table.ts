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
  let starts = new Uint32Array((text.length >> 5) + 16);
  let count = 1;
  const add = (start: number): void => {
    if (count === starts.length) {
      const grown = new Uint32Array(count * 2);
      grown.set(starts);
      starts = grown;
    }
    starts[count++] = start;
  };
  let feed = text.indexOf('\n');
  let carriage = text.indexOf('\r');
  while (feed >= 0 || carriage >= 0) {
    const lone = carriage >= 0 && carriage !== feed - 1 && (feed < 0 || carriage < feed);
    if (lone) add(carriage + 1);
    else {
      add(feed + 1);
      feed = text.indexOf('\n', feed + 1);
    }
    if (carriage >= 0 && carriage < starts[count - 1]!) carriage = text.indexOf('\r', carriage + 1);
  }
  return starts.slice(0, count);
}
