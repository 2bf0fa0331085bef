import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { INCOMING_MS, S3_PART_BYTES } from '../../../src/service-limits.ts';
import { openVault } from '../../../src/vault/open.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { unlessMissing } from '../../support/python-tools.ts';
import { type S3Server, startS3 } from '../../support/s3.ts';
import { stageBytes } from '../../support/service.ts';

const FILLER = fileURLToPath(new URL('../../support/vault-filler.ts', import.meta.url));
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that repeat nowhere within a part. */
function bytesOf(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  return bytes;
}

/** What either kind of vault does. */
function behaves(vault: () => Vault, incoming: () => string): void {
  for (const length of [0, 1, 100_000, S3_PART_BYTES - 49, S3_PART_BYTES - 47, 2 * S3_PART_BYTES + 7]) {
    it(`keeps ${length} bytes and gives them back, whole and in part`, async () => {
      const bytes = bytesOf(length);
      const staged = await stageBytes(vault(), bytes);
      assert.equal(staged.sha256, sha256Of(bytes));
      assert.equal(await vault().size(staged.sha256), null);
      await staged.keep();
      await staged.keep();
      await staged.discard();
      assert.equal(await vault().size(staged.sha256), length);
      assert.equal(await vault().has(staged.sha256), true);
      assert.ok(bytes.equals(await buffer(vault().read(staged.sha256))));
      if (length > 10) {
        const part: Uint8Array[] = [];
        for await (const piece of vault().readPart(staged.sha256, { start: 3, end: length - 2 }))
          part.push(piece);
        assert.ok(bytes.subarray(3, -2).equals(Buffer.concat(part)));
      }
      assert.deepEqual(await readdir(incoming()), []);
    });
  }

  it('takes the same sample from several at once', async () => {
    const bytes = bytesOf(200_000);
    const staged = await Promise.all([1, 2, 3, 4].map(() => stageBytes(vault(), bytes)));
    await Promise.all(staged.map((one) => one.keep()));
    assert.ok(bytes.equals(await buffer(vault().read(sha256Of(bytes)))));
    assert.deepEqual(await readdir(incoming()), []);
  });

  it('forgets what is discarded, too long, or breaks off', async () => {
    const staged = await stageBytes(vault(), Buffer.from('discarded'));
    await staged.discard();
    assert.equal(await vault().has(staged.sha256), false);
    const long = (async function* () {
      yield Buffer.alloc(5);
      yield Buffer.alloc(6);
    })();
    await assert.rejects(vault().stage(long, 10), { code: 'too-large', message: 'more than 10 bytes' });
    const broken = (async function* () {
      yield Buffer.alloc(5);
      throw new Error('connection lost');
    })();
    await assert.rejects(vault().stage(broken, 10), { message: 'connection lost' });
    assert.deepEqual(await readdir(incoming()), []);
  });

  it('says what is not there, and looks for nothing but hashes', async () => {
    const absent = '0'.repeat(64);
    assert.equal(await vault().size(absent), null);
    await assert.rejects(buffer(vault().read(absent)), { code: 'not-found' });
    const part = async (): Promise<void> => {
      for await (const _ of vault().readPart(absent, { start: 0, end: 1 }));
    };
    await assert.rejects(part(), { code: 'not-found' });
    for (const name of ['', '..', '../../../etc/passwd', 'A'.repeat(64), `${absent}/x`]) {
      await assert.rejects(async () => vault().has(name), { code: 'not-found' });
    }
  });

  it('clears away what was received by a process that ended', async () => {
    const [old, young] = ['old', 'young'].map((name) => path.join(incoming(), name));
    await writeFile(old!, 'x');
    await writeFile(young!, 'x');
    const yesterday = (Date.now() - INCOMING_MS - 60_000) / 1000;
    await utimes(old!, yesterday, yesterday);
    await vault().tidy();
    assert.deepEqual(await readdir(incoming()), ['young']);
    await rm(young!);
  });
}

describe('a vault in a folder', () => {
  let folder: string;
  let vault: Vault;
  before(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'lazaret-vault-')), 'vault');
    vault = await openVault(folder);
  });
  after(() => rm(path.dirname(folder), { recursive: true }));
  behaves(
    () => vault,
    () => path.join(folder, 'incoming'),
  );
  const placeOf = (sha256: string) => path.join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

  it('lets nobody else in, and nothing be opened as what it is', async () => {
    const staged = await stageBytes(vault, Buffer.from('MZ, as programs begin'));
    await staged.keep();
    const place = placeOf(staged.sha256);
    for (const part of [folder, path.join(folder, 'incoming'), path.dirname(place)]) {
      assert.equal((await stat(part)).mode & 0o777, 0o700);
    }
    assert.equal((await stat(place)).mode & 0o777, 0o400);
    const bytes = await readFile(place, 'latin1');
    assert.match(bytes, /^lazaret sample, bits inverted/);
    assert.equal(bytes.includes('MZ'), false);
  });

  it('says when a sample has been damaged', async () => {
    const staged = await stageBytes(vault, Buffer.from('to be damaged'));
    await staged.keep();
    const place = placeOf(staged.sha256);
    const bytes = await readFile(place);
    bytes[50]! ^= 1;
    await chmod(place, 0o600);
    await writeFile(place, bytes);
    await assert.rejects(buffer(vault.read(staged.sha256)), { code: 'hash-mismatch' });
  });

  it('leaves nothing of what there is no room for', () => {
    const full = path.join(path.dirname(folder), 'full');
    const script = 'ulimit -f 200 && exec "$@"';
    const run = spawnSync('bash', ['-c', script, '-', process.execPath, FILLER, full, '1000000'], {
      encoding: 'utf8',
    });
    assert.equal(run.stdout, 'disk-full true: there is no room left for samples');
    const found = spawnSync('find', [full, '-type', 'f'], { encoding: 'utf8' });
    assert.equal(found.stdout, '');
  });
});

describe('a vault in S3', unlessMissing('moto_server'), () => {
  let server: S3Server;
  let vault: Vault;
  let spool: string;
  let address: string;
  let env: Record<string, string>;
  before(async () => {
    server = await startS3();
    spool = await mkdtemp(path.join(tmpdir(), 'lazaret-spool-'));
    address = `s3://${server.bucket}/some/prefix?endpoint=${server.endpoint}&spool=${spool}`;
    env = { AWS_ACCESS_KEY_ID: server.keys.accessKeyId, AWS_SECRET_ACCESS_KEY: server.keys.secretAccessKey };
    vault = await openVault(address, env);
  });
  after(async () => {
    await server.close();
    await rm(spool, { recursive: true });
  });
  behaves(
    () => vault,
    () => spool,
  );
  const keyOf = (sha256: string) => `some/prefix/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

  it('keeps samples masked, under their hash, and leaves no upload open', async () => {
    const staged = await stageBytes(vault, Buffer.from('MZ, as programs begin'));
    await staged.keep();
    const object = await server.get(keyOf(staged.sha256));
    assert.match(object!.toString('latin1'), /^lazaret sample, bits inverted/);
    assert.ok((await server.list()).every((key) => /^some\/prefix\/..\/..\/[0-9a-f]{64}$/.test(key)));
    assert.equal(await server.uploads(), 0);
  });

  it('says when a sample has been damaged', async () => {
    const staged = await stageBytes(vault, Buffer.from('to be damaged'));
    await staged.keep();
    const object = Uint8Array.from((await server.get(keyOf(staged.sha256)))!);
    object[50]! ^= 1;
    await server.put(keyOf(staged.sha256), object);
    await assert.rejects(buffer(vault.read(staged.sha256)), { code: 'hash-mismatch' });
  });

  it('opens with the right keys and an existing bucket only, and never tells the keys', async () => {
    const wrong = { ...env, AWS_SECRET_ACCESS_KEY: 'not-the-secret' };
    await assert.rejects(openVault(address, wrong), (error: Error & { code: string }) => {
      assert.equal(error.code, 'http-status');
      assert.match(error.message, /does not HEAD the bucket: 403/);
      assert.equal(JSON.stringify([error.message, error.stack]).includes('not-the-secret'), false);
      return true;
    });
    await assert.rejects(openVault(address, {}), { code: 'config-invalid', message: /AWS_ACCESS_KEY_ID/ });
    const elsewhere = address.replace(server.bucket, 'no-such-bucket');
    await assert.rejects(openVault(elsewhere, env), { code: 'not-found' });
    const nobody = address.replace(/endpoint=[^&]*/, 'endpoint=http://127.0.0.1:1');
    await assert.rejects(openVault(nobody, env), { code: 'network', retryable: true });
  });
});
