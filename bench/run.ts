/**
 * Speed and memory of the whole scanner, in one command:
 *     npm run bench [-- --sources FOLDER] [--large FILE]
 * CPU seconds count everything the process did, garbage collection included. Ratios compare figures of this one
 * run, so that they hold on any machine.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packExample } from '../scripts/pack-example.ts';
import { scanBytes } from '../src/pipeline.ts';
import { parseModule } from '../src/python/parser.ts';
import { zip } from '../test/support/zip-writer.ts';
import { WORST_CASES } from './worst-cases.ts';

const { values } = parseArgs({ options: { sources: { type: 'string' }, large: { type: 'string' } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const MB = 1e6;

/** Seconds of CPU time. */
function cpu(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function standardLibrary(): string {
  const code = 'import sysconfig; print(sysconfig.get_paths()["stdlib"])';
  return execFileSync('python3', ['-c', code], { encoding: 'utf8' }).trim();
}

interface Distribution {
  bytes: Uint8Array;
  /** Bytes of Python source. */
  source: number;
  texts: string[];
}

const TESTS = /(^|\/)(tests?|idle_test)\//;

/** Distributions of about 1 MB of source each, as most real ones are smaller than that. */
function distributions(folder: string, isWanted: (path: string) => boolean): Distribution[] {
  const result: Distribution[] = [];
  let members: { name: string; data: Uint8Array }[] = [];
  let source = 0;
  const flush = (): void => {
    if (members.length === 0) return;
    const texts = members.map(({ data }) => Buffer.from(data).toString('utf8'));
    result.push({ bytes: zip(members), source, texts });
    members = [];
    source = 0;
  };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const name = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || !name.endsWith('.py') || name.startsWith('site-packages') || !isWanted(name))
      continue;
    const data = readFileSync(join(folder, name));
    members.push({ name, data });
    source += data.length;
    if (source > MB) flush();
  }
  flush();
  return result;
}

/** MB of source after which the engine is warm: V8's compilers have come to rest by then, as in a process that serves. */
const WARM_UP = 120;

/** MB of Python source. */
const sizeOf = (all: readonly Distribution[]): number => all.reduce((sum, one) => sum + one.source, 0) / MB;

/** MB of Python source a CPU second. */
function rate(all: readonly Distribution[], work: (one: Distribution) => void): number {
  const seconds = cpu(() => {
    for (const one of all) work(one);
  });
  return sizeOf(all) / seconds;
}

const scan = ({ bytes }: Distribution): void => void scanBytes('bench', 'bench-1.0-py3-none-any.whl', bytes);
const parse = ({ texts }: Distribution): void => {
  for (const text of texts) parseModule(text);
};

/** Half of the sources warms up, the other half is measured: what a process that has scanned for a while does with new code. */
function warmEngine(): void {
  const folder = values.sources ?? standardLibrary();
  const kinds = [
    { kind: 'library code', all: distributions(folder, (path) => !TESTS.test(path)) },
    { kind: 'test suites', all: distributions(folder, (path) => TESTS.test(path)) },
  ].filter(({ all }) => all.length > 1);
  const even = kinds.flatMap(({ all }) => all.filter((_, i) => i % 2 === 0));
  const passes: number[] = [];
  for (let warm = 0; warm < WARM_UP; warm += sizeOf(even)) passes.push(rate(even, scan));
  print(
    `warm engine: MB of Python source a CPU second; warm-up ${passes.map((one) => one.toFixed(1)).join(', ')}`,
  );
  const measured = kinds.map(({ kind, all }) => {
    const other = all.filter((_, i) => i % 2 === 1);
    return { kind, size: sizeOf(other), rates: [rate(other, scan), rate(other, scan), rate(other, parse)] };
  });
  const size = measured.reduce((sum, one) => sum + one.size, 0);
  const rates = [0, 1, 2].map((i) => size / measured.reduce((sum, one) => sum + one.size / one.rates[i]!, 0));
  for (const one of [...measured, { kind: 'both', size, rates }]) {
    const [first, again, parsed] = one.rates.map((mb) => mb.toFixed(1));
    print(
      `  ${one.kind.padEnd(13)} ${one.size.toFixed(1).padStart(5)} MB  whole scan ${first}, again ${again}; parse alone ${parsed}`,
    );
  }
}

/** CPU seconds and peak memory of a process of its own, as a user starts it. */
function coldRun(file: string): { seconds: number; mebibytes: number; status: number | null } {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const report =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text of the other process
    'process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write(`\\n@${u.userCPUTime+u.systemCPUTime} ${u.maxRSS}`)})';
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${report}`, main, 'scan', file],
    {
      encoding: 'utf8',
      maxBuffer: 256 * MB,
    },
  );
  const [, micros = '0', kib = '0'] = /@(\d+) (\d+)\s*$/.exec(run.stderr) ?? [];
  return { seconds: Number(micros) / 1e6, mebibytes: Number(kib) / 1024, status: run.status };
}

function coldRuns(): void {
  const folder = mkdtempSync(join(tmpdir(), 'lazaret-bench-'));
  try {
    const { filename, bytes } = packExample(fileURLToPath(new URL('../examples/hello-1.0', import.meta.url)));
    const small = join(folder, filename);
    writeFileSync(small, bytes);
    for (const file of [small, ...(values.large === undefined ? [] : [values.large])]) {
      const runs = Array.from({ length: file === small ? 5 : 1 }, () => coldRun(file));
      const median = runs.sort((a, b) => a.seconds - b.seconds)[runs.length >> 1]!;
      print(
        `cold command line on ${basename(file)}: ${median.seconds.toFixed(2)} CPU s, ${median.mebibytes.toFixed(0)} MiB at most`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function worstCases(): void {
  print('worst cases: CPU seconds at sizes 1, 2, 4; growth when doubled (2 is linear); limitations');
  for (const { name, build } of WORST_CASES) {
    const codes = new Set<string>();
    const seconds = [1, 2, 4].map((size) => {
      const bytes = build(size);
      return cpu(() => {
        const { limitations } = scanBytes(name, 'worst-1.0-py3-none-any.whl', bytes);
        for (const { code } of limitations) codes.add(code);
      });
    });
    const growth = [seconds[1]! / seconds[0]!, seconds[2]! / seconds[1]!]
      .map((ratio) => ratio.toFixed(1))
      .join(', ');
    print(
      `  ${name.padEnd(22)} ${seconds.map((s) => s.toFixed(2)).join('  ')}   × ${growth}   ${[...codes].join(' ')}`,
    );
  }
  print(`peak memory of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`);
}

warmEngine();
coldRuns();
worstCases();
