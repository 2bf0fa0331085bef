import { createReadStream } from 'node:fs';
import { InfrastructureError } from '../contracts/errors.ts';
import { TARGET_LINE_LENGTH } from '../limits.ts';

/**
 * Lines of a target list (a file or standard input), without line ends; blank lines are left out. There are no
 * comments: a file name may start with any character, and a name must not be able to hide a file from the scan.
 * @throws InfrastructureError `file-unreadable`, or `target-invalid` for a line over `TARGET_LINE_LENGTH`.
 */
export async function* targetLines(input: AsyncIterable<Uint8Array | string>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readable(input)) {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield* oneLine(line);
    if (rest.length > TARGET_LINE_LENGTH) throw tooLong();
  }
  yield* oneLine(rest + decoder.decode());
}

/** Lines of the target list in a file. */
export function targetsFromFile(file: string): AsyncIterable<string> {
  return targetLines(createReadStream(file));
}

function* oneLine(line: string): Iterable<string> {
  if (line.length > TARGET_LINE_LENGTH) throw tooLong();
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (text.trim() !== '') yield text;
}

function tooLong(): InfrastructureError {
  return new InfrastructureError(
    'target-invalid',
    `a line of the target list has over ${TARGET_LINE_LENGTH} characters`,
  );
}

async function* readable(input: AsyncIterable<Uint8Array | string>): AsyncIterable<Uint8Array | string> {
  try {
    yield* input;
  } catch (cause) {
    throw new InfrastructureError('file-unreadable', 'the target list cannot be read', { cause });
  }
}
