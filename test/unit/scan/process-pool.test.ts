import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { InfrastructureError } from '../../../src/contracts/errors.ts';
import { scanBytes } from '../../../src/pipeline.ts';
import { ProcessPool, type Sample } from '../../../src/scan/process-pool.ts';
import { unpackEvidence } from '../../../src/scan/saved-evidence.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const script = new URL('../../support/misbehaving-process.ts', import.meta.url);

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

function sample(filename: string, bytes: Uint8Array = Buffer.from('abc')): Sample {
  return { filename, sha256: 'ab'.repeat(32), bytes: bytes.byteLength, content: pieces(bytes) };
}

function example(name: string): Sample {
  const { filename, bytes } = packExample(path.join(EXAMPLES, name));
  return sample(filename, bytes);
}

describe('ProcessPool around processes that misbehave', () => {
  let pool: ProcessPool;
  before(() => {
    pool = new ProcessPool({ jobs: 1, timeoutMs: 500, graceMs: 1500, script });
  });
  after(() => pool.close());

  const pidOf = async (filename: string): Promise<string | undefined> =>
    (await pool.screen(sample(filename))).result.arguments[0];

  const failures: [filename: string, code: string, detail: RegExp][] = [
    ['exit', 'worker-crash', /its process ended with code 9/],
    ['kill', 'worker-crash', /its process ended by SIGKILL/],
    ['hang', 'time-limit', /stopped after 0.5 s/],
    ['silent', 'time-limit', /stopped after 0.5 s/],
  ];
  for (const [filename, code, detail] of failures) {
    it(`turns '${filename}' into an incomplete result, and the next scan gets a new process`, async () => {
      const earlier = await pidOf('before');
      const { result, evidence, failure } = await pool.screen(sample(filename));
      assert.deepEqual([result.verdict, evidence, failure?.code], ['incomplete', null, code]);
      assert.deepEqual(result.limitations, [failure]);
      assert.match(failure!.detail, detail);
      assert.equal(result.distribution.sha256, 'ab'.repeat(32));
      assert.equal(result.distribution.bytes, 3);
      assert.notEqual(await pidOf('after'), earlier);
    });
  }

  it('keeps a process for the next scan, but not one that has grown', async () => {
    const first = await pidOf('one');
    assert.equal(await pidOf('two'), first);
    assert.equal(await pidOf('grown'), first);
    assert.notEqual(await pidOf('three'), first);
  });

  it('lets a process do nothing but compute', async () => {
    const { result } = await pool.screen(sample('rights'));
    assert.deepEqual(result.arguments, [
      'read outside: ERR_ACCESS_DENIED',
      'write: ERR_ACCESS_DENIED',
      'start a program: ERR_ACCESS_DENIED',
      'evaluate text: EvalError',
      'load native code: ERR_DLOPEN_DISABLED',
    ]);
  });

  it('lets a process know nothing of the environment', async () => {
    process.env.LAZARET_TEST_SECRET = 'secret';
    const { result } = await pool.screen(sample('environment')).finally(() => {
      delete process.env.LAZARET_TEST_SECRET;
    });
    assert.deepEqual(result.arguments, []);
  });

  it('passes on what the source of the bytes throws, and goes on', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      throw new InfrastructureError('hash-mismatch', 'damaged');
    };
    await assert.rejects(pool.screen({ ...sample('silent'), content: broken() }), { message: 'damaged' });
    await assert.rejects(pool.screen({ ...sample('silent'), bytes: 5 }), /other than 5 bytes/);
    await assert.rejects(pool.screen({ ...sample('silent'), bytes: 2 }), /other than 2 bytes/);
    assert.match((await pidOf('next'))!, /^process \d+$/);
  });
});

describe('ProcessPool', () => {
  let pool: ProcessPool;
  before(async () => {
    pool = new ProcessPool({ jobs: 1 });
    await pool.check();
  });
  after(() => pool.close());

  it('gives the result that a scan in place gives', async () => {
    const { filename, bytes } = packExample(path.join(EXAMPLES, 'decode-exec-1.0'));
    const { result } = await pool.screen(sample(filename, bytes));
    const { timings: _, ...expected } = scanBytes(filename, filename, bytes);
    const { timings: __, ...actual } = result;
    assert.deepEqual(actual, JSON.parse(JSON.stringify(expected)));
  });

  it('takes samples larger than a pipe, one after another, and leaves nothing behind', async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', note);
    for (let round = 0; round < 12; round += 1) {
      const { result } = await pool.screen(sample('large-1.0.tar.gz', new Uint8Array(2_000_000).fill(round)));
      assert.equal(result.distribution.bytes, 2_000_000);
    }
    process.off('warning', note);
    assert.deepEqual(warnings, []);
  });

  for (const name of ['decode-exec-1.0', 'hello-1.0']) {
    it(`judges kept evidence as it judged the bytes: ${name}`, async () => {
      const { result, evidence } = await pool.screen(example(name));
      assert.deepEqual(await pool.rescore({ evidence: evidence!, old: result }), result);
      assert.ok(unpackEvidence(evidence!).facts.length > 0);
    });
  }

  it('says when evidence is none', async () => {
    const { result } = await pool.screen(example('hello-1.0'));
    const failed = await pool.rescore({ evidence: Buffer.from('no gzip'), old: result });
    assert.deepEqual('code' in failed && [failed.code, failed.blocking], ['worker-crash', true]);
  });

  it('stops a scan that takes more memory than it is given', async () => {
    const small = new ProcessPool({ jobs: 1, rssMib: 60 });
    try {
      const { failure } = await small.screen(example('hello-1.0'));
      assert.equal(failure?.code, 'memory-limit');
    } finally {
      await small.close();
    }
  });

  it('refuses to start where scan processes do not run', async () => {
    const broken = new ProcessPool({ jobs: 1, script: new URL('./no-such-module.ts', script) });
    await assert.rejects(broken.check(), {
      code: 'config-invalid',
      message: /scan processes do not run here/,
    });
    await broken.close();
  });
});
