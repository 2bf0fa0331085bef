import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadDataset } from '../../../eval/dataset.ts';
import type { EvaluationReport } from '../../../eval/report/report.ts';
import { packExample } from '../../../scripts/pack-example.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Corpora of the bundled examples, which are inert: those that act up stand in for malicious ones. */
function corpora(context: TestContext): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lazaret-eval-'));
  context.after(() => rmSync(root, { recursive: true }));
  const pack = (example: string, folder: string): { file: string; sha256: string } => {
    const { filename, bytes } = packExample(path.join(ROOT, 'examples', example));
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, filename), bytes);
    return { file: filename, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
  const malicious = ['decode-exec-1.0', 'env-sender-1.0', 'pth-start-1.0'].map((name, index) => {
    const { file, sha256 } = pack(name, 'malicious');
    return [name.slice(0, -4), '1.0', file, sha256, `C${index}`, `202${index}-01-01`, '0'].join('\t');
  });
  const columns = 'project\tversion\tpath\tsha256\tcluster\tfirst_seen\tquestionable';
  writeFileSync(path.join(root, 'malicious.tsv'), `${[columns, ...malicious].join('\n')}\n`);
  const hello = pack('hello-1.0', 'benign/ordinary');
  const pinned = `stratum\tproject\tversion\tfilename\tsha256\tbytes\nordinary\thello\t1.0\t${hello.file}\t${hello.sha256}\t1\n`;
  writeFileSync(path.join(root, 'benign.tsv'), pinned);
  return root;
}

function evaluate(
  root: string,
  out: string,
  more: string[] = [],
): Promise<{ code: number; stdout: string; stderr: string }> {
  const args = ['--manifest', 'malicious.tsv', '--root', 'malicious', '--benign', 'benign'];
  args.push('--benign-manifest', 'benign.tsv', '--out', out, '--jobs', '1', ...more);
  return new Promise((resolve) => {
    const script = path.join(ROOT, 'eval/run.ts');
    execFile(process.execPath, [script, ...args], { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function hashesOf(root: string, out: string): string[] {
  return ['report.json', 'report.html'].map((name) =>
    createHash('sha256')
      .update(readFileSync(path.join(root, out, name)))
      .digest('hex'),
  );
}

function reportOf(root: string, out: string): EvaluationReport {
  return JSON.parse(readFileSync(path.join(root, out, 'report.json'), 'utf8'));
}

test('an evaluation is the same every time, and evidence is made once', async (context) => {
  const root = corpora(context);
  const first = await evaluate(root, 'a');
  assert.equal(first.code, 0);
  assert.match(first.stderr, /^4 collected \(0 crashed\), 0 known, 0 failed\n/);
  const hashes = hashesOf(root, 'a');

  const second = await evaluate(root, 'a');
  assert.match(second.stderr, /^0 collected \(0 crashed\), 4 known, 0 failed\n/);
  assert.equal(second.stdout, first.stdout);
  assert.deepEqual(hashesOf(root, 'a'), hashes);

  await evaluate(root, 'b', ['--provenance', 'said by hand']);
  const [a, b] = [reportOf(root, 'a'), reportOf(root, 'b')];
  assert.deepEqual(
    a.strategies.map(({ name }) => name),
    ['yara', 'rules', 'features', 'tokens', 'combined', 'calibrated', 'shipped'],
  );
  assert.deepEqual([a.provenance, b.provenance], ['', 'said by hand']);
  // Only the measured times may differ between two collections.
  for (const report of [a, b]) report.listings.times = [];
  assert.deepEqual({ ...b, provenance: '' }, a);
});

test('a report says who was found, and what of', async (context) => {
  const root = corpora(context);
  const { stdout } = await evaluate(root, 'out', ['--quick']);
  const report = reportOf(root, 'out');
  assert.match(stdout, /^shipped: recall at false positives of 0 %: 100 % \(clusters 100 %\)/);
  assert.deepEqual(
    report.dataset.parts.map(({ part, n, groups, years }) => [part, n, groups, years]),
    [
      ['malicious, payload visible', 3, 3, '2020–2022'],
      ['benign, ordinary', 1, 1, ''],
    ],
  );
  assert.deepEqual(
    report.slices.years.map(({ name, suspicious }) => [name, suspicious.hits, suspicious.n]),
    [
      ['2020', 1, 1],
      ['2021', 1, 1],
      ['2022', 1, 1],
    ],
  );
  const rule = report.rules.find(({ id }) => id === 'exfiltration/environment')!;
  assert.deepEqual(rule.hits, { malicious: 1, pinned: 0, installed: 0 });
  assert.deepEqual([report.listings.misses, report.listings.falseAlarms], [[], []]);

  const page = readFileSync(path.join(root, 'out/report.html'), 'utf8');
  assert.doesNotMatch(page, /<script|<link|<img|\b(?:src|href)="(?!#)|url\(|@import/);
  assert.match(page, /default-src 'none'/);

  const evidence = path.join(root, 'out/evidence');
  const samples = loadDataset([evidence]);
  assert.deepEqual(
    samples.map(({ sha256 }) => `${sha256}.json.gz`),
    readdirSync(evidence).sort(),
  );
  const sender = samples.find(({ project }) => project === 'env-sender')!;
  assert.equal(sender.tokens['.environ'], 1);
  const source = path.join(ROOT, 'examples/env-sender-1.0/env_sender/__init__.py');
  assert.equal(sender.sourceBytes, readFileSync(source).byteLength);
});

test('what is missing is named, and what is there is evaluated', async (context) => {
  const root = corpora(context);
  rmSync(path.join(root, 'malicious/decode-exec-1.0.tar.gz'));
  const { code, stderr } = await evaluate(root, 'out', ['--quick']);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^decode-exec-1\.0\.tar\.gz: ENOENT.*\n3 collected \(0 crashed\), 0 known, 1 failed\n$/,
  );
  assert.equal(reportOf(root, 'out').dataset.parts[0]!.n, 2);
});

test('without corpora it says what is needed', async (context) => {
  const root = mkdtempSync(path.join(tmpdir(), 'lazaret-eval-'));
  context.after(() => rmSync(root, { recursive: true }));
  const { code, stdout, stderr } = await evaluate(root, 'out', ['--quick']);
  assert.deepEqual([code, stdout], [64, '']);
  assert.match(stderr, /malicious\.tsv.*; docs\/evaluation\.md says what is needed\n$/);
});
