/** Statements that are being put together, and how they are written. */

/** A statement, with the blocks that hang below it. */
export interface Line {
  text: string;
  /** The block below `text`, null for a simple statement. */
  body: Line[] | null;
  /** The block below `otherwise`, null when there is none. */
  rest: Line[] | null;
  /** `else:` or `except:`. */
  otherwise: string;
  /** Nothing after it runs in the same block: `return`, `raise`, `break`, `continue`. */
  ends: boolean;
}

export function simple(text: string, ends = false): Line {
  return { text, body: null, rest: null, otherwise: '', ends };
}

export function block(text: string, body: Line[] = []): Line {
  return { text, body, rest: null, otherwise: '', ends: false };
}

/**
 * Statements as text, one blank of indentation a level. What ends a block and is followed by more was behind a jump
 * that could not be made a block: it is written as conditional, so that the rest counts as well.
 *
 * @param characters after which nothing more is written.
 */
export function writeLines(lines: readonly Line[], condition: string, characters: number): string {
  const written: string[] = [];
  let length = 0;
  const write = (text: string, level: number): void => {
    written.push(' '.repeat(level) + text);
    length += text.length + level + 1;
  };
  const writeBlock = (block: readonly Line[], level: number): void => {
    if (block.length === 0) write('pass', level);
    block.forEach((line, index) => {
      if (length > characters) return;
      if (line.ends && index < block.length - 1) {
        write(`if ${condition}:`, level);
        write(line.text, level + 1);
        return;
      }
      write(line.text, level);
      if (line.body !== null) writeBlock(line.body, level + 1);
      if (line.rest === null) return;
      write(line.otherwise, level);
      writeBlock(line.rest, level + 1);
    });
  };
  if (lines.length > 0) writeBlock(lines, 0);
  return written.map((line) => `${line}\n`).join('');
}
