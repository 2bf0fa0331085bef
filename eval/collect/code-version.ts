import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What facts, signatures and tokens come out of; rules, scores and reports are replayed and change nothing in them. */
const SOURCES = [
  'src/contracts',
  'src/limits.ts',
  'src/python',
  'src/formats',
  'src/unpack',
  'src/artifacts',
  'src/analyses',
  'src/yara',
  'src/pipeline.ts',
  'yara',
  'eval/collect',
];

/** Hash over the sources that saved evidence depends on, 16 hex digits. */
export function codeVersion(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(source)) hash.update(`${file}\0`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(source: string): string[] {
  if (/\.\w+$/.test(source)) return [source];
  return readdirSync(path.join(ROOT, source), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}
