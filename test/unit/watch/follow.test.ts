import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { InfrastructureError } from '../../../src/contracts/errors.ts';
import { createFetcher, type Fetcher } from '../../../src/fetch/fetcher.ts';
import { normaliseProject } from '../../../src/intake/names.ts';
import { FEED_ATTEMPTS } from '../../../src/limits.ts';
import { auditLog, submissions } from '../../../src/store/schema.ts';
import { Busy, politely } from '../../../src/watch/ask.ts';
import { changelogFeed } from '../../../src/watch/changelog.ts';
import type { Feed } from '../../../src/watch/feed.ts';
import { folderWatch } from '../../../src/watch/folder.ts';
import { followOnce } from '../../../src/watch/follow.ts';
import { indexReader } from '../../../src/watch/index-reader.ts';
import { rssFeed } from '../../../src/watch/rss.ts';
import { serialsFeed } from '../../../src/watch/serials.ts';
import { backOff, watch } from '../../../src/watch/watch.ts';
import { openTestService, type TestService } from '../../support/service.ts';

interface Upload {
  project: string;
  version: string;
  filename: string;
  bytes: Buffer;
  serial: number;
  /** What the index says instead of the file's own hash. */
  sha256?: string;
}

/** A small index on loopback that speaks what feeds and project pages need. */
class Index {
  uploads: Upload[] = [];
  asked: string[] = [];
  down = false;
  readonly server: Server = createServer((request, response) => {
    const url = request.url ?? '';
    this.asked.push(`${request.method} ${url} ${request.headers['if-none-match'] ?? ''}`.trim());
    if (this.down) return void response.writeHead(503, { 'retry-after': '7' }).end();
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const etag = `"${this.serial}"`;
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      const [type, content] = this.answer(url, body);
      response.writeHead(content === null ? 404 : 200, { 'content-type': type, etag }).end(content ?? '');
    });
  });

  get serial(): number {
    return Math.max(0, ...this.uploads.map(({ serial }) => serial));
  }

  get root(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  add(filename: string, text: string, sha256?: string): Upload {
    const [project = '', version = ''] = filename.replace(/\.tar\.gz$/, '').split('-');
    const upload = { project, version, filename, bytes: Buffer.from(text), serial: this.serial + 1 };
    this.uploads.push(sha256 === undefined ? upload : { ...upload, sha256 });
    return upload;
  }

  private answer(url: string, body: string): [type: string, content: string | Buffer | null] {
    const json = 'application/vnd.pypi.simple.v1+json';
    if (url === '/pypi') return ['text/xml', this.changelog(body)];
    if (url === '/rss') return ['text/xml', this.rss()];
    if (url === '/simple/') {
      const projects = this.uploads.map(({ project, serial }) => ({ name: project, '_last-serial': serial }));
      return [json, JSON.stringify({ meta: { 'api-version': '1.1' }, projects })];
    }
    const project = /^\/simple\/([^/]+)\/$/.exec(url)?.[1];
    const files = this.uploads.filter((upload) => normaliseProject(upload.project) === project);
    if (project !== undefined) return [json, files.length === 0 ? null : JSON.stringify(page(files))];
    return [
      'application/octet-stream',
      this.uploads.find(({ filename }) => url === `/files/${filename}`)?.bytes ?? null,
    ];
  }

  private changelog(body: string): string {
    const value = (inner: string) => `<value>${inner}</value>`;
    const list = (values: string[]) => `<array><data>${values.join('')}</data></array>`;
    const since = Number(/<int>(\d+)<\/int>/.exec(body)?.[1]);
    const rows = this.uploads
      .filter(({ serial }) => serial > since)
      .map(({ project, version, filename, serial }) => {
        const texts = [project, version].map((text) => value(`<string>${text}</string>`));
        const rest = ['<int>1</int>', `<string>add source file ${filename}</string>`, `<int>${serial}</int>`];
        return value(list([...texts, ...rest.map(value)]));
      });
    const last = body.includes('changelog_last_serial');
    const result = value(last ? `<int>${this.serial}</int>` : list(rows));
    return `<?xml version="1.0"?><methodResponse><params><param>${result}</param></params></methodResponse>`;
  }

  private rss(): string {
    const items = [...this.uploads]
      .reverse()
      .map(({ project, version }) => `<item><link>${this.root}/project/${project}/${version}/</link></item>`);
    return `<rss version="2.0"><channel>${items.join('')}</channel></rss>`;
  }
}

function page(files: readonly Upload[]) {
  return {
    meta: { 'api-version': '1.0' },
    files: files.map(({ filename, bytes, sha256 }) => ({
      filename,
      url: `../../files/${filename}`,
      hashes: { sha256: sha256 ?? createHash('sha256').update(bytes).digest('hex') },
    })),
  };
}

describe('following an index', () => {
  const index = new Index();
  let service: TestService;
  let fetcher: Fetcher;
  before(async () => {
    await new Promise<void>((resolve) => index.server.listen(0, '127.0.0.1', resolve));
    service = await openTestService({ worker: false });
    fetcher = createFetcher({ allow: [index.root], limits: { maxBytes: 1e6 } });
  });
  after(async () => {
    await fetcher.close();
    await service.close();
    index.server.close();
  });
  beforeEach(() => {
    index.uploads = [];
    index.asked = [];
    index.down = false;
  });

  const submitted = async (): Promise<string[]> =>
    (await service.database.db.select().from(submissions)).map(({ filename }) => filename).sort();

  const given = async () =>
    (await service.database.db.select().from(auditLog)).filter(({ action }) => action === 'feed.given-up');

  const feeds: [kind: string, make: (ask: ReturnType<typeof politely>) => Feed, startsWith: string[]][] = [
    ['changelog', (ask) => changelogFeed(ask, `${index.root}/pypi`), []],
    ['rss', (ask) => rssFeed(ask, `${index.root}/rss`), ['old_rss-1.0.tar.gz']],
    ['serials', (ask) => serialsFeed(ask, `${index.root}/simple/`), []],
  ];
  for (const [kind, make, startsWith] of feeds) {
    it(`${kind}: submits what is new, once, and goes on where it stopped`, async () => {
      const ask = politely(fetcher, 'lazaret test');
      const context = {
        service,
        feed: make(ask),
        index: indexReader(ask, `${index.root}/simple/`),
        log: () => {},
      };
      const names = async () => (await submitted()).filter((name) => name.includes(kind));
      index.add(`old_${kind}-1.0.tar.gz`, `old ${kind}`);
      await followOnce(context);
      assert.deepEqual(await names(), startsWith);
      index.add(`new_${kind}-1.0.tar.gz`, `new ${kind}`);
      const round = await followOnce(context);
      assert.equal(round.submitted, 1);
      assert.deepEqual(await names(), [`new_${kind}-1.0.tar.gz`, ...startsWith]);
      // Another process that follows the same feed starts where this one stopped.
      const again = await followOnce({ ...context, feed: make(ask) });
      assert.deepEqual([again.submitted, again.known, again.pending], [0, 0, 0]);
    });
  }

  it('asks conditionally', async () => {
    const ask = politely(fetcher, 'lazaret test');
    const feed = rssFeed(ask, `${index.root}/rss`);
    index.add('conditional-1.0.tar.gz', 'x');
    const { cursor } = await feed.read(null);
    index.asked = [];
    assert.deepEqual((await feed.read(cursor)).changes, []);
    assert.deepEqual(index.asked, [`GET /rss "${index.serial}"`]);
  });

  it('tries a file again that is not what the index says, goes on with the others, and writes down what it gave up', async () => {
    const ask = politely(fetcher, 'lazaret test');
    const feed: Feed = { ...changelogFeed(ask, `${index.root}/pypi`), name: 'changelog that lies' };
    const context = { service, feed, index: indexReader(ask, `${index.root}/simple/`), log: () => {} };
    await followOnce(context);
    index.add('liar-1.0.tar.gz', 'something', 'f'.repeat(64));
    index.add('honest-1.0.tar.gz', 'honest');
    assert.deepEqual(await followOnce(context), { submitted: 1, known: 0, pending: 1, more: false });
    for (let attempt = 2; attempt < FEED_ATTEMPTS; attempt += 1)
      assert.equal((await followOnce(context)).pending, 1);
    assert.deepEqual(await given(), []);
    assert.equal((await followOnce(context)).pending, 0);
    const [row] = await given();
    assert.deepEqual([row?.subject, row?.detail.filename], ['liar', 'liar-1.0.tar.gz']);
    assert.ok(!(await submitted()).includes('liar-1.0.tar.gz'));
  });

  it('tries again what is announced and not listed yet', async () => {
    const ask = politely(fetcher, 'lazaret test');
    const feed: Feed = { ...changelogFeed(ask, `${index.root}/pypi`), name: 'changelog ahead of pages' };
    const reader = indexReader(ask, `${index.root}/simple/`);
    const context = { service, feed, log: () => {} };
    await followOnce({ ...context, index: reader });
    index.add('early-1.0.tar.gz', 'early');
    const stale = { ...reader, files: async () => [] };
    assert.deepEqual(await followOnce({ ...context, index: stale }), {
      submitted: 0,
      known: 0,
      pending: 1,
      more: false,
    });
    assert.deepEqual(await followOnce({ ...context, index: reader }), {
      submitted: 1,
      known: 0,
      pending: 0,
      more: false,
    });
  });

  it('loses nothing when it is stopped in the middle', async () => {
    const ask = politely(fetcher, 'lazaret test');
    const feed: Feed = { ...changelogFeed(ask, `${index.root}/pypi`), name: 'changelog that breaks off' };
    const reader = indexReader(ask, `${index.root}/simple/`);
    await followOnce({ service, feed, index: reader, log: () => {} });
    for (const name of ['first', 'second', 'third']) index.add(`${name}-2.0.tar.gz`, name);
    let staged = 0;
    const breaking = {
      ...reader,
      stage: async (...args: Parameters<typeof reader.stage>) => {
        staged += 1;
        if (staged === 2) throw new Error('the process ends here');
        return reader.stage(...args);
      },
    };
    await assert.rejects(followOnce({ service, feed, index: breaking, log: () => {} }), /ends here/);
    const round = await followOnce({ service, feed, index: reader, log: () => {} });
    assert.deepEqual([round.submitted, round.known], [2, 1]);
    const names = (await submitted()).filter((name) => name.endsWith('-2.0.tar.gz'));
    assert.deepEqual(names, ['first-2.0.tar.gz', 'second-2.0.tar.gz', 'third-2.0.tar.gz']);
  });

  it('waits as long as an index asks for, and longer with every failure', async () => {
    index.down = true;
    const feed = rssFeed(politely(fetcher, 'lazaret test'), `${index.root}/rss`);
    const error = await feed.read(null).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Busy && error.retryAfterMs === 7000);
    assert.equal(backOff(100, 1, error), 7000);
    const other = new InfrastructureError('network', 'x');
    for (const failures of [1, 2, 3, 30]) {
      const pause = backOff(1000, failures, other);
      const doubled = Math.min(3_600_000, 1000 * 2 ** Math.min(failures, 16));
      assert.ok(pause >= doubled * 0.75 && pause <= doubled, `${failures}: ${pause}`);
    }
  });

  it('goes on after a failure, and ends when it is stopped', async () => {
    let rounds = 0;
    const logged: string[] = [];
    const done = new Promise<void>((resolve) => {
      const stop = watch({
        intervalMs: 1,
        log: (message) => logged.push(message),
        round: async () => {
          rounds += 1;
          if (rounds === 1) throw new Error('once');
          if (rounds === 3) setImmediate(() => stop().then(resolve));
          return { more: false };
        },
      });
    });
    await done;
    const after = rounds;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(rounds, after);
    assert.match(logged[0] ?? '', /^Error: once; next try in 0 s$/);
  });
});

describe('watching a folder', () => {
  let service: TestService;
  before(async () => {
    service = await openTestService({ worker: false });
  });
  after(() => service.close());

  it('takes files that are no longer written to, once, and again when they change', async () => {
    const folder = path.join(service.folder, 'drop');
    await mkdir(path.join(folder, 'inner'), { recursive: true });
    const { round } = folderWatch(service, folder);
    const file = path.join(folder, 'inner', 'a-1.0.tar.gz');
    await writeFile(file, 'half');
    await writeFile(path.join(folder, 'notes.txt'), 'no distribution');
    assert.deepEqual((await round()).submitted, []);
    await writeFile(file, 'half and the rest');
    assert.deepEqual((await round()).submitted, []);
    assert.deepEqual((await round()).submitted, [file]);
    assert.deepEqual((await round()).submitted, []);
    await writeFile(`${file}.new`, 'another content altogether');
    await rename(`${file}.new`, file);
    assert.deepEqual([(await round()).submitted, (await round()).submitted], [[], [file]]);
    const rows = await service.database.db.select().from(submissions);
    assert.deepEqual(
      rows.map(({ filename, source }) => [filename, source]),
      [
        ['a-1.0.tar.gz', 'folder'],
        ['a-1.0.tar.gz', 'folder'],
      ],
    );
  });
});
