import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Module } from '../../src/python/ast.ts';
import { decodeSource } from '../../src/python/decode.ts';
import { parseFunctionAgain, parseModule } from '../../src/python/parser.ts';
import { walk } from '../../src/python/walk.ts';
import { pythons, runPython } from '../oracle/python.ts';
import { dumpModule, firstDifference } from './cpython-dump.ts';

/**
 * Compares our trees with CPython's (classes, field order, details, spans) over its whole standard library and
 * a sample of the installed packages, and each function with what it is when it is parsed by itself.
 */

/** Files that are read differently on purpose: path within the library, and why. */
const EXPECTED_DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['test/test_print.py', '`print >> stream, text` is a valid tuple in Python 3; read as Python 2 means it'],
]);

/** Bytes of installed packages that are compared besides the standard library. */
const SAMPLE_BYTES = 6_000_000;
/** Python processes at a time. */
const WORKERS = 2;

interface Python {
  path: string;
  library: string;
  packages: string;
  fstringSpans: boolean;
}

const DESCRIBE = `
import json, sys, sysconfig
paths = sysconfig.get_paths()
print(json.dumps([paths["stdlib"], paths["purelib"]] + list(sys.version_info[:2])))
`;

/** null for an interpreter before 3.10, whose trees have other classes and fewer positions. */
function describePython(path: string): Python | null {
  const text = runPython(path, ['-c', DESCRIBE]);
  const [library, packages, major, minor] = JSON.parse(text) as [string, string, number, number];
  if (major !== 3 || minor < 10) return null;
  return { path, library, packages, fstringSpans: minor >= 12 };
}

function pythonFiles(folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'site-packages' && entry.name !== '__pycache__') {
      found.push(...pythonFiles(path));
    } else if (entry.isFile() && entry.name.endsWith('.py')) found.push(path);
  }
  return found.sort();
}

/** Files spread evenly over the folder, up to SAMPLE_BYTES. */
function sample(folder: string): string[] {
  let files: string[];
  try {
    files = pythonFiles(folder);
  } catch {
    return [];
  }
  const sizes = files.map((file) => statSync(file).size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const step = Math.max(1, Math.ceil(total / SAMPLE_BYTES));
  return files.filter((_file, index) => index % step === 0);
}

/** CPython's tree of each file, in order; null when it refuses the file. */
async function* cpythonTrees(interpreter: string, files: readonly string[]): AsyncGenerator<string | null> {
  const script = join(import.meta.dirname, 'dump_ast.py');
  const python: ChildProcess = spawn(interpreter, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  python.stdin!.end(files.map((file) => `${file}\n`).join(''));
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of python.stdout!) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    while (size >= 4) {
      const head = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      chunks = [head];
      const length = head.readUInt32BE(0);
      if (size < 4 + length) break;
      const text = head.toString('utf8', 4, 4 + length);
      yield text.startsWith('+') ? text.slice(1) : null;
      chunks = [head.subarray(4 + length)];
      size -= 4 + length;
    }
  }
}

interface Comparison {
  compared: number;
  /** `path: first differing line` of every file that differs. */
  differences: string[];
}

async function compare(python: Python, files: readonly string[]): Promise<Comparison> {
  const result: Comparison = { compared: 0, differences: [] };
  let index = 0;
  for await (const tree of cpythonTrees(python.path, files)) {
    const file = files[index++]!;
    if (tree === null) continue;
    result.compared++;
    const path = file.slice(python.library.length + 1);
    const module = parseModule(decodeSource(readFileSync(file)).text);
    const difference = firstDifference(tree, dumpModule(module, python.fstringSpans));
    if (difference !== null && !EXPECTED_DIFFERENCES.has(path))
      result.differences.push(`${path}\n  ${difference}`);
    for (const start of changedAlone(module)) result.differences.push(`${path}: function alone at ${start}`);
    for (const error of module.errors) result.differences.push(`${path}: ${error.message} at ${error.start}`);
  }
  assert.equal(index, files.length, 'one frame a file');
  return result;
}

/** Where functions begin that are others when they are parsed by themselves. */
function changedAlone(module: Module): number[] {
  const changed: number[] = [];
  walk(module, (node) => {
    if (node.kind !== 'FunctionDef' && node.kind !== 'Lambda') return;
    const { params, body } = parseFunctionAgain(module.source, node) ?? {};
    if (!isDeepStrictEqual({ params, body }, { params: node.params, body: node.body }))
      changed.push(node.start);
  });
  return changed;
}

const interpreters = pythons()
  .map(describePython)
  .filter((python) => python !== null);
const skip = interpreters.length === 0 ? 'needs python3 3.10 or newer' : false;

test('our trees equal those of CPython', {
  skip,
  timeout: 180_000 * (interpreters.length + 1),
}, async (t) => {
  for (const python of interpreters) {
    const files = [...pythonFiles(python.library), ...sample(python.packages)];
    const shares = Array.from({ length: WORKERS }, (_, worker) =>
      files.filter((_f, i) => i % WORKERS === worker),
    );
    const results = await Promise.all(shares.map((share) => compare(python, share)));
    const compared = results.reduce((sum, result) => sum + result.compared, 0);
    t.diagnostic(`${python.path}: ${compared} of ${files.length} files compared, CPython refuses the others`);
    assert.deepEqual(
      results.flatMap((result) => result.differences),
      [],
    );
    assert.ok(compared > 500, `a standard library has more than ${compared} files`);
  }
});
