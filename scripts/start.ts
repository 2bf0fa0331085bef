/** Packs the bundled examples into a temporary folder and scans them, as `npm start`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packExample } from './pack-example.ts';

const examples = fileURLToPath(new URL('../examples/', import.meta.url));
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'lazaret-examples-'));
try {
  const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const packed = folders.map(({ name }) => packExample(path.join(examples, name)));
  for (const { filename, bytes } of packed) writeFileSync(path.join(folder, filename), bytes);
  const targets = packed.map(({ filename }) => filename);
  const { status } = spawnSync(process.execPath, [main, 'scan', ...targets], {
    cwd: folder,
    stdio: 'inherit',
  });
  // The examples are meant to be found: only a defect fails.
  process.exitCode = status !== null && status <= 3 ? 0 : 70;
} finally {
  rmSync(folder, { recursive: true });
}
