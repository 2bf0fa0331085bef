import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { policySchema } from '../../../src/actions/policy.ts';
import { JSON_TYPE } from '../../../src/proxy/accept.ts';
import { currentDisposition, recordDisposition } from '../../../src/store/dispositions.ts';
import { recordIndexStatus } from '../../../src/store/index-statuses.ts';
import { submissionsOf } from '../../../src/store/submissions.ts';
import { type RunningProxy, startProxy, wheel } from '../../support/proxy.ts';
import { openTestService, type TestService } from '../../support/service.ts';
import { type SimpleIndexServer, sha256Of, startSimpleIndex } from '../../support/simple-index-server.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const POLICY = policySchema.parse({ 'dry-run': false, verdict: { malicious: 'refused' } });
const BAD = packExample(path.join(EXAMPLES, 'env-sender-1.0'));
const GOOD = wheel({ name: 'good-one', version: '1.0' });
const OLDER = wheel({ name: 'good-one', version: '0.9' });
const GOOD_PATH = `files/good-one/${GOOD.filename}`;

/** As much of a page as is looked at. */
interface Page {
  meta: { 'api-version': string };
  versions: string[];
  'project-status': { status: string; reason?: string };
  files: { filename: string; size?: number; hashes: Record<string, string>; provenance: string | null }[];
}

describe('the index proxy', () => {
  let service: TestService;
  let index: SimpleIndexServer;
  let proxy: RunningProxy;
  before(async () => {
    service = await openTestService({ policy: POLICY });
    index = await startSimpleIndex();
    proxy = await startProxy(service, { upstream: index.url, freshMs: 0, budgetMs: 60_000 });
  });
  after(async () => {
    await proxy.close();
    await index.close();
    await service.close();
  });
  const reset = () => {
    index.projects.clear();
    index.projects.set('good-one', { files: [GOOD, OLDER] });
    index.requests.length = 0;
    index.instead = () => false;
  };
  beforeEach(reset);

  const get = (place: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(proxy.url + place, { headers, method, redirect: 'manual' });
  const page = async (name: string) =>
    (await (await get(`simple/${name}/`, { accept: JSON_TYPE })).json()) as Page;
  const filenames = async (name: string): Promise<string[]> =>
    (await page(name)).files.map(({ filename }) => filename);
  const asked = (part: string) => index.requests.filter((request) => request.path.includes(part)).length;

  describe('pages', () => {
    it('come as JSON or HTML, each with a validator', async () => {
      const json = await get('simple/good-one/', { accept: JSON_TYPE });
      assert.deepEqual(
        ['content-type', 'vary', 'cache-control'].map((name) => json.headers.get(name)),
        [JSON_TYPE, 'Accept', 'no-cache'],
      );
      const { meta, name, versions, files } = (await json.json()) as Record<string, unknown>;
      assert.deepEqual([meta, name, versions], [{ 'api-version': '1.4' }, 'good-one', ['1.0', '0.9']]);
      assert.deepEqual((files as unknown[])[0], {
        filename: GOOD.filename,
        url: `../../files/good-one/${GOOD.filename}`,
        hashes: { sha256: sha256Of(GOOD.bytes) },
        size: GOOD.bytes.byteLength,
        'upload-time': '2026-01-02T03:04:05.000000Z',
        yanked: false,
        'core-metadata': { sha256: sha256Of(GOOD.metadata!) },
        'dist-info-metadata': { sha256: sha256Of(GOOD.metadata!) },
        provenance: null,
      });
      const html = await get('simple/good-one/');
      assert.equal(html.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.match(
        await html.text(),
        /<a href="..\/..\/files\/good-one\/good_one-1.0-py3-none-any.whl#sha256=/,
      );
      const etag = json.headers.get('etag')!;
      assert.notEqual(html.headers.get('etag'), etag);
      const same = await get('simple/good-one/', { accept: JSON_TYPE, 'if-none-match': `"x", W/${etag}` });
      assert.deepEqual([same.status, await same.text(), same.headers.get('etag')], [304, '', etag]);
    });

    it('answer HEAD', async () => {
      const whole = await get('simple/good-one/');
      const head = await get('simple/good-one/', {}, 'HEAD');
      assert.equal(head.headers.get('content-length'), whole.headers.get('content-length'));
      assert.equal(await head.text(), '');
    });

    for (const [from, to] of [
      ['simple', 'simple/'],
      ['simple/good-one', 'simple/good-one/'],
      ['simple/Good_.One', 'simple/good-one/'],
      ['simple/Good_One/?x=1', 'simple/good-one/?x=1'],
    ]) {
      it(`${from} leads to ${to}`, async () => {
        const answer = await get(from!);
        assert.equal(answer.status, 301);
        const location = new URL(answer.headers.get('location')!, proxy.url + from);
        assert.equal(location.href, proxy.url + to);
      });
    }

    it('list the projects of the index behind that have a name', async () => {
      index.projects.set('<b>', { files: [] });
      const answer = await get('simple/', { accept: JSON_TYPE });
      assert.deepEqual(await answer.json(), {
        meta: { 'api-version': '1.4' },
        projects: [{ name: 'good-one' }],
      });
    });

    it('in another form are not acceptable', async () => {
      const answer = await get('simple/good-one/', { accept: 'application/json' });
      assert.equal(answer.status, 406);
      assert.equal(((await answer.json()) as { types: string[] }).types[0], JSON_TYPE);
      const chosen = await get(`simple/good-one/?format=${encodeURIComponent(JSON_TYPE)}`, {
        accept: 'image/png',
      });
      assert.equal(chosen.headers.get('content-type'), JSON_TYPE);
    });

    for (const name of ['nothing', '-', 'a%2Fb', '%00', 'x'.repeat(300), '..%2f..%2fetc', '%3Cscript%3E']) {
      it(`of ${name.slice(0, 20)} are not there`, async () => {
        const answer = await get(`simple/${name}/`);
        assert.equal(answer.status, 404);
        assert.equal(answer.headers.get('content-type')?.split(';')[0], 'application/problem+json');
      });
    }

    it('keep what the index says of its files', async () => {
      const entry = {
        yanked: 'a <b> reason',
        'requires-python': '>=3.8',
        hashes: { md5: 'a'.repeat(32) },
        size: 7,
      };
      const said = wheel({ name: 'said-of-it', version: '1.0' });
      index.projects.set('said-of-it', { files: [{ ...said, entry }] });
      const { files } = await page('said-of-it');
      assert.partialDeepStrictEqual(files[0], entry);
      const html = await (await get('simple/said-of-it/')).text();
      assert.match(html, /#md5=a{32}" data-requires-python="&gt;=3.8" data-yanked="a &lt;b&gt; reason"/);
    });
  });

  describe('a file never seen', () => {
    it('is screened when it is asked for, fetched once for all, and then kept', async () => {
      const first = wheel({ name: 'first-time', version: '1.0' });
      index.projects.set('first-time', { files: [first] });
      const place = `files/first-time/${first.filename}`;
      const answers = await Promise.all([1, 2, 3, 4].map(() => get(place)));
      for (const answer of answers) assert.deepEqual(Buffer.from(await answer.arrayBuffer()), first.bytes);
      assert.equal(asked('/files/'), 1);
      await get(place);
      assert.equal(asked('/files/'), 1);
      const [submission, ...others] = await submissionsOf(service.database.db, sha256Of(first.bytes));
      assert.deepEqual(others, []);
      assert.partialDeepStrictEqual(submission, {
        filename: first.filename,
        source: 'proxy',
        uploader: null,
        url: `${index.origin}/files/first-time/${first.filename}`,
        project: 'first-time',
        version: '1.0',
      });
    });

    it('has its metadata served from the screened copy', async () => {
      const headers = ['Requires-Dist: something; extra == "x"'];
      const first = wheel({ name: 'with-metadata', version: '1.0', headers });
      index.projects.set('with-metadata', { files: [first] });
      const answer = await get(`files/with-metadata/${first.filename}.metadata`);
      assert.equal(await answer.text(), first.metadata);
      assert.equal(asked('.metadata'), 0);
      const etag = answer.headers.get('etag')!;
      const again = await get(`files/with-metadata/${first.filename}.metadata`, { 'if-none-match': etag });
      assert.equal(again.status, 304);
    });

    it('is refused with a reason in the status line, and is then no longer offered', async () => {
      index.projects.set('env-sender', { files: [BAD] });
      assert.deepEqual(await filenames('env-sender'), [BAD.filename]);
      for (const suffix of ['', '.metadata']) {
        const answer = await get(`files/env-sender/${BAD.filename}${suffix}`);
        const reason = `${BAD.filename} is refused: the verdict is malicious.`;
        assert.deepEqual([answer.status, answer.statusText], [403, `Forbidden: ${reason}`]);
        assert.equal(((await answer.json()) as { detail: string }).detail, reason);
      }
      assert.deepEqual(await filenames('env-sender'), []);
      assert.deepEqual((await page('env-sender')).versions, []);
    });

    it('that is not what the index lists is not kept', async () => {
      const wrong = wheel({ name: 'wrong-one', version: '1.0' });
      const right = sha256Of(wrong.bytes);
      for (const [entry, what] of [
        [{ hashes: { sha256: 'a'.repeat(64) } }, `its sha256 is ${right}`],
        [{ hashes: { sha256: right, md5: 'a'.repeat(32) } }, 'its md5 is'],
        [{ hashes: { sha512: 'a'.repeat(128) } }, 'its sha512 is'],
        [{ size: 5 }, `its size is ${wrong.bytes.byteLength}`],
      ] as const) {
        index.projects.set('wrong-one', { files: [{ ...wrong, entry }] });
        await new Promise((resolve) => setTimeout(resolve, 2_100));
        const answer = await get(`files/wrong-one/${wrong.filename}`);
        assert.equal(answer.status, 502, what);
        assert.match(((await answer.json()) as { detail: string }).detail, new RegExp(what));
        assert.equal(await service.vault.has(right), false);
        assert.deepEqual(await submissionsOf(service.database.db, right), []);
      }
    });

    it('is pinned to what came first when the index gives no hash', async () => {
      const one = wheel({ name: 'unhashed', version: '1.0' });
      const other = wheel({ name: 'unhashed', version: '1.0', code: 'VALUE = 2\n' });
      const entry = { hashes: {}, size: undefined };
      index.projects.set('unhashed', { files: [{ ...one, entry }] });
      assert.equal((await page('unhashed')).meta['api-version'], '1.0');
      assert.equal((await get(`files/unhashed/${one.filename}`)).status, 200);
      index.projects.set('unhashed', { files: [{ ...other, entry }] });
      const answer = await get(`files/unhashed/${one.filename}`);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), one.bytes);
      const { files, meta } = await page('unhashed');
      assert.deepEqual(files[0]?.hashes, { sha256: sha256Of(one.bytes) });
      assert.deepEqual([files[0]?.size, meta['api-version']], [one.bytes.byteLength, '1.4']);
    });

    it('is screened to its end when whoever asked has gone', async () => {
      const slow = wheel({ name: 'slow-one', version: '1.0' });
      index.projects.set('slow-one', { files: [slow] });
      const { promise: begun, resolve: begin } = Promise.withResolvers<() => void>();
      index.instead = (request, response) => {
        if (!request.url?.startsWith('/files/')) return false;
        begin(() => response.end(slow.bytes));
        return true;
      };
      const gone = new AbortController();
      const url = `${proxy.url}files/slow-one/${slow.filename}`;
      const lost = assert.rejects(fetch(url, { signal: gone.signal }), { name: 'AbortError' });
      const send = await begun;
      gone.abort();
      await lost;
      send();
      const sha256 = sha256Of(slow.bytes);
      assert.equal((await service.verdicts.wait(sha256, 60_000))?.verdict, 'no-findings');
      assert.equal((await currentDisposition(service.database.db, sha256))?.disposition, 'released');
    });
  });

  describe('a screened file', () => {
    before(async () => {
      reset();
      assert.equal((await get(GOOD_PATH)).status, 200);
    });
    const size = GOOD.bytes.byteLength;
    const etag = `"${sha256Of(GOOD.bytes)}"`;

    it('comes with its hash as validator, and is not run by browsers', async () => {
      const answer = await get(GOOD_PATH);
      const names = ['etag', 'content-length', 'accept-ranges', 'cache-control', 'content-type'];
      assert.deepEqual(
        names.map((name) => answer.headers.get(name)),
        [etag, `${size}`, 'bytes', 'no-cache', 'application/octet-stream'],
      );
      assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${GOOD.filename}"`);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      const head = await get(GOOD_PATH, {}, 'HEAD');
      assert.deepEqual([head.headers.get('content-length'), await head.text()], [`${size}`, '']);
      assert.equal((await get(GOOD_PATH, { 'if-none-match': etag })).status, 304);
    });

    for (const [range, more, expected] of [
      ['bytes=0-9', {}, [0, 10]],
      ['bytes=10-', {}, [10, size]],
      ['bytes=-5', {}, [size - 5, size]],
      [`bytes=0-${size * 2}`, {}, [0, size]],
      [`bytes=-${size * 2}`, {}, [0, size]],
      ['bytes=0-9', { 'if-range': etag }, [0, 10]],
      ['bytes=0-9', { 'if-range': '"other"' }, null],
      ['bytes=5-2', {}, null],
      ['bytes=0-1,4-5', {}, null],
      ['lines=0-1', {}, null],
      ['bytes=-', {}, null],
      [`bytes=${size}-`, {}, 416],
      ['bytes=-0', {}, 416],
    ] as const) {
      it(`in part: ${range} ${JSON.stringify(more)}`, async () => {
        const answer = await get(GOOD_PATH, { range, ...more });
        const bytes = Buffer.from(await answer.arrayBuffer());
        if (expected === 416) {
          assert.deepEqual([answer.status, answer.headers.get('content-range')], [416, `bytes */${size}`]);
        } else if (expected === null) {
          assert.deepEqual([answer.status, bytes], [200, GOOD.bytes]);
        } else {
          const [start, end] = expected;
          assert.deepEqual([answer.status, bytes], [206, Buffer.from(GOOD.bytes.subarray(start, end))]);
          assert.equal(answer.headers.get('content-range'), `bytes ${start}-${end - 1}/${size}`);
        }
      });
    }

    for (const place of [
      `files/Good_One/${GOOD.filename}`,
      `files/other/${GOOD.filename}`,
      'files/good-one/good_one-9.9-py3-none-any.whl',
      'files/good-one/..%2f..%2fetc%2fpasswd',
      'files/good-one/',
      'files/',
      `files/good-one/${GOOD.filename}/x`,
      `files/good-one/${GOOD.filename}.metadata.metadata`,
    ]) {
      it(`is not at ${place}`, async () => assert.equal((await get(place)).status, 404));
    }

    it('is refused as soon as a decision says so, whatever a lock file holds', async () => {
      const sha256 = sha256Of(GOOD.bytes);
      const decide = (disposition: 'held' | 'released') =>
        recordDisposition(service.database.db, sha256, disposition, 'user:1', 'a reviewer decided: confirm');
      await decide('held');
      try {
        const answer = await get(GOOD_PATH, { 'if-none-match': etag });
        const reason = `Forbidden: ${GOOD.filename} is held: a reviewer decided: confirm.`;
        assert.deepEqual([answer.status, answer.statusText], [403, reason]);
        assert.deepEqual(await filenames('good-one'), [OLDER.filename]);
      } finally {
        await decide('released');
      }
      assert.equal((await get(GOOD_PATH)).status, 200);
    });
  });

  describe('quarantine', () => {
    const set = (version: string | null, status: 'quarantined' | 'active') =>
      recordIndexStatus(service.database.db, {
        project: 'good-one',
        version,
        status,
        reason: 'stolen\r\naccount',
        actor: 'user:1',
      });

    it('of a project takes every file away and says so', async () => {
      await set(null, 'quarantined');
      const { files, versions, 'project-status': status } = await page('good-one');
      assert.deepEqual(
        [files, versions, status],
        [[], [], { status: 'quarantined', reason: 'stolen\r\naccount' }],
      );
      const html = await (await get('simple/good-one/')).text();
      assert.match(html, /<meta name="pypi:project-status" content="quarantined">/);
      const answer = await get(GOOD_PATH);
      assert.deepEqual(
        [answer.status, answer.statusText],
        [403, 'Forbidden: good-one is quarantined: stolen account.'],
      );
      await set(null, 'active');
      assert.equal((await filenames('good-one')).length, 2);
      assert.equal((await get(GOOD_PATH)).status, 200);
    });

    it('of a release takes its files away alone', async () => {
      await set('1.0.0', 'quarantined');
      assert.deepEqual(await filenames('good-one'), [OLDER.filename]);
      const answer = await get(GOOD_PATH);
      assert.equal(answer.statusText, 'Forbidden: good-one 1.0 is quarantined: stolen account.');
      await set('1.0.0', 'active');
    });

    it('of the index behind holds here too', async () => {
      const status = { status: 'quarantined', reason: 'theirs' };
      index.projects.set('good-one', { files: [GOOD], page: { 'project-status': status } });
      const { files, 'project-status': shown } = await page('good-one');
      assert.deepEqual([files, shown], [[], status]);
      assert.equal((await get(GOOD_PATH)).statusText, 'Forbidden: good-one is quarantined: theirs.');
    });
  });

  describe('provenance', () => {
    const document = { version: 1, attestation_bundles: [{ publisher: { kind: 'Test' }, attestations: [] }] };
    const place = `integrity/good-one/1.0/${GOOD.filename}/provenance`;

    it('is relayed as the index behind gives it', async () => {
      index.projects.set('good-one', { files: [{ ...GOOD, provenance: document }] });
      assert.equal((await page('good-one')).files[0]?.provenance, proxy.url + place);
      const answer = await get(place);
      assert.equal(answer.headers.get('content-type'), 'application/vnd.pypi.integrity.v1+json');
      assert.deepEqual(await answer.json(), document);
    });

    it('is not there without a file that is offered, or without any', async () => {
      assert.equal((await get(place)).status, 404);
      assert.equal((await get(place.replace('1.0', '9'))).status, 404);
      index.projects.set('good-one', { files: [{ ...GOOD, provenance: document }] });
      assert.equal((await get(place.replace('1.0', '9'))).status, 404);
    });

    it('that is something else is not relayed', async () => {
      index.projects.set('good-one', { files: [{ ...GOOD, provenance: ['<script>'] }] });
      assert.equal((await get(place)).status, 502);
    });
  });
});
