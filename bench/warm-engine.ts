/** The engine after a while of scanning, in a worker like those that scan: the same bounds of memory, the same flags. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { LARGE_BYTES } from '../src/limits.ts';
import { scanBytes } from '../src/pipeline.ts';
import { decodeSource } from '../src/python/decode.ts';
import { parseModule } from '../src/python/parser.ts';
import { prepareEngine, workerLimits } from '../src/scan/lane.ts';
import { unpackBytes } from '../src/unpack/unpack.ts';
import { zip } from '../test/support/zip-writer.ts';
import { cpu, MB, print } from './support/measure.ts';

function standardLibrary(): string {
  const code = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
  return execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim();
}

interface Distribution {
  filename: string;
  read(): Uint8Array;
  /** Bytes of Python source. */
  source: number;
}

const TESTS = /(^|\/)(tests?|idle_test)\//;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

/** Wheels made of sources, of about 1 MB each, as most real ones are smaller than that. */
function wheelsOf(folder: string, isWanted: (path: string) => boolean): Distribution[] {
  const result: Distribution[] = [];
  let members: { name: string; data: Uint8Array }[] = [];
  let source = 0;
  const flush = (): void => {
    if (members.length === 0) return;
    const bytes = zip(members);
    result.push({ filename: 'bench-1.0-py3-none-any.whl', read: () => bytes, source });
    members = [];
    source = 0;
  };
  for (const name of filesIn(folder)) {
    if (!name.endsWith('.py') || name.startsWith('site-packages') || !isWanted(name)) continue;
    const data = readFileSync(join(folder, name));
    members.push({ name, data });
    source += data.length;
    if (source > MB) flush();
  }
  flush();
  return result;
}

/** Real distributions, except those that workers of other bounds scan. */
function archivesIn(folder: string): Distribution[] {
  return filesIn(folder).flatMap((name) => {
    const read = () => readFileSync(join(folder, name));
    const bytes = read();
    if (bytes.length >= LARGE_BYTES) return [];
    const source = pythonIn(name, bytes).reduce((sum, { size }) => sum + size, 0);
    return [{ filename: basename(name), read, source }];
  });
}

const pythonIn = (filename: string, bytes: Uint8Array) =>
  unpackBytes(basename(filename), bytes).members.filter(
    ({ path, readable }) => readable && path.endsWith('.py'),
  );

/** MB of source after which the engine is warm: V8's compilers have come to rest by then, as in a process that serves. */
const WARM_UP = 120;

/** MB of Python source. */
const sizeOf = (all: readonly Distribution[]): number => all.reduce((sum, one) => sum + one.source, 0) / MB;

/** MB of Python source a CPU second. */
function scanRate(all: readonly Distribution[]): number {
  const seconds = cpu(() => {
    for (const { filename, read } of all) scanBytes('bench', filename, read());
  });
  return sizeOf(all) / seconds;
}

/** The same for parsing alone, of sources that are unpacked. */
function parseRate(all: readonly Distribution[]): number {
  const sources = all.flatMap(({ filename, read }) => pythonIn(filename, read()).map(({ data }) => data));
  const seconds = cpu(() => {
    for (const source of sources) parseModule(decodeSource(source).text);
  });
  return sources.reduce((sum, { length }) => sum + length, 0) / MB / seconds;
}

/** Half of the sources warms up, the other half is measured: what a process that has scanned for a while does with new code. */
function measure({ sources, archives }: Folders): void {
  const kinds = [
    { kind: 'library code', all: wheelsOf(sources, (path) => !TESTS.test(path)) },
    { kind: 'test suites', all: wheelsOf(sources, (path) => TESTS.test(path)) },
    { kind: 'archives', all: archives === null ? [] : archivesIn(archives) },
  ].filter(({ all }) => all.length > 1);
  const even = kinds.flatMap(({ all }) => all.filter((_, i) => i % 2 === 0));
  const passes: string[] = [];
  for (let warm = 0; warm < WARM_UP; warm += sizeOf(even)) passes.push(scanRate(even).toFixed(1));
  print(`warm engine: MB of Python source a CPU second; warm-up ${passes.join(', ')}`);
  const measured = kinds.map(({ kind, all }) => {
    const other = all.filter((_, i) => i % 2 === 1);
    return { kind, size: sizeOf(other), rates: [scanRate(other), scanRate(other), parseRate(other)] };
  });
  const size = measured.reduce((sum, one) => sum + one.size, 0);
  const rates = [0, 1, 2].map((i) => size / measured.reduce((sum, one) => sum + one.size / one.rates[i]!, 0));
  for (const one of [...measured, { kind: 'all', size, rates }]) {
    const [first, again, parsed] = one.rates.map((mb) => mb.toFixed(1));
    print(
      `  ${one.kind.padEnd(13)} ${one.size.toFixed(1).padStart(5)} MB  whole scan ${first}, again ${again}; parse alone ${parsed}`,
    );
  }
}

interface Folders {
  /** Of Python sources. */
  sources: string;
  /** Of real distributions. */
  archives: string | null;
}

/**
 * @param sources folder of Python sources; the standard library of `python3` when null
 * @param archives folder of real distributions, scanned as well
 */
export async function warmEngine(sources: string | null, archives: string | null): Promise<void> {
  prepareEngine();
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { sources: sources ?? standardLibrary(), archives } satisfies Folders,
    resourceLimits: workerLimits(false),
  });
  await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject));
}

if (!isMainThread) measure(workerData as Folders);
