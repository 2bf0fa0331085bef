import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { YARA_INCLUDE_DEPTH, YARA_PACK_BYTES } from '../limits.ts';

/** A pack that cannot be read or compiled; the message is fit for a limitation. */
export class PackError extends Error {
  override readonly name = 'PackError';
}

/**
 * Text of a pack with its `include "file"` lines replaced by the files, each once. Includes are relative to the
 * including file and must lie inside `root`, links resolved: a pack from elsewhere must not read the machine's files.
 * An include is recognised on a line of its own, outside block comments.
 * @throws PackError
 */
export async function readPack(file: string, root: string): Promise<string> {
  const reader: Reader = { root: await realpath(root), seen: new Set(), bytes: 0 };
  return readInlined(file, reader, 0);
}

interface Reader {
  root: string;
  seen: Set<string>;
  bytes: number;
}

const INCLUDE = /^[ \t]*include[ \t]+"([^"\n]+)"[ \t]*(?:\/\/.*)?$/;

async function readInlined(file: string, reader: Reader, depth: number): Promise<string> {
  if (depth > YARA_INCLUDE_DEPTH)
    throw new PackError(`more than ${YARA_INCLUDE_DEPTH} includes inside each other`);
  const real = await inside(file, reader.root);
  if (reader.seen.has(real)) return '';
  reader.seen.add(real);
  const text = (await readFile(real, 'utf8')).replaceAll('\r\n', '\n');
  reader.bytes += text.length;
  if (reader.bytes > YARA_PACK_BYTES)
    throw new PackError(`more than ${YARA_PACK_BYTES} bytes with its includes`);
  const lines: string[] = [];
  let comment = false;
  for (const line of text.split('\n')) {
    const included = comment ? null : INCLUDE.exec(line);
    comment = endsInComment(line, comment);
    if (included === null) lines.push(line);
    else lines.push(await readInlined(path.resolve(path.dirname(real), included[1]!), reader, depth + 1));
  }
  return lines.join('\n');
}

async function inside(file: string, root: string): Promise<string> {
  let real: string;
  try {
    real = await realpath(file);
  } catch (cause) {
    throw new PackError(`${path.basename(file)} cannot be read`, { cause });
  }
  if (real !== root && !real.startsWith(root.endsWith(path.sep) ? root : `${root}${path.sep}`)) {
    throw new PackError(`${path.basename(file)} lies outside the folder of packs`);
  }
  return real;
}

/** Comments that begin a line; one that opens behind code holds no include worth the doubt. */
function endsInComment(line: string, open: boolean): boolean {
  const start = open ? 0 : line.trimStart().startsWith('/*') ? line.indexOf('/*') + 2 : -1;
  return start >= 0 && !line.includes('*/', start);
}
