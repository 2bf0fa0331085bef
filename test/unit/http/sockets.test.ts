import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createFetcher } from '../../../src/fetch/fetcher.ts';
import { apiPart } from '../../../src/http/api/api.ts';
import { buildApp } from '../../../src/http/app.ts';
import { ProcessPool } from '../../../src/scan/process-pool.ts';
import { createToken } from '../../../src/store/tokens.ts';
import { openTestService, type TestService } from '../../support/service.ts';

const MAX_BYTES = 100_000;
const UPLOADS = 3;

interface Conversation {
  status: number;
  head: string;
  body: string;
  /** Milliseconds until the connection ended. */
  ms: number;
}

describe('clients that misbehave', () => {
  let service: TestService;
  let app: FastifyInstance;
  let token: string;
  const inspector = new ProcessPool({ jobs: 1 });
  const fetcher = createFetcher({ allow: [], limits: { maxBytes: MAX_BYTES } });

  before(async () => {
    service = await openTestService({ worker: false });
    const { db } = service.database;
    const made = { name: 'test', role: 'ingest' as const, uploader: null, actor: 'test', expiresAt: null };
    token = (await createToken(db, made)).secret;
    const api = apiPart(service, {
      prefix: '/api/v1',
      publicUrl: null,
      fetcher,
      inspector,
      linkTo: (purpose) => purpose,
      secondFactor: { secretKey: null, required: [] },
      oidcLabel: null,
      uploadBytes: MAX_BYTES,
      uploads: UPLOADS,
      idleMs: 400,
    });
    app = await buildApp({ parts: { '/api/v1': api }, headersMs: 600, requestMs: 2000 });
    await app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(async () => {
    await app.close();
    await fetcher.close();
    await inspector.close();
    await service.close();
  });

  function open(): Socket {
    return connect({
      port: (app.server.address() as AddressInfo).port,
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
  }

  /** Sends pieces and gathers what comes back until the connection ends. */
  async function converse(send: (socket: Socket) => Promise<void> | void): Promise<Conversation> {
    const socket = open();
    const started = Date.now();
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    const ended = new Promise<void>((resolve) => {
      for (const event of ['end', 'close', 'error']) socket.once(event, () => resolve());
    });
    await send(socket);
    const late = await Promise.race([ended, wait(8000, 'late', { ref: false })]);
    socket.destroy();
    assert.notEqual(late, 'late', `no end of the connection; so far: ${text}`);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body, ms: Date.now() - started };
  }

  function upload(headers: string, query = 'filename=a-1.tar.gz'): string {
    return (
      `POST /api/v1/submissions?${query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
      `Authorization: Bearer ${token}\r\nContent-Type: application/octet-stream\r\n${headers}\r\n\r\n`
    );
  }

  async function nothingLeft(): Promise<void> {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      if ((await readdir(path.join(service.folder, 'vault/incoming'))).length === 0) return;
      await wait(50);
    }
    assert.deepEqual(await readdir(path.join(service.folder, 'vault/incoming')), []);
  }

  it('that trickle their headers are let go', async () => {
    const answer = await converse(async (socket) => {
      socket.write('GET /api/v1/version HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
      const timer = setInterval(() => socket.writable && socket.write('x'), 100);
      socket.once('end', () => clearInterval(timer));
      socket.once('close', () => clearInterval(timer));
    });
    assert.equal(answer.status, 408);
    assert.match(answer.head, /application\/problem\+json/);
    assert.match(answer.body, /did not arrive in time/);
    assert.ok(answer.ms < 4000, `${answer.ms} ms`);
  });

  it('that stop in the middle of a file are told so', async () => {
    const answer = await converse((socket) => void socket.write(`${upload('Content-Length: 5000')}half`));
    assert.equal(answer.status, 408);
    assert.match(answer.body, /Nothing came for 400 ms/);
    await nothingLeft();
  });

  it('that trickle a file are ended when its time is over', async () => {
    const answer = await converse((socket) => {
      socket.write(upload('Content-Length: 5000'));
      const timer = setInterval(() => socket.writable && socket.write('x'), 100);
      for (const event of ['end', 'close']) socket.once(event, () => clearInterval(timer));
    });
    assert.equal(answer.status, 408);
    assert.ok(answer.ms < 6000, `${answer.ms} ms`);
    await nothingLeft();
  });

  it('that hang up in the middle of a file leave nothing behind', async () => {
    const socket = open();
    socket.on('error', () => {});
    socket.write(`${upload('Content-Length: 5000')}half`);
    await wait(200);
    socket.resetAndDestroy();
    await nothingLeft();
  });

  it('that end before what they announced are told so', async () => {
    const answer = await converse((socket) => void socket.end(`${upload('Content-Length: 5000')}half`));
    assert.equal(answer.status, 400);
    assert.match(answer.body, /ends before it is complete/);
    await nothingLeft();
  });

  it('that send more than is allowed get to read so, announced or not', async () => {
    const announced = await converse((socket) => void socket.write(upload('Content-Length: 900000')));
    assert.equal(announced.status, 413);
    const endless = await converse(async (socket) => {
      socket.on('error', () => {});
      socket.write(upload('Transfer-Encoding: chunked'));
      const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
      for (let sent = 0; sent < 40 && socket.writable; sent += 1) {
        socket.write(chunk);
        await wait(10);
      }
    });
    assert.equal(endless.status, 413);
    assert.match(endless.body, /more than 100000 bytes/);
    await nothingLeft();
  });

  it('that send exactly as much as is allowed are taken in', async () => {
    const answer = await converse((socket) => {
      socket.write(upload(`Content-Length: ${MAX_BYTES}`));
      socket.write('x'.repeat(MAX_BYTES));
    });
    assert.equal(answer.status, 202);
  });

  const NONSENSE: [string, string, number][] = [
    ['no HTTP', 'NONSENSE\r\n\r\n', 400],
    ['a length that is none', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 400],
    ['a length and chunks', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a control character in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n', 400],
    ['a path that cannot be decoded', 'GET /api/v1/%E0%A4%A HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  ]; // biome-ignore format: a table
  for (const [name, text, status] of NONSENSE) {
    it(`that send ${name} get ${status}`, async () => {
      const answer = await converse((socket) => void socket.write(text, 'latin1'));
      assert.equal(answer.status, status, answer.head);
      assert.match(answer.head, /content-type: application\/problem\+json/i);
      assert.equal(JSON.parse(answer.body).status, status);
    });
  }

  it('that name no host get 400, from the parser itself', async () => {
    const answer = await converse((socket) => void socket.write('GET /healthz HTTP/1.1\r\n\r\n'));
    assert.equal(answer.status, 400);
  });

  it('that take up every place make others wait', async () => {
    const sockets = Array.from({ length: UPLOADS }, (_, index) => {
      const socket = open().on('error', () => {});
      socket.write(`${upload('Content-Length: 5000', `filename=slow-${index}.whl`)}x`);
      return socket;
    });
    await wait(200);
    const answer = await converse((socket) => void socket.end(`${upload('Content-Length: 1')}x`));
    assert.equal(answer.status, 503);
    assert.match(answer.head, /retry-after: \d/i);
    for (const socket of sockets) socket.destroy();
    await nothingLeft();
    const next = await converse((socket) => void socket.write(`${upload('Content-Length: 1')}x`));
    assert.equal(next.status, 202);
  });

  it('that send the same file several times at once ask for one scan', async () => {
    // The count is kept for half a second.
    await wait(600);
    const before = await service.queue.waiting();
    const answers = await Promise.all(
      Array.from({ length: UPLOADS }, () =>
        converse((socket) => void socket.write(`${upload('Content-Length: 4', 'filename=same.whl')}same`)),
      ),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(UPLOADS).fill(202),
    );
    assert.equal(new Set(answers.map(({ body }) => JSON.parse(body).sha256)).size, 1);
    await wait(600);
    assert.equal(await service.queue.waiting(), before + 1);
  });
});
