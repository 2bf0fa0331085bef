/** Runs the real command line in a process of its own, on the bundled examples. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../scripts/pack-example.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = path.join(ROOT, 'src/cli/main.ts');

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  stdin?: string;
  env?: Record<string, string>;
  /** Called with the output so far, whenever there is more. */
  onOutput?: (stdout: string, child: ReturnType<typeof spawn>) => void;
}

export async function lazaret(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const env = { ...process.env, NO_COLOR: '', FORCE_COLOR: '', ...options.env };
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: options.cwd ?? ROOT, env });
  const run: Run = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    run.stdout += chunk;
    options.onOutput?.(run.stdout, child);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    run.stderr += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.stdin ?? '');
  run.code = await new Promise((resolve) => child.on('close', resolve));
  return run;
}

export interface Workshop {
  folder: string;
  /** Writes a file into the folder. */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

/** A temporary folder with every bundled example, packed. */
export function packedExamples(): Workshop {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazaret-test-'));
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  for (const entry of readdirSync(path.join(ROOT, 'examples'), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const { filename, bytes } = packExample(path.join(entry.parentPath, entry.name));
    write(filename, bytes);
  }
  return { folder, write, remove: () => rmSync(folder, { recursive: true }) };
}
