import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InfrastructureError, type InfrastructureErrorCode } from '../../../src/contracts/errors.ts';
import { createIndexClient, type IndexFile } from '../../../src/intake/index-client.ts';
import { JSON_TYPE, jsonPage, redirect, reply, startIndexServer } from './index-server.ts';

const CONTENT = Buffer.from('the bytes of a distribution');
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

function file(url: string, more: Partial<IndexFile> = {}): IndexFile {
  return { filename: 'pkg-1.0.tar.gz', url, sha256: SHA256, size: null, yanked: false, ...more };
}

async function rejects(
  promise: Promise<unknown>,
  code: InfrastructureErrorCode,
  retryable: boolean,
): Promise<string> {
  const error = await promise.then(
    () => assert.fail(`expected ${code}`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof InfrastructureError, String(error));
  assert.deepEqual([error.code, error.retryable], [code, retryable], error.message);
  return error.message;
}

test('JSON page: files of the release, relative and absolute links', async (context) => {
  const server = await startIndexServer(context, {
    '/simple/my-pkg/': jsonPage([
      {
        filename: 'my_pkg-1.0.tar.gz',
        url: '../../files/my_pkg-1.0.tar.gz',
        hashes: { sha256: SHA256.toUpperCase() },
        size: 27,
      },
      {
        filename: 'my_pkg-1.0-py3-none-any.whl',
        url: 'https://files.example/w.whl',
        hashes: {},
        yanked: 'broken',
      },
      { filename: 'my_pkg-2.0.tar.gz', url: 'two', hashes: {} },
      { filename: '../my_pkg-1.0.tar.gz', url: 'three', hashes: {} },
      'nonsense',
    ]),
  });
  const files = await createIndexClient({ indexUrl: server.url.slice(0, -1) }).releaseFiles('My._Pkg', '1');
  assert.equal(files.length, 2);
  assert.partialDeepStrictEqual(files, [
    {
      filename: 'my_pkg-1.0.tar.gz',
      url: `${server.origin}/files/my_pkg-1.0.tar.gz`,
      sha256: SHA256,
      size: 27,
      yanked: false,
    },
    {
      filename: 'my_pkg-1.0-py3-none-any.whl',
      url: 'https://files.example/w.whl',
      sha256: null,
      size: null,
      yanked: true,
    },
  ]);
  assert.match(
    server.requests[0]!.headers.accept ?? '',
    /^application\/vnd\.pypi\.simple\.v1\+json, .*text\/html;q=0\.01$/,
  );
});

test('HTML page: fragment hash, base, yanked, encoded name', async (context) => {
  const html = `<html><head><base href="/mirror/"></head><body>
    <a href="pkg-1.0.tar.gz#sha256=${SHA256}" data-yanked="bad">pkg-1.0.tar.gz</a>
    <a href="pkg-1.0%2Blocal-py3-none-any.whl">x</a><a href="pkg-1.1.tar.gz">y</a><a name="top">z</a></body></html>`;
  const server = await startIndexServer(context, { '/simple/pkg/': reply('text/html; charset=utf-8', html) });
  const client = createIndexClient({ indexUrl: server.url });
  const [first, ...others] = await client.releaseFiles('pkg', '1.0');
  assert.deepEqual(others, []);
  assert.partialDeepStrictEqual(
    [first],
    [
      {
        filename: 'pkg-1.0.tar.gz',
        url: `${server.origin}/mirror/pkg-1.0.tar.gz`,
        sha256: SHA256,
        size: null,
        yanked: true,
      },
    ],
  );
  const local = await client.releaseFiles('pkg', '1.0+local');
  assert.deepEqual(
    local.map(({ filename }) => filename),
    ['pkg-1.0+local-py3-none-any.whl'],
  );
});

test('links are relative to the page that finally answered', async (context) => {
  const server = await startIndexServer(context, {
    '/simple/pkg/': redirect('/deep/er/pkg/'),
    '/deep/er/pkg/': jsonPage([{ filename: 'pkg-1.0.tar.gz', url: 'f.tar.gz', hashes: {} }]),
  });
  const files = await createIndexClient({ indexUrl: server.url }).releaseFiles('pkg', '1.0');
  assert.deepEqual(
    files.map(({ url }) => url),
    [`${server.origin}/deep/er/pkg/f.tar.gz`],
  );
});

test('download: verified bytes, undisturbed by content encoding', async (context) => {
  const server = await startIndexServer(context, { '/f': reply('application/octet-stream', CONTENT) });
  const client = createIndexClient({ indexUrl: server.url });
  assert.deepEqual(Buffer.from(await client.download(file(`${server.origin}/f`))), CONTENT);
  assert.equal(server.requests[0]!.headers['accept-encoding'], 'identity');
});

test('download: wrong hash', async (context) => {
  const server = await startIndexServer(context, { '/f': reply('application/octet-stream', 'other bytes') });
  const message = await rejects(
    createIndexClient().download(file(`${server.origin}/f`)),
    'hash-mismatch',
    false,
  );
  assert.match(message, new RegExp(SHA256));
});

test('download: too large as listed, as declared, and as streamed', async (context) => {
  const server = await startIndexServer(context, {
    '/declared': reply('application/octet-stream', Buffer.alloc(2000)),
    '/streamed': (_request, response) => {
      response.writeHead(200);
      for (let part = 0; part < 20; part += 1) response.write(Buffer.alloc(100));
      response.end();
    },
  });
  const client = createIndexClient({ limits: { maxBytes: 1000 } });
  await rejects(client.download(file(`${server.origin}/declared`, { size: 1001 })), 'too-large', false);
  assert.equal(server.requests.length, 0);
  await rejects(client.download(file(`${server.origin}/declared`)), 'too-large', false);
  await rejects(client.download(file(`${server.origin}/streamed`)), 'too-large', false);
});

test('an index page that inflates beyond its limit is refused', async (context) => {
  const bomb = gzipSync(Buffer.alloc(70 * 1024 * 1024, 0x20));
  const server = await startIndexServer(context, {
    '/simple/pkg/': (_request, response) => {
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-encoding': 'gzip' }).end(bomb);
    },
  });
  await rejects(createIndexClient({ indexUrl: server.url }).releaseFiles('pkg', '1.0'), 'too-large', false);
});

test('redirects: loop, other scheme', async (context) => {
  const server = await startIndexServer(context, {
    '/loop': redirect('/loop'),
    '/file': redirect('file:///etc/hostname'),
  });
  const client = createIndexClient();
  await rejects(client.download(file(`${server.origin}/loop`)), 'redirect-refused', false);
  assert.equal(server.requests.length, 6);
  await rejects(client.download(file(`${server.origin}/file`)), 'redirect-refused', false);
  await rejects(client.download(file('ftp://files.example/f')), 'protocol', false);
});

test('what the index says when it cannot serve', async (context) => {
  const server = await startIndexServer(context, {
    '/simple/busy/': (_request, response) => response.writeHead(503).end(),
    '/simple/secret/': (_request, response) => response.writeHead(403).end(),
    '/simple/empty/': jsonPage([]),
    '/simple/future/': jsonPage([], '2.0'),
    '/simple/broken/': reply(JSON_TYPE, '{'),
    '/simple/text/': reply('text/plain', 'hello'),
    '/simple/badhash/': jsonPage([{ filename: 'badhash-1.0.zip', url: 'x', hashes: { sha256: 'abc' } }]),
    '/simple/cut/': (_request, response) => {
      response.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': '100' }).write('{');
      setImmediate(() => response.destroy());
    },
  });
  const client = createIndexClient({ indexUrl: server.url });
  await rejects(client.releaseFiles('missing', '1.0'), 'not-found', false);
  await rejects(client.releaseFiles('empty', '1.0'), 'not-found', false);
  await rejects(client.releaseFiles('busy', '1.0'), 'http-status', true);
  await rejects(client.releaseFiles('secret', '1.0'), 'http-status', false);
  for (const project of ['future', 'broken', 'text', 'badhash']) {
    await rejects(client.releaseFiles(project, '1.0'), 'protocol', false);
  }
  await rejects(client.releaseFiles('cut', '1.0'), 'network', true);
});

test('a silent server and an endless trickle both run out of time', async (context) => {
  const server = await startIndexServer(context, {
    '/silent': () => {},
    '/trickle': (_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    },
  });
  const silent = createIndexClient({ limits: { idleMs: 60 } });
  assert.match(
    await rejects(silent.download(file(`${server.origin}/silent`)), 'timeout', true),
    /silent for 60 ms/,
  );
  const trickle = createIndexClient({ limits: { idleMs: 2000, totalMs: 200 } });
  assert.match(
    await rejects(trickle.download(file(`${server.origin}/trickle`)), 'timeout', true),
    /within 200 ms/,
  );
});

test('nobody listening is a network error that may pass', async (context) => {
  const server = await startIndexServer(context, {});
  const port = new URL(server.origin).port;
  const other = port === '1' ? '2' : '1';
  const client = createIndexClient({ indexUrl: `http://127.0.0.1:${other}/simple/` });
  await rejects(client.releaseFiles('pkg', '1.0'), 'network', true);
});

test('credentials go to the index only and never into messages', async (context) => {
  const elsewhere = await startIndexServer(context, { '/f': reply('application/octet-stream', CONTENT) });
  const server = await startIndexServer(context, {
    '/simple/pkg/': jsonPage([{ filename: 'pkg-1.0.zip', url: '/f', hashes: { sha256: SHA256 } }]),
    '/f': redirect(`${elsewhere.origin}/f`),
  });
  const indexUrl = server.url.replace('http://', 'http://user:p%40ss@');
  const client = createIndexClient({ indexUrl });
  const [found] = await client.releaseFiles('pkg', '1.0');
  await client.download(found!);
  const expected = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
  assert.deepEqual(
    server.requests.map(({ path, headers }) => [path, headers.authorization]),
    [
      ['/simple/pkg/', expected],
      ['/f', expected],
    ],
  );
  assert.deepEqual(
    elsewhere.requests.map(({ headers }) => headers.authorization),
    [undefined],
  );
  const message = await rejects(client.releaseFiles('missing', '1.0'), 'not-found', false);
  assert.doesNotMatch(message, /user|p@ss|p%40ss/);
});
