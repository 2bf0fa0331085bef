/**
 * Speed of the Python parser over a folder of sources, the standard library of `python3` by default:
 *     node bench/parse.ts [folder]
 * Megabytes (1e6 bytes) a second of CPU time, garbage collection included: the first megabyte of a cold
 * process, then the median of five warm passes.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../src/python/decode.ts';
import { parseModule } from '../src/python/parser.ts';

const PASSES = 5;
const COLD_BYTES = 1e6;

interface Source {
  text: string;
  bytes: number;
}

function standardLibrary(): string {
  const code = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
  return execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim();
}

function readSources(folder: string): Source[] {
  const sources: Source[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.py') || entry.parentPath.includes('site-packages'))
      continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    sources.push({ text: decodeSource(bytes).text, bytes: bytes.length });
  }
  return sources;
}

/** Milliseconds of CPU time. */
function measure(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function parseAll(sources: readonly Source[]): number {
  let problems = 0;
  for (const source of sources) problems += parseModule(source.text).errors.length;
  return problems;
}

function total(sources: readonly Source[]): number {
  return sources.reduce((sum, source) => sum + source.bytes, 0);
}

function firstMegabyte(sources: readonly Source[]): Source[] {
  const chosen: Source[] = [];
  for (let i = 0; i < sources.length && total(chosen) < COLD_BYTES; i++) chosen.push(sources[i]!);
  return chosen;
}

function speed(bytes: number, milliseconds: number): string {
  return `${(bytes / 1000 / milliseconds).toFixed(1)} MB/s`;
}

const sources = readSources(process.argv[2] ?? standardLibrary());
const cold = firstMegabyte(sources);
const coldTime = measure(() => parseAll(cold));
const times: number[] = [];
for (let pass = 0; pass <= PASSES; pass++) times.push(measure(() => parseAll(sources)));
const warm = times.slice(1).sort((a, b) => a - b)[PASSES >> 1]!;
const report = [
  `files ${sources.length}, ${(total(sources) / 1e6).toFixed(1)} MB, problems ${parseAll(sources)}`,
  `cold, first ${(total(cold) / 1e6).toFixed(1)} MB: ${speed(total(cold), coldTime)} (${coldTime.toFixed(0)} ms)`,
  `warm, median of ${PASSES}: ${speed(total(sources), warm)} (${warm.toFixed(0)} ms)`,
];
process.stdout.write(`${report.join('\n')}\n`);
