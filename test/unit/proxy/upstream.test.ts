import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { JSON_TYPE } from '../../../src/proxy/accept.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { PROXY_PAGE_MS } from '../../../src/service-limits.ts';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { knownFile } from '../../../src/store/index-files.ts';
import { submissionsOf } from '../../../src/store/submissions.ts';
import { createToken } from '../../../src/store/tokens.ts';
import { type RunningProxy, startProxy, wheel } from '../../support/proxy.ts';
import { openTestService, type TestService } from '../../support/service.ts';
import {
  type IndexedFile,
  type SimpleIndexServer,
  sha256Of,
  startSimpleIndex,
} from '../../support/simple-index-server.ts';

/** Nobody scans here: what has no disposition stays without. */
describe('the index proxy before indexes that fail, lie or forbid', () => {
  let service: TestService;
  let index: SimpleIndexServer;
  let elsewhere: SimpleIndexServer;
  const running: RunningProxy[] = [];
  before(async () => {
    service = await openTestService({ worker: false });
    index = await startSimpleIndex();
    elsewhere = await startSimpleIndex();
  });
  after(async () => {
    for (const proxy of running) await proxy.close();
    await index.close();
    await elsewhere.close();
    await service.close();
  });
  beforeEach(() => {
    for (const server of [index, elsewhere]) {
      server.instead = () => false;
      server.requests.length = 0;
      server.projects.clear();
    }
  });

  async function proxyOf(options: Partial<ProxyOptions> = {}) {
    const proxy = await startProxy(service, { upstream: index.url, freshMs: 0, budgetMs: 300, ...options });
    running.push(proxy);
    return (place: string, headers: Record<string, string> = {}) =>
      fetch(proxy.url + place, { headers: { accept: JSON_TYPE, ...headers } });
  }

  function listed(name: string, entry: Record<string, unknown> = {}): { file: IndexedFile; place: string } {
    const file = { ...wheel({ name, version: '1.0' }), entry };
    index.projects.set(name, { files: [file] });
    return { file, place: `files/${name}/${file.filename}` };
  }

  /** Once it has been submitted. */
  async function dispose(file: IndexedFile, disposition: 'released' | 'held'): Promise<void> {
    const { db } = service.database;
    const sha256 = sha256Of(file.bytes);
    while ((await submissionsOf(db, sha256)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await recordDisposition(db, sha256, disposition, 'user:1', 'test');
  }
  const detail = async (answer: Response) => ((await answer.json()) as { detail: string }).detail;

  describe('a file without a verdict', () => {
    it('is waited for, and then is to be asked for again', async () => {
      const { file, place } = listed('waited-for');
      const get = await proxyOf();
      for (const suffix of ['', '.metadata']) {
        const answer = await get(place + suffix);
        assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5']);
        assert.equal(await detail(answer), `${file.filename} is being screened; come back a little later.`);
      }
      await dispose(file, 'released');
      assert.equal((await submissionsOf(service.database.db, sha256Of(file.bytes))).length, 1);
      assert.equal((await get(place)).status, 200);
    });

    it('is handed out after the time when that is allowed', async () => {
      const { file, place } = listed('allowed-one');
      const get = await proxyOf({ unknown: 'allow' });
      const started = performance.now();
      const answer = await get(place);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), file.bytes);
      assert.ok(performance.now() - started >= 300);
      assert.equal(await (await get(`${place}.metadata`)).text(), file.metadata);
      await dispose(file, 'held');
      assert.equal((await get(place)).status, 403);
    });

    it('is neither listed nor handed out when that is denied, but screened', async () => {
      const { file, place } = listed('denied-one');
      const get = await proxyOf({ unknown: 'deny' });
      const { files, versions } = (await (await get('simple/denied-one/')).json()) as Record<string, unknown>;
      assert.deepEqual([files, versions], [[], []]);
      const answer = await get(place);
      assert.equal(answer.status, 403);
      assert.match(await detail(answer), /has not been screened yet; it is being screened now\.$/);
      await dispose(file, 'released');
      assert.equal((await get(place)).status, 200);
      const page = (await (await get('simple/denied-one/')).json()) as Record<string, unknown>;
      assert.deepEqual(page.versions, ['1.0']);
    });
  });

  describe('an index behind', () => {
    it('that is away is replaced by what it last said, for pages and for files', async () => {
      const { file, place } = listed('kept-one');
      const get = await proxyOf();
      await get(place);
      await dispose(file, 'released');
      index.instead = (request) => {
        request.socket.destroy();
        return true;
      };
      const page = await get('simple/kept-one/');
      assert.equal(page.status, 200);
      assert.equal(page.headers.get('cache-status'), 'lazaret; hit; fwd=stale; detail=network');
      assert.match(page.headers.get('age') ?? '', /^\d+$/);
      // One that has just started knows no pages, but where the bytes are.
      const restarted = await proxyOf();
      assert.deepEqual(Buffer.from(await (await restarted(place)).arrayBuffer()), file.bytes);
      assert.equal((await restarted('simple/kept-one/')).status, 502);
    });

    it('that hangs holds up no file that is here', async () => {
      const { file, place } = listed('unhurried');
      await (await proxyOf())(place);
      await dispose(file, 'released');
      index.instead = () => true;
      const started = performance.now();
      const restarted = await proxyOf();
      assert.deepEqual(Buffer.from(await (await restarted(place)).arrayBuffer()), file.bytes);
      assert.ok(performance.now() - started < PROXY_PAGE_MS);
    });

    for (const [title, status, type, body] of [
      ['an error', 500, JSON_TYPE, '{}'],
      ['a refusal', 401, JSON_TYPE, '{}'],
      ['no JSON', 200, JSON_TYPE, '<html>'],
      ['no list of files', 200, JSON_TYPE, '{"files":{"a":1}}'],
      ['another version', 200, JSON_TYPE, '{"meta":{"api-version":"2.0"},"files":[]}'],
      ['a picture', 200, 'image/png', '{"files":[]}'],
      ['no type', 200, '', '{"files":[]}'],
      ['a malformed hash', 200, JSON_TYPE, '{"files":[{"url":"pkg-1.0.tar.gz","hashes":{"sha256":"x"}}]}'],
      ['nothing', 200, JSON_TYPE, ''],
    ] as const) {
      it(`that gives ${title} is a bad gateway`, async () => {
        index.instead = (_request, response) => {
          response.writeHead(status, { 'content-type': type }).end(body);
          return true;
        };
        const get = await proxyOf();
        for (const place of ['simple/pkg/', 'files/pkg/pkg-1.0.tar.gz']) {
          const answer = await get(place);
          assert.equal(answer.status, 502);
          assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json');
        }
      });
    }

    it('that lists a file it does not have', async () => {
      const { file, place } = listed('vanished');
      index.instead = (request, response) => {
        if (request.url?.startsWith('/files/')) response.writeHead(404).end();
        return request.url?.startsWith('/files/') === true;
      };
      const answer = await (await proxyOf())(place);
      assert.deepEqual(
        [answer.status, await detail(answer)],
        [404, `${file.filename} is not on this index.`],
      );
    });

    it('that sends less of a file than it announces', async () => {
      const { file, place } = listed('cut-short');
      index.instead = (request, response) => {
        if (!request.url?.startsWith('/files/')) return false;
        response
          .writeHead(200, { 'content-length': file.bytes.byteLength })
          .write(file.bytes.subarray(0, 100));
        setTimeout(() => response.destroy(), 50);
        return true;
      };
      assert.equal((await (await proxyOf())(place)).status, 502);
      assert.equal(await service.vault.has(sha256Of(file.bytes)), false);
    });

    it('that lists files inside this network gets none of them fetched', async () => {
      elsewhere.projects.set('inside', { files: [wheel({ name: 'inside', version: '1.0' })] });
      const filename = 'inside-1.0-py3-none-any.whl';
      const { place } = listed('inside', { url: `${elsewhere.origin}/files/inside/${filename}` });
      assert.equal((await (await proxyOf())(place)).status, 502);
      assert.deepEqual(elsewhere.requests, []);
      // Unless the operator says that its files are there.
      await new Promise((resolve) => setTimeout(resolve, 10));
      const allowed = await proxyOf({ allow: [new URL(elsewhere.origin).host] });
      assert.equal((await allowed(place)).status, 503);
      assert.equal(elsewhere.requests.length, 1);
    });
  });

  it('keeps the credentials of the index behind between itself and that', async () => {
    const secret = 'upstream-secret';
    const filename = 'private-one-1.0-py3-none-any.whl'.replace('-one', '_one');
    elsewhere.projects.set('private-one', { files: [wheel({ name: 'private-one', version: '1.0' })] });
    const { file, place } = listed('private-one');
    const entry = { url: `${elsewhere.origin}/files/private-one/${filename}?signature=1`, yanked: false };
    index.projects.set('private-one', { files: [file, { ...listed('x').file, entry }] });
    index.projects.set('far-away', {
      files: [{ ...wheel({ name: 'far-away', version: '1.0' }), entry: { url: `${elsewhere.origin}/f` } }],
    });
    const upstream = index.url.replace('http://', `http://user:${secret}@`);
    const get = await proxyOf({ upstream, allow: [new URL(elsewhere.origin).host] });
    const answers = [await get('simple/private-one/'), await get(place)];
    answers.push(await get('simple/far-away/'), await get('files/far-away/far_away-1.0-py3-none-any.whl'));
    const basic = `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`;
    assert.ok(index.requests.length >= 3);
    for (const { headers, path: asked } of index.requests) assert.equal(headers.authorization, basic, asked);
    assert.equal(elsewhere.requests.length, 1);
    assert.equal(elsewhere.requests[0]?.headers.authorization, undefined);
    for (const answer of answers) {
      const text = JSON.stringify([...answer.headers]) + (await answer.text());
      assert.doesNotMatch(text, new RegExp(`${secret}|${basic.slice(6)}`));
    }
    const known = await knownFile(service.database.db, 'private-one', file.filename);
    assert.equal(known?.url, `${index.origin}/files/private-one/${file.filename}`);
    const [submission] = await submissionsOf(service.database.db, sha256Of(file.bytes));
    assert.equal(submission?.url, `${index.origin}/files/private-one/${file.filename}`);
  });

  it("gives a client's own headers to nobody", async () => {
    const { place } = listed('header-one');
    const headers = { authorization: 'Bearer client', cookie: 'a=b', 'user-agent': 'client', 'x-other': '1' };
    await (await proxyOf())(place, headers);
    for (const request of index.requests) {
      const { authorization, cookie, 'user-agent': agent, 'x-other': other } = request.headers;
      assert.deepEqual(
        [authorization, cookie, agent === 'client', other],
        [undefined, undefined, false, undefined],
      );
    }
  });

  it('asks for a token where only readers who are known may read', async () => {
    const { place } = listed('closed-one');
    const get = await proxyOf({ readers: 'identified' });
    for (const one of ['simple/', 'simple/closed-one/', place, 'integrity/a/1/b/provenance']) {
      const answer = await get(one);
      assert.deepEqual(
        [answer.status, answer.headers.get('www-authenticate')],
        [401, 'Basic realm="lazaret"'],
      );
      assert.equal((await get(one, { authorization: 'Basic eDp5' })).status, 401);
    }
    assert.deepEqual(index.requests, []);
    const token = { name: 't', role: 'ingest', uploader: null, actor: 'user:1', expiresAt: null } as const;
    const { secret } = await createToken(service.database.db, token);
    const basic = Buffer.from(`__token__:${secret}`).toString('base64');
    assert.equal((await get('simple/closed-one/', { authorization: `Basic ${basic}` })).status, 200);
  });

  it('promises provenance at the address that clients use', async () => {
    const file = { ...wheel({ name: 'public-one', version: '1.0' }), provenance: {} };
    index.projects.set('public-one', { files: [file] });
    const get = await proxyOf({ publicUrl: 'https://index.example/py/' });
    const { files } = (await (await get('simple/public-one/')).json()) as { files: Record<string, string>[] };
    const address = `https://index.example/py/integrity/public-one/1.0/${file.filename}/provenance`;
    assert.equal(files[0]?.provenance, address);
  });

  for (const [title, name, comment] of [
    ['small', 'damaged-small', ''],
    ['large', 'damaged-large', Array.from({ length: 9_000 }, (_, at) => `# ${sha256Of(`${at}`)}\n`).join('')],
  ] as const) {
    it(`does not hand out a ${title} sample that has been damaged`, async () => {
      const file = wheel({ name, version: '1.0', code: comment });
      index.projects.set(name, { files: [file] });
      const get = await proxyOf();
      const place = `files/${name}/${file.filename}`;
      await get(place);
      await dispose(file, 'released');
      await damage(sha256Of(file.bytes));
      const received = await get(place)
        .then(
          async (answer) => (answer.status === 200 ? answer.arrayBuffer() : `status ${answer.status}`),
          () => 'cut off',
        )
        .catch(() => 'cut off');
      assert.equal(received, title === 'small' ? 'status 500' : 'cut off');
    });
  }

  async function damage(sha256: string): Promise<void> {
    const sample = path.join(service.folder, 'vault', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
    await chmod(sample, 0o600);
    const bytes = await readFile(sample);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(sample, bytes);
  }
});
