/**
 * Speed and memory of the whole scanner, in one command:
 *     npm run bench [-- --sources FOLDER] [--archives FOLDER] [--large FILE]
 * CPU seconds count everything the process did, garbage collection included. Ratios compare figures of this one
 * run, so that they hold on any machine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packExample } from '../scripts/pack-example.ts';
import { scanBytes } from '../src/pipeline.ts';
import { cpu, MB, print } from './support/measure.ts';
import { warmEngine } from './warm-engine.ts';
import { WORST_CASES } from './worst-cases.ts';

const { values } = parseArgs({
  options: { sources: { type: 'string' }, archives: { type: 'string' }, large: { type: 'string' } },
});

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

await warmEngine(values.sources ?? null, values.archives ?? null);
coldRuns();
worstCases();
