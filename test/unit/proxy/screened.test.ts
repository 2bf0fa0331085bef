import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { recordDisposition } from '../../../src/store/dispositions.ts';
import { recordIndexStatus } from '../../../src/store/index-statuses.ts';
import { openProxyBench, type ProxyBench, wheel } from '../../support/proxy.ts';
import { sha256Of } from '../../support/simple-index-server.ts';

const GOOD = wheel({ name: 'good-one', version: '1.0' });
const OLDER = wheel({ name: 'good-one', version: '0.9' });
const GOOD_PATH = `files/good-one/${GOOD.filename}`;

describe('the index proxy, asked for screened files', () => {
  let bench: ProxyBench;
  before(async () => {
    bench = await openProxyBench([GOOD, OLDER]);
  });
  after(() => bench.close());
  beforeEach(() => bench.reset());

  describe('a screened file', () => {
    before(async () => {
      bench.reset();
      assert.equal((await bench.get(GOOD_PATH)).status, 200);
    });
    const size = GOOD.bytes.byteLength;
    const etag = `"${sha256Of(GOOD.bytes)}"`;

    it('comes with its hash as validator, and is not run by browsers', async () => {
      const answer = await bench.get(GOOD_PATH);
      const names = ['etag', 'content-length', 'accept-ranges', 'cache-control', 'content-type'];
      assert.deepEqual(
        names.map((name) => answer.headers.get(name)),
        [etag, `${size}`, 'bytes', 'no-cache', 'application/octet-stream'],
      );
      assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${GOOD.filename}"`);
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      const head = await bench.get(GOOD_PATH, {}, 'HEAD');
      assert.deepEqual([head.headers.get('content-length'), await head.text()], [`${size}`, '']);
      assert.equal((await bench.get(GOOD_PATH, { 'if-none-match': etag })).status, 304);
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
        const answer = await bench.get(GOOD_PATH, { range, ...more });
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
      it(`is not at ${place}`, async () => assert.equal((await bench.get(place)).status, 404));
    }

    it('is refused as soon as a decision says so, whatever a lock file holds', async () => {
      const sha256 = sha256Of(GOOD.bytes);
      const decide = (disposition: 'held' | 'released') =>
        recordDisposition(
          bench.service.database.db,
          sha256,
          disposition,
          'user:1',
          'a reviewer decided: confirm',
        );
      await decide('held');
      try {
        const answer = await bench.get(GOOD_PATH, { 'if-none-match': etag });
        const reason = `Forbidden: ${GOOD.filename} is held: a reviewer decided: confirm.`;
        assert.deepEqual([answer.status, answer.statusText], [403, reason]);
        assert.deepEqual(await bench.filenames('good-one'), [OLDER.filename]);
      } finally {
        await decide('released');
      }
      assert.equal((await bench.get(GOOD_PATH)).status, 200);
    });
  });

  describe('quarantine', () => {
    const set = (version: string | null, status: 'quarantined' | 'active') =>
      recordIndexStatus(bench.service.database.db, {
        project: 'good-one',
        version,
        status,
        reason: 'stolen\r\naccount',
        actor: 'user:1',
      });

    it('of a project takes every file away and says so', async () => {
      await set(null, 'quarantined');
      const { files, versions, 'project-status': status } = await bench.page('good-one');
      assert.deepEqual(
        [files, versions, status],
        [[], [], { status: 'quarantined', reason: 'stolen\r\naccount' }],
      );
      const html = await (await bench.get('simple/good-one/')).text();
      assert.match(html, /<meta name="pypi:project-status" content="quarantined">/);
      const answer = await bench.get(GOOD_PATH);
      assert.deepEqual(
        [answer.status, answer.statusText],
        [403, 'Forbidden: good-one is quarantined: stolen account.'],
      );
      await set(null, 'active');
      assert.equal((await bench.filenames('good-one')).length, 2);
      assert.equal((await bench.get(GOOD_PATH)).status, 200);
    });

    it('of a release takes its files away alone', async () => {
      await set('1.0.0', 'quarantined');
      assert.deepEqual(await bench.filenames('good-one'), [OLDER.filename]);
      const answer = await bench.get(GOOD_PATH);
      assert.equal(answer.statusText, 'Forbidden: good-one 1.0 is quarantined: stolen account.');
      await set('1.0.0', 'active');
    });

    it('of the index behind holds here too', async () => {
      const status = { status: 'quarantined', reason: 'theirs' };
      bench.index.projects.set('good-one', { files: [GOOD], page: { 'project-status': status } });
      const { files, 'project-status': shown } = await bench.page('good-one');
      assert.deepEqual([files, shown], [[], status]);
      assert.equal((await bench.get(GOOD_PATH)).statusText, 'Forbidden: good-one is quarantined: theirs.');
    });
  });

  describe('provenance', () => {
    const document = { version: 1, attestation_bundles: [{ publisher: { kind: 'Test' }, attestations: [] }] };
    const place = `integrity/good-one/1.0/${GOOD.filename}/provenance`;

    it('is relayed as the index behind gives it', async () => {
      bench.index.projects.set('good-one', { files: [{ ...GOOD, provenance: document }] });
      assert.equal((await bench.page('good-one')).files[0]?.provenance, bench.proxy.url + place);
      const answer = await bench.get(place);
      assert.equal(answer.headers.get('content-type'), 'application/vnd.pypi.integrity.v1+json');
      assert.deepEqual(await answer.json(), document);
    });

    it('is not there without a file that is offered, or without any', async () => {
      assert.equal((await bench.get(place)).status, 404);
      assert.equal((await bench.get(place.replace('1.0', '9'))).status, 404);
      bench.index.projects.set('good-one', { files: [{ ...GOOD, provenance: document }] });
      assert.equal((await bench.get(place.replace('1.0', '9'))).status, 404);
    });

    it('that is something else is not relayed', async () => {
      bench.index.projects.set('good-one', { files: [{ ...GOOD, provenance: ['<script>'] }] });
      assert.equal((await bench.get(place)).status, 502);
    });
  });
});
