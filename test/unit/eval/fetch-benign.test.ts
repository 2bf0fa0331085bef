import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readManifest } from '../../../eval/manifest.ts';
import { jsonPage, reply, startIndexServer } from '../intake/index-server.ts';

const SCRIPT = fileURLToPath(new URL('../../../eval/fetch-benign.ts', import.meta.url));
const HEADER = 'stratum\tproject\tversion\tfilename\tsha256\tbytes';
const GOOD = createHash('sha256').update('good').digest('hex');

function run(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

test('fetches what is pinned, refuses what changed, and resumes', async (context) => {
  const into = await mkdtemp(path.join(tmpdir(), 'lazaret-benign-'));
  context.after(() => rm(into, { recursive: true }));
  const server = await startIndexServer(context, {
    '/simple/a/': jsonPage([{ filename: 'a-1.zip', url: '/good', hashes: {} }]),
    '/simple/b/': jsonPage([{ filename: 'b-1.zip', url: '/bad', hashes: {} }]),
    '/good': reply('application/octet-stream', 'good'),
    '/bad': reply('application/octet-stream', 'bad'),
  });
  const manifest = path.join(into, 'manifest.tsv');
  const rows = ['a', 'b', 'c'].map((name) => `hard\t${name}\t1\t${name}-1.zip\t${GOOD}\t4`);
  await writeFile(manifest, ['# comment', HEADER, ...rows, ''].join('\n'));
  const args = ['--into', into, '--index-url', server.url, '--manifest', manifest];

  const first = await run(args);
  assert.deepEqual([first.code, first.stdout], [1, `1 of 3 files in ${into}\n`]);
  assert.match(first.stderr, /^b-1\.zip: .* has sha256 /m);
  assert.match(first.stderr, /^c-1\.zip: .* answered 404$/m);
  assert.deepEqual(await readdir(path.join(into, 'hard')), ['a-1.zip']);
  assert.equal(await readFile(path.join(into, 'hard', 'a-1.zip'), 'utf8'), 'good');

  await run(args);
  assert.equal(server.requests.filter((request) => request.path === '/good').length, 1);
});

test('the manifest in the repository is well formed', async () => {
  const text = await readFile(new URL('../../../eval/benign.tsv', import.meta.url), 'utf8');
  const rows = readManifest(text);
  assert.ok(rows.length > 0);
  assert.equal(new Set(rows.map(({ filename }) => filename)).size, rows.length);
});

test('broken manifests name the line', () => {
  assert.throws(() => readManifest('a\tb'), /line 1: columns must be/);
  for (const filename of ['../x.zip', '.x', 'a/b']) {
    assert.throws(
      () => readManifest(`${HEADER}\nhard\ta\t1\t${filename}\t${GOOD}\t4`),
      /line 2: not a manifest row/,
    );
  }
});
