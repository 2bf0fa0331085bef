import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { ScanResult } from '../../src/contracts/result.ts';
import { loadYaraX } from '../../src/yara/yara-x.ts';
import { lazaret, packedExamples, type RunOptions, type Workshop } from './lazaret.ts';

const HELLO = 'hello-1.0.tar.gz';
const DECODE = 'decode-exec-1.0.tar.gz';
const SENDER = 'env_sender-1.0-py3-none-any.whl';
const NESTED = 'nested-archive-1.0.tar.gz';
const PTH = 'pth_start-1.0-py3-none-any.whl';

let workshop: Workshop;
before(() => {
  workshop = packedExamples();
});
after(() => workshop.remove());

const scan = (args: readonly string[], options: RunOptions = {}) =>
  lazaret(['scan', ...args], { cwd: workshop.folder, ...options });

const lines = (text: string): ScanResult[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('lazaret scan: verdicts and exit codes', () => {
  const cases: [name: string, args: string[], code: number][] = [
    ['no findings', [HELLO], 0],
    ['malicious', [DECODE], 1],
    ['the worst of several wins', [HELLO, 'nosuch-1.0.tar.gz', DECODE], 1],
    ['what cannot be read is incomplete', [HELLO, 'nosuch-1.0.tar.gz'], 3],
    ['no target', [], 64],
    ['an unknown option', ['--nonsense', HELLO], 64],
    ['an unknown format', ['--format', 'xml', HELLO], 64],
    ['no worker', ['--jobs', '0', HELLO], 64],
    ['no time', ['--timeout', '0', HELLO], 64],
    ['an output file that cannot be written', ['--output', 'no/such/folder/x', HELLO], 64],
    ['a list of targets that is not there', ['--targets-from', 'nosuch.txt'], 64],
  ];
  for (const [name, args, code] of cases) {
    it(`${name}: ${code}`, async () => {
      const run = await scan(args);
      assert.equal(run.code, code, run.stderr);
      if (code === 64) assert.notEqual(run.stderr, '');
    });
  }

  it('finds each example for what it shows', async () => {
    const { stdout, code } = await scan(['--format', 'json', HELLO, DECODE, SENDER, NESTED, PTH]);
    const results: ScanResult[] = JSON.parse(stdout);
    assert.deepEqual(
      results.map(({ target, verdict }) => [target, verdict]),
      [
        [HELLO, 'no-findings'],
        [DECODE, 'malicious'],
        [SENDER, 'malicious'],
        // Nothing that installing does unpacks the inner archive: a person should look.
        [NESTED, 'suspicious'],
        [PTH, 'malicious'],
      ],
    );
    assert.equal(code, 1);
  });
});

describe('lazaret scan: formats', () => {
  it('json: one result document, with identity, layer and place', async () => {
    const result: ScanResult = JSON.parse((await scan(['--format', 'json', DECODE])).stdout);
    assert.equal(result.schema, 1);
    const { project, version, kind } = result.distribution;
    assert.deepEqual([project, version, kind], ['decode-exec', '1.0', 'sdist']);
    const finding = result.findings.find(({ rule }) => rule === 'execution/decode-then-exec');
    assert.deepEqual(
      [finding?.path, finding?.line, finding?.phase],
      ['decode-exec-1.0/setup.py', 7, 'install'],
    );
    assert.deepEqual(result.layers[0]?.chain, ['base64.b64decode', 'zlib.decompress']);
    assert.ok(result.excerpts.some(({ path: file, focus }) => file === finding?.path && focus === 7));
  });

  it('jsonl: each result as soon as it is known', async () => {
    const slow = workshop.write('slow-1.0.tar.gz', slowProgram());
    let first = '';
    const { stdout } = await scan(['--format', 'jsonl', '--jobs', '2', '--timeout', '5', slow, HELLO], {
      onOutput: (text) => {
        first ||= text;
      },
    });
    assert.equal(JSON.parse(first).target, HELLO);
    assert.deepEqual(
      lines(stdout).map(({ target }) => target),
      [HELLO, slow],
    );
  });

  it('text: the report, in the order of the targets, with a total', async () => {
    const { stdout } = await scan([DECODE, HELLO]);
    assert.match(stdout, /^MALICIOUS decode-exec-1\.0\.tar\.gz {2}score 0\.9/);
    assert.match(stdout, /\n {5}▶ run\(zlib\.decompress\(codec\.b64decode\(blob\)\)\)\n/);
    assert.match(stdout, /\n\nNO FINDINGS hello-1\.0\.tar\.gz/);
    assert.match(stdout, /\n2 distributions: 1 malicious, 1 no findings\n$/);
    assert.doesNotMatch(stdout, /\u001b/);
  });

  it('text: every finding with its code when verbose', async () => {
    const { stdout } = await scan(['--verbose', DECODE]);
    assert.match(stdout, /\n +7:1 {2}execution\/decode-then-exec {2}at install/);
    assert.match(stdout, /▶ 7 │ run\(zlib\.decompress\(codec\.b64decode\(blob\)\)\)/);
  });

  it('text: says nothing about distributions without findings when quiet', async () => {
    assert.equal((await scan(['--quiet', HELLO, HELLO])).stdout, '');
    assert.match((await scan(['--quiet', HELLO, DECODE])).stdout, /^MALICIOUS decode-exec/);
  });

  it('text: colour when forced, none when refused', async () => {
    const forced = { env: { FORCE_COLOR: '1' } };
    assert.match((await scan([HELLO], forced)).stdout, /\u001b\[/);
    assert.doesNotMatch((await scan(['--no-color', HELLO], forced)).stdout, /\u001b\[/);
    const refused = { env: { FORCE_COLOR: '1', NO_COLOR: '1' } };
    assert.doesNotMatch((await scan([HELLO], refused)).stdout, /\u001b\[/);
  });

  it('sarif: rules with help for what fired', async () => {
    const { runs } = JSON.parse((await scan(['--format', 'sarif', DECODE])).stdout);
    const [run] = runs;
    const result = run.results.find(
      ({ ruleId }: { ruleId: string }) => ruleId === 'execution/decode-then-exec',
    );
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, 'execution/decode-then-exec');
    assert.match(run.tool.driver.rules[result.ruleIndex].help.markdown, /## What the author can change/);
  });

  it('html: into a file, nothing on standard output', async () => {
    const { stdout } = await scan(['--format', 'html', '--output', 'report.html', DECODE]);
    assert.equal(stdout, '');
    assert.match(
      readFileSync(path.join(workshop.folder, 'report.html'), 'utf8'),
      /^<!doctype html>[\s\S]*MALICIOUS/,
    );
  });

  it('--fail-on malicious lets suspicious pass, never incomplete', async () => {
    assert.equal((await scan(['--fail-on', 'malicious', DECODE])).code, 1);
    assert.equal((await scan(['--fail-on', 'malicious', 'nosuch-1.0.tar.gz'])).code, 3);
  });
});

describe('lazaret scan: targets', () => {
  it('from standard input, blank lines left out', async () => {
    const { stdout, code } = await scan(['--format', 'jsonl', '--jobs', '1', '--targets-from', '-'], {
      stdin: `${HELLO}\n\n${DECODE}\r\n`,
    });
    assert.deepEqual(
      lines(stdout)
        .map(({ target }) => target)
        .sort(),
      [DECODE, HELLO],
    );
    assert.equal(code, 1);
  });

  it('from a file, after those of the command line', async () => {
    workshop.write('list.txt', `${HELLO}\n`);
    const { stdout } = await scan(['--format', 'json', '--targets-from', 'list.txt', PTH]);
    assert.deepEqual(
      JSON.parse(stdout).map(({ target }: ScanResult) => target),
      [PTH, HELLO],
    );
  });

  it('a directory', async () => {
    const folder = path.join(import.meta.dirname, '../../examples/decode-exec-1.0');
    const result: ScanResult = JSON.parse((await scan(['--format', 'json', folder])).stdout);
    const { kind, sha256, project } = result.distribution;
    assert.deepEqual(
      [kind, sha256, project, result.verdict],
      ['directory', null, 'decode-exec', 'malicious'],
    );
  });

  it('a file that is no distribution is incomplete', async () => {
    const file = workshop.write('noise-1.0.tar.gz', Uint8Array.of(7, 0, 1, 2));
    const result: ScanResult = JSON.parse((await scan(['--format', 'json', file])).stdout);
    assert.equal(result.verdict, 'incomplete');
    assert.equal(result.limitations[0]?.blocking, true);
  });
});

describe('lazaret scan: YARA packs', () => {
  it('are matched when asked for, and their absence is said', async () => {
    mkdirSync(path.join(workshop.folder, 'packs'));
    workshop.write('packs/demo.yar', 'rule greets { strings: $a = "Hello, " condition: $a }');
    const { stdout, code } = await scan(['--format', 'json', '--yara', 'packs', HELLO]);
    const { findings, limitations }: ScanResult = JSON.parse(stdout);
    if ('missing' in loadYaraX()) {
      assert.deepEqual([limitations[0]?.code, code], ['yara-unavailable', 3]);
      return;
    }
    assert.deepEqual(
      findings.map(({ rule, path: file, line, message }) => [rule, file, line, message]),
      [
        [
          'signature/pattern-match',
          'hello-1.0/hello/__init__.py',
          10,
          'The YARA rule demo/greets matches: Hello, ',
        ],
      ],
    );
    assert.equal(code, 0);
  });

  it('that cannot be read leave the scan incomplete', async () => {
    const { stdout, code } = await scan(['--format', 'json', '--yara', 'nosuch', HELLO]);
    const { limitations }: ScanResult = JSON.parse(stdout);
    assert.ok(limitations.some(({ where, blocking }) => where === 'nosuch' && blocking));
    assert.equal(code, 3);
  });
});

describe('lazaret scan: what a hostile distribution cannot do', () => {
  it('hold up the others', async () => {
    const slow = workshop.write('slow-1.0.tar.gz', slowProgram());
    const started = performance.now();
    const { stdout } = await scan(['--format', 'json', '--jobs', '1', '--timeout', '3', slow, DECODE]);
    const [held, next]: ScanResult[] = JSON.parse(stdout);
    assert.ok(performance.now() - started < 20_000);
    assert.notEqual(held?.verdict, 'no-findings');
    assert.ok(held?.limitations.some(({ blocking }) => blocking));
    assert.equal(next?.verdict, 'malicious');
  });

  it('write to the terminal through its name', async () => {
    const name = 'a\u001b]0;owned\u0007-1.0.tar.gz';
    workshop.write(name, 'x');
    const { stdout } = await scan([name]);
    assert.match(stdout, /a⟨U\+001B⟩\]0;owned⟨U\+0007⟩-1\.0\.tar\.gz/);
    assert.doesNotMatch(stdout, /\u001b|\u0007/);
  });
});

describe('lazaret scan: as part of a pipe', () => {
  it('ends quietly when its reader does', async () => {
    const many = Array.from({ length: 300 }, () => DECODE);
    const { code, stderr } = await scan(['--format', 'json', ...many], {
      onOutput: (_text, child) => child.stdout?.destroy(),
    });
    assert.equal(stderr, '');
    assert.equal(code, 141);
  });

  it('ends at once when interrupted', async () => {
    const slow = workshop.write('slow-1.0.tar.gz', slowProgram());
    const { code } = await scan(['--format', 'jsonl', '--jobs', '2', HELLO, slow, slow], {
      onOutput: (_text, child) => child.kill('SIGINT'),
    });
    assert.equal(code, 130);
  });
});

/** A gzipped tar of sources that take longer together than any test waits. */
function slowProgram(): Uint8Array {
  const line = 'x = [a + b * c for a in f(x) if g(a, b, *c)]; y = lambda q: {q: x[q:1], **d(q)}\n';
  const body = Buffer.from(line.repeat(180_000));
  const members = Array.from({ length: 8 }, (_, index) => {
    const header = Buffer.alloc(512);
    header.write(`slow-1.0/slow/part${index}.py`, 0);
    header.write('0000644\0', 100);
    header.write(`${body.byteLength.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return Buffer.concat([header, body, Buffer.alloc(-body.byteLength & 511)]);
  });
  return gzipSync(Buffer.concat([...members, Buffer.alloc(1024)]), { level: 1 });
}
