import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createFetcher, type Fetcher } from '../../../src/fetch/fetcher.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(handler: Handler): Promise<{ server: Server; port: number }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

describe('fetching', () => {
  let index: { server: Server; port: number };
  let inside: { server: Server; port: number };
  let fetcher: Fetcher;
  let seen: IncomingMessage[] = [];
  let insideSeen = 0;
  const root = () => `http://127.0.0.1:${index.port}`;

  const ROUTES: Record<string, Handler> = {
    '/file': (_, response) => response.end('bytes'),
    '/missing': (_, response) => response.writeHead(404).end('no'),
    '/moved': (_, response) => response.writeHead(302, { location: '/file' }).end(),
    '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
    '/declared': (_, response) => response.writeHead(200, { 'content-length': '2000' }).end('x'.repeat(2000)),
    '/endless': (_, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(500)));
        if (!response.destroyed) response.once('drain', write);
      };
      write();
    },
    '/silent': () => {},
    '/stalls': (_, response) => response.write('some'),
    '/cut': (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('some', () => response.destroy());
    },
    '/headers': (_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end(),
    '/gzip': (_, response) =>
      response.writeHead(200, { 'content-type': 'text/plain', 'x-a': ['1', '2'] }).end('raw'),
    '/posted': (request, response) => request.pipe(response),
    '/posted-moved': (_, response) => response.writeHead(307, { location: '/posted' }).end(),
  };

  before(async () => {
    inside = await listen((_, response) => {
      insideSeen += 1;
      response.end('secret');
    });
    index = await listen((request, response) => {
      seen.push(request);
      const target = new URL(request.url!, 'http://index.example');
      const to = target.searchParams.get('to');
      if (to !== null) response.writeHead(302, { location: to }).end();
      else ROUTES[target.pathname]!(request, response);
    });
    fetcher = createFetcher({
      allow: [`127.0.0.1:${index.port}`],
      limits: { maxBytes: 1000, idleMs: 400, totalMs: 2000, redirects: 3 },
      resolve: async (host) => [
        { address: host === 'metadata.example' ? '169.254.169.254' : '127.0.0.1', family: 4 },
      ],
    });
  });
  beforeEach(() => {
    seen = [];
  });
  after(async () => {
    await fetcher.close();
    for (const { server } of [index, inside]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('gives status, headers, body and address, also of an error status', async () => {
    const file = await fetcher(`${root()}/file?a=1`);
    assert.deepEqual([file.status, file.url], [200, `${root()}/file?a=1`]);
    assert.equal(await bytesOf(file.body), 'bytes');
    const missing = await fetcher(`${root()}/missing`);
    assert.equal(missing.status, 404);
    missing.discard();
    const raw = await fetcher(`${root()}/gzip`);
    assert.equal(raw.headers['x-a'], '1, 2');
    assert.equal(await bytesOf(raw.body), 'raw');
    assert.equal(seen[0]!.headers['accept-encoding'], 'identity');
  });

  it('follows redirects and says where they ended', async () => {
    const moved = await fetcher(`${root()}/moved`);
    assert.deepEqual([moved.status, moved.url, await bytesOf(moved.body)], [200, `${root()}/file`, 'bytes']);
    await assert.rejects(fetcher(`${root()}/loop`), { code: 'redirect-refused' });
  });

  it('posts, and never posts again elsewhere', async () => {
    const posted = await fetcher(`${root()}/posted`, { method: 'POST', body: 'hello' });
    assert.equal(await bytesOf(posted.body), 'hello');
    const moved = await fetcher(`${root()}/posted-moved`, { method: 'POST', body: 'hello' });
    assert.equal(moved.status, 307);
    moved.discard();
  });

  it('sends credentials to their own origin, and nowhere else', async () => {
    const address = `http://user:p%40ss@127.0.0.1:${index.port}`;
    const file = await fetcher(`${address}/moved`);
    assert.equal(file.url, `${root()}/file`);
    file.discard();
    const basic = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    assert.deepEqual(
      seen.map(({ headers }) => headers.authorization),
      [basic, basic],
    );
    const other = await listen((request, response) => response.end(String(request.headers.authorization)));
    const both = createFetcher({ allow: ['127.0.0.1'], limits: { maxBytes: 1000 } });
    const answer = await both(`${address}/x?to=${encodeURIComponent(`http://127.0.0.1:${other.port}/`)}`, {
      headers: { Cookie: 'a=b', 'X-Kept': '1' },
    });
    assert.equal(await bytesOf(answer.body), 'undefined');
    await both.close();
    await new Promise((resolve) => other.server.close(resolve));
  });

  const INSIDE: [string, () => string][] = [
    ['another port of an allowed host', () => `http://127.0.0.1:${inside.port}/`],
    ['a metadata service', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a name that leads to one', () => 'http://metadata.example/latest/'],
    ['a name that leads here', () => 'http://rebound.example/'],
    ['a disguised number', () => 'http://0x7f000001/'],
    ['an IPv4 address in IPv6', () => 'http://[::ffff:127.0.0.1]/'],
    ['a file', () => 'file:///etc/hostname'],
  ];
  for (const [name, address] of INSIDE) {
    it(`refuses ${name}, asked for and redirected to`, async () => {
      await assert.rejects(fetcher(address()), { code: 'address-refused' });
      const redirected = fetcher(`${root()}/x?to=${encodeURIComponent(address())}`);
      await assert.rejects(redirected, { code: 'address-refused' });
      assert.equal(insideSeen, 0);
    });
  }

  it('refuses more than it may have, declared or not', async () => {
    await assert.rejects(fetcher(`${root()}/declared`), { code: 'too-large' });
    const head = await fetcher(`${root()}/declared`, { method: 'HEAD' });
    assert.equal(head.headers['content-length'], '2000');
    const endless = await fetcher(`${root()}/endless`);
    await assert.rejects(bytesOf(endless.body), { code: 'too-large' });
    const own = await fetcher(`${root()}/declared`, { limits: { maxBytes: 2000 } });
    assert.equal((await bytesOf(own.body)).length, 2000);
    await assert.rejects(fetcher(`${root()}/headers`), { code: 'network' });
  });

  it('gives up on silence, before and within a body, and on a body that ends early', async () => {
    await assert.rejects(fetcher(`${root()}/silent`), { code: 'timeout', retryable: true });
    const stalls = await fetcher(`${root()}/stalls`);
    await assert.rejects(bytesOf(stalls.body), { code: 'timeout' });
    const cut = await fetcher(`${root()}/cut`);
    await assert.rejects(bytesOf(cut.body), { code: 'network' });
    await fetcher(`${root()}/cut`); // nobody reads it: that must not end the process
    const late = await fetcher(`${root()}/stalls`, { limits: { totalMs: 100 } });
    await assert.rejects(bytesOf(late.body), { code: 'timeout' });
  });

  it('ends when its caller does', async () => {
    const stop = new AbortController();
    const pending = fetcher(`${root()}/silent`, { signal: stop.signal });
    stop.abort();
    await assert.rejects(pending, { code: 'network' });
  });
});
