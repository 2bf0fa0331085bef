import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createFetcher, type Fetcher } from '../../../src/fetch/fetcher.ts';
import { PageCache } from '../../../src/proxy/pages.ts';
import { Turns } from '../../../src/proxy/turns.ts';
import { openUpstream } from '../../../src/proxy/upstream.ts';
import { PROXY_CACHE_BYTES, PROXY_RETRY_MS, PROXY_STALE_MS } from '../../../src/service-limits.ts';
import { type SimpleIndexServer, startSimpleIndex } from '../../support/simple-index-server.ts';

const FRESH_MS = 60_000;

describe('pages of the index behind', () => {
  let index: SimpleIndexServer;
  let fetcher: Fetcher;
  let pages: PageCache<string>;
  before(async () => {
    index = await startSimpleIndex();
    fetcher = createFetcher({ allow: [index.origin], limits: { maxBytes: 1 << 20 } });
  });
  after(async () => {
    await fetcher.close();
    await index.close();
  });
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: 1_000_000 });
    index.projects.clear();
    index.projects.set('pkg', { files: [], page: { marker: 'one' } });
    index.requests.length = 0;
    index.instead = () => false;
    pages = new PageCache(openUpstream(index.url, fetcher), {
      freshMs: FRESH_MS,
      turns: new Turns(9, 9),
      read: async (_path, { bytes }) => JSON.parse(Buffer.from(bytes).toString()).marker,
    });
  });
  afterEach(() => mock.timers.reset());

  const conditions = () => index.requests.map(({ headers }) => headers['if-none-match'] !== undefined);
  const fail = () => {
    index.instead = (_request, response) => {
      response.writeHead(500).end();
      return true;
    };
  };

  it('are asked for once while fresh, and then by condition', async () => {
    assert.deepEqual(await pages.load('pkg/'), { page: 'one', age: 0, stale: null });
    mock.timers.tick(FRESH_MS - 1);
    assert.deepEqual(await pages.load('pkg/'), { page: 'one', age: FRESH_MS - 1, stale: null });
    mock.timers.tick(1);
    assert.deepEqual(await pages.load('pkg/'), { page: 'one', age: 0, stale: null });
    assert.deepEqual(conditions(), [false, true]);
    index.projects.set('pkg', { files: [], page: { marker: 'two' } });
    mock.timers.tick(FRESH_MS);
    assert.equal((await pages.load('pkg/')).page, 'two');
  });

  it('are asked for once by all who ask at a time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => pages.load('pkg/')));
    assert.deepEqual(
      answers.map(({ page }) => page),
      ['one', 'one', 'one'],
    );
    assert.equal(index.requests.length, 1);
  });

  it('that are absent are remembered as such', async () => {
    assert.equal((await pages.load('nothing/')).page, null);
    assert.equal((await pages.load('nothing/')).page, null);
    assert.equal(index.requests.length, 1);
  });

  it('are used for a while when the index fails, and no longer', async () => {
    await pages.load('pkg/');
    fail();
    mock.timers.tick(FRESH_MS);
    const stale = await pages.load('pkg/');
    assert.deepEqual([stale.page, stale.age, stale.stale?.code], ['one', FRESH_MS, 'http-status']);
    await pages.load('pkg/');
    assert.equal(index.requests.length, 2, 'not asked again at once');
    mock.timers.tick(PROXY_RETRY_MS);
    await pages.load('pkg/');
    assert.equal(index.requests.length, 3);
    mock.timers.tick(PROXY_STALE_MS);
    await assert.rejects(pages.load('pkg/'), { code: 'http-status' });
    index.instead = () => false;
    assert.deepEqual(await pages.load('pkg/'), { page: 'one', age: 0, stale: null });
  });

  it('that cannot be read are failures, and what was read before stands', async () => {
    index.projects.set('bad', { files: [], page: { marker: 'one' } });
    await pages.load('bad/');
    index.instead = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
      return true;
    };
    mock.timers.tick(FRESH_MS);
    assert.equal((await pages.load('bad/')).stale?.code, 'protocol');
    await assert.rejects(pages.load('pkg/'), { code: 'protocol' });
  });

  it('may come packed', async () => {
    index.instead = (request, response) => {
      assert.equal(request.headers['accept-encoding'], 'gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"marker":"packed"}'));
      return true;
    };
    assert.equal((await pages.load('pkg/')).page, 'packed');
  });

  it('leave the memory, the longest unused first', async () => {
    const third = Math.floor(PROXY_CACHE_BYTES / 3);
    let asked: string[] = [];
    const bytes = { byteLength: third } as Uint8Array;
    const upstream = {
      ...openUpstream(index.url, fetcher),
      page: async (path: string) => {
        asked.push(path);
        return { bytes, contentType: '', url: '', etag: null, lastModified: null };
      },
    };
    const bounded = new PageCache(upstream, {
      freshMs: FRESH_MS,
      turns: new Turns(9, 9),
      read: async (path) => path,
    });
    // Two fit with what each counts as besides.
    for (const path of ['a', 'b', 'a', 'c', 'a', 'b']) await bounded.load(path);
    assert.deepEqual(asked, ['a', 'b', 'c', 'b']);
    asked = [];
    await bounded.load('c');
    assert.deepEqual(asked, ['c']);
  });
});
