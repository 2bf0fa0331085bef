import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import { S3_ATTEMPTS, S3_PART_BYTES } from '../../../src/service-limits.ts';
import { openVault } from '../../../src/vault/open.ts';
import type { Vault } from '../../../src/vault/vault.ts';
import { unlessMissing } from '../../support/python-tools.ts';
import { type S3Server, startS3 } from '../../support/s3.ts';
import { stageBytes } from '../../support/service.ts';

/** What becomes of a request: null lets it pass. */
type Fault = (message: IncomingMessage, response: ServerResponse) => 'cut' | 'lose-answer' | 'handled' | null;

/** Passes requests on to a service, except for what a fault does to them. */
async function startRelay(endpoint: string, fault: { now: Fault }): Promise<{ server: Server; url: string }> {
  const server = createServer((message, response) => {
    const done = fault.now(message, response);
    if (done === 'handled') return void message.resume();
    const { method, headers, url } = message;
    const onward = request(`${endpoint}${url}`, { method: method!, headers }, (answer) => {
      if (done === 'lose-answer') return void response.destroy();
      response.writeHead(answer.statusCode!, answer.headers);
      if (done !== 'cut') return void answer.pipe(response);
      answer.once('data', (chunk: Buffer) => {
        response.write(chunk.subarray(0, 1000), () => response.destroy());
      });
    });
    onward.on('error', () => response.destroy());
    message.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('a vault in an S3 service that fails', unlessMissing('moto_server'), () => {
  let s3: S3Server;
  let relay: Server;
  let vault: Vault;
  let spool: string;
  let seen: string[];
  const fault: { now: Fault } = { now: () => null };
  before(async () => {
    s3 = await startS3();
    spool = await mkdtemp(path.join(tmpdir(), 'lazaret-spool-'));
    const { server, url } = await startRelay(s3.endpoint, fault);
    relay = server;
    const env = { AWS_ACCESS_KEY_ID: s3.keys.accessKeyId, AWS_SECRET_ACCESS_KEY: s3.keys.secretAccessKey };
    vault = await openVault(`s3://${s3.bucket}?endpoint=${url}&spool=${spool}`, env);
  });
  beforeEach(() => {
    seen = [];
    fault.now = () => null;
  });
  after(async () => {
    relay.closeAllConnections();
    relay.close();
    await s3.close();
    await rm(spool, { recursive: true });
  });

  /** @param broken decides by method, query and how many such requests came before */
  function whenever(broken: (what: string, before: number) => ReturnType<Fault> | number): void {
    fault.now = (message, response) => {
      const url = new URL(message.url!, 'http://x');
      const what = [message.method, ...[...url.searchParams.keys()].sort()].join(' ');
      const before = seen.filter((one) => one === what).length;
      seen.push(what);
      const done = broken(what, before);
      if (typeof done !== 'number') return done;
      response.writeHead(done).end('<?xml version="1.0"?>\n<Error><Code>SlowDown</Code></Error>');
      return 'handled';
    };
  }
  const bytesOf = (length: number, seed: number): Buffer =>
    Buffer.alloc(length, Buffer.from(Array.from({ length: 251 }, (_, at) => (at * seed) & 0xff)));

  it('tries again when it is busy', async () => {
    const staged = await stageBytes(vault, bytesOf(1000, 3));
    whenever((what, before) => (what === 'PUT' && before < 2 ? 503 : null));
    await staged.keep();
    assert.deepEqual(seen.filter((what) => what === 'PUT').length, 3);
    assert.equal(await vault.size(staged.sha256), 1000);
  });

  it('goes on reading where the connection was lost', async () => {
    const bytes = bytesOf(100_000, 5);
    const staged = await stageBytes(vault, bytes);
    await staged.keep();
    whenever((what, before) => (what === 'GET' && before < 3 ? 'cut' : null));
    assert.ok(bytes.equals(await buffer(vault.read(staged.sha256))));
    assert.equal(seen.filter((what) => what === 'GET').length, 4);
  });

  it('repeats a part, and believes its eyes when the last answer is lost', async () => {
    const bytes = bytesOf(S3_PART_BYTES + 5000, 7);
    const staged = await stageBytes(vault, bytes);
    whenever((what, before) => {
      if (what === 'PUT partNumber uploadId' && before === 1) return 'lose-answer';
      return what === 'POST uploadId' ? 'lose-answer' : null;
    });
    await staged.keep();
    assert.equal(seen.filter((what) => what === 'PUT partNumber uploadId').length, 3);
    fault.now = () => null;
    assert.ok(bytes.equals(await buffer(vault.read(staged.sha256))));
  });

  it('gives up, keeps what was staged, leaves no upload, and can try again', async () => {
    const bytes = bytesOf(S3_PART_BYTES + 5000, 9);
    const staged = await stageBytes(vault, bytes);
    whenever((what) => (what === 'PUT partNumber uploadId' ? 503 : null));
    await assert.rejects(staged.keep(), { code: 'http-status', retryable: true, message: /503 SlowDown/ });
    assert.equal(seen.filter((what) => what === 'PUT partNumber uploadId').length, S3_ATTEMPTS);
    fault.now = () => null;
    assert.equal(await s3.uploads(), 0);
    assert.equal(await vault.has(staged.sha256), false);
    await staged.keep();
    assert.ok(bytes.equals(await buffer(vault.read(staged.sha256))));
  });

  it('is not misled by an error in an answer of 200', async () => {
    const staged = await stageBytes(vault, bytesOf(S3_PART_BYTES + 5000, 11));
    whenever((what) => (what === 'POST uploadId' ? 200 : null));
    await assert.rejects(staged.keep(), { code: 'http-status', message: /200 SlowDown/ });
    await staged.discard();
  });

  it('does not repeat what is refused', async () => {
    whenever((what) => (what === 'HEAD' ? 403 : null));
    await assert.rejects(vault.has('0'.repeat(64)), { code: 'http-status', retryable: false });
    assert.deepEqual(seen, ['HEAD']);
  });
});
