import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packExample } from '../../../scripts/pack-example.ts';
import { JSON_TYPE } from '../../../src/proxy/accept.ts';
import { listAudit } from '../../../src/store/audit.ts';
import { currentDisposition } from '../../../src/store/dispositions.ts';
import { submissionsOf } from '../../../src/store/submissions.ts';
import { openProxyBench, type ProxyBench, wheel } from '../../support/proxy.ts';
import { sha256Of } from '../../support/simple-index-server.ts';

const EXAMPLES = fileURLToPath(new URL('../../../examples/', import.meta.url));
const BAD = packExample(path.join(EXAMPLES, 'env-sender-1.0'));
const GOOD = wheel({ name: 'good-one', version: '1.0' });
const OLDER = wheel({ name: 'good-one', version: '0.9' });

describe('the index proxy, asked for pages and new files', () => {
  let bench: ProxyBench;
  before(async () => {
    bench = await openProxyBench([GOOD, OLDER]);
  });
  after(() => bench.close());
  beforeEach(() => bench.reset());

  describe('pages', () => {
    it('come as JSON or HTML, each with a validator', async () => {
      const json = await bench.get('simple/good-one/', { accept: JSON_TYPE });
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
      const html = await bench.get('simple/good-one/');
      assert.equal(html.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.match(
        await html.text(),
        /<a href="..\/..\/files\/good-one\/good_one-1.0-py3-none-any.whl#sha256=/,
      );
      const etag = json.headers.get('etag')!;
      assert.notEqual(html.headers.get('etag'), etag);
      const same = await bench.get('simple/good-one/', {
        accept: JSON_TYPE,
        'if-none-match': `"x", W/${etag}`,
      });
      assert.deepEqual([same.status, await same.text(), same.headers.get('etag')], [304, '', etag]);
    });

    it('answer HEAD', async () => {
      const whole = await bench.get('simple/good-one/');
      const head = await bench.get('simple/good-one/', {}, 'HEAD');
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
        const answer = await bench.get(from!);
        assert.equal(answer.status, 301);
        const location = new URL(answer.headers.get('location')!, bench.proxy.url + from);
        assert.equal(location.href, bench.proxy.url + to);
      });
    }

    it('list the projects of the index behind that have a name', async () => {
      bench.index.projects.set('<b>', { files: [] });
      const answer = await bench.get('simple/', { accept: JSON_TYPE });
      assert.deepEqual(await answer.json(), {
        meta: { 'api-version': '1.4' },
        projects: [{ name: 'good-one' }],
      });
    });

    it('in another form are not acceptable', async () => {
      const answer = await bench.get('simple/good-one/', { accept: 'application/json' });
      assert.equal(answer.status, 406);
      assert.equal(((await answer.json()) as { types: string[] }).types[0], JSON_TYPE);
      const chosen = await bench.get(`simple/good-one/?format=${encodeURIComponent(JSON_TYPE)}`, {
        accept: 'image/png',
      });
      assert.equal(chosen.headers.get('content-type'), JSON_TYPE);
    });

    for (const name of ['nothing', '-', 'a%2Fb', '%00', 'x'.repeat(300), '..%2f..%2fetc', '%3Cscript%3E']) {
      it(`of ${name.slice(0, 20)} are not there`, async () => {
        const answer = await bench.get(`simple/${name}/`);
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
      bench.index.projects.set('said-of-it', { files: [{ ...said, entry }] });
      const { files } = await bench.page('said-of-it');
      assert.partialDeepStrictEqual(files[0], entry);
      const html = await (await bench.get('simple/said-of-it/')).text();
      assert.match(html, /#md5=a{32}" data-requires-python="&gt;=3.8" data-yanked="a &lt;b&gt; reason"/);
    });
  });

  describe('a file never seen', () => {
    it('is screened when it is asked for, fetched once for all, and then kept', async () => {
      const first = wheel({ name: 'first-time', version: '1.0' });
      bench.index.projects.set('first-time', { files: [first] });
      const place = `files/first-time/${first.filename}`;
      const answers = await Promise.all([1, 2, 3, 4].map(() => bench.get(place)));
      for (const answer of answers) assert.deepEqual(Buffer.from(await answer.arrayBuffer()), first.bytes);
      assert.equal(bench.asked('/files/'), 1);
      await bench.get(place);
      assert.equal(bench.asked('/files/'), 1);
      const [submission, ...others] = await submissionsOf(bench.service.database.db, sha256Of(first.bytes));
      assert.deepEqual(others, []);
      assert.partialDeepStrictEqual(submission, {
        filename: first.filename,
        source: 'proxy',
        uploader: null,
        url: `${bench.index.origin}/files/first-time/${first.filename}`,
        project: 'first-time',
        version: '1.0',
      });
    });

    for (const filename of [
      'odd_one-1!2.0+local.1-py3-none-any.whl',
      `odd_one-1.0-py3-none-${'manylinux_2_17_x86_64.'.repeat(9)}any.whl`,
    ]) {
      it(`may be called ${filename.slice(0, 40)}`, async () => {
        const odd = { ...wheel({ name: 'odd-one', version: '1.0', code: `# ${filename}\n` }), filename };
        bench.index.projects.set('odd-one', { files: [odd] });
        const { files } = await bench.page('odd-one');
        const address = new URL(files[0]!.url, `${bench.proxy.simple}odd-one/`);
        const answer = await fetch(address);
        assert.deepEqual(Buffer.from(await answer.arrayBuffer()), odd.bytes);
        assert.equal(await (await fetch(`${address}.metadata`)).text(), odd.metadata);
      });
    }

    it('has its metadata served from the screened copy', async () => {
      const headers = ['Requires-Dist: something; extra == "x"'];
      const first = wheel({ name: 'with-metadata', version: '1.0', headers });
      bench.index.projects.set('with-metadata', { files: [first] });
      const answer = await bench.get(`files/with-metadata/${first.filename}.metadata`);
      assert.equal(await answer.text(), first.metadata);
      assert.equal(bench.asked('.metadata'), 0);
      const etag = answer.headers.get('etag')!;
      const again = await bench.get(`files/with-metadata/${first.filename}.metadata`, {
        'if-none-match': etag,
      });
      assert.equal(again.status, 304);
    });

    it('is refused with a reason in the status line, and is then no longer offered', async () => {
      bench.index.projects.set('env-sender', { files: [BAD] });
      assert.deepEqual(await bench.filenames('env-sender'), [BAD.filename]);
      for (const suffix of ['', '.metadata']) {
        const answer = await bench.get(`files/env-sender/${BAD.filename}${suffix}`);
        const reason = `${BAD.filename} is refused: the verdict is malicious.`;
        assert.deepEqual([answer.status, answer.statusText], [403, `Forbidden: ${reason}`]);
        assert.equal(((await answer.json()) as { detail: string }).detail, reason);
      }
      assert.deepEqual(await bench.filenames('env-sender'), []);
      assert.deepEqual((await bench.page('env-sender')).versions, []);
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
        bench.index.projects.set('wrong-one', { files: [{ ...wrong, entry }] });
        await new Promise((resolve) => setTimeout(resolve, 2_100));
        const answer = await bench.get(`files/wrong-one/${wrong.filename}`);
        assert.equal(answer.status, 502, what);
        assert.match(((await answer.json()) as { detail: string }).detail, new RegExp(what));
        assert.equal(await bench.service.vault.has(right), false);
        assert.deepEqual(await submissionsOf(bench.service.database.db, right), []);
      }
    });

    it('that is replaced under its name is a new file, and the audit log says so', async () => {
      const one = wheel({ name: 'replaced', version: '1.0' });
      const other = wheel({ name: 'replaced', version: '1.0', code: 'VALUE = 2\n' });
      for (const file of [one, other]) {
        bench.index.projects.set('replaced', { files: [file] });
        const answer = await bench.get(`files/replaced/${file.filename}`);
        assert.deepEqual(Buffer.from(await answer.arrayBuffer()), file.bytes);
      }
      const subject = `replaced/${one.filename}`;
      const rows = await listAudit(bench.service.database.db, { subject }, 10);
      assert.deepEqual(
        rows.map(({ actor, action, detail }) => ({ actor, action, detail })),
        [
          {
            actor: 'proxy',
            action: 'index-file.replaced',
            detail: { before: sha256Of(one.bytes), after: sha256Of(other.bytes) },
          },
        ],
      );
    });

    it('is pinned to what came first when the index gives no hash', async () => {
      const one = wheel({ name: 'unhashed', version: '1.0' });
      const other = wheel({ name: 'unhashed', version: '1.0', code: 'VALUE = 2\n' });
      const entry = { hashes: {}, size: undefined };
      bench.index.projects.set('unhashed', { files: [{ ...one, entry }] });
      assert.equal((await bench.page('unhashed')).meta['api-version'], '1.0');
      assert.equal((await bench.get(`files/unhashed/${one.filename}`)).status, 200);
      bench.index.projects.set('unhashed', { files: [{ ...other, entry }] });
      const answer = await bench.get(`files/unhashed/${one.filename}`);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), one.bytes);
      const { files, meta } = await bench.page('unhashed');
      assert.deepEqual(files[0]?.hashes, { sha256: sha256Of(one.bytes) });
      assert.deepEqual([files[0]?.size, meta['api-version']], [one.bytes.byteLength, '1.4']);
    });

    it('is screened to its end when whoever asked has gone', async () => {
      const slow = wheel({ name: 'slow-one', version: '1.0' });
      bench.index.projects.set('slow-one', { files: [slow] });
      const { promise: begun, resolve: begin } = Promise.withResolvers<() => void>();
      bench.index.instead = (request, response) => {
        if (!request.url?.startsWith('/files/')) return false;
        begin(() => response.end(slow.bytes));
        return true;
      };
      const gone = new AbortController();
      const url = `${bench.proxy.url}files/slow-one/${slow.filename}`;
      const lost = assert.rejects(fetch(url, { signal: gone.signal }), { name: 'AbortError' });
      const send = await begun;
      gone.abort();
      await lost;
      send();
      const sha256 = sha256Of(slow.bytes);
      assert.equal((await bench.service.verdicts.wait(sha256, 60_000))?.verdict, 'no-findings');
      assert.equal((await currentDisposition(bench.service.database.db, sha256))?.disposition, 'released');
    });
  });
});
